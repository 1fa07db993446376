//! How long ago something was, in few words.

/// "just now", "12 s ago", "4 min ago", "3 h ago", "41 d ago".
pub fn ago(seconds: i64) -> String {
    match seconds {
        ..5 => "just now".into(),
        5..60 => format!("{seconds} s ago"),
        60..3600 => format!("{} min ago", seconds / 60),
        3600..172_800 => format!("{} h ago", seconds / 3600),
        _ => format!("{} d ago", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn says_how_long_ago() {
        for (seconds, words) in [
            (-3, "just now"),
            (0, "just now"),
            (5, "5 s ago"),
            (59, "59 s ago"),
            (60, "1 min ago"),
            (3599, "59 min ago"),
            (3600, "1 h ago"),
            (90_000, "25 h ago"),
            (172_800, "2 d ago"),
        ] {
            assert_eq!(super::ago(seconds), words);
        }
    }
}
