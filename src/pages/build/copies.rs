//! Names of several copies, from a pattern.

/// Most copies asked for at once.
pub(super) const MOST: u32 = 20;

/// What is wrong with a pattern that has no number in it.
pub(super) const NO_NUMBER: &str = "Put {n} where the number goes, or {nn} for two digits.";

/// The pattern that is suggested for a name.
pub(super) fn suggested(name: &str) -> String {
    match name.trim() {
        "" => "machine-{n}".to_owned(),
        name => [name, "-{n}"].concat(),
    }
}

/// The names of so many copies.
///
/// # Errors
/// What is wrong with the pattern.
pub(super) fn names(pattern: &str, count: u32) -> Result<Vec<String>, String> {
    let (before, digits, after) = split(pattern.trim()).ok_or(NO_NUMBER)?;
    let name = |number: u32| format!("{before}{number:0digits$}{after}");
    Ok((1..=count).map(name).collect())
}

/// What is before the number, how many digits it has at least, and what is after it.
fn split(pattern: &str) -> Option<(&str, usize, &str)> {
    let mut from = 0;
    while let Some(at) = pattern.get(from..)?.find("{n") {
        let at = from + at;
        let rest = pattern.get(at + 1..)?;
        let digits = rest.bytes().take_while(|byte| *byte == b'n').count();
        if let Some(after) = rest.get(digits..).and_then(|rest| rest.strip_prefix('}')) {
            return Some((pattern.get(..at)?, digits, after));
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{NO_NUMBER, names, suggested};

    #[test]
    fn a_pattern_names_every_copy() {
        for (pattern, count, expected) in [
            ("web-{n}", 3, vec!["web-1", "web-2", "web-3"]),
            ("{nn}.web", 2, vec!["01.web", "02.web"]),
            (" żółw{n}x ", 1, vec!["żółw1x"]),
            ("a{nope{n}", 1, vec!["a{nope1"]),
            ("a{n}{n}", 1, vec!["a1{n}"]),
        ] {
            assert_eq!(names(pattern, count).unwrap(), expected, "{pattern}");
        }
        for pattern in ["", "web", "web-{m}", "web-{n", "{nx}"] {
            assert_eq!(names(pattern, 2), Err(NO_NUMBER.to_owned()), "{pattern}");
        }
        assert_eq!(names("w{nn}", 12).unwrap()[11], "w12");
    }

    #[test]
    fn a_pattern_is_suggested_for_a_name() {
        assert_eq!(suggested("web"), "web-{n}");
        assert_eq!(suggested(" "), "machine-{n}");
    }
}
