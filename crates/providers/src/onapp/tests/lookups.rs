//! The choices of the forms.

use pilothouse_core::{
    Choice, Error, ErrorKind, Field, Flow, Input, Operator, Response, Step, Verb, form::Kind,
};
use serde_json::{Value, json};

use super::{OnAppOperator, access, answer, now};

/// Plays a flow against answers by target; the order they are asked for in matters.
pub(super) fn play<T>(
    mut flow: Box<dyn Flow<T>>,
    answers: Vec<(&str, Response)>,
) -> (Vec<T>, Result<(), Error>) {
    let mut answers = answers.into_iter();
    let mut yielded = Vec::new();
    loop {
        match flow.next(now()) {
            Ok(Step::Send(request)) => {
                assert!(matches!(flow.next(now()), Ok(Step::Wait(_))));
                let Some((target, response)) = answers.next() else {
                    panic!("asks for {} too", request.target())
                };
                assert_eq!(
                    (request.method.as_str(), request.target().as_str()),
                    ("GET", target)
                );
                if let Err(error) = flow.receive(now(), Ok(response)) {
                    assert!(matches!(flow.next(now()), Ok(Step::Done)));
                    return (yielded, Err(error));
                }
            }
            Ok(Step::Yield(read)) => yielded.push(read),
            Ok(Step::Done) => {
                assert_eq!(
                    answers.next().map(|(target, _)| target.to_owned()),
                    None,
                    "never asked for"
                );
                return (yielded, Ok(()));
            }
            Ok(Step::Wait(_)) => panic!("nothing to wait for"),
            Err(error) => return (yielded, Err(error)),
        }
    }
}

fn ask(lookup: &str, answers: Vec<(&str, Value)>) -> Result<Vec<Choice>, Error> {
    let answers = answers.into_iter();
    let answers = answers.map(|(target, body)| match body.as_u64() {
        Some(status) => (target, answer(status as u16, "")),
        None => (target, answer(200, body.to_string())),
    });
    let input = Input::default().with("network", "6");
    let flow = OnAppOperator.lookup(&access(), lookup, &input)?;
    let (pages, end) = play(flow, answers.collect());
    end.map(|()| pages.concat())
}

fn short(choices: &[Choice]) -> Vec<(&str, &str, &str)> {
    choices
        .iter()
        .map(|choice| {
            (
                choice.value.as_str(),
                choice.label.as_str(),
                choice.detail.as_str(),
            )
        })
        .collect()
}

const STORE: &str = "/template_store.json";
const TEMPLATES: &str = "/templates.json?page=1&per_page=100";

fn store() -> Value {
    let template = |id: u32, changes: Value| {
        let mut template = json!({"id": id, "label": format!("T{id}"), "state": "active", "cdn": false,
            "operating_system": "linux", "operating_system_distro": "ubuntu", "operating_system_arch": "x64",
            "min_memory_size": 512, "min_disk_size": 6, "allowed_swap": true, "virtualization": ["kvm"]});
        changes
            .as_object()
            .unwrap()
            .iter()
            .for_each(|(key, value)| template[key] = value.clone());
        json!({"id": 100 + id, "template_id": id, "price": "0.0", "image_template": template})
    };
    json!([
        {"id": 1, "label": "Linux", "mak": false, "own": null, "kms": false, "parent_id": null, "relations": [
            template(1, json!({"virtualization": "xen,kvm", "version": "1.4"})),
            template(2, json!({"state": "inactive"})),
            template(3, json!({"cdn": true})),
            template(4, json!({"operating_system_distro": "lbva"})),
            null, {"id": 5},
        ], "children": [
            {"id": 2, "label": "Windows", "mak": true, "own": true, "kms": false, "children": [], "relations": [
                template(6, json!({"operating_system": "windows", "operating_system_distro": "2012",
                    "allowed_swap": false, "min_memory_size": "1024", "min_disk_size": null})),
            ]},
        ]},
        {"id": 3, "label": "Empty", "relations": [], "children": null},
    ])
}

