//! Answers on the wire: the JSON encoder's habits and the headers every answer carries
//! (reference, Encoding; Rate limit and response headers).

use http::{HeaderValue, StatusCode, header};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{limit::Budget, refusal::Refusal};
use crate::{Response, answer};

/// What an endpoint says when it did as asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) body: Value,
    /// Whether the body is a string that goes out as it is.
    plain: bool,
}

impl Reply {
    /// 200 with plain text.
    pub(super) fn text(text: String) -> Self {
        Self {
            plain: true,
            ..Self::ok(Value::String(text))
        }
    }

    /// 200 with this body.
    pub(super) fn ok(body: Value) -> Self {
        Self {
            status: StatusCode::OK,
            body,
            plain: false,
        }
    }

    /// 201 with this body.
    pub(super) fn created(body: Value) -> Self {
        Self {
            status: StatusCode::CREATED,
            body,
            plain: false,
        }
    }
}

/// The whole answer, before the headers that every answer has.
pub(super) fn encode(result: Result<Reply, Refusal>) -> Response {
    match result {
        Ok(Reply {
            status,
            body: Value::String(body),
            plain: true,
        }) => tagged(answer(status, "text/plain", body)),
        Ok(reply) => tagged(answer(reply.status, "application/json", text(&reply.body))),
        Err(refusal) => {
            let mut response = answer(refusal.status, "application/json", text(&refusal.body()));
            response
                .headers_mut()
                .insert("x-api-schema", HeaderValue::from_static("json-error"));
            response
        }
    }
}

/// With the weak validator that answers usually have. None of them is ever 304: no client asks.
fn tagged(mut response: Response) -> Response {
    let digest = Sha256::digest(response.body());
    let (half, _) = digest.split_at(16);
    let number = half
        .iter()
        .fold(0_u128, |sum, byte| sum << 8 | u128::from(*byte));
    if let Ok(value) = HeaderValue::from_str(&format!("W/\"{number:032x}\"")) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}

/// A preflight's answer: nothing, with the headers that every answer has.
pub(super) fn preflight() -> Response {
    let mut response = Response::new(Vec::new());
    *response.status_mut() = StatusCode::OK;
    response
}

/// Adds what every answer carries, errors too. `Strict-Transport-Security` is left out: it
/// would bind the machine the simulation runs on.
pub(super) fn dress(response: &mut Response, request_id: &str, budget: Budget) {
    let headers = response.headers_mut();
    for (name, value) in [
        ("access-control-allow-origin", "*"),
        (
            "access-control-allow-methods",
            "GET, POST, PUT, PATCH, DELETE, OPTIONS",
        ),
        (
            "access-control-allow-headers",
            "Authorization, Content-Type",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("max-age=0, private, must-revalidate"),
    );
    headers.insert("x-ratelimit-permitted", budget.permitted.into());
    headers.insert("x-ratelimit-remaining", budget.remaining.into());
    if let Ok(value) = HeaderValue::from_str(request_id) {
        headers.insert("x-request-id", value);
    }
}

/// JSON with `<`, `>` and `&` escaped, as production does. They occur only inside strings.
fn text(body: &Value) -> String {
    body.to_string()
        .replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::text;

    #[test]
    fn markup_is_escaped_and_reads_back_the_same() {
        let value = json!({"a": "<b>&amp;</b>"});
        let text = text(&value);
        assert_eq!(text, r#"{"a":"\u003cb\u003e\u0026amp;\u003c/b\u003e"}"#);
        assert_eq!(
            serde_json::from_str::<serde_json::Value>(&text).unwrap(),
            value
        );
    }
}
