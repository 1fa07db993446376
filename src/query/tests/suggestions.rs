//! What a caret is offered, and that taking it means what it shows.

use pilothouse_core::Machine;

use super::{finds, read, web};
use crate::query::suggest::{Known, Suggestion, suggest};

fn known() -> Known {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Known {
        accounts: texts(&["Acme prod", "Acme test", "Zebra"]),
        providers: texts(&["Sky Capsule", "Onyx"]),
        places: texts(&["lon-1", "London 2", "Łódź", "Cairo North"]),
        images: texts(&["Debian 12", "Ubuntu 24.04", "debian-9"]),
        tags: texts(&["prod", "shop"]),
    }
}

/// What a caret at `|` is offered.
fn offers(marked: &str) -> (String, Vec<Suggestion>) {
    let caret = marked.find('|').unwrap();
    let text = marked.replace('|', "");
    let offers = suggest(&text, caret, &known());
    (text, offers)
}

/// The text after a suggestion is taken, its caret at `|`.
fn taken(text: &str, offer: &Suggestion) -> String {
    format!(
        "{}{}|{}",
        &text[..offer.range.start],
        offer.replacement,
        &text[offer.range.end..]
    )
}

#[test]
fn suggestions_put_what_fits_where_the_caret_is() {
    for (marked, best) in [
        ("st|", &["state:|"] as &[_]),
        ("web ST|", &["web state:|"]),
        ("-t|", &["-image:|", "-tag:|"]),
        ("(ra|", &["(mem>=|"]),
        (
            "a| state:off",
            &["account:| state:off", "ip:| state:off", "age<| state:off"],
        ),
        ("st|x", &["state:|"]),
        ("ram|", &["mem>=|", "mem<=|", "mem>|", "mem<|", "mem=|"]),
        ("age|", &["age<|", "age>|"]),
        ("me|m<4g", &["mem>=|4g"]),
        (
            "state:|",
            &["state:running|", "state:off|", "state:changing|"],
        ),
        ("state:o|", &["state:off|"]),
        (
            "state:Bu|",
            &["state:building|", "state:busy|", "state:\"not built\"|"],
        ),
        ("state=ch|", &[]),
        ("state:off,f|", &["state:off,failed|"]),
        ("state:f|,off", &["state:failed|,off"]),
        ("state:off|", &[]),
        (
            "account:|",
            &[
                "account:\"Acme prod\"|",
                "account:\"Acme test\"|",
                "account:Zebra|",
            ],
        ),
        ("account:\"acme t| web", &["account:\"Acme test\"| web"]),
        (
            "account:\"ac|me\" web",
            &["account:\"Acme prod\"| web", "account:\"Acme test\"| web"],
        ),
        ("account:prod|", &["account:\"Acme prod\"|"]),
        ("account:zzz|", &[]),
        ("provider:caps|", &["provider:\"Sky Capsule\"|"]),
        ("zone:l|", &["zone:lon-1|", "zone:\"London 2\"|"]),
        ("zone:n|", &["zone:\"Cairo North\"|", "zone:lon-1|"]),
        ("zone:łó|", &["zone:Łódź|"]),
        ("place=lon|", &["place=lon-1|", "place=\"London 2\"|"]),
        ("image:12|", &["image:\"Debian 12\"|"]),
        ("image:deb|", &["image:\"Debian 12\"|", "image:debian-9|"]),
        ("tag:|", &["tag:prod|", "tag:shop|"]),
        ("mem>=1|", &["mem>=1g|", "mem>=16g|", "mem>=512m|"]),
        ("has:pr|", &["has:price|"]),
        (
            "pro|",
            &["provider:|", "tag:prod|", "account:\"Acme prod\"|"],
        ),
        ("foo:b|", &[]),
        ("ip:1|", &[]),
        ("|web", &[]),
        ("zzz|", &[]),
        ("ż st|", &["ż state:|"]),
    ] {
        let (text, offers) = offers(marked);
        let found: Vec<_> = offers.iter().map(|offer| taken(&text, offer)).collect();
        let first = &found[..best.len().clamp(1, 8).min(found.len())];
        assert_eq!(first, best, "{marked}");
    }
}

#[test]
fn an_empty_place_offers_the_fields() {
    for marked in ["|", "web |", "(|", "web -|", "a | b", "tag:shop or |"] {
        let (_, offers) = offers(marked);
        let labels: Vec<_> = offers.iter().map(|offer| offer.label.as_str()).collect();
        let fields = [
            "state:",
            "account:",
            "provider:",
            "zone:",
            "image:",
            "tag:",
            "mem>=",
            "cpu>=",
        ];
        assert_eq!(labels, fields, "{marked}");
        assert!(offers.iter().all(|offer| !offer.help.is_empty()));
    }
}

/// One letter is in almost every value.
#[test]
fn values_of_any_field_wait_for_a_second_letter() {
    let labels = |marked| {
        let (_, offers) = offers(marked);
        offers
            .into_iter()
            .map(|offer| offer.label)
            .collect::<Vec<_>>()
    };
    assert_eq!(labels("z|"), ["zone:"]);
    assert_eq!(labels("ze|"), ["Zebra"]);
}

#[test]
fn a_caret_elsewhere_is_offered_nothing() {
    assert_eq!(suggest("ä", 1, &known()), []);
    assert_eq!(suggest("st", 9, &known()), []);
}

/// Whatever a provider calls its things, taking a suggestion finds them.
#[test]
fn taken_suggestions_mean_what_they_show() {
    for tag in [
        "plain",
        "two words",
        "a,b",
        "\"",
        "a\"b",
        "say \"\"",
        "“x”",
        "(x",
        "x)",
        ">=4",
        "=x",
        "or",
        "-x",
        ":",
        "Łódź",
        "İ",
        "it's",
        "a\u{a0}b",
        "<b>",
    ] {
        let known = Known {
            tags: vec![tag.to_owned()],
            ..Known::default()
        };
        let machine = Machine {
            tags: vec![tag.to_owned()],
            ..web()
        };
        for typed in ["tag:", "tag=", "-web or tag:x,"] {
            let offers = suggest(typed, typed.len(), &known);
            assert_eq!(offers.len(), 1, "{tag}");
            let text = taken(typed, &offers[0]).replace('|', " web");
            assert_eq!(read(&text).flaws, [], "{text}");
            assert!(finds(&text, &machine), "{text}");
            let other = ["-(", &text, ")"].concat();
            assert!(!finds(&other, &machine), "{other}");
        }
        assert!(!finds(
            &format!("tag={}", super::super::quoted(tag)),
            &web()
        ));
    }
    let known = Known {
        tags: vec![String::new(), "a\nb".into()],
        ..Known::default()
    };
    assert_eq!(suggest("tag:", 4, &known), []);
}
