//! How hard a password is to guess, in words.

/// A word on it; nothing for nothing. Roughly: what its length and its kinds of characters are
/// worth in bits, where characters that come again count half.
pub fn words(password: &str) -> &'static str {
    let mut seen: Vec<char> = Vec::new();
    let (mut length, mut again) = (0, 0);
    for character in password.chars() {
        if seen.contains(&character) {
            again += 1;
        } else {
            seen.push(character);
            length += 1;
        }
    }
    let has = |is: fn(&char) -> bool| seen.iter().any(is);
    let kinds = [
        (has(char::is_ascii_digit), 10),
        (has(char::is_ascii_lowercase), 26),
        (has(char::is_ascii_uppercase), 26),
        (has(|one| !one.is_ascii_alphanumeric()), 30),
    ];
    let alphabet: u32 = kinds
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, count)| count)
        .sum();
    let bits = (length * 2 + again) * (32 - alphabet.leading_zeros()) / 2;
    match bits {
        0 => "",
        1..45 => "Weak: easily guessed.",
        45..90 => "Fair: hard to guess.",
        _ => "Strong: not guessed in any useful time.",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn longer_and_more_mixed_is_stronger() {
        for (password, word) in [
            ("", ""),
            ("hunter2", "Weak"),
            ("aaaaaaaaaaaa", "Weak"),
            ("12345678", "Weak"),
            ("correcthorse", "Fair"),
            ("Tr0ub4dor&3", "Fair"),
            ("correct horse battery staple", "Strong"),
            ("hT4kQ9wZr2LmX7cNpV3d", "Strong"),
        ] {
            let words = super::words(password);
            assert!(
                words.starts_with(word) && words.is_empty() == word.is_empty(),
                "{password}: {words}"
            );
        }
    }
}
