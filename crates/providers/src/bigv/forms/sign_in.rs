//! The form for getting a session token (BigV reference, "Session tokens").

use pilothouse_core::{Field, Form};

/// What the session service wants to know. Nothing of it is stored with an account.
pub(in crate::bigv) fn sign_in() -> Form {
    Form::new(vec![
        Field::text("username", "User name").required(),
        Field::secret("password", "Password", 1, 1024).required(),
        Field::secret("yubikey_otp", "Yubikey code", 1, 128)
            .help("Only if your login asks for a Yubikey: touch it here."),
        Field::secret("code", "Two-factor code", 1, 16)
            .help("Only if your login asks for one: the number your authenticator shows now."),
        Field::number("minutes", "Good for", 1, 10_080, "minutes")
            .starting("30")
            .help("The session service may allow less."),
        Field::text("auth_endpoint", "Session service")
            .help("Its address, if it is not the usual one: https://auth.bytemark.co.uk for clusters of bigv.io, else the account's own endpoint."),
    ])
}
