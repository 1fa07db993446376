//! Identifiers in the provider's form: a prefix, an underscore and sixteen mixed-case
//! alphanumerics (reference, Identifiers). They are the same in every world made alike.

use std::collections::HashMap;

use crate::names::spread;

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Counts the identifiers handed out, one counter a prefix.
#[derive(Default)]
pub(super) struct Serial {
    counters: HashMap<&'static str, u32>,
}

impl Serial {
    /// The next identifier with this prefix.
    pub(super) fn next(&mut self, prefix: &'static str) -> String {
        let counter = self.counters.entry(prefix).or_default();
        *counter += 1;
        nth(prefix, *counter)
    }

    /// How many have been handed out.
    pub(super) fn count(&self, prefix: &'static str) -> u32 {
        self.counters.get(prefix).copied().unwrap_or_default()
    }
}

/// Identifier number `n` with this prefix. No two numbers share one: the first characters hold
/// all of [`spread`], which maps no two numbers to one.
pub(super) fn nth(prefix: &str, n: u32) -> String {
    let salt = prefix
        .bytes()
        .fold(7_u32, |sum, byte| sum.wrapping_mul(31) ^ u32::from(byte));
    let mut id = format!("{prefix}_");
    for (part, length) in [(0_u32, 6), (1, 5), (2, 5)] {
        let mut rest = spread(n ^ salt.rotate_left(part * 11)) ^ part;
        for _ in 0..length {
            let letter = ALPHABET.get((rest % 62) as usize).copied().unwrap_or(b'0');
            id.push(char::from(letter));
            rest /= 62;
        }
    }
    id
}

/// A number as a UUID: what `X-Request-Id` looks like.
pub(super) fn uuid(n: u64) -> String {
    let high = spread(n as u32);
    let low = spread(n as u32 ^ 0x00c0_ffee);
    format!(
        "{high:08x}-{:04x}-4{:03x}-8{:03x}-{n:012x}",
        low >> 16,
        low & 0xfff,
        (low >> 4) & 0xfff
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Serial, nth, uuid};

    #[test]
    fn identifiers_have_the_published_form_and_never_repeat() {
        let mut serial = Serial::default();
        let ids: BTreeSet<String> = (0..20_000).map(|_| serial.next("vm")).collect();
        assert_eq!(ids.len(), 20_000);
        for id in &ids {
            let (prefix, rest) = id.split_once('_').unwrap();
            assert_eq!(prefix, "vm");
            assert_eq!(rest.len(), 16);
            assert!(rest.bytes().all(|b| b.is_ascii_alphanumeric()));
        }
        assert_eq!(nth("task", 3), nth("task", 3));
        assert_ne!(nth("task", 3)[5..], nth("vm", 3)[3..]);
    }

    #[test]
    fn request_ids_are_uuids() {
        let id = uuid(1);
        let lengths: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_ne!(id, uuid(2));
    }
}
