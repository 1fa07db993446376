//! What can be done and what has to be entered for it.

use pilothouse_core::{
    Availability, Error, ErrorKind, Input, Operator, Order, Orders, Outcome, State, Target, Undo,
    Verb, form::Kind,
};

use super::{E24CloudOperator, access, full, now, one, read, target};
use crate::e24cloud::forms::with_form_keys;

pub(super) fn create() -> Input {
    Input::default()
        .with("name", "żółw 1")
        .with("place", "3f0c1b2a-9d4e-4c7b-8a61-5e2d7f90c318")
        .with("cpus", 2_u64)
        .with("memory", 2048_u64)
        .with("boot_type", "image")
        .with("image", "3001")
}

#[test]
fn every_verb_is_there_or_lacking_with_words() {
    let abilities = E24CloudOperator.abilities();
    for verb in Verb::OTHER {
        let has = abilities.has.iter().filter(|rule| rule.verb == verb);
        let lacks: Vec<_> = abilities.lacks.iter().filter(|(v, _)| *v == verb).collect();
        assert_eq!(has.count() + lacks.len(), 1, "{verb:?}");
        if let [(_, words)] = lacks[..] {
            assert!(words.ends_with('.') && words.len() > 20, "{words}");
            assert!(E24CloudOperator.form(verb, None).fields.is_empty());
        }
    }
    assert_eq!(abilities.has.len() + abilities.lacks.len(), 15);
    for (verb, state, ready) in [
        (Verb::Create, State::Unknown, true),
        (Verb::Rename, State::Running, true),
        (Verb::Rename, State::Building, false),
        (Verb::Resize, State::Off, true),
        (Verb::Resize, State::Busy, false),
        (Verb::Console, State::Running, true),
        (Verb::Console, State::Off, false),
        (Verb::Delete, State::Off, true),
        (Verb::Delete, State::Deleting, false),
        (Verb::Rebuild, State::Off, false),
    ] {
        let is = abilities.availability(verb, state);
        assert_eq!(is == Availability::Ready, ready, "{verb:?} {state:?}");
    }
    let delete = abilities.rule(Verb::Delete).unwrap();
    assert!(matches!(delete.undo, Undo::Never(lost) if lost.contains("disk")));
    assert!(abilities.note(Verb::Resize).contains("goes down"));
    assert!(E24CloudOperator.trash(&access()).is_none());
}

#[test]
fn forms_are_filled_in_from_the_machine() {
    let machine = read(&one(&full())).unwrap();
    for (verb, fields) in [
        (Verb::Rename, &[("name", "mail <b>1</b>")][..]),
        (
            Verb::Resize,
            &[("cpus", "2"), ("memory", "2048"), ("wait_for", "4")],
        ),
        (Verb::Delete, &[("delete_resources", "false")]),
        (Verb::ShutDown, &[("wait_for", "4")]),
        (Verb::Start, &[]),
        (Verb::PowerOff, &[]),
        (Verb::Console, &[]),
    ] {
        let form = E24CloudOperator.form(verb, Some(&machine));
        let found: Vec<_> = form
            .fields
            .iter()
            .map(|f| (f.key.as_str(), f.initial.as_str()))
            .collect();
        assert_eq!(found, fields, "{verb:?}");
        form.check(&form.initial()).unwrap();
    }
}

#[test]
fn what_a_template_supports_decides_what_is_shown() {
    let form = E24CloudOperator.form(Verb::Create, None);
    let shown = |boot: &str, tags: &[&str]| -> Vec<String> {
        let input = create().with("boot_type", boot);
        let tags: Vec<String> = tags.iter().map(|&tag| tag.to_owned()).collect();
        let fields = form.fields.iter().skip(5);
        fields
            .filter(|field| field.is_shown(&input, &|_| Some(tags.clone())))
            .map(|field| field.key.clone())
            .collect()
    };
    for (boot, tags, keys) in [
        ("image", &[][..], &["image"][..]),
        ("image", &["password"], &["image", "password"]),
        ("image", &["sshkey"], &["image", "ssh_key"]),
        (
            "image",
            &["cloudinit", "password"],
            &["image", "password", "user_data"],
        ),
        ("cdrom", &[], &["cdrom"]),
    ] {
        assert_eq!(shown(boot, tags), keys, "{boot} {tags:?}");
    }
    for field in &form.fields {
        if let Kind::Lookup { lookup, after, .. } = &field.kind {
            assert!(after.is_empty());
            let flow = E24CloudOperator.lookup(&access(), lookup, &Input::default());
            assert!(flow.is_ok(), "{lookup}");
        }
    }
}

