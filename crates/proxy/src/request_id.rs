//! The name of one exchange: random, never derived from what was sent.

use std::fmt::Write as _;

/// 32 hexadecimal digits.
#[derive(Clone, Debug)]
pub(crate) struct RequestId(String);

impl RequestId {
    /// A new one from the system's randomness. Without randomness it says so instead of being
    /// guessable: all digits zero.
    pub(crate) fn new() -> Self {
        let mut bytes = [0_u8; 16];
        if rustls::crypto::aws_lc_rs::default_provider()
            .secure_random
            .fill(&mut bytes)
            .is_err()
        {
            bytes = [0; 16];
        }
        let mut text = String::with_capacity(32);
        for byte in bytes {
            let _ = write!(text, "{byte:02x}");
        }
        Self(text)
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::RequestId;

    #[test]
    fn no_two_are_alike() {
        let (one, other) = (RequestId::new(), RequestId::new());
        assert_eq!(one.as_str().len(), 32);
        assert_ne!(one.as_str(), other.as_str());
    }
}
