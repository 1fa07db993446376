//! The document as a form.

use std::collections::BTreeSet;

use super::{
    around,
    examples::{FULL, SMALLEST},
    read,
};
use crate::katapult::{
    KatapultOperator,
    spec::{Spec, SpecDocument},
};
use pilothouse_core::{Document, ExposeSecret, Field, Input, Operator, Verb, form::Kind};
use serde_json::json;

/// An entry for everything that is needed.
fn least() -> Input {
    SpecDocument.input(SMALLEST).unwrap()
}

#[test]
fn a_document_fills_the_form() {
    let input = SpecDocument.input(FULL).unwrap();
    assert!(SpecDocument.check(&input).is_ok());
    let options = input.rows("options");
    let secret = options[1].secret("secret").unwrap();
    assert_eq!(secret.expose_secret(), "s&lt;3cr3t");
    let expected = json!({
        "place": "data_center", "data_center": "no-fjord-03",
        "size": "package", "package": "boulder-8",
        "image": "templates/alma-9", "image_version": "11", "iso": "iso_fJoRd000iSo00007",
        "options": [{"key": "install_agent", "value": "false"}, {"key": "root_password"}],
        "disks": [
            {"name": "Root", "size": "60", "speed": "nvme", "io_profile": "steady", "backups": [
                {"retention": "5", "interval": "weekly", "frequency": "2", "time": "4"},
            ]},
            {"name": "Mail", "size": "250", "file_system": "xfs"},
        ],
        "shared_disks": [{"disk": "Archive"}],
        "backups": [{"retention": "30"}],
        "interfaces": [
            {"connect": "network", "network": "no-fjord-03-public", "speed_profile": "10gbps",
             "addresses": [
                {"type": "new", "version": "6", "subnet": "2001:db8:7::/64"},
                {"type": "existing", "address": "203.0.113.77"},
            ]},
            {"connect": "virtual_network", "virtual_network": "vnet_fJoRd00VnEt00003"},
        ],
        "hostname_kind": "given", "hostname": "mail-3",
        "name": "Mail 3", "description": "Takes post for <three> offices", "group": "post",
        "all_users": "false", "users": [{"user": "post@example.org"}], "all_ssh_keys": "true",
        "tags": ["mail", "fjord"],
    });
    assert_eq!(serde_json::to_value(&input).unwrap(), expected);
    assert_eq!(SpecDocument.text(&input, "").as_deref(), Ok(FULL));
}

#[test]
fn the_form_as_it_stands_at_first_is_a_beginning() {
    let initial = SpecDocument.form().initial();
    let text = SpecDocument.text(&initial, "").unwrap();
    assert_eq!(read(&text).write(), text);
    assert!(text.contains("type=\"random\""), "{text}");
    let error = SpecDocument.check(&initial).unwrap_err();
    let fields: Vec<_> = error
        .fields
        .iter()
        .map(|(field, _)| field.as_str())
        .collect();
    assert_eq!(fields, ["data_center", "package"]);
}

#[test]
fn what_has_no_place_in_a_document_is_named_by_its_field() {
    let row = |key: &str, value: &str| vec![Input::default().with(key, value)];
    let nested = |key: &str, inner: Vec<Input>| vec![Input::default().with(key, inner)];
    for (input, fields) in [
        (least(), vec![]),
        (least().with("memory", "much"), vec![]),
        (
            least().with("size", "flexible").with("memory", "much"),
            vec!["memory"],
        ),
        (least().with("image_version", "0"), vec!["image_version"]),
        (
            least().with("image_version", "4294967296"),
            vec!["image_version"],
        ),
        (
            least().with("disks", row("size", "-1")),
            vec!["disks[0].size"],
        ),
        (
            least().with("disks", row("speed", "warp")),
            vec!["disks[0].speed"],
        ),
        (
            least().with("disks", nested("backups", row("interval", "daily"))),
            vec![],
        ),
        (
            least().with("disks", nested("backups", row("interval", "x"))),
            vec!["disks[0].backups[0].interval"],
        ),
        (
            least().with("backups", row("time", "noon")),
            vec!["backups[0].time"],
        ),
        (
            least().with("interfaces", nested("addresses", row("type", "x"))),
            vec!["interfaces[0].addresses[0].type"],
        ),
        (
            least().with("interfaces", nested("addresses", row("version", "4"))),
            vec!["interfaces[0].addresses[0].type"],
        ),
        (
            least().with("options", row("value", "x")),
            vec!["options[0].key"],
        ),
        (
            least().with(
                "options",
                vec![
                    Input::default()
                        .with("key", "a")
                        .with("value", "b")
                        .with_secret("secret", "c"),
                ],
            ),
            vec!["options[0].secret"],
        ),
        (least().with("name", "bell\u{7}"), vec!["name"]),
        (
            least().with("tags", vec!["bell\u{7}".to_owned()]),
            vec!["tags"],
        ),
        (least().with("tags", "web"), vec!["tags"]),
        (least().with("disks", "40"), vec!["disks"]),
        (least().with("name", vec!["a".to_owned()]), vec!["name"]),
        (least().with("all_users", "maybe"), vec!["all_users"]),
        (least().with("manage_keys", "maybe"), vec!["manage_keys"]),
        (
            least().with("hostname_kind", "guessed"),
            vec!["hostname_kind"],
        ),
        (
            least().with("name", "\u{1}").with("iso", "\u{1}"),
            vec!["name", "iso"],
        ),
        (least().with("not_ours", "x"), vec![]),
    ] {
        let result = SpecDocument.text(&input, "");
        let found = result.as_ref().err().map(|error| error.fields.clone());
        let found: BTreeSet<_> = found
            .unwrap_or_default()
            .into_iter()
            .map(|(field, _)| field)
            .collect();
        let fields: BTreeSet<_> = fields.into_iter().map(str::to_owned).collect();
        assert_eq!(found, fields, "{input:?}: {result:?}");
    }
}

