//! The SSH keys stored in the account.

use pilothouse_core::{Choice, Error, ErrorKind, Response};
use serde_json::Value;

use crate::{
    e24cloud::{error, wire},
    node::Node,
};

/// `GET /v2/account` (e24cloud reference, "Account"), read for `sshkeys` and nothing else.
///
/// That answer carries every secret key of the account. It is taken apart here and let go of: no
/// word of it goes into an error, not even its explanation of a failure.
pub(super) fn read(response: &Response) -> Result<Vec<Choice>, Error> {
    let body = wire::succeeded(response).map_err(|error| without_words(error, response))?;
    let account = Node::from(&body).get("account").object();
    if !account.is_object() {
        return Err(wire::bad_answer("has no account"));
    }
    // After an upload it is one key rather than a list; both are read.
    let keys = account.get("sshkeys").rows().iter();
    Ok(keys.filter_map(|key| choice(Node::from(key))).collect())
}

fn without_words(error: Error, response: &Response) -> Error {
    // What cannot be read is described by its shape and place only.
    if response.status().is_success() && error.kind == ErrorKind::BadAnswer {
        return error;
    }
    error::wordless_failure(response)
}

fn choice(key: Node<'_>) -> Option<Choice> {
    let id = key.get("id");
    let value = match id.str() {
        Some(text) => as_text(text),
        None => id.number()?.to_string(),
    };
    let fingerprint = key.get("fingerprint").text().unwrap_or_default();
    let name = key.get("name").text();
    let label = name.unwrap_or_else(|| ["Key ", &value].concat());
    (!value.is_empty()).then(|| Choice::new(value, label).with_detail(fingerprint))
}

/// The id to send for a choice, of the type the account's own record has: a number there, text on
/// the page on creating, and nobody knows whether e24cloud takes either for the other.
///
/// Digits are a number; text that could be taken for one stands in quotes.
pub(in crate::e24cloud) fn id(choice: &str) -> Value {
    match serde_json::from_str(choice) {
        Ok(id @ (Value::Number(_) | Value::String(_))) => id,
        _ => Value::from(choice),
    }
}

/// The choice for an id that is text.
fn as_text(text: &str) -> String {
    let value = Value::from(text);
    if text.is_empty() || id(text) == value {
        return text.to_owned();
    }
    value.to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{choice, id};
    use crate::node::Node;

    #[test]
    fn an_id_is_sent_as_the_type_it_came_as() {
        for (told, value) in [
            (json!(17), "17"),
            (json!("17"), "\"17\""),
            (json!("key-17"), "key-17"),
            (json!("1e5"), "\"1e5\""),
            (json!("true"), "true"),
            (json!("\"odd\""), "\"\\\"odd\\\"\""),
            (json!("żółw"), "żółw"),
        ] {
            let choice = choice(Node::from(&json!({ "id": told }))).unwrap();
            assert_eq!(choice.value, value);
            assert_eq!(id(&choice.value), told, "{value}");
        }
        for odd in [
            json!(null),
            json!(""),
            json!([]),
            json!({}),
            json!(true),
            json!(-1),
        ] {
            let key: Value = json!({ "id": odd });
            assert_eq!(choice(Node::from(&key)), None, "{odd}");
        }
    }
}
