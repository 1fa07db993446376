//! What a machine's page is told.

use pilothouse_core::{
    ByteSize, Content, Disk, Error, ErrorKind, Flow, Interface, Operator, Response, Step,
};
use serde_json::json;

use super::{PATH, access, answer, full, now, target};
use crate::bigv::BigVOperator;

pub(super) fn section(title: &str) -> Box<dyn Flow<Content>> {
    let sections = BigVOperator.sections(&access(), &target(), now());
    let found = sections.into_iter().find(|section| section.title == title);
    found.unwrap().read
}

/// Runs a flow against canned answers: what was asked and what it yielded.
fn run(title: &str, answers: Vec<Response>) -> (Vec<String>, Vec<Content>, Result<(), Error>) {
    let mut flow = section(title);
    let (mut answers, mut asked, mut yielded) = (answers.into_iter(), Vec::new(), Vec::new());
    loop {
        match flow.next(now()) {
            Ok(Step::Send(request)) => {
                assert!(matches!(flow.next(now()), Ok(Step::Wait(_))));
                asked.push(request.path);
                if let Err(error) = flow.receive(now(), Ok(answers.next().unwrap())) {
                    assert!(matches!(flow.next(now()), Ok(Step::Done)));
                    return (asked, yielded, Err(error));
                }
            }
            Ok(Step::Yield(content)) => yielded.push(content),
            Ok(Step::Wait(_)) => panic!("nothing to wait for"),
            Ok(Step::Done) => return (asked, yielded, Ok(())),
            Err(error) => return (asked, yielded, Err(error)),
        }
    }
}

fn facts(pairs: &[(&str, &str)]) -> Content {
    let pairs = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Content::Facts(pairs.collect())
}

#[test]
fn the_overview_tells_what_is_told() {
    let all = facts(&[
        ("Host name", "web1.shop.acme.uk0.bigv.io"),
        ("Management address", "192.0.2.40"),
        ("Running on", "head07"),
        ("Hardware profile", "virtio2013"),
        ("Zone", "york"),
        ("Installed with", "jessie"),
        ("Profile upgrades", "By BigV, by itself"),
        ("Automatic restart", "Off"),
    ]);
    let deleted = facts(&[
        ("Management address", "192.0.2.41"),
        ("CD", "https://example.net/x.iso"),
        ("Keyboard layout", "en-gb"),
        ("Profile upgrades", "Never: the profile is locked"),
        ("Automatic restart", "On"),
        ("Deleted", "Yes"),
    ]);
    let vm = json!({
        "id": 1, "head": null, "hostname": "", "management_address": "192.0.2.41",
        "cdrom_url": "https://example.net/x.iso", "keymap": "en-gb", "deleted": "true",
        "hardware_profile_locked": 1, "autoreboot_on": true, "zone_name": {},
    });
    for (body, expected) in [
        (full(), all.clone()),
        (json!([full()]), all),
        (vm, deleted),
        (json!({"id": 1}), facts(&[])),
    ] {
        let (asked, yielded, result) = run("Overview", vec![answer(200, body.to_string())]);
        assert_eq!(asked, [format!("{PATH}?include_deleted=true")]);
        assert_eq!((yielded, result), (vec![expected], Ok(())), "{body}");
    }
    let (_, _, result) = run("Overview", vec![answer(200, "[]")]);
    assert_eq!(result.unwrap_err().kind, ErrorKind::NotFound);
}

#[test]
fn discs_are_read() {
    let body = json!([
        {"id": 31, "label": "disc-1", "size": 25600, "storage_grade": "sata", "storage_pool": "tail3-sata1"},
        {"id": "32", "label": null, "size": "51200", "storage_grade": "ssd"},
        {"id": 33, "size": 26_843_545_600_u64, "storage_pool": "tail3-sata2", "new_storage_pool": "tail4-ssd1",
         "new_storage_grade": "ssd", "migration_progress": 40},
        null, 7,
    ]);
    let (asked, yielded, _) = run("Discs", vec![answer(200, body.to_string())]);
    assert_eq!(asked, [format!("{PATH}/discs")]);
    let disc = |id: &str, name: &str, gib, kind: &str, state: &str| Disk {
        id: id.into(),
        name: name.into(),
        size: Some(ByteSize::from_gib(gib)),
        kind: kind.into(),
        boots: None,
        state: state.into(),
    };
    let expected = vec![
        disc("31", "disc-1", 25, "sata on tail3-sata1", ""),
        disc("32", "", 50, "ssd", ""),
        disc(
            "33",
            "",
            25,
            "tail3-sata2",
            "moving to ssd on tail4-ssd1, progress 40",
        ),
    ];
    assert_eq!(yielded, [Content::Disks(expected)]);
    let (_, yielded, _) = run("Discs", vec![answer(200, "[]")]);
    assert_eq!(yielded, [Content::Disks(vec![])]);
}