#[test]
fn rules_are_named_by_their_field_too() {
    let option = || Input::default().with("key", "agent");
    let interface = Input::default().with("connect", "network");
    for (input, fields) in [
        (least(), vec![]),
        (least().with("data_center", ""), vec!["data_center"]),
        (least().with("place", "zone"), vec!["zone"]),
        (least().with("size", "flexible"), vec!["memory", "cpus"]),
        (
            least().with("image", "").with("image_version", 2_u64),
            vec!["image"],
        ),
        (
            least().with("options", vec![option(), option()]),
            vec!["options[1].key"],
        ),
        (
            least().with("interfaces", vec![interface]),
            vec!["interfaces[0].network"],
        ),
        (least().with("hostname_kind", "given"), vec!["hostname"]),
        (least().with("surprise", "x"), vec!["surprise"]),
    ] {
        let result = SpecDocument.check(&input);
        let found = result.as_ref().err().map(|error| error.fields.clone());
        let found: Vec<_> = found
            .unwrap_or_default()
            .into_iter()
            .map(|(field, _)| field)
            .collect();
        assert_eq!(found, fields, "{input:?}: {result:?}");
    }
}

#[test]
fn what_a_choice_hides_is_not_written() {
    for (input, gone) in [
        (least().with("zone", "a"), "<Zone"),
        (
            least().with("place", "zone").with("zone", "a"),
            "<DataCenter",
        ),
        (least().with("memory", 4_u64), "<Memory"),
        (
            least().with("size", "flexible").with("memory", 4_u64),
            "<Package",
        ),
        (least().with("hostname", "a"), "<Hostname>a"),
        (least().with("hostname_kind", "none"), "<Hostname"),
        (
            least()
                .with("all_users", true)
                .with("users", vec![Input::default().with("user", "a")]),
            "<User>",
        ),
        (
            least()
                .with("all_ssh_keys", true)
                .with("ssh_keys", vec!["a".to_owned()]),
            "<SSHKey>",
        ),
    ] {
        let text = SpecDocument.text(&input, "").unwrap();
        assert!(!text.contains(gone), "{text}");
        assert_ne!(text, "");
    }
}

#[test]
fn what_the_form_cannot_say_is_kept_where_nobody_changed_it() {
    let odd = around(
        "<Zone>a</Zone><DataCenter>b</DataCenter><SystemDisks/><NetworkInterfaces/>\
         <DiskTemplate><Option key=\"password\">old</Option></DiskTemplate>",
    );
    let input = SpecDocument.input(&odd).unwrap();
    let normal = SpecDocument.normal(&odd).unwrap();
    assert_eq!(SpecDocument.text(&input, &odd).as_ref(), Ok(&normal));
    let elsewhere = input.clone().with("data_center", "c");
    let text = SpecDocument.text(&elsewhere, &odd).unwrap();
    assert!(
        !text.contains("<Zone>") && text.contains("<SystemDisks/>"),
        "{text}"
    );
    // A secret that changed looks the same to whoever compares.
    let option = Input::default()
        .with("key", "password")
        .with_secret("secret", "new");
    let text = SpecDocument
        .text(&input.with("options", vec![option]), &odd)
        .unwrap();
    assert_eq!(text, normal.replace("old", "new"));
    // Nothing is kept of what cannot be read.
    assert_eq!(
        SpecDocument.text(&least(), "<a"),
        SpecDocument.text(&least(), "")
    );
}

#[test]
fn fields_are_named_once_and_ask_for_lookups_there_are() {
    const LOOKUPS: [&str; 14] = [
        "zones",
        "data_centers",
        "packages",
        "disk_templates",
        "disk_template_versions",
        "disks",
        "networks",
        "virtual_networks",
        "speed_profiles",
        "io_profiles",
        "groups",
        "tags",
        "ssh_keys",
        "addresses",
    ];
    fn walk<'a>(fields: &'a [Field], lookups: &mut BTreeSet<&'a str>) {
        let keys: BTreeSet<_> = fields.iter().map(|field| &field.key).collect();
        assert_eq!(keys.len(), fields.len(), "{keys:?}");
        for field in fields {
            match &field.kind {
                Kind::Lookup { lookup, .. } => {
                    lookups.insert(lookup);
                }
                Kind::Rows { fields, .. } => walk(fields, lookups),
                _ => {}
            }
        }
    }
    let form = Spec::form();
    let mut lookups = BTreeSet::new();
    walk(&form.fields, &mut lookups);
    assert_eq!(lookups, BTreeSet::from(LOOKUPS));
}

#[test]
fn the_document_is_found_by_its_field() {
    for (verb, field, is_document) in [
        (Verb::Create, "xml", true),
        (Verb::Create, "name", false),
        (Verb::Rebuild, "xml", false),
    ] {
        let found = KatapultOperator.document(verb, field);
        assert_eq!(found.is_some(), is_document, "{verb:?} {field}");
    }
}
