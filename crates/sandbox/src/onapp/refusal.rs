//! Why the panel refuses a call, and how each reason looks on the wire; source: `OnApp`
//! reference, sections 4 and 4.1.

use http::StatusCode;
use serde_json::{Map, Value, json};

/// A refusal.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Refusal {
    /// 401: credentials missing or wrong.
    Unauthorised,
    /// 403.
    Forbidden,
    /// 404: no such object, or no such path.
    NotFound,
    /// 406: neither suffix nor `Accept` names a format, or they contradict each other.
    NotAcceptable,
    /// 400: the body cannot be read.
    Unreadable,
    /// 422: the object as a whole is not fit for this; one sentence under `base`.
    Unfit(String),
    /// 422: field by field.
    Invalid(Vec<(&'static str, String)>),
    /// 422: sentences without fields.
    Sentence(String),
    /// 422: one sentence under the singular key some calls use.
    Single(String),
    /// 500: what a panel does when it has a fault; a page, not data.
    Broken,
}

impl Refusal {
    /// One sentence about the object as a whole.
    pub(super) fn unfit(text: &str) -> Self {
        Self::Unfit(text.to_owned())
    }

    /// One field is not as it should be.
    pub(super) fn field(name: &'static str, text: &str) -> Self {
        Self::Invalid(vec![(name, text.to_owned())])
    }

    /// The status that goes with it.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::Unauthorised => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotAcceptable => StatusCode::NOT_ACCEPTABLE,
            Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::Unfit(_) | Self::Invalid(_) | Self::Sentence(_) | Self::Single(_) => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The web server answers, not the application: the body is a page.
    pub(super) fn is_page(&self) -> bool {
        matches!(self, Self::Broken | Self::Unreadable | Self::NotAcceptable)
    }

    /// The JSON body.
    pub(super) fn tree(&self) -> Value {
        match self {
            Self::Unfit(text) => json!({"errors": {"base": [text]}}),
            Self::Invalid(fields) => {
                let mut map: Map<String, Value> = Map::new();
                for (name, text) in fields {
                    match map.entry(*name).or_insert_with(|| json!([])) {
                        Value::Array(texts) => texts.push(json!(text)),
                        other => *other = json!([text]),
                    }
                }
                json!({"errors": map})
            }
            // The single-cause refusals of newer panels come under the older, singular key.
            Self::Unauthorised => json!({"error": "HTTP Basic: Access denied."}),
            Self::Single(text) => json!({"error": text}),
            _ => json!({"errors": self.sentences()}),
        }
    }

    /// The same in sentences, as XML and older panels have it.
    pub(super) fn sentences(&self) -> Vec<String> {
        let one = |text: &str| vec![text.to_owned()];
        match self {
            Self::Unauthorised => one("HTTP Basic: Access denied."),
            Self::Forbidden => one("You do not have permissions for this action"),
            Self::NotFound => one("Resource not found"),
            Self::NotAcceptable => one("Not Acceptable"),
            Self::Unreadable => one("Bad Request"),
            Self::Broken => one("We're sorry, but something went wrong (500)"),
            Self::Unfit(text) | Self::Sentence(text) | Self::Single(text) => one(text),
            Self::Invalid(fields) => fields.iter().map(full_sentence).collect(),
        }
    }
}

/// `("primary_disk_size", "is not a number")` is "Primary disk size is not a number".
fn full_sentence((name, text): &(&'static str, String)) -> String {
    if *name == "base" {
        return text.clone();
    }
    let words = name.replace('_', " ");
    let mut chars = words.chars();
    let first = chars.next().map(|char| char.to_ascii_uppercase());
    format!("{}{} {text}", first.unwrap_or(' '), chars.as_str())
}
