//! Passwords made here, and handed to the clipboard when asked.

use pilothouse_core::SecretString;

use crate::{
    api::{clipboard, random},
    vault::reveal,
};

/// What is not taken for something else when it is read off a screen, and what every provider
/// accepts: letters and digits. A power of two, so that each is as likely as any other.
const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyzACDEFHJKL";
const DIGITS: &[u8; 8] = b"23456789";
const USUAL: usize = 20;

/// A password of a length between these, in characters; usually 20. `None` where
/// the browser has no randomness to give.
pub fn generate(shortest: usize, longest: usize) -> Option<SecretString> {
    let length = USUAL.clamp(shortest.min(longest), longest);
    let mut drawn = [0; 64];
    random::fill(&mut drawn).then(|| SecretString::from(spell(&drawn, length)))
}

/// Each byte as a character; every third a digit, so that all kinds are there.
fn spell(drawn: &[u8], length: usize) -> String {
    let character = |(place, byte): (usize, &u8)| {
        let letter = ALPHABET.get(usize::from(byte % 32));
        let digit = DIGITS.get(usize::from(byte % 8));
        let spelled = if place % 3 == 2 { digit } else { letter };
        spelled.map_or('x', |byte| char::from(*byte))
    };
    drawn
        .iter()
        .enumerate()
        .take(length)
        .map(character)
        .collect()
}

/// What was entered into a field, for that field alone.
pub fn entered(secret: &SecretString) -> String {
    reveal::reveal(secret)
}

/// Puts text on the clipboard.
pub fn copy(text: &str) {
    clipboard::write(text);
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_byte_becomes_a_character_of_the_alphabet() {
        let all: Vec<u8> = (0..=255).collect();
        let spelled = super::spell(&all, 256);
        assert_eq!(spelled.len(), 256);
        assert!(spelled.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_eq!(super::spell(&[0, 33, 7, 22], 9), "ab9z");
    }
}
