//! Texts nobody types in earnest.

use super::{finds, read, web};
use crate::query::suggest::{Known, suggest};

#[test]
fn parentheses_do_not_fill_the_stack() {
    let machine = web();
    let deep = 10_000;
    for (text, found) in [
        ("(".repeat(deep), true),
        (")".repeat(deep), true),
        ("(".repeat(deep) + "web", true),
        ("(".repeat(deep) + "mail" + &")".repeat(deep), false),
        (
            "-(".repeat(deep) + "web" + &")".repeat(deep) + " debian",
            true,
        ),
        ("not ".repeat(deep) + "web", true),
        ("not ".repeat(deep + 1) + "web", false),
        ("not(".repeat(deep), true),
        ("mail or (".repeat(deep), false),
        ("()".repeat(deep), true),
        ("-".repeat(deep), true),
        ("or ".repeat(deep), true),
        ("\"".repeat(deep), false),
        ("mail or ".repeat(deep) + "web", true),
    ] {
        let parsed = read(&text);
        assert!(parsed.flaws.len() <= 8);
        assert_eq!(finds(&text, &machine), found, "{text:.40}");
        drop(parsed.query.clone());
    }
}

#[test]
fn parentheses_beyond_the_limit_are_skipped_in_pairs() {
    let deep = "(".repeat(20) + "web" + &")".repeat(20);
    let flaws = read(&deep).flaws;
    assert_eq!(flaws.len(), 1, "{flaws:?}");
    assert_eq!(flaws[0].range, 16..17);
    assert_eq!(
        flaws[0].words(&deep),
        "Use fewer parentheses within each other."
    );
    assert!(!finds(&(deep.clone() + " mail"), &web()));
    assert_eq!(read(&("(".repeat(16) + "web" + &")".repeat(16))).flaws, []);
}

/// Every short text of the letters that mean something: nothing stops, and places lie between
/// letters.
#[test]
fn any_text_is_read_to_its_end() {
    let pieces = [
        "\"", "(", ")", "-", ":", ",", " ", "or", "not", "mem", "state", ">", "=", "ß", "“", "4",
    ];
    let machine = web();
    let known = Known {
        tags: vec!["a \"b\"".into()],
        ..Known::default()
    };
    let mut seed = 7_u32;
    for round in 0..2_000 {
        let mut text = String::new();
        for _ in 0..round % 12 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push_str(pieces[(seed >> 16) as usize % pieces.len()]);
        }
        finds(&text, &machine);
        for flaw in read(&text).flaws {
            assert!(!flaw.range.is_empty(), "{text}: {flaw:?}");
            assert!(text.get(flaw.range.clone()).is_some(), "{text}: {flaw:?}");
            assert!(!flaw.words(&text).contains("“”"), "{text}: {flaw:?}");
        }
        for caret in 0..text.len() + 2 {
            for suggestion in suggest(&text, caret, &known) {
                assert!(
                    text.get(suggestion.range.clone()).is_some(),
                    "{text} {caret}"
                );
            }
        }
    }
}