#[test]
fn templates_come_from_the_store_and_the_plain_list() {
    let own = json!([
        {"image_template": {"id": 1, "label": "again"}},
        {"image_template": {"id": 9, "label": "My backup", "state": "active", "min_disk_size": 20}},
    ]);
    let choices = ask("images", vec![(STORE, store()), (TEMPLATES, own.clone())]).unwrap();
    assert_eq!(
        short(&choices),
        [
            (
                "1",
                "T1",
                "Linux · ubuntu · x64 · version 1.4 · at least 512 MB memory, 6 GB disk"
            ),
            ("6", "T6", "Windows · 2012 · x64 · at least 1 GB memory"),
            ("9", "My backup", "at least 20 GB disk"),
        ]
    );
    let tags: Vec<Vec<&str>> = choices
        .iter()
        .map(|c| c.tags.iter().map(String::as_str).collect())
        .collect();
    assert_eq!(tags[0], ["linux", "swap", "xen", "kvm"]);
    assert_eq!(tags[1], ["windows", "kvm", "mak", "own"]);
    assert_eq!(
        choices[0].least,
        [("memory".to_owned(), 512), ("disk".to_owned(), 6)]
    );
    assert_eq!(choices[1].least, [("memory".to_owned(), 1024)]);
    assert_eq!(choices[0].sets, [("swap".to_owned(), "1".to_owned())]);
    assert_eq!(choices[1].sets, [("swap".to_owned(), "0".to_owned())]);
    for refused in [403, 404] {
        let alone = ask(
            "images",
            vec![(STORE, json!(refused)), (TEMPLATES, own.clone())],
        )
        .unwrap();
        assert_eq!(alone.len(), 2);
        let store_alone = ask(
            "images",
            vec![(STORE, store()), (TEMPLATES, json!(refused))],
        )
        .unwrap();
        assert_eq!(store_alone.len(), 2);
        let error = ask(
            "images",
            vec![(STORE, json!(refused)), (TEMPLATES, json!(refused))],
        )
        .unwrap_err();
        assert_eq!(error.status, Some(refused));
    }
    assert_eq!(
        ask("images", vec![(STORE, json!(503))]).unwrap_err().kind,
        ErrorKind::Unavailable
    );
}

#[test]
fn the_store_in_xml_is_read_alike() {
    let xml = r#"<image_template_groups type="array"><image_template_group><id type="integer">1</id><label>Linux</label>
        <children type="array"><child><id type="integer">2</id><label>Debian</label><relations type="array"><relation>
          <id type="integer">7</id><image_template><id type="integer">10</id><label>Debian 8</label><state>active</state>
          <virtualization type="array"><virtualization>kvm</virtualization></virtualization></image_template>
        </relation></relations></child></children></image_template_group></image_template_groups>"#;
    let flow = OnAppOperator
        .lookup(&super::orders::xml_access(), "images", &Input::default())
        .unwrap();
    let none = "<nil-classes type=\"array\"/>";
    let (pages, end) = play(
        flow,
        vec![
            ("/template_store.xml", answer(200, xml)),
            ("/templates.xml?page=1&per_page=100", answer(200, none)),
        ],
    );
    assert_eq!(end, Ok(()));
    let choices = pages.concat();
    assert_eq!(short(&choices), [("10", "Debian 8", "Debian")]);
    assert_eq!(choices[0].tags, ["kvm"]);
}

