//! Where a query cannot be read, and that the rest of it counts all the same.

use super::{finds, read, web};
use crate::query::Weight::{self, Hint, Unfinished, Wrong};

/// The text with its flaws between carets, and the rest of what is said of the first.
fn marked(text: &str) -> (Vec<String>, Option<(Weight, String)>) {
    let flaws = read(text).flaws;
    let places = flaws
        .iter()
        .map(|flaw| {
            let Some((before, after)) =
                text.get(..flaw.range.start).zip(text.get(flaw.range.end..))
            else {
                panic!("{text}: {flaw:?} is not between letters");
            };
            format!("{before}^{}^{after}", &text[flaw.range.clone()])
        })
        .collect();
    let first = flaws.first();
    (places, first.map(|flaw| (flaw.weight(), flaw.words(text))))
}

#[test]
fn flaws_say_where_and_what() {
    for (places, weight, words) in [
        ("mem^\"^4g", Unfinished, "Close this quote."),
        ("ä ^“^x", Unfinished, "Close this quote."),
        ("a ^(^b or c", Unfinished, "Close this “(” with a “)”."),
        (
            "a ^( )^",
            Unfinished,
            "Put something between these parentheses.",
        ),
        ("web^)^ x", Wrong, "No “(” belongs to this “)”."),
        (
            "^or^ web",
            Unfinished,
            "“or” needs something on either side.",
        ),
        (
            "web ^OR^",
            Unfinished,
            "“OR” needs something on either side.",
        ),
        (
            "a ^or^ or b",
            Unfinished,
            "“or” needs something on either side.",
        ),
        (
            "(a ^or^ )",
            Unfinished,
            "“or” needs something on either side.",
        ),
        ("web ^-^", Unfinished, "“-” needs something right after it."),
        (
            "web ^-^ x",
            Unfinished,
            "“-” needs something right after it.",
        ),
        ("^not^", Unfinished, "“not” needs something right after it."),
        (
            "not ^not^ or x",
            Unfinished,
            "“not” needs something right after it.",
        ),
        (
            "ż ^state:^",
            Unfinished,
            "“state” takes a state such as off or running.",
        ),
        ("^tag:,^ x", Unfinished, "“tag” takes a tag."),
        (
            "^mem>=^",
            Unfinished,
            "“mem” takes a size such as 4g or 512m.",
        ),
        ("mem>=^4x^", Wrong, "“mem” takes a size such as 4g or 512m."),
        (
            "memory:1g,^ä^,2g",
            Wrong,
            "“mem” takes a size such as 4g or 512m.",
        ),
        ("cpu>^1.5^", Wrong, "“cpu” takes a whole number such as 4."),
        (
            "age>^30^",
            Wrong,
            "“age” takes a time such as 2h, 3d or 1w.",
        ),
        (
            "state:^fialed^",
            Wrong,
            "“state” takes a state such as off or running.",
        ),
        (
            "state=^changing^",
            Wrong,
            "“state” takes a state such as off or running.",
        ),
        (
            "no:ip,^x^",
            Wrong,
            "“no” takes a field such as ip or price.",
        ),
        (
            "a ^name>b^",
            Wrong,
            "“name” has no more and less; use “:” or “=”.",
        ),
        (
            "^stat^:off",
            Hint,
            "There is no field “stat”; searched for as it stands.",
        ),
    ] {
        let text = places.replace('^', "");
        let (found, first) = marked(&text);
        assert_eq!(found.first().map(String::as_str), Some(places));
        assert_eq!(first, Some((weight, words.to_owned())), "{text}");
    }
}

#[test]
fn every_flaw_has_its_own_place_in_order() {
    let (found, _) = marked("or (mem>x ) state:y not");
    assert_eq!(
        found,
        [
            "^or^ (mem>x ) state:y not",
            "or (mem>^x^ ) state:y not",
            "or (mem>x ) state:^y^ not",
            "or (mem>x ) state:y ^not^",
        ]
    );
    assert_eq!(marked("(a or ").0, ["^(^a or ", "(a ^or^ "]);
    assert_eq!(marked("or or").0, ["^or^ or", "or ^or^"]);
}

/// Addresses and links have colons, and values may hold anything.
#[test]
fn what_needs_no_field_is_no_flaw() {
    for text in [
        "2001:db8::1",
        "dead:beef",
        "https://example.net/",
        "web-1:x",
        "x:",
        "foo(bar)",
        "a,b",
        "don't",
        "\"(\"",
        "1>2",
        "\"stat:off\"",
    ] {
        assert_eq!(read(text).flaws, [], "{text}");
    }
}

#[test]
fn what_could_be_read_still_filters() {
    let machine = web();
    for (text, found) in [
        ("web mem>x", true),
        ("mail mem>x", false),
        ("mail or mem>x", false),
        ("cpu:4,x", true),
        ("cpu:8,x", false),
        ("web state:", true),
        ("-state:", true),
        ("web or", true),
        ("(web", true),
        ("(mail", false),
        ("web)", true),
        (") mail", false),
        ("\"debian 1", true),
        ("\"debian 2", false),
        ("tag:\"eu w", true),
        ("state:fialed,running", true),
        // A wrong state must not let everything through: somebody may stop all that is listed.
        ("state:fialed", false),
        ("stat:off", false),
    ] {
        assert!(!read(text).flaws.is_empty(), "{text}");
        assert_eq!(finds(text, &machine), found, "{text}");
    }
}
