//! BigV's complaints in the words of our forms (BigV reference, "Errors").

use pilothouse_core::{Error, ErrorKind, Verb};

use super::forms::form;

/// (attribute as BigV names it, key of the form)
const KEYS: [(&str, &str); 19] = [
    ("name", "name"),
    ("cores", "cpus"),
    ("memory", "memory"),
    ("hardware_profile", "hardware_profile"),
    ("hardware_profile_locked", "hardware_profile_locked"),
    ("zone_name", "place"),
    ("keymap", "keymap"),
    ("cdrom_url", "cdrom_url"),
    ("autoreboot_on", "autoreboot"),
    ("power_on", "start"),
    ("group_id", "group"),
    ("group", "group"),
    ("account", "account"),
    ("distribution", "image"),
    ("root_password", "password"),
    ("ssh_public_key", "ssh_keys"),
    ("firstboot_script", "user_data"),
    ("data", "combination"),
    ("discs", "discs"),
];

/// Renames the attributes of a complaint to keys of the form; one the form does not have stays in
/// the message alone. Whether a transaction's complaints are nested by its elements is not
/// documented, so both forms are understood.
///
/// The words for a wrong power state are not documented either; whatever is refused and speaks of
/// power is about the state.
pub(super) fn to_form(mut error: Error, verb: Verb) -> Error {
    let form = form(verb, None);
    let told = std::mem::take(&mut error.fields);
    for (attribute, words) in told {
        if let Some(key) = key(&attribute) {
            let (field, _) = key.split_once('[').unwrap_or((&key, ""));
            if form.field(field).is_some() {
                error.fields.push((key, words));
            }
        }
    }
    let is_refused = matches!(error.kind, ErrorKind::Invalid | ErrorKind::Forbidden);
    if is_refused && error.fields.is_empty() && error.message.to_ascii_lowercase().contains("power")
    {
        error.kind = ErrorKind::Conflict;
    }
    error
}

fn key(attribute: &str) -> Option<String> {
    let attribute = (attribute.strip_prefix("virtual_machine."))
        .or_else(|| attribute.strip_prefix("reimage."))
        .unwrap_or(attribute);
    // `discs[1].storage_grade` is called so in the form too.
    if attribute.starts_with("discs[") {
        return Some(attribute.to_owned());
    }
    let (_, key) = KEYS.iter().find(|(theirs, _)| *theirs == attribute)?;
    Some((*key).to_owned())
}

/// A server error after a CD's address was sent may mean just that address, and BigV does not say
/// so ("Errors": an unusable `cdrom_url` is answered with 500).
pub(super) fn blaming_the_cd(mut error: Error) -> Error {
    if error.kind == ErrorKind::Unavailable {
        let words = "BigV answers like this too when it cannot use the address of a CD.";
        let end = if error.message.ends_with('.') {
            " "
        } else {
            ". "
        };
        error.message = [&error.message, end, words].concat();
        error = error.with_field("cdrom_url", words);
    }
    error
}

#[cfg(test)]
mod tests {
    use pilothouse_core::{ErrorKind, Outcome, Verb};

    use super::{blaming_the_cd, to_form};
    use crate::bigv::error::failure;

    #[test]
    fn complaints_name_fields_of_the_form() {
        for (status, body, kind, fields) in [
            (
                400,
                r#"{"cores":["is not a number"],"name":"can't be blank"}"#,
                ErrorKind::Invalid,
                vec![("cpus", "is not a number"), ("name", "can't be blank")],
            ),
            (
                400,
                r#"{"discs":[{},{"storage_grade":["is not included in the list"]}]}"#,
                ErrorKind::Invalid,
                vec![("discs[1].storage_grade", "is not included in the list")],
            ),
            (
                400,
                r#"{"discs":["is invalid"]}"#,
                ErrorKind::Invalid,
                vec![("discs", "is invalid")],
            ),
            (
                400,
                r#"{"reimage":{"distribution":["is not included in the list"]}}"#,
                ErrorKind::Invalid,
                vec![("image", "is not included in the list")],
            ),
            (
                400,
                r#"{"root_password":"Missing root_password parameter","ssh_public_key":["is invalid"]}"#,
                ErrorKind::Invalid,
                vec![
                    ("password", "Missing root_password parameter"),
                    ("ssh_keys", "is invalid"),
                ],
            ),
            (
                400,
                r#"{"virtual_machine":{"zone_name":"is invalid"},"surprise":["x"]}"#,
                ErrorKind::Invalid,
                vec![("place", "is invalid")],
            ),
            (
                400,
                r#"{"data":["is invalid"]}"#,
                ErrorKind::Invalid,
                vec![],
            ),
            (400, "VM must be powered off", ErrorKind::Conflict, vec![]),
            (403, "not while power is on", ErrorKind::Conflict, vec![]),
            (403, "", ErrorKind::Forbidden, vec![]),
            (400, "group is not empty", ErrorKind::Invalid, vec![]),
            (404, "", ErrorKind::NotFound, vec![]),
        ] {
            let response = http::Response::builder()
                .status(status)
                .body(body.as_bytes().to_vec())
                .unwrap();
            let error = to_form(failure(&response), Verb::Create);
            let found: Vec<_> = (error.fields.iter())
                .map(|(key, words)| (key.as_str(), words.as_str()))
                .collect();
            assert_eq!((error.kind, found), (kind, fields), "{body}");
        }
    }

    #[test]
    fn a_server_error_may_be_the_cds_fault() {
        for (status, body, end) in [
            (500, "", Some("later. BigV answers")),
            (503, "Sorry", Some("It says: Sorry. BigV answers")),
            (400, "", None),
        ] {
            let response = http::Response::builder()
                .status(status)
                .body(body.as_bytes().to_vec())
                .unwrap();
            let error = blaming_the_cd(failure(&response));
            let blamed = end.is_some();
            assert!(error.message.contains(end.unwrap_or("400")), "{error}");
            assert_eq!(
                error.fields.iter().any(|(key, _)| key == "cdrom_url"),
                blamed
            );
            assert_eq!(error.outcome == Outcome::Unknown, blamed);
        }
    }
}
