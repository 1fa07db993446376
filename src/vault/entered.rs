//! Secrets while they are entered into a form.

use pilothouse_core::{ExposeSecret, SecretString};

/// What was entered, for the one field that shows it and for the clipboard.
pub fn read(secret: &SecretString) -> String {
    secret.expose_secret().to_owned()
}
