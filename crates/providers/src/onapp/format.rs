//! The data format: suffix, media type, writer and readers of one, in a table.
//!
//! Panels speak JSON and XML alike (OnApp reference, "Formats"). Suffix and headers must agree, or
//! the panel answers with its own web pages. Clients reach a format only through its table, so
//! that the fleet's, which knows JSON alone, does not carry the reader of XML along.

use pilothouse_core::{Access, Error, ErrorKind, Preference, Response, wire::json};
use serde_json::Value;

use super::reasons::{Reason, reasons};

/// One way to write and read data.
pub(super) struct Format {
    /// Goes after every path.
    pub(super) suffix: &'static str,
    /// Goes into `Accept` and `Content-Type`.
    pub(super) media: &'static str,
    /// The body of a request.
    pub(super) write: fn(&Value) -> Vec<u8>,
    /// The body of a success, as the tree its JSON form has. A parser's complaint names a place,
    /// it never quotes what stands there.
    pub(super) read: fn(&Response) -> Result<Value, Error>,
    /// What the body of a failure says.
    pub(super) reasons: fn(&Response) -> Vec<Reason>,
}

/// Finds the format an account is spoken to in.
pub(super) type FormatOf = fn(&Access) -> Result<&'static Format, Error>;

/// Key in [`Access::preferences`].
const KEY: &str = "format";

/// The choice of formats, for [`Facts::preferences`](pilothouse_core::Facts::preferences).
pub(super) const PREFERENCE: Preference = Preference {
    key: KEY,
    label: "Data format",
    help: "What requests and answers are written in. Choose XML only if something between here and the panel lets nothing else through.",
    values: &[("json", "JSON"), ("xml", "XML")],
};

/// JSON.
pub(super) static JSON: Format = Format {
    suffix: ".json",
    media: "application/json",
    write: |body| body.to_string().into_bytes(),
    read: json,
    reasons,
};

/// Whether the account prefers XML. A value nobody knows is as good as none.
pub(super) fn prefers_xml(access: &Access) -> bool {
    access.preferences.get(KEY).is_some_and(|is| is == "xml")
}

/// JSON for whoever does not ask for XML.
///
/// # Errors
/// [`ErrorKind::Setup`] for whoever does.
pub(super) fn json_only(access: &Access) -> Result<&'static Format, Error> {
    if prefers_xml(access) {
        let words = "This account is set to speak XML with OnApp, and this page can read only JSON. Choose JSON in the account's settings.";
        return Err(Error::new(ErrorKind::Setup, words));
    }
    Ok(&JSON)
}
