//! A text field counts UTF-16 units, the query bytes.

/// The byte a text field's caret stands at; within a letter, the letter's beginning.
pub fn from_utf16(text: &str, units: usize) -> usize {
    let mut seen = 0;
    for (at, letter) in text.char_indices() {
        seen += letter.len_utf16();
        if seen > units {
            return at;
        }
    }
    text.len()
}

/// Where a text field's caret has to stand to be at this byte.
pub fn to_utf16(text: &str, byte: usize) -> usize {
    text.char_indices()
        .take_while(|(at, _)| *at < byte)
        .map(|(_, letter)| letter.len_utf16())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::{from_utf16, to_utf16};

    #[test]
    fn every_border_of_letters_has_its_place() {
        let text = "aä€𝄞b";
        for (byte, units) in [(0, 0), (1, 1), (3, 2), (6, 3), (10, 5), (11, 6)] {
            assert_eq!(to_utf16(text, byte), units);
            assert_eq!(from_utf16(text, units), byte);
        }
        assert_eq!(from_utf16(text, 4), 6, "within the clef");
        assert_eq!(from_utf16(text, 99), text.len());
    }
}
