//! What a system is installed with.

use pilothouse_core::{Error, Field, Input};

use super::wrong;

/// The fields of an installation (BigV reference, "Reimage"); shown only while the field `when`
/// has its value, if there is such a condition.
pub(super) fn fields(when: Option<(&str, &str)>) -> Vec<Field> {
    let fields = [
        Field::lookup("image", "Operating system", "distributions", &[]).required(),
        Field::secret("password", "Root password", 1, 255)
            .help("For the system's administrator. May be left out only where a key is given, and only by clusters that know about keys."),
        Field::lines("ssh_keys", "SSH keys")
            .help("Public keys for the system's administrator, one a line. Early clusters ignore them."),
        Field::lines("user_data", "First boot script")
            .help("Run once when the system starts for the first time. Early clusters ignore it."),
    ];
    let shown = |field: Field| match when {
        Some((key, value)) => field.when(key, &[value]),
        None => field,
    };
    fields.into_iter().map(shown).collect()
}

/// Nobody could log in to a system with neither.
pub(super) fn check(input: &Input) -> Result<(), Error> {
    if input.secret("password").is_none() && input.text("ssh_keys").is_none() {
        let words = "Enter a root password or an SSH key; without either nobody could log in.";
        return Err(wrong("password", words));
    }
    Ok(())
}
