//! What is asked for choices and what is read from the answers.

#![allow(clippy::too_many_lines, reason = "tables are read as one")]

use pilothouse_core::{
    Choice, Error, ErrorKind, Field, Flow, Input, Operator, Outcome, Response, Safety, Step,
    form::Kind,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{VM, access, answer, counted, fault, json_like, limited_to, now, uncounted};
use crate::katapult::KatapultOperator;

/// What a flow asked for, what it yielded, and how it ended.
pub(super) struct Run<T> {
    pub(super) asked: Vec<String>,
    pub(super) yielded: Vec<T>,
    pub(super) end: Result<(), Error>,
}

/// Runs a flow against answers by number and target.
pub(super) fn run<T>(
    flow: &mut dyn Flow<T>,
    mut serve: impl FnMut(usize, &str) -> Result<Response, Error>,
) -> Run<T> {
    let (mut asked, mut yielded) = (Vec::new(), Vec::new());
    let end = loop {
        match flow.next(now()) {
            Ok(Step::Send(request)) => {
                assert_eq!(request.safety, Safety::Read);
                assert_eq!(request.headers["authorization"], "Bearer k4t4");
                assert!(
                    matches!(flow.next(now()), Ok(Step::Wait(_))),
                    "awaits its answer"
                );
                let target = request.target();
                let served = serve(asked.len(), &target);
                asked.push(target.trim_start_matches("/core/v1").to_owned());
                if let Err(error) = flow.receive(now(), served) {
                    break Err(error);
                }
            }
            Ok(Step::Yield(it)) => yielded.push(it),
            Ok(Step::Wait(_)) => panic!("waits for nothing"),
            Ok(Step::Done) => break Ok(()),
            Err(error) => break Err(error),
        }
        assert!(asked.len() < 50, "does not end");
    };
    Run {
        asked,
        yielded,
        end,
    }
}

/// The lookup's whole run against these answers in their order.
fn look_up(account: &str, lookup: &str, input: &Value, answers: Vec<Response>) -> Run<Vec<Choice>> {
    let access = limited_to(account);
    let input: Input = serde_json::from_value(input.clone()).unwrap();
    let mut flow = KatapultOperator.lookup(&access, lookup, &input).unwrap();
    let mut answers = answers.into_iter();
    let ran = run(flow.as_mut(), |_, target| {
        Ok(answers
            .next()
            .unwrap_or_else(|| panic!("asks for {target}")))
    });
    assert!(answers.next().is_none(), "asks for all of them");
    ran
}

fn ok(body: &Value) -> Response {
    answer(200, body.to_string())
}

/// Value, label and detail of a choice.
fn shown(choice: &Choice) -> [&str; 3] {
    [&choice.value, &choice.label, &choice.detail]
}

#[test]
fn each_list_is_asked_for_and_read() {
    let of = "organization%5Bsub_domain%5D=acme";
    let paged = "page=1&per_page=100";
    let here = "/organizations/organization/";
    let place = json!({"id": "dc_1", "name": "London", "permalink": "london"});
    for (lookup, path, key, row, expected) in [
        (
            "packages",
            format!("/virtual_machine_packages?{of}&{paged}"),
            "virtual_machine_packages",
            json!({"id": "vmpkg_1", "name": "Pebble", "permalink": "pebble", "cpu_cores": 2, "memory_in_gb": 4,
                "storage_in_gb": 80, "monthly_bandwidth_allowance_in_gb": null, "privacy": "private",
                "icon": null, "use_dedicated_cpus": true, "group": null}),
            [
                "vmpkg_1",
                "Pebble",
                "2 dedicated CPUs, 4 GB memory, 80 GB disk, only for this organization",
            ],
        ),
        (
            "packages",
            format!("/virtual_machine_packages?{of}&{paged}"),
            "virtual_machine_packages",
            json!({"id": "vmpkg_1", "name": "Pebble", "cpu_cores": "1", "memory_in_gb": 1}),
            ["vmpkg_1", "Pebble", "1 CPU, 1 GB memory"],
        ),
        (
            "disk_templates",
            format!("{here}disk_templates?include_universal=true&{of}&{paged}"),
            "disk_templates",
            json!({"id": "dtpl_1", "name": "Debian 12", "description": null, "permalink": "templates/debian-12",
                "universal": true, "size_in_gb": 3, "latest_version": {"id": "dtv_1", "number": 2},
                "operating_system": {"id": "os_1", "name": "Debian"}}),
            ["dtpl_1", "Debian 12", "Debian, 3 GB at least"],
        ),
        (
            "networks",
            format!("{here}available_networks?{of}"),
            "networks",
            json!({"id": "netw_1", "name": "Public", "permalink": null, "default": true, "data_center": place}),
            ["netw_1", "Public", "London, the usual one"],
        ),
        (
            "virtual_networks",
            format!("{here}available_networks?{of}"),
            "virtual_networks",
            json!({"id": "vnet_1", "name": "Backbone", "data_center": place}),
            ["vnet_1", "Backbone", "London"],
        ),
        (
            "speed_profiles",
            format!("{here}network_speed_profiles?{of}&{paged}"),
            "network_speed_profiles",
            json!({"id": "nsp_1", "name": "Fast", "upload_speed_in_mbit": 1000, "download_speed_in_mbit": null}),
            ["nsp_1", "Fast", "1000 Mbit/s up"],
        ),
        (
            "io_profiles",
            format!("{here}disk_io_profiles?{of}&{paged}"),
            "disk_io_profiles",
            json!({"id": "diop_1", "name": "Standard", "speed_in_mb": 250, "iops": 1000}),
            ["diop_1", "Standard", "250 MB/s, 1000 IOPS"],
        ),
        (
            "ssh_keys",
            format!("{here}ssh_keys?{of}&{paged}"),
            "ssh_keys",
            json!({"id": "key_1", "name": "Laptop", "fingerprint": "SHA256:x"}),
            ["key_1", "Laptop", "SHA256:x"],
        ),
        (
            "tags",
            format!("{here}tags?{of}&{paged}"),
            "tags",
            json!({"id": "tag_1", "name": "web", "color": "pastel_teal"}),
            ["web", "web", "pastel teal"],
        ),
        (
            "groups",
            format!("{here}virtual_machine_groups?{of}"),
            "virtual_machine_groups",
            json!({"id": "vmgrp_1", "name": null, "segregate": false}),
            ["vmgrp_1", "vmgrp_1", ""],
        ),
        (
            "addresses",
            format!("{here}ip_addresses?allocated=false&{of}&{paged}"),
            "ip_addresses",
            json!({"id": "ip_1", "address": "198.51.100.7", "reverse_dns": "a.rdns.example", "vip": false}),
            ["ip_1", "198.51.100.7", "a.rdns.example"],
        ),
        (
            "disks",
            format!("{here}disks?{of}&{paged}"),
            "disk",
            json!({
                "id": "disk_1", "name": "Data", "size_in_gb": 40, "state": "built",
                "virtual_machine_disk": {"virtual_machine": {"id": VM, "fqdn": "web-1.acme.example"}},
            }),
            ["disk_1", "Data", "40 GB, of web-1.acme.example"],
        ),
        (
            "gpu_types",
            format!("/gpu_types?{paged}"),
            "gpu_types",
            json!({"id": "gpu_1", "name": "RTX", "manufacturer": "NVIDIA", "memory_in_gb": 24}),
            ["gpu_1", "RTX", "NVIDIA, 24 GB memory"],
        ),
        (
            "zones",
            "/zones".to_owned(),
            "zones",
            json!({"id": "zone_1", "name": "North", "permalink": null, "data_center": place}),
            ["zone_1", "North", "London"],
        ),
        (
            "data_centers",
            "/data_centers".to_owned(),
            "data_centers",
            json!({"id": "loc_1", "name": "London", "country": {"id": "ctry_1", "name": "United Kingdom"}}),
            ["loc_1", "London", "United Kingdom"],
        ),
    ] {
        let odd = json!({key: [row, null, 7, {}, {"name": "no id"}, []]});
        let one = json!({key: row});
        for body in [odd, one] {
            let ran = look_up("acme", lookup, &json!({}), vec![ok(&body)]);
            assert_eq!(ran.asked, [path.as_str()], "{lookup}");
            assert_eq!(ran.end, Ok(()), "{lookup}");
            let first = &ran.yielded[0][0];
            assert_eq!(shown(first), expected, "{lookup}");
            assert_eq!(first.closed, None);
        }
        let none = look_up("acme", lookup, &json!({}), vec![ok(&json!({key: []}))]);
        assert_eq!(
            (none.end, none.yielded.concat().len()),
            (Ok(()), 0),
            "{lookup}"
        );
        for bad in [json!({}), json!({key: null}), json!({key: "a"}), json!([])] {
            let ran = look_up("acme", lookup, &json!({}), vec![ok(&bad)]);
            assert_eq!(
                ran.end.unwrap_err().kind,
                ErrorKind::BadAnswer,
                "{lookup} {bad}"
            );
        }
    }
}

#[test]
fn what_was_entered_narrows_the_list() {
    let paged = "page=1&per_page=100";
    let templates = "/organizations/organization/disk_templates?include_universal=true&";
    for (lookup, input, path, key) in [
        (
            "disk_templates",
            json!({"organization": "org_2", "operating_system": "os_1"}),
            format!("{templates}organization%5Bid%5D=org_2&operating_system%5Bid%5D=os_1&{paged}"),
            "disk_templates",
        ),
        (
            "disk_templates",
            json!({"operating_system": "any"}),
            format!("{templates}organization%5Bsub_domain%5D=acme&{paged}"),
            "disk_templates",
        ),
        (
            "packages",
            json!({"organization": "beta"}),
            format!("/virtual_machine_packages?organization%5Bsub_domain%5D=beta&{paged}"),
            "virtual_machine_packages",
        ),
        (
            "disk_template_versions",
            json!({"image": "templates/debian-12"}),
            format!(
                "/disk_templates/disk_template/versions?disk_template%5Bpermalink%5D=templates%2Fdebian-12&{paged}"
            ),
            "disk_template_versions",
        ),
        (
            "gpu_types",
            json!({"data_center": "london"}),
            format!(
                "/data_centers/data_center/gpu_types?data_center%5Bpermalink%5D=london&{paged}"
            ),
            "gpu_types",
        ),
    ] {
        let ran = look_up("acme", lookup, &input, vec![ok(&json!({key: []}))]);
        assert_eq!(ran.asked, [path], "{lookup}");
    }
}

#[test]
fn versions_are_called_by_their_number() {
    let rows = json!([
        {"id": "dtv_2", "number": 2, "stable": false, "size_in_gb": 3},
        {"id": "dtv_1", "number": "1", "stable": true},
        {"id": "dtv_0", "number": null, "stable": true},
    ]);
    let body = json!({"disk_template_versions": rows, "disk_template": {"id": "dtpl_1"}});
    let ran = look_up(
        "",
        "disk_template_versions",
        &json!({"image": "dtpl_1"}),
        vec![ok(&body)],
    );
    let shown: Vec<_> = ran.yielded[0].iter().map(shown).collect();
    assert_eq!(
        shown,
        [
            ["2", "Version 2", "not stable, 3 GB at least"],
            ["1", "Version 1", ""]
        ]
    );
}

#[test]
fn places_are_data_centers_and_then_zones() {
    let data_centers =
        json!({"data_centers": [{"id": "dc_1", "name": "London", "country": {"name": "UK"}}]});
    let zones =
        json!({"zones": [{"id": "zone_1", "name": "North", "data_center": {"name": "London"}}]});
    let ran = look_up(
        "",
        "places",
        &json!({}),
        vec![ok(&data_centers), ok(&zones)],
    );
    assert_eq!(ran.asked, ["/data_centers", "/zones"]);
    let all = ran.yielded.concat();
    let shown: Vec<_> = all.iter().map(shown).collect();
    assert_eq!(
        shown,
        [
            ["data_center:dc_1", "London", "UK, any zone"],
            ["zone:zone_1", "North", "London, zone"],
        ]
    );
    let ran = look_up(
        "",
        "places",
        &json!({}),
        vec![fault(429, "rate_limit_reached")],
    );
    assert_eq!(ran.end.unwrap_err().kind, ErrorKind::RateLimited);
}

#[test]
fn operating_systems_begin_with_none_of_them() {
    let body = json!({"operating_systems": [{"id": "os_1", "name": "Debian"}]});
    let ran = look_up("", "operating_systems", &json!({}), vec![ok(&body)]);
    assert_eq!(ran.asked, ["/operating_systems?page=1&per_page=100"]);
    let values: Vec<String> = ran
        .yielded
        .concat()
        .into_iter()
        .map(|it| it.value)
        .collect();
    assert_eq!(values, ["any", "os_1"]);
}

#[test]
fn organizations_are_those_the_token_sees_or_the_one_it_is_limited_to() {
    let ran = look_up(
        "",
        "organizations",
        &json!({}),
        vec![super::organizations()],
    );
    assert_eq!(ran.asked, ["/organizations"]);
    let all: Vec<_> = ran.yielded[0]
        .iter()
        .map(|it| (it.value.as_str(), it.closed.is_some()))
        .collect();
    assert_eq!(all, [("org_1", false), ("org_2", true)]);
    let ran = look_up("acme", "organizations", &json!({}), vec![]);
    assert_eq!(ran.yielded[0][0].value, "acme");
}

#[test]
fn pages_are_read_to_the_last_one() {
    let full: Vec<Value> = (0..100)
        .map(|n| json!({"id": format!("k{n}"), "name": "a"}))
        .collect();
    let page = |rows: &[Value], paging: Value| ok(&json!({"ssh_keys": rows, "pagination": paging}));
    for (name, answers, count) in [
        (
            "counted",
            vec![page(&full, counted(1, 2)), page(&full[..1], counted(2, 2))],
            101,
        ),
        ("one page", vec![page(&full, counted(1, 1))], 100),
        ("none", vec![page(&[], counted(1, 0))], 0),
        (
            "large set",
            vec![
                page(&full, uncounted(100)),
                page(&full[..3], uncounted(100)),
            ],
            103,
        ),
        (
            "large set, full to the end",
            vec![page(&full, uncounted(100)), page(&[], uncounted(100))],
            100,
        ),
        (
            "smaller pages",
            vec![
                page(&full[..2], uncounted(2)),
                page(&full[..1], uncounted(2)),
            ],
            3,
        ),
    ] {
        let ran = look_up("acme", "ssh_keys", &json!({}), answers);
        assert_eq!(
            (ran.end, ran.yielded.concat().len()),
            (Ok(()), count),
            "{name}"
        );
        let last = ran.asked.last().unwrap();
        assert!(
            last.ends_with(&format!("&page={}&per_page=100", ran.asked.len())),
            "{last}"
        );
    }
}

#[test]
fn without_an_organization_every_one_is_asked() {
    let tags = |names: &[&str]| {
        let rows: Vec<Value> = names
            .iter()
            .map(|name| json!({"id": name, "name": name}))
            .collect();
        ok(&json!({"tags": rows, "pagination": counted(1, 1)}))
    };
    let answers = vec![
        super::organizations(),
        tags(&["web", "eu"]),
        fault(403, "organization_suspended"),
        tags(&["web", "us"]),
    ];
    let ran = look_up("", "tags", &json!({}), answers);
    let below = "/organizations/organization/tags?organization%5B";
    assert_eq!(
        ran.asked,
        [
            "/organizations".to_owned(),
            format!("{below}id%5D=org_1&page=1&per_page=100"),
            format!("{below}id%5D=org_2&page=1&per_page=100"),
            format!("{below}sub_domain%5D=gamma&page=1&per_page=100"),
        ]
    );
    let names: Vec<String> = ran
        .yielded
        .concat()
        .into_iter()
        .map(|it| it.value)
        .collect();
    assert_eq!(names, ["web", "eu", "us"], "each once");
    let error = ran.end.unwrap_err();
    assert_eq!(
        (error.kind, error.outcome),
        (ErrorKind::Forbidden, Outcome::NotDone)
    );
    assert!(error.message.starts_with("Beta: "), "{error}");
    // Anything else ends it at once.
    let answers = vec![super::organizations(), fault(403, "scope_not_granted")];
    let ran = look_up("", "tags", &json!({}), answers);
    assert_eq!(ran.end.unwrap_err().kind, ErrorKind::Forbidden);
}

#[test]
fn what_is_missing_or_unknown_is_said() {
    for (lookup, words) in [("disk_template_versions", "image"), ("moons", "moons")] {
        let Err(error) = KatapultOperator.lookup(&access(), lookup, &Input::default()) else {
            panic!("{lookup} is asked");
        };
        assert_eq!(error.kind, ErrorKind::Setup);
        assert!(error.message.contains(words), "{error}");
    }
    let further = KatapultOperator.further(&access(), "moons", &Input::default());
    assert_eq!(further.map(drop).unwrap_err().kind, ErrorKind::Setup);
}

fn options(input: &Value, answers: Vec<Response>) -> Run<Vec<Field>> {
    let input: Input = serde_json::from_value(input.clone()).unwrap();
    let mut flow = KatapultOperator
        .further(&access(), "disk_template_options", &input)
        .unwrap();
    let mut answers = answers.into_iter();
    run(flow.as_mut(), |_, _| Ok(answers.next().unwrap()))
}

#[test]
fn options_of_an_image_are_fields() {
    let template = json!({"disk_template": {"id": "dtpl_1", "latest_version": {"id": "dtv_9"}}});
    let fields = json!([
        {"name": "install_agent", "type": "Boolean", "label": "Agent", "description": "Helps.", "required": true,
            "placeholder": null, "prefill": "true"},
        {"name": "root_password", "type": "Password", "label": null, "required": false, "prefill": "ignored"},
        {"name": "timezone", "type": "Text", "label": "Zone", "description": "Where.", "placeholder": "Etc/UTC", "prefill": "UTC"},
        {"name": "keys", "type": "Keyboard", "label": "Keyboard"},
        {"type": "Text", "label": "No name"},
        null,
        {"name": "new", "type": "Slider", "label": "New", "prefill": 5},
    ]);
    let spec = json!({"spec": {"fields": fields}, "disk_template_version": {"id": "dtv_9"}});
    let ran = options(&json!({"image": "dtpl_1"}), vec![ok(&template), ok(&spec)]);
    assert_eq!(
        ran.asked,
        [
            "/disk_templates/disk_template?disk_template%5Bid%5D=dtpl_1",
            "/disk_template_versions/disk_template_version/spec?disk_template_version%5Bid%5D=dtv_9",
        ]
    );
    let read: Vec<_> = (ran.yielded[0].iter())
        .map(|field| {
            let kind = match field.kind {
                Kind::Flag => "flag",
                Kind::Secret { .. } => "secret",
                _ => "text",
            };
            (
                field.key.as_str(),
                field.label.as_str(),
                kind,
                field.required,
                field.initial.as_str(),
                field.help.as_str(),
            )
        })
        .collect();
    assert_eq!(
        read,
        [
            ("install_agent", "Agent", "flag", true, "true", "Helps."),
            ("root_password", "root_password", "secret", false, "", ""),
            (
                "timezone",
                "Zone",
                "text",
                false,
                "UTC",
                "Where. For example: Etc/UTC"
            ),
            ("keys", "Keyboard", "text", false, "", ""),
            ("new", "New", "text", false, "5", ""),
        ]
    );
    let bare = json!({"disk_template": {"id": "dtpl_1", "latest_version": null}});
    let ran = options(&json!({"image": "dtpl_1"}), vec![ok(&bare)]);
    assert_eq!(
        (ran.asked.len(), ran.yielded, ran.end),
        (1, vec![vec![]], Ok(()))
    );
    let ran = options(&json!({}), vec![]);
    assert_eq!((ran.asked.len(), ran.yielded), (0, vec![vec![]]), "none");
    let ran = options(
        &json!({"image": "dtpl_1"}),
        vec![fault(404, "disk_template_not_found")],
    );
    assert_eq!(ran.end.unwrap_err().fields[0].0, "image");
}

/// Every lookup of these fields, and whether it is a list of choices.
fn lookups(fields: &[Field], found: &mut Vec<(String, bool)>) {
    for field in fields {
        match &field.kind {
            Kind::Lookup { lookup, .. } => found.push((lookup.clone(), true)),
            Kind::Further { lookup, .. } => found.push((lookup.clone(), false)),
            Kind::Rows { fields, .. } => lookups(fields, found),
            _ => {}
        }
    }
}

#[test]
fn every_lookup_of_every_form_is_known() {
    let input = Input::default().with("image", "dtpl_1");
    let mut found = Vec::new();
    for verb in pilothouse_core::Verb::OTHER {
        lookups(&KatapultOperator.form(verb, None).fields, &mut found);
    }
    assert!(found.len() > 8);
    for (lookup, is_list) in found {
        let known = if is_list {
            KatapultOperator
                .lookup(&access(), &lookup, &input)
                .map(drop)
        } else {
            KatapultOperator
                .further(&access(), &lookup, &input)
                .map(drop)
        };
        assert_eq!(known, Ok(()), "{lookup}");
    }
}

const ALL: [&str; 18] = [
    "organizations",
    "places",
    "data_centers",
    "zones",
    "packages",
    "networks",
    "virtual_networks",
    "speed_profiles",
    "io_profiles",
    "gpu_types",
    "operating_systems",
    "disk_templates",
    "disk_template_versions",
    "ssh_keys",
    "tags",
    "groups",
    "addresses",
    "disks",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_answer_makes_a_lookup_panic(body in json_like(), which in 0usize..18) {
        let input = Input::default().with("image", "dtpl_1");
        let keyed = json!({
            "virtual_machine_packages": body, "disk_templates": body, "zones": body, "tags": body,
            "data_centers": body, "networks": body, "virtual_networks": body, "ssh_keys": body,
            "ip_addresses": body, "gpu_types": body, "operating_systems": body,
            "disk_io_profiles": body, "network_speed_profiles": body, "organizations": body,
            "virtual_machine_groups": body, "disk_template_versions": body, "pagination": body, "disk": body,
            "disk_template": {"latest_version": {"id": "a"}}, "spec": {"fields": body},
        });
        for account in ["", "acme"] {
            for body in [&body, &keyed] {
                let mut left = 20;
                let mut flow = KatapultOperator.lookup(&limited_to(account), ALL[which], &input).unwrap();
                let _ = run(flow.as_mut(), |_, _| {
                    left -= 1;
                    if left > 0 { Ok(ok(body)) } else { Ok(answer(500, "")) }
                });
                let mut flow = KatapultOperator.further(&limited_to(account), "disk_template_options", &input).unwrap();
                let _ = run(flow.as_mut(), |_, _| Ok(ok(body)));
            }
        }
    }
}
