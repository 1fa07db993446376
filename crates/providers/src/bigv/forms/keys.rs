//! The form for pressing keys (BigV reference, "Signal").

use pilothouse_core::{Error, Field, Input};

use super::wrong;

/// The value of `combination` that means the keys below it.
const OWN: &str = "own";

/// Well-known combinations, written as BigV wants them. Its list of keys has `delete`, while the
/// example on its page says `del`; what is listed is sent.
const COMBINATIONS: [(&str, &str); 6] = [
    ("ctrl-alt-delete", "Ctrl + Alt + Delete"),
    ("ret", "Enter"),
    ("esc", "Escape"),
    ("ctrl-alt-f1", "Ctrl + Alt + F1"),
    ("ctrl-alt-f2", "Ctrl + Alt + F2"),
    (OWN, "Other keys"),
];

pub(super) fn fields() -> Vec<Field> {
    let key = vec![Field::lookup("key", "Key", "sendkeys", &[]).required()];
    vec![
        Field::one_of("combination", "Keys", &COMBINATIONS).required(),
        Field::rows("keys", "Other keys", 1, 32, key)
            .when("combination", &[OWN])
            .help("Sent together, in this order."),
    ]
}

/// Key names are joined by dashes, so none can have one.
pub(super) fn check(input: &Input) -> Result<(), Error> {
    for (at, key) in keys(input).enumerate() {
        let is_name = !key.contains('-') && !key.contains(char::is_whitespace);
        if !is_name {
            let field = ["keys[", &at.to_string(), "].key"].concat();
            return Err(wrong(&field, "One key's name, without dash or space."));
        }
    }
    Ok(())
}

fn keys(input: &Input) -> impl Iterator<Item = &str> {
    let is_own = input.text("combination") == Some(OWN);
    let rows = if is_own { input.rows("keys") } else { &[] };
    rows.iter().filter_map(|row| row.text("key"))
}

/// What was entered as BigV wants it: names joined by dashes.
pub(in crate::bigv) fn data(input: &Input) -> String {
    match input.text("combination") {
        Some(OWN) | None => keys(input).collect::<Vec<_>>().join("-"),
        Some(combination) => combination.to_owned(),
    }
}
