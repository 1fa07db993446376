//! Making a provider's text fit for a message.

use pilothouse_core::wire::excerpt;

/// Somebody else's text as part of a sentence: one line, no control characters, not too long.
pub(crate) fn one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    excerpt(&words.join(" "), 300)
}

#[cfg(test)]
mod tests {
    #[test]
    fn makes_one_line_of_any_text() {
        assert_eq!(super::one_line(" a\r\n\tb\u{0}c \u{1b}[1m"), "a b c [1m");
        assert_eq!(super::one_line(&"x".repeat(400)).chars().count(), 301);
    }
}
