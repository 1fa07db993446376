//! Which known name somebody may have meant.

/// Longer names are nobody's slip.
const LONGEST: usize = 40;

/// A name of somebody's document, cut short for a sentence.
pub(super) fn quote(name: &str) -> String {
    let short: String = name.chars().take(LONGEST).collect();
    let more = if short.len() < name.len() { "…" } else { "" };
    ["“", &short, more, "”"].concat()
}

/// The one of these that is nearest to a name, if it is near at all. The case of letters counts
/// for nothing.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if name.chars().nth(LONGEST).is_some() {
        return None;
    }
    let name = name.to_lowercase();
    let slips = |one: &&str| distance(&name, &one.to_lowercase());
    let near = |one: &&str| slips(one) <= (one.chars().count() / 3).max(1);
    known.filter(near).min_by_key(slips)
}

/// How many letters have to be put in, taken out or replaced.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, left) in one.chars().enumerate() {
        // Of the row before: up and to the left of what is being found.
        let mut corner = index;
        let mut last = index + 1;
        let mut next = vec![last];
        for (right, above) in other.iter().zip(row.iter().skip(1)) {
            let replaced = corner + usize::from(left != *right);
            last = replaced.min(above + 1).min(last + 1);
            corner = *above;
            next.push(last);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{distance, nearest, quote};

    #[test]
    fn the_nearest_name_is_found_and_none_when_all_are_far() {
        let known = ["Zone", "DataCenter", "DiskTemplate", "Tags", "ISO"];
        for (name, meant) in [
            ("zone", Some("Zone")),
            ("Zones", Some("Zone")),
            ("DataCentre", Some("DataCenter")),
            ("datacenter", Some("DataCenter")),
            ("DiskTemplates", Some("DiskTemplate")),
            ("Tagz", Some("Tags")),
            ("IS", Some("ISO")),
            ("Elephant", None),
            ("", None),
        ] {
            assert_eq!(nearest(name, known.into_iter()), meant, "{name}");
        }
        assert_eq!(nearest(&"Zone".repeat(100_000), known.into_iter()), None);
    }

    #[test]
    fn distances_are_those_of_the_shortest_way() {
        for (one, other, slips) in [
            ("", "", 0),
            ("abc", "", 3),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("ab", "ba", 2),
            ("flaw", "lawn", 2),
        ] {
            assert_eq!(distance(one, other), slips, "{one} {other}");
        }
    }

    #[test]
    fn long_names_are_cut_short() {
        assert_eq!(quote("Zone"), "“Zone”");
        assert_eq!(quote(&"ä".repeat(50)), format!("“{}…”", "ä".repeat(40)));
    }
}
