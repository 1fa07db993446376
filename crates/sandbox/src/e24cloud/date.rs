//! When a request says it was written.
//!
//! Source: e24cloud reference, Freshness: besides Greenwich time clients send the abbreviation of
//! the zone they are in, and the published sample has a comma too many.

use jiff::{Timestamp, fmt::rfc2822::DateTimeParser};

/// Abbreviations that mean something else than the parser of mail dates makes of them.
const ZONES: [(&str, &str); 8] = [
    ("BST", "+0100"),
    ("CET", "+0100"),
    ("CEST", "+0200"),
    ("EET", "+0200"),
    ("EEST", "+0300"),
    ("IST", "+0100"),
    ("MSK", "+0300"),
    ("WEST", "+0100"),
];

/// Reads an `X-Date`.
pub(super) fn written_at(text: &str) -> Option<Timestamp> {
    let (day, rest) = text.split_once(',')?;
    let rest = rest.replace(',', " ");
    let mut words: Vec<&str> = rest.split_whitespace().collect();
    let zone = words.pop()?;
    let zone = ZONES
        .iter()
        .find(|(name, _)| *name == zone)
        .map_or(zone, |(_, offset)| offset);
    let tidy = format!("{day}, {} {zone}", words.join(" "));
    DateTimeParser::new().parse_timestamp(&tidy).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_the_clients_write_them() {
        let at = Some("2026-06-02T10:15:30Z".parse().unwrap());
        for (text, read) in [
            ("Tue, 02 Jun 2026 10:15:30 GMT", at),
            ("Tue, 02 Jun 2026 10:15:30 UTC", at),
            ("Tue, 2 Jun 2026 10:15:30 +0000", at),
            ("Tue, 02 Jun 2026 12:15:30 CEST", at),
            ("Tue, 02 Jun 2026 11:15:30 CET", at),
            ("Tue, 02 Jun 2026 05:15:30 EST", at),
            ("Tue, 02 Jun, 2026 10:15:30 GMT", at),
            ("Tue, 02 Jun 2026, 10:15:30 GMT", at),
            ("2026-06-02T10:15:30Z", None),
            ("Tue, 02 Jun 2026", None),
            ("yesterday", None),
            ("", None),
        ] {
            assert_eq!(written_at(text), read, "{text}");
        }
    }
}