#[test]
fn lists_are_read_from_whoever_may_be_asked() {
    let profile = (
        "/profile.json",
        json!({"user": {"id": 5, "login": "ops", "api_key": "s3cret"}}),
    );
    let paged = |path: &str| format!("{path}.json?page=1&per_page=100");
    for (lookup, first, body, expected) in [
        (
            "places",
            "/settings/hypervisor_zones",
            json!([
                {"hypervisor_group": {"id": 1, "label": "Oslo", "server_type": "virtual", "max_host_cpu": 8, "max_host_free_memory": 4096}},
                {"hypervisor_group": {"id": 2, "label": "Iron", "server_type": "baremetal"}},
                {"hypervisor_group": {"id": 3, "label": "", "server_type": null}},
                {"pack": {"id": 4, "label": "Old"}},
            ]),
            vec![
                (
                    "1",
                    "Oslo",
                    "8 processors on one host · 4096 MB free on one host",
                ),
                ("3", "No. 3", ""),
                ("4", "Old", ""),
            ],
        ),
        (
            "hosts",
            "/settings/hypervisors",
            json!([{"hypervisor": {"id": 2, "label": "kvm1", "hypervisor_type": "kvm", "free_memory": "900", "online": true, "enabled": true}}]),
            vec![("2", "kvm1", "kvm · 900 MB free")],
        ),
        (
            "network_zones",
            "/settings/network_zones",
            json!([{"network_group": {"id": 4, "label": "Public"}}, {"network_group": null}, 7]),
            vec![("4", "Public", "")],
        ),
        (
            "networks",
            "/settings/networks",
            json!([{"network": {"id": 6, "label": "Front", "identifier": "eth0", "vlan": 12}}, {"network": {"id": 7, "label": "Back", "vlan": null}}]),
            vec![("6", "Front", "eth0 · VLAN 12"), ("7", "Back", "")],
        ),
        (
            "disk_zones",
            "/settings/data_store_zones",
            json!([{"data_store_group": {"id": 3, "label": "SSD", "min_disk_size": 5}}]),
            vec![("3", "SSD", "at least 5 GB a disk")],
        ),
        (
            "packages",
            "/instance_packages",
            json!([{"instance_package": {"id": 4, "label": "S", "cpus": 1, "memory": 512, "disk_size": 10, "bandwidth": 100}}]),
            vec![(
                "4",
                "S",
                "1 processor · 512 MB memory · 10 GB disk · 100 GB traffic",
            )],
        ),
        (
            "isos",
            "/template_isos",
            json!([{"image_template_iso": {"id": 31, "label": "Rescue CD", "state": "active", "operating_system": "linux", "min_memory_size": 256}}]),
            vec![("31", "Rescue CD", "at least 256 MB memory")],
        ),
    ] {
        let first = paged(first);
        let choices = ask(lookup, vec![(&first, body)]).unwrap();
        assert_eq!(short(&choices), expected, "{lookup}");
        let odd = ask(lookup, vec![(&first, json!("text"))]).unwrap_err();
        assert_eq!(odd.kind, ErrorKind::BadAnswer, "{lookup}");
    }
    for (lookup, first, second, body) in [
        (
            "places",
            "/settings/hypervisor_zones",
            "/users/5/limits.json",
            json!({"limits": {"hypervisor_groups": [4, {"id": 5, "label": "Bergen"}, {"hypervisor_group": {"id": 6, "label": "Moss"}}, null]}}),
        ),
        (
            "hosts",
            "/settings/hypervisors",
            "/users/5/hypervisors.json",
            json!([{"hypervisor": {"id": 4}}]),
        ),
        (
            "network_zones",
            "/settings/network_zones",
            "/users/5/network_zones.json",
            json!([{"network_group": {"id": 4}}]),
        ),
        (
            "disk_zones",
            "/settings/data_store_zones",
            "/users/5/data_store_zones.json",
            json!([{"data_store_group": {"id": 4}}]),
        ),
    ] {
        let asked = [
            (paged(first), json!(403)),
            (profile.0.to_owned(), profile.1.clone()),
            (second.to_owned(), body),
        ];
        let asked = asked
            .iter()
            .map(|(target, body)| (target.as_str(), body.clone()))
            .collect();
        let choices = ask(lookup, asked).unwrap();
        assert_eq!(choices.first().unwrap().value, "4", "{lookup}");
    }
    let zones = [
        paged("/settings/network_zones"),
        "/profile.json".into(),
        paged("/network_zones"),
    ];
    let old = json!([{"network_group": {"id": 9, "label": "old"}}]);
    let asked = vec![
        (zones[0].as_str(), json!(404)),
        (&zones[1], json!(404)),
        (&zones[2], old),
    ];
    assert_eq!(
        short(&ask("network_zones", asked).unwrap()),
        [("9", "old", "")]
    );
}

#[test]
fn closed_choices_say_why() {
    for (lookup, path, body, words) in [
        (
            "places",
            "/settings/hypervisor_zones",
            json!({"hypervisor_group": {"id": 1, "closed": true}}),
            "takes no new",
        ),
        (
            "hosts",
            "/settings/hypervisors",
            json!({"hypervisor": {"id": 1, "online": false}}),
            "offline",
        ),
        (
            "hosts",
            "/settings/hypervisors",
            json!({"hypervisor": {"id": 1, "online": true, "enabled": 0}}),
            "switched off",
        ),
    ] {
        let target = format!("{path}.json?page=1&per_page=100");
        let choices = ask(lookup, vec![(&target, json!([body]))]).unwrap();
        assert!(
            choices[0].closed.as_ref().unwrap().contains(words),
            "{lookup}"
        );
    }
}

#[test]
fn long_lists_come_in_pages_and_end() {
    let list = |ids: std::ops::Range<u32>| {
        ids.map(|id| json!({"network": {"id": id, "label": "n"}}))
            .collect::<Value>()
    };
    let page = |page: u32| format!("/settings/networks.json?page={page}&per_page=100");
    for (what, pages, count) in [
        ("short", vec![list(0..99)], 99),
        ("two", vec![list(0..100), list(100..101)], 101),
        ("even", vec![list(0..100), list(0..0)], 100),
        (
            "no pages, the same again",
            vec![list(0..100), list(0..100)],
            100,
        ),
        ("no pages, all at once", vec![list(0..150)], 150),
        ("none", vec![list(0..0)], 0),
    ] {
        let asked: Vec<(String, Value)> = (1..).map(page).zip(pages).collect();
        let asked = asked
            .iter()
            .map(|(target, body)| (target.as_str(), body.clone()))
            .collect();
        assert_eq!(ask("networks", asked).unwrap().len(), count, "{what}");
    }
}

