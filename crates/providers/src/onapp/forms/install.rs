//! What an installation needs, first or anew (OnApp reference, "Create" and "Build / rebuild").

use pilothouse_core::{Choice, Field, form::Kind};

/// What [`sources`] starts with.
const TEMPLATE: &str = "template";
/// The other source.
pub(in crate::onapp) const ISO: &str = "iso";

/// Where the system comes from. Without an answer it is a template.
pub(super) fn sources() -> Vec<Field> {
    let sources = [(TEMPLATE, "Template"), (ISO, "ISO image")];
    vec![
        Field::one_of("source", "Install from", &sources),
        image().when("source", &[TEMPLATE, ""]),
        Field::lookup("iso", "ISO image", "isos", &[])
            .required()
            .help("The machine starts from it; you install the system through the console.")
            .when("source", &[ISO]),
    ]
}

fn image() -> Field {
    Field::lookup("image", "Template", "images", &[])
        .required()
        .help("The system to install. A template's exact label does instead of its number.")
}

pub(super) fn secrets() -> Vec<Field> {
    vec![
        Field::secret("password", "Root password", 6, 32)
            .help("Letters, digits, dashes and underscores; newer panels allow more. Left empty, the panel makes one."),
        encryption_key(),
    ]
}

fn encryption_key() -> Field {
    Field::secret("encryption_key", "Password encryption key", 1, 255).help(
        "The panel stores the root password encrypted with it. Nobody can read the password without; the panel does not keep the key.",
    )
}

/// Windows needs a licence; which kinds a template's group allows is among its tags.
pub(super) fn licence() -> Vec<Field> {
    let kinds = [
        ("mak", "Volume licence of the provider (MAK)"),
        ("kms", "The provider's licence server (KMS)"),
        ("own", "My own key"),
    ];
    let kinds = kinds.map(|(value, label)| Choice::new(value, label));
    vec![
        Field::new("licence", "Windows licence", Kind::OneOf(kinds.into()))
            .help("Ask the provider which it has for this template.")
            .when_tagged("image", "windows"),
        Field::secret("licence_key", "Licence key", 1, 255)
            .required()
            .when("licence", &["own"]),
        Field::number(
            "licence_server",
            "Licence server",
            1,
            u64::from(u32::MAX),
            "",
        )
        .required()
        .help("Its number in the panel; the provider knows it.")
        .when("licence", &["kms"]),
    ]
}

pub(super) fn start() -> Field {
    Field::flag("start", "Start when installed").starting("true")
}

pub(super) fn rebuild() -> Vec<Field> {
    let mut fields = vec![image(), start(), encryption_key()];
    fields.extend(licence());
    fields
}
