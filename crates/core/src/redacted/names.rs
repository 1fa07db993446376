//! Which names sound like a secret's.

/// Parts of a name, run together, that make it one wherever they stand.
const ANYWHERE: [&str; 17] = [
    "password",
    "passwd",
    "passphrase",
    "passcode",
    "pwd",
    "secret",
    "token",
    "credential",
    "apikey",
    "accesskey",
    "privatekey",
    "userdata",
    "cloudinit",
    "cloudconfig",
    "customdata",
    "authorization",
    "remotekey",
];

/// Words that make a name one when they stand for themselves.
const WORDS: [&str; 12] = [
    "pass",
    "key",
    "keys",
    "auth",
    "pin",
    "otp",
    "totp",
    "jwt",
    "cookie",
    "session",
    "signature",
    "salt",
];

/// Whether a value called this is left out.
pub(super) fn is_secret(name: &str) -> bool {
    let words = words(name);
    let together = words.concat();
    ANYWHERE.iter().any(|part| together.contains(part))
        || words.iter().any(|word| WORDS.contains(&word.as_str()))
}

/// Whether a member called this says what the member beside it is.
pub(super) fn is_a_label(name: &str) -> bool {
    let name = words(name).concat();
    [
        "name",
        "key",
        "label",
        "field",
        "id",
        "type",
        "title",
        "attribute",
        "property",
        "option",
    ]
    .contains(&name.as_str())
}

/// Whether a member called this holds what another member names.
pub(super) fn is_a_value(name: &str) -> bool {
    let name = words(name).concat();
    [
        "value", "values", "content", "contents", "data", "text", "default", "body",
    ]
    .contains(&name.as_str())
}

/// The words of a name in lower case, however it joins them: `rootPassword`, `root-password`,
/// `ROOT_PASSWORD`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_lower = false;
    for letter in name.chars() {
        let begins = letter.is_uppercase() && after_lower;
        if begins || !letter.is_alphanumeric() {
            words.push(String::new());
        }
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
        after_lower = letter.is_lowercase() || letter.is_numeric();
    }
    words.retain(|word| !word.is_empty());
    words
}