#[test]
fn addresses_are_offered_as_the_panel_wants_them() {
    let target = "/settings/networks/6/ip_addresses.json";
    let body = json!([
        {"ip_address": {"id": 1, "address": "192.0.2.1", "netmask": "255.255.255.0", "gateway": "192.0.2.254", "free": true}},
        {"ip_address": {"id": 2, "address": "192.0.2.2", "free": false}},
        {"ip_address": {"id": 3, "address": "192.0.2.3", "free": true, "disallowed_primary": true}},
        {"ip_address": {"id": 4, "address": "2001:db8::4", "ipv4": false, "prefix": 64}},
        {"ip_address": {"id": 5, "address": ""}}, null,
    ]);
    let choices = ask("ip_addresses", vec![(target, body)]).unwrap();
    assert_eq!(
        short(&choices),
        [
            (
                "1",
                "192.0.2.1",
                "netmask 255.255.255.0 · gateway 192.0.2.254"
            ),
            ("2001:db8::4", "2001:db8::4", "")
        ]
    );
    assert_eq!(
        ask("ip_addresses", vec![(target, json!({}))])
            .unwrap_err()
            .kind,
        ErrorKind::BadAnswer
    );
    for (lookup, input) in [
        ("ip_addresses", Input::default()),
        ("flavours", Input::default()),
    ] {
        let error = OnAppOperator
            .lookup(&access(), lookup, &input)
            .err()
            .unwrap();
        assert_eq!(error.kind, ErrorKind::Setup);
    }
}

#[test]
fn limits_become_bounds_and_hints() {
    let limits = |answers: Vec<(&str, Response)>| -> Result<Vec<Field>, Error> {
        let flow = OnAppOperator
            .further(&access(), "limits", &Input::default())
            .unwrap();
        let (groups, end) = play(flow, answers);
        end.map(|()| groups.concat())
    };
    let who = || ("/profile.json", answer(200, r#"{"user":{"id":5}}"#));
    for hints_beside in [false, true] {
        let mut body = json!({"limits": {"cpus": 4, "memory": 512, "cpu_shares": 0, "rate": null, "primary_disk_size": "40",
            "swap_disk_size": 2, "hypervisors": []}});
        let hints = json!({"best_data_store_group_primary_id": 3, "best_network_group_id": 7});
        let place = if hints_beside {
            &mut body
        } else {
            &mut body["limits"]
        };
        hints
            .as_object()
            .unwrap()
            .iter()
            .for_each(|(key, value)| place[key] = value.clone());
        let fields = limits(vec![
            who(),
            ("/users/5/limits.json", answer(200, body.to_string())),
        ])
        .unwrap();
        let short: Vec<(&str, &str, Option<u64>)> = fields
            .iter()
            .map(|field| {
                let most = if let Kind::Number { most, .. } = field.kind {
                    Some(most)
                } else {
                    None
                };
                (field.key.as_str(), field.initial.as_str(), most)
            })
            .collect();
        assert_eq!(
            short,
            [
                ("cpus", "1", Some(4)),
                ("memory", "512", Some(512)),
                ("disk", "10", Some(40)),
                ("swap", "", Some(2)),
                ("disk_zone", "3", None),
                ("network_zone", "7", None),
            ]
        );
        assert!(
            fields[1].help.starts_with("Your limit is 512 MB."),
            "{}",
            fields[1].help
        );
        let form = OnAppOperator.form(Verb::Create, None);
        assert!(
            fields
                .iter()
                .all(|field| form.field(&field.key).unwrap().required == field.required)
        );
    }
    assert_eq!(
        limits(vec![who(), ("/users/5/limits.json", answer(404, ""))]),
        Ok(vec![])
    );
    assert_eq!(
        limits(vec![("/profile.json", answer(200, "{}"))])
            .unwrap_err()
            .kind,
        ErrorKind::BadAnswer
    );
    assert_eq!(
        limits(vec![("/profile.json", answer(401, ""))])
            .unwrap_err()
            .kind,
        ErrorKind::Unauthorized
    );
    assert!(
        OnAppOperator
            .further(&access(), "options", &Input::default())
            .is_err()
    );
}
