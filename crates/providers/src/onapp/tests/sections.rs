//! The parts of a machine's page.

use pilothouse_core::{
    ByteSize, Content, Disk, Error, ErrorKind, Interface, Operator, Response, Timestamp,
};
use serde_json::{Value, json};

use super::{OnAppOperator, access, answer, full, lookups::play, now, target, wrapped};

fn read(title: &str, answers: Vec<(&str, Response)>) -> (Vec<Content>, Result<(), Error>) {
    let sections = OnAppOperator.sections(&access(), &target(), now());
    let section = sections.into_iter().find(|section| section.title == title);
    play(section.unwrap().read, answers)
}

fn one(title: &str, answers: Vec<(&str, Value)>) -> Content {
    let answers = answers.into_iter();
    let answers = answers.map(|(target, body)| (target, answer(200, body.to_string())));
    let (mut contents, end) = read(title, answers.collect());
    end.unwrap();
    assert_eq!(contents.len(), 1);
    contents.remove(0)
}

const VM: &str = "/virtual_machines/77.json";
const DISKS: &str = "/virtual_machines/77/disks.json";
const NICS: &str = "/virtual_machines/77/network_interfaces.json";
const JOINS: &str = "/virtual_machines/77/ip_addresses.json";
const RULES: &str = "/virtual_machines/77/firewall_rules.json";
const BACKUPS: &str = "/virtual_machines/77/backups.json";
const TRANSACTIONS: &str = "/virtual_machines/77/transactions.json?page=1&per_page=50";
const LOGS: &str = "/virtual_machines/77/logs.json?page=1&per_page=50";
const PERIOD: &str =
    "?period%5Bstartdate%5D=2026-05-30+10:15:30&period%5Benddate%5D=2026-06-02+10:15:30";

#[test]
fn the_overview_has_no_secrets() {
    let mut vm = full();
    let more = json!({"domain": "example.net", "operating_system": "linux", "operating_system_distro": "debian",
        "note": "two\nlines", "cpu_units": 10, "vip": 1, "built_from_iso": false, "monthly_bandwidth_used": "52.0"});
    more.as_object()
        .unwrap()
        .iter()
        .for_each(|(key, value)| vm[key] = value.clone());
    let Content::Facts(facts) = one("Overview", vec![(VM, wrapped(&vm))]) else {
        panic!("facts")
    };
    for (name, value) in [
        ("Identifier", Some("q8n2c5t1w4e7rk")),
        ("Host name", Some("shop01.example.net")),
        ("Template", Some("Debian 8 x64")),
        ("Operating system", Some("linux, debian")),
        ("Compute resource", Some("2")),
        ("Least disk of the template", Some("5 GB")),
        ("Priority in failover", Some("yes")),
        ("Built from an ISO image", None),
        ("Price an hour, off", Some("0.0071")),
        ("Note", Some("two\nlines")),
        ("Administrators' note", None),
        ("Traffic this month (as the panel counts)", Some("52")),
    ] {
        let fact = facts
            .iter()
            .find(|(is, _)| is == name)
            .map(|(_, value)| value.as_str());
        assert_eq!(fact, value, "{name}");
    }
    assert!(!format!("{facts:?}").contains("s3cret"));
}

#[test]
fn disks_say_what_they_are_for() {
    let body = json!([
        {"disk": {"id": 1, "label": null, "identifier": "ab12", "primary": true, "is_swap": false, "disk_size": 20, "built": true, "locked": false}},
        {"disk": {"id": 2, "label": "swap", "primary": false, "is_swap": true, "disk_size": "1", "built": false}},
        {"disk": {"id": 3, "label": "data", "file_system": "ext4", "mount_point": "/srv", "locked": true}},
        {"disk": null}, 7,
    ]);
    let disk = |id: &str, name: &str, gib: Option<u64>, kind: &str, boots, state: &str| Disk {
        id: id.into(),
        name: name.into(),
        size: gib.map(ByteSize::from_gib),
        kind: kind.into(),
        boots,
        state: state.into(),
    };
    assert_eq!(
        one("Disks", vec![(DISKS, body)]),
        Content::Disks(vec![
            disk("1", "ab12", Some(20), "primary", Some(true), "built"),
            disk("2", "swap", Some(1), "swap", Some(false), "not built"),
            disk("3", "data", None, "ext4, /srv", None, "locked"),
        ])
    );
}

fn facts(title: &str, target: &str, body: Value) -> Vec<(String, String)> {
    let Content::Facts(facts) = one(title, vec![(target, body)]) else {
        panic!("facts")
    };
    facts
}

