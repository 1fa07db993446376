//! How well a text fits what was typed: its letters have to be there in that order, and count more
//! at the beginnings of words and side by side.

/// Points, more for a better fit; `None` when it does not fit. What is typed is in lower case.
pub(super) fn points(typed: &str, text: &str) -> Option<u32> {
    let text = text.to_lowercase();
    let mut wanted = typed.chars().filter(|letter| !letter.is_whitespace());
    let Some(mut next) = wanted.next() else {
        return Some(0);
    };
    let whole = match text.find(typed.trim()) {
        Some(0) => 200,
        Some(_) => 100,
        None => 0,
    };
    let (mut points, mut was_hit, mut is_start) = (0, false, true);
    for letter in text.chars() {
        let is_hit = letter == next;
        if is_hit {
            points += if is_start { 8 } else { 1 } + if was_hit { 4 } else { 0 };
            match wanted.next() {
                Some(one) => next = one,
                None => return Some((whole + points) * 100 / (100 + text.len() as u32)),
            }
        }
        was_hit = is_hit;
        is_start = !letter.is_alphanumeric();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::points;

    #[test]
    fn fits_letters_in_order() {
        for (typed, text, fits) in [
            ("", "Anything", true),
            ("wl1", "web-lon-01", true),
            ("1lw", "web-lon-01", false),
            ("web lon", "web-lon-01", true),
            ("żó", "Żółw", true),
            ("webx", "web", false),
        ] {
            assert_eq!(points(typed, text).is_some(), fits, "{typed} {text}");
        }
    }

    #[test]
    fn better_fits_come_first() {
        for (typed, better, worse) in [
            ("set", "Settings", "Reset everything"),
            ("web", "web-01", "cobweb-01"),
            ("wl", "web-lon", "owl"),
            ("db", "db-1", "d-backup-server-1"),
        ] {
            assert!(
                points(typed, better) > points(typed, worse),
                "{typed}: {better}"
            );
        }
    }
}
