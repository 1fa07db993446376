//! Credentials have no place in an address: addresses end up in logs and histories on the way.

use crate::target::escape;

/// Parameter names that are credentials, without `-`, `_` and capitals.
const NAMES: [&str; 19] = [
    "accesskeyid",
    "auth",
    "authentication",
    "authorization",
    "bearer",
    "credential",
    "credentials",
    "hmac",
    "jwt",
    "key",
    "otp",
    "pass",
    "passphrase",
    "pwd",
    "session",
    "sessionid",
    "sig",
    "signature",
    "userinfo",
];

/// Endings that make any name one: `root_password`, `x-api-key`, `clientSecret`.
const ENDINGS: [&str; 9] = [
    "accesskey",
    "apikey",
    "encryptionkey",
    "passwd",
    "password",
    "privatekey",
    "secret",
    "secretkey",
    "token",
];

/// Whether a parameter of this query (with or without its question mark) is named like a
/// credential, at any depth: `a[password]=…`, `a.token=…`, and encoded forms of them.
pub(crate) fn names_a_credential(query: &str) -> bool {
    let query = query.strip_prefix('?').unwrap_or(query);
    query.split('&').any(|pair| {
        let name = decode(pair.split('=').next().unwrap_or_default());
        name.split(['[', ']', '.', ' '])
            .map(plain)
            .any(|part| is_credential(&part))
    })
}

fn is_credential(name: &str) -> bool {
    NAMES.contains(&name) || ENDINGS.iter().any(|ending| name.ends_with(ending))
}

fn plain(part: &str) -> String {
    part.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}

/// Decoded for looking at only: never sent.
fn decode(name: &str) -> String {
    let mut text = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'%' => {
                let Some((value, after)) = escape(after) else {
                    break;
                };
                rest = after;
                text.push(value);
            }
            b'+' => text.push(b' '),
            byte => text.push(*byte),
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::names_a_credential;

    #[test]
    fn finds_credentials_by_name() {
        for query in [
            "?token=x",
            "?a=1&access_token=x",
            "?api_key=x",
            "?API-KEY=x",
            "?apikey",
            "?key=x",
            "?password=",
            "?user[password]=x",
            "?user%5Bpassword%5D=x",
            "?%74oken=x",
            "?secret=x",
            "?client_secret=x",
            "?auth=x",
            "?auth_token=x",
            "?X-Auth-Token=x",
            "?authorization=x",
            "?initial_root_password_encryption_key=x",
            "?a.token=x",
            "?to%6ben=x",
            "?+token=x",
            "?Signature=x",
            "?pass=x",
            "?jwt=x",
        ] {
            assert!(names_a_credential(query), "{query}");
        }
        for query in [
            "",
            "?",
            "?page=1&per_page=100",
            "?purge=true&include_deleted=true&view=overview",
            "?virtual_machine[id]=vm_1",
            "?ssh_key[id]=1",
            "?q=token",
            "?mode=recovery",
            "?author=x",
            "?keyboard=x",
            "?tokens_left=1",
        ] {
            assert!(!names_a_credential(query), "{query}");
        }
    }
}