fn owned(facts: &[(&str, &str)]) -> Vec<(String, String)> {
    let facts = facts.iter();
    facts
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

#[test]
fn backups_say_when_and_how_large() {
    let body = json!([
        {"backup": {"id": 1, "backup_type": "days-autobackup", "backup_size": "2048", "built": true,
            "built_at": "2011-04-19T18:30:33Z", "created_at": "2011-04-19T18:00:00Z", "locked": false}},
        {"backup": {"id": 2, "backup_type": "incremental", "backup_size": 0, "built": false, "built_at": null,
            "created_at": "2017-03-22T19:11:32.000+05:30", "locked": true, "note": "before\nthe move"}},
        {"backup": {"id": 3}}, {"backup": null}, 7,
    ]);
    assert_eq!(
        facts("Backups", BACKUPS, body),
        owned(&[
            ("2011-04-19T18:30:33Z", "days-autobackup, 2 MB"),
            (
                "2017-03-22T13:41:32Z",
                "incremental, not ready yet, locked, before the move"
            ),
            ("Backup 3", ""),
        ])
    );
}

#[test]
fn firewall_rules_come_in_their_order() {
    let body = json!([
        {"firewall_rule": {"id": 1, "position": 2, "command": "DROP", "protocol": "TCP", "address": null, "port": ""}},
        {"firewall_rule": {"id": 2, "position": 1, "command": "ACCEPT", "protocol": "TCP", "address": "192.0.2.0/24",
            "port": "80:90", "network_interface_id": 5, "comment": "web"}},
        {"firewall_rule": null}, 7,
    ]);
    assert_eq!(
        facts("Firewall", RULES, body),
        owned(&[
            (
                "ACCEPT",
                "TCP, port 80:90, from 192.0.2.0/24, on interface 5, web"
            ),
            ("DROP", "TCP, any port"),
        ])
    );
}

fn nics() -> Value {
    json!([
        {"network_interface": {"id": 5, "label": "eth0", "primary": true, "mac_address": "00:16:3e:00:00:05",
            "rate_limit": 0, "default_firewall_rule": "ACCEPT"}},
        {"network_interface": {"id": 6, "label": "eth1", "rate_limit": "100", "connected": false}},
    ])
}

#[test]
fn interfaces_have_their_addresses() {
    let joins = json!([
        {"ip_address_join": {"id": 1, "network_interface_id": 5, "ip_address": {"id": 9, "address": "192.0.2.9", "network_id": 3}}},
        {"ip_address_join": {"id": 2, "network_interface_id": 5, "ip_address": {"ip_address": {"address": "2001:db8::9"}}}},
        {"ip_address_join": {"id": 3, "network_interface_id": 99, "ip_address": {"address": "192.0.2.7"}}},
        {"ip_address_join": {"id": 4, "network_interface_id": 6, "ip_address": null}}, null,
    ]);
    let eth0 = Interface {
        id: "5".into(),
        name: "eth0".into(),
        mac: "00:16:3e:00:00:05".into(),
        network: "Network 3".into(),
        addresses: vec!["192.0.2.9".into(), "2001:db8::9".into()],
        detail: "primary, no speed limit, firewall: ACCEPT".into(),
    };
    let eth1 = Interface {
        id: "6".into(),
        name: "eth1".into(),
        detail: "not connected, 100 Mbit/s".into(),
        ..Interface::default()
    };
    let stray = Interface {
        id: "99".into(),
        addresses: vec!["192.0.2.7".into()],
        ..Interface::default()
    };
    let content = one("Interfaces", vec![(NICS, nics()), (JOINS, joins)]);
    assert_eq!(
        content,
        Content::Interfaces(vec![eth0.clone(), eth1.clone(), stray])
    );
    let refused = vec![
        (NICS, answer(200, nics().to_string())),
        (JOINS, answer(403, "")),
    ];
    let (contents, end) = read("Interfaces", refused);
    assert_eq!(end, Ok(()));
    let bare = Interface {
        addresses: vec![],
        network: String::new(),
        ..eth0
    };
    assert_eq!(contents, [Content::Interfaces(vec![bare, eth1])]);
}

#[test]
fn activity_is_transactions_and_the_log() {
    let done = json!([
        {"transaction": {"id": 8, "action": "startup_virtual_machine", "status": "failed", "created_at": "2026-06-02T10:05:00Z", "params": {"password": "s3cret"}}},
        {"transaction": {"id": 7, "action": "build_disk", "status": "complete", "created_at": "2026-06-02T10:00:00Z", "started_at": "2026-06-02T10:03:00Z"}},
    ]);
    let log = json!([
        {"log_item": {"id": 4, "action": "startup_virtual_machine", "status": "failed", "target_id": 8, "target_type": "Transaction", "created_at": "2026-06-02T10:05:00Z"}},
        {"log_item": {"id": 3, "action": "edit", "status": "complete", "target_id": 77, "target_type": "VirtualMachine", "created_at": "2026-06-02T10:02:00.000+00:00"}},
        {"log_item": {"id": 2}},
    ]);
    let lines = |contents: Vec<Content>| -> Vec<String> {
        let Some(Content::Events(events)) = contents.into_iter().next() else {
            panic!("events")
        };
        assert!(!format!("{events:?}").contains("s3cret"));
        events
            .into_iter()
            .map(|event| {
                format!(
                    "{} {} {} {}",
                    event.what, event.status, event.failed, event.detail
                )
            })
            .collect()
    };
    let ok = |body: &Value| answer(200, body.to_string());
    let both = [
        "startup virtual machine failed true ",
        "edit complete false ",
        "build disk complete false waited 3 minutes",
    ];
    for (first, second, expected) in [
        (ok(&done), ok(&log), Ok(both.to_vec())),
        (ok(&done), answer(403, ""), Ok(vec![both[0], both[2]])),
        (answer(404, ""), ok(&log), Ok(vec![both[0], both[1]])),
        (answer(403, ""), answer(404, ""), Err(ErrorKind::Forbidden)),
        (ok(&done), answer(503, ""), Err(ErrorKind::Unavailable)),
    ] {
        let (contents, end) = read("Activity", vec![(TRANSACTIONS, first), (LOGS, second)]);
        match expected {
            Ok(expected) => {
                end.unwrap();
                assert_eq!(lines(contents), expected);
            }
            Err(kind) => assert_eq!(end.unwrap_err().kind, kind),
        }
    }
    assert_eq!(
        read("Activity", vec![(TRANSACTIONS, answer(503, ""))])
            .1
            .unwrap_err()
            .kind,
        ErrorKind::Unavailable
    );
}

/// Label, unit and points.
type Rounded = (String, String, Vec<(Timestamp, i64)>);

fn points(content: &Content) -> Vec<Rounded> {
    let Content::Series(series) = content else {
        panic!("series")
    };
    // In hundredths: nobody reads more of it.
    let rounded = |points: &[(Timestamp, f64)]| {
        points
            .iter()
            .map(|(at, n)| (*at, (n * 100.0).round() as i64))
            .collect()
    };
    series
        .iter()
        .map(|one| (one.label.clone(), one.unit.clone(), rounded(&one.points)))
        .collect()
}

#[test]
fn usage_is_read_by_the_hour() {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    let (nine, ten) = (at("2026-06-02T09:00:00Z"), at("2026-06-02T10:00:00Z"));
    let hour = |hour: &str, mut row: Value| {
        row["stat_time"] = json!(format!("2026-06-02T{hour}:00:00Z"));
        row
    };
    let cpu = json!([
        {"cpu_hourly_stat": hour("10", json!({"cpu_time": 2330}))},
        {"cpu_hourly_stat": hour("09", json!({"cpu_time": "3600"}))},
        {"cpu_hourly_stat": {"cpu_time": 1}}, null,
    ]);
    let target = ["/virtual_machines/77/cpu_usage.json", PERIOD].concat();
    let read_cpu = points(&one("Processor use", vec![(&target, cpu)]));
    assert_eq!(
        read_cpu,
        [(
            "Processor, of one core".into(),
            "%".into(),
            vec![(nine, 1000), (ten, 647)]
        )]
    );

    let costs = json!([
        {"vm_hourly_stat": hour("10", json!({"currency_code": "EUR", "total_cost": 0.25, "billing_stats": {}}))},
        {"vm_hourly_stat": hour("09", json!({"currency_code": "EUR", "total_cost": "0.5"}))},
        {"vm_hourly_stat": hour("09", json!({"total_cost": null}))},
    ]);
    let target = ["/virtual_machines/77/vm_stats.json", PERIOD].concat();
    let costs = points(&one("Costs", vec![(&target, costs)]));
    assert_eq!(
        costs,
        [(
            "Cost an hour".into(),
            "EUR".into(),
            vec![(nine, 50), (ten, 25)]
        )]
    );

    let usage =
        |nid: u32| format!("/virtual_machines/77/network_interfaces/{nid}/usage.json{PERIOD}");
    let row = json!([{"net_hourly_stat": hour("10", json!({"data_received": 450_000, "data_sent": 900_000}))}]);
    let (contents, end) = read(
        "Traffic",
        vec![
            (NICS, answer(200, nics().to_string())),
            (&usage(5), answer(200, row.to_string())),
            (&usage(6), answer(200, "[]")),
        ],
    );
    assert_eq!(end, Ok(()));
    assert_eq!(
        points(&contents[0]),
        [
            ("eth0, received".into(), "Mbit/s".into(), vec![(ten, 100)]),
            ("eth0, sent".into(), "Mbit/s".into(), vec![(ten, 200)]),
        ]
    );
    assert_eq!(contents.len(), 2);
}

#[test]
fn what_is_no_list_is_a_bad_answer() {
    for (title, target) in [
        ("Overview", VM.to_owned()),
        ("Disks", DISKS.to_owned()),
        ("Interfaces", NICS.to_owned()),
        ("Firewall", RULES.to_owned()),
        ("Backups", BACKUPS.to_owned()),
        ("Activity", TRANSACTIONS.to_owned()),
        ("Traffic", NICS.to_owned()),
        (
            "Costs",
            ["/virtual_machines/77/vm_stats.json", PERIOD].concat(),
        ),
        (
            "Processor use",
            ["/virtual_machines/77/cpu_usage.json", PERIOD].concat(),
        ),
    ] {
        for (status, kind) in [(200, ErrorKind::BadAnswer), (401, ErrorKind::Unauthorized)] {
            let (_, end) = read(title, vec![(&target, answer(status, "{}"))]);
            assert_eq!(end.unwrap_err().kind, kind, "{title}");
        }
    }
}
