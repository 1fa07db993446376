//! The few secrets a person asks to see: the password of a screen, the address of a console.

use pilothouse_core::{ExposeSecret, SecretString};

/// The secret as text, for the moment it is shown, copied or opened. It is kept nowhere.
pub fn reveal(secret: &SecretString) -> String {
    secret.expose_secret().to_owned()
}
