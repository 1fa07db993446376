//! Words as typed: where they end, what their quotes mean, and their name, operator and values.

use std::{mem, ops::Range};

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    /// `:`
    Holds,
    /// `=`
    Is,
    /// `>`
    Above,
    /// `>=`
    AtLeast,
    /// `<`
    Below,
    /// `<=`
    AtMost,
}

/// What quotes make of the letters between them. A straight quote is closed by a straight one,
/// and two of them within are one that is meant; the curly ones phones type close each other.
#[derive(Default)]
pub(super) struct Quotes {
    open: Option<char>,
    just_closed: bool,
}

impl Quotes {
    /// The letter meant by the next one typed; `None` for a quote.
    pub(super) fn meant(&mut self, letter: char) -> Option<char> {
        let is_second = mem::take(&mut self.just_closed) && letter == '"';
        match self.open {
            None if is_quote(letter) => {
                self.open = Some(letter);
                is_second.then_some('"')
            }
            Some('"') if letter == '"' => {
                self.open = None;
                self.just_closed = true;
                None
            }
            Some(opening) if opening != '"' && is_quote(letter) => {
                self.open = None;
                None
            }
            _ => Some(letter),
        }
    }

    /// Whether the next letter is within quotes.
    pub(super) const fn is_open(&self) -> bool {
        self.open.is_some()
    }
}

const fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”' | '„')
}

/// Where a word ends that begins here, and where its last quote opened if it never closes.
///
/// Words end at blanks and at a parenthesis that closes none of their own.
pub(super) fn end(text: &str, start: usize) -> (usize, Option<usize>) {
    let mut quotes = Quotes::default();
    let mut opened = start;
    let mut parentheses = 0_usize;
    for (at, letter) in text.get(start..).unwrap_or_default().char_indices() {
        let was_open = quotes.is_open();
        if !was_open {
            match letter {
                '(' => parentheses += 1,
                ')' if parentheses == 0 => return (start + at, None),
                ')' => parentheses -= 1,
                blank if blank.is_whitespace() => return (start + at, None),
                _ => {}
            }
        }
        quotes.meant(letter);
        if !was_open && quotes.is_open() {
            opened = start + at;
        }
    }
    (text.len(), quotes.is_open().then_some(opened))
}

/// A word's name, its operator, and where its values begin.
pub(super) fn name(word: &str) -> Option<(&str, Operator, usize)> {
    let at = word.find(|letter: char| !letter.is_ascii_alphabetic())?;
    let (name, rest) = word.split_at_checked(at)?;
    let after_colon = rest.strip_prefix(':').unwrap_or(rest);
    let (operator, values) = [
        (">=", Operator::AtLeast),
        ("<=", Operator::AtMost),
        (">", Operator::Above),
        ("<", Operator::Below),
        ("=", Operator::Is),
    ]
    .into_iter()
    .find_map(|(sign, operator)| Some((operator, after_colon.strip_prefix(sign)?)))
    .unwrap_or((Operator::Holds, after_colon));
    (at > 0 && values.len() < rest.len()).then(|| (name, operator, word.len() - values.len()))
}

/// One of the values between commas.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    /// Where it is.
    pub(super) range: Range<usize>,
    /// What it means.
    pub(super) meant: String,
}

/// The values between commas, as written from this place on; commas within quotes divide nothing.
pub(super) fn values(text: &str, start: usize) -> Vec<Value> {
    let mut quotes = Quotes::default();
    let mut values = Vec::new();
    let mut value = Value {
        range: start..start,
        meant: String::new(),
    };
    for (at, letter) in text.char_indices() {
        if letter == ',' && !quotes.is_open() {
            let next = start + at + 1;
            let next = Value {
                range: next..next,
                meant: String::new(),
            };
            values.push(mem::replace(&mut value, next));
        } else {
            value.meant.extend(quotes.meant(letter));
            value.range.end = start + at + letter.len_utf8();
        }
    }
    values.push(value);
    values
}