#[test]
fn interfaces_are_read_and_their_addresses_are_looked_back() {
    let body = json!([
        {"id": 5, "label": null, "ips": ["198.51.100.9", "2001:db8::9/64"], "vlan_num": 1042,
         "mac": "fe:ff:00:00:12:01", "extra_ips": {"203.0.113.2": "198.51.100.9"}},
        {"id": 6, "label": "private", "ips": "none", "extra_ips": ["192.0.2.77"]},
    ])
    .to_string();
    let (asked, yielded, _) = run("Interfaces", vec![answer(200, body.as_str())]);
    assert_eq!(asked, [format!("{PATH}/nics")]);
    let expected = vec![
        Interface {
            id: "5".into(),
            mac: "fe:ff:00:00:12:01".into(),
            network: "VLAN 1042".into(),
            addresses: ["198.51.100.9", "2001:db8::9", "203.0.113.2"]
                .map(String::from)
                .into(),
            detail: "203.0.113.2 by way of 198.51.100.9".into(),
            ..Interface::default()
        },
        Interface {
            id: "6".into(),
            name: "private".into(),
            addresses: vec!["192.0.2.77".into()],
            ..Interface::default()
        },
    ];
    assert_eq!(yielded, [Content::Interfaces(expected)]);

    let named = |key: &str| json!({key: "198.51.100.9", "rdns": "www.example.org"}).to_string();
    let answers = vec![
        answer(200, body.as_str()),
        answer(200, named("address")),
        answer(
            200,
            json!([{"ip": "2001:db8::9", "rdns": null}]).to_string(),
        ),
        answer(404, ""),
        answer(403, ""),
    ];
    let (asked, yielded, result) = run("Reverse names", answers);
    assert_eq!(result, Ok(()));
    let paths = [
        "/ips/198.51.100.9",
        "/ips/2001%3Adb8%3A%3A9",
        "/ips/203.0.113.2",
        "/ips/192.0.2.77",
    ];
    assert_eq!(asked[1..], paths);
    assert_eq!(
        yielded,
        [
            facts(&[("198.51.100.9", "www.example.org")]),
            facts(&[("2001:db8::9", "None")]),
            facts(&[("203.0.113.2", "None")]),
            facts(&[("192.0.2.77", "None")]),
        ]
    );
    let (_, yielded, result) = run("Reverse names", vec![answer(200, body), answer(503, "")]);
    assert!(yielded.is_empty());
    assert_eq!(result.unwrap_err().kind, ErrorKind::Unavailable);
}

#[test]
fn backups_are_told_where_there_are_some() {
    let planned = json!([
        {"id": 31, "label": "disc-1", "backup_count": 2, "backup_schedules": [
            {"id": 1, "start_at": "2019-04-02 00:00:00 GMT", "interval_seconds": 604_800, "capacity": 2},
            {"id": 2, "start_date": "tomorrow", "interval_seconds": "7200"},
        ]},
        {"id": 32, "label": "", "backup_count": 0, "backup_schedules": []},
        {"id": 33, "backup_schedules": [{"interval_seconds": 86_400}]},
    ]);
    let backups = json!([
        {"id": 91, "label": "b-1", "size": 25600, "storage_grade": "iceberg", "parent_disc_id": 31},
        {"id": 92, "manual": true}, null,
    ]);
    let answers = vec![
        answer(200, planned.to_string()),
        answer(200, backups.to_string()),
        answer(404, ""),
    ];
    let (asked, yielded, result) = run("Backups", answers);
    assert_eq!(result, Ok(()));
    let discs = format!("{PATH}/discs");
    assert_eq!(
        asked,
        [
            discs.clone(),
            format!("{discs}/31/backups"),
            format!("{discs}/33/backups")
        ]
    );
    let backup = |id: &str, name: &str, kind: &str, size| Disk {
        id: id.into(),
        name: name.into(),
        kind: kind.into(),
        size,
        ..Disk::default()
    };
    assert_eq!(
        yielded,
        [
            facts(&[
                (
                    "disc-1",
                    "every 7 days, keeps 2, from 2019-04-02 00:00:00 GMT"
                ),
                ("disc-1", "every 2 hours, from tomorrow"),
                ("33", "every day"),
            ]),
            Content::Disks(vec![
                backup(
                    "91",
                    "b-1",
                    "backup of disc-1, iceberg",
                    Some(ByteSize::from_gib(25))
                ),
                backup("92", "", "backup of disc-1, made by hand", None),
            ]),
            facts(&[("33", "BigV does not list them.")]),
        ]
    );
    let early = json!([{"id": 31, "label": "vda", "size": 25600}]).to_string();
    let (asked, yielded, _) = run("Backups", vec![answer(200, early)]);
    assert_eq!(
        (asked.len(), yielded),
        (1, vec![facts(&[("Backups", "BigV tells of none.")])])
    );
}