#[test]
fn bad_values_never_leave() {
    let resize = || {
        Input::default()
            .with("cpus", 2_u64)
            .with("memory", 1024_u64)
    };
    let text = |key: &str, value: &str| Input::default().with(key, value);
    for (verb, input, field) in [
        (Verb::Create, create().with("name", ""), "name"),
        (Verb::Create, create().with("name", " \t "), "name"),
        (Verb::Create, create().with("cpus", 0_u64), "cpus"),
        (Verb::Create, create().with("cpus", "two"), "cpus"),
        (Verb::Create, create().with("memory", 1_u64), "memory"),
        (Verb::Create, create().with("place", ""), "place"),
        (Verb::Create, create().with("image", ""), "image"),
        (Verb::Create, create().with("boot_type", "usb"), "boot_type"),
        (Verb::Create, create().with("boot_type", ""), "boot_type"),
        (Verb::Create, create().with("boot_type", "cdrom"), "cdrom"),
        (
            Verb::Create,
            create().with("boot_type", "cdrom").with("cdrom", " "),
            "cdrom",
        ),
        (Verb::Create, create().with("password", "open"), "password"),
        (Verb::Create, create().with("disk", 20_u64), "disk"),
        (Verb::Rename, Input::default(), "name"),
        (Verb::Rename, text("name", &"x".repeat(256)), "name"),
        (Verb::Resize, text("cpus", "2"), "memory"),
        (Verb::Resize, text("memory", "512"), "cpus"),
        (Verb::Resize, resize().with("wait_for", 0_u64), "wait_for"),
        (Verb::Resize, resize().with("wait_for", 11_u64), "wait_for"),
        (
            Verb::Delete,
            text("delete_resources", "1"),
            "delete_resources",
        ),
        (Verb::ShutDown, text("wait_for", "soon"), "wait_for"),
        (Verb::Start, text("wait_for", "4"), "wait_for"),
    ] {
        let order = Order {
            verb,
            target: target(),
            input,
        };
        let error = E24CloudOperator
            .order(&access(), now(), &order, 0)
            .unwrap_err();
        assert_eq!(error.kind, ErrorKind::Invalid, "{order:?}");
        assert_eq!(error.outcome, Outcome::NotDone);
        assert_eq!(error.fields[0].0, field, "{order:?}");
    }
}

#[test]
fn what_is_lacking_is_refused_in_its_own_words() {
    for verb in Verb::OTHER {
        let is_there = E24CloudOperator.abilities().rule(verb).is_some();
        if is_there && verb != Verb::Console {
            continue;
        }
        let order = Order::new(verb, Target::account());
        let error = E24CloudOperator.order(&access(), now(), &order, 0);
        let error = error.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unsupported, "{verb:?}");
        let looked = E24CloudOperator.look(&access(), now(), &super::ticket(verb));
        assert_eq!(looked.unwrap_err(), error);
    }
    for name in ["", "images", "Zones"] {
        let input = Input::default();
        let lookup = E24CloudOperator.lookup(&access(), name, &input).map(drop);
        let further = E24CloudOperator.further(&access(), name, &input).map(drop);
        for result in [lookup, further] {
            assert_eq!(result.unwrap_err().kind, ErrorKind::Setup, "{name}");
        }
    }
}

#[test]
fn fields_of_an_error_are_those_of_the_form() {
    for (theirs, ours) in [
        ("cpus", "cpus"),
        ("cores", "cpus"),
        ("ram", "memory"),
        ("compute_zone_id", "place"),
        ("zone_id", "place"),
        ("name", "name"),
        ("label", "name"),
        ("boot_type", "boot_type"),
        ("cdrom", "cdrom"),
        ("os", "image"),
        ("password", "password"),
        ("key_id", "ssh_key"),
        ("user_data", "user_data"),
        ("wait_for", "wait_for"),
        ("deleteResources", "delete_resources"),
        ("weather", "weather"),
    ] {
        let error = Error::new(ErrorKind::Invalid, "x").with_field(theirs, "odd");
        let (key, words) = with_form_keys(error).fields.remove(0);
        assert_eq!((key.as_str(), words.as_str()), (ours, "odd"));
    }
}