/// The text meant by a word, without its quotes.
pub(super) fn meant(text: &str) -> String {
    let mut quotes = Quotes::default();
    text.chars()
        .filter_map(|letter| quotes.meant(letter))
        .collect()
}

/// A value as it is to be typed: in quotes where it would mean something else without.
pub fn quoted(value: &str) -> String {
    let is_plain = !value.starts_with(['=', '<', '>', '-'])
        && !["or", "and", "not"]
            .iter()
            .any(|word| word.eq_ignore_ascii_case(value))
        && !value
            .chars()
            .any(|letter| letter.is_whitespace() || is_quote(letter) || ",():".contains(letter));
    if is_plain && !value.is_empty() {
        return value.to_owned();
    }
    let mut quoted = String::from('"');
    for letter in value.chars() {
        if letter == '"' {
            quoted.push('"');
        }
        quoted.push(letter);
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::{Operator, end, meant, name, quoted, values};

    #[test]
    fn words_end_at_blanks_outside_quotes() {
        for (text, expected) in [
            ("web mail", (3, None)),
            ("web\u{3000}mail", (3, None)),
            ("\"a b\" c", (5, None)),
            ("tag:\"a b\",c d", (11, None)),
            ("web) x", (3, None)),
            ("a(b) c", (4, None)),
            ("\")\" c", (3, None)),
            ("“a b” c", (9, None)),
            ("\"a “b\" c", (8, None)),
            ("a\"b c", (5, Some(1))),
            ("\"a\"\"b c", (7, Some(3))),
        ] {
            assert_eq!(end(text, 0), expected, "{text}");
        }
        assert_eq!(end("ä web", "ä ".len()), (6, None));
    }

    #[test]
    fn names_come_before_operators() {
        for (word, expected) in [
            ("mem>=4g", Some(("mem", Operator::AtLeast, 5))),
            ("mem>4g", Some(("mem", Operator::Above, 4))),
            ("mem<=4g", Some(("mem", Operator::AtMost, 5))),
            ("mem<4g", Some(("mem", Operator::Below, 4))),
            ("mem:<4g", Some(("mem", Operator::Below, 5))),
            ("name=web", Some(("name", Operator::Is, 5))),
            ("ip:2001:db8", Some(("ip", Operator::Holds, 3))),
            ("state:", Some(("state", Operator::Holds, 6))),
            ("web", None),
            ("web-1:x", None),
            ("\"a:b\"", None),
            (":x", None),
            ("", None),
        ] {
            assert_eq!(name(word), expected, "{word}");
        }
    }

    #[test]
    fn values_are_divided_by_commas_outside_quotes() {
        let read = values("off,\"a, b\",ä", 6);
        let read: Vec<_> = read
            .iter()
            .map(|value| (value.range.clone(), value.meant.as_str()))
            .collect();
        assert_eq!(read, [(6..9, "off"), (10..16, "a, b"), (17..19, "ä")]);
        assert_eq!(values("", 3).len(), 1);
    }

    #[test]
    fn what_is_quoted_means_itself() {
        for value in [
            "plain",
            "a b",
            "a,b",
            "\"",
            "\"\"",
            "a\"b",
            "a\"",
            "“x”",
            "",
            "(",
            "x)",
            "or",
            "NOT",
            ">=4",
            "-1",
            "a:b",
            "C:\\",
            "ä\u{a0}b",
        ] {
            let typed = quoted(value);
            assert_eq!(meant(&typed), value, "{typed}");
            assert_eq!(end(&typed, 0), (typed.len(), None), "{typed}");
            assert_eq!(values(&typed, 0).len(), 1, "{typed}");
        }
        assert_eq!(quoted("lon-1"), "lon-1");
        assert_eq!(quoted("Acme prod"), "\"Acme prod\"");
    }
}
