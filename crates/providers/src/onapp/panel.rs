//! An account's control panel, spoken to in the account's format.

use http::{HeaderValue, Method, header};
use pilothouse_core::{Access, Error, Request, Safety, SealedValue};

use super::{
    auth,
    format::{Format, FormatOf},
};

/// Makes requests and says how their answers are written.
#[derive(Clone)]
pub(super) struct Panel {
    pub(super) access: Access,
    pub(super) format: &'static Format,
}

impl Panel {
    /// # Errors
    /// [`ErrorKind::Setup`](pilothouse_core::ErrorKind::Setup) for a format that is not there.
    pub(super) fn new(access: &Access, format: FormatOf) -> Result<Self, Error> {
        let format = format(access)?;
        let access = access.clone();
        Ok(Self { access, format })
    }

    /// A signed request that only reads. The path has no suffix; the query may be empty.
    pub(super) fn get(&self, path: &str, query: &str) -> Result<Request, Error> {
        self.request(Method::GET, path, query, Safety::Read)
    }

    /// A signed action without a body. An action repeated would act twice, so it never is.
    pub(super) fn post(&self, path: &str, query: &str) -> Result<Request, Error> {
        self.request(Method::POST, path, query, Safety::Unsafe)
    }

    /// Any signed request without a body.
    pub(super) fn request(
        &self,
        method: Method,
        path: &str,
        query: &str,
        safety: Safety,
    ) -> Result<Request, Error> {
        let mark = if query.is_empty() { "" } else { "?" };
        let Format { suffix, media, .. } = *self.format;
        let path = [path, suffix, mark, query].concat();
        let mut request = Request::new(method, &self.access.endpoint, path, safety);
        // The content type goes with bodyless requests too: old panels choose the format of an
        // error by it.
        for name in [header::ACCEPT, header::CONTENT_TYPE] {
            let value = HeaderValue::from_static(media);
            request.headers.insert(name, value);
        }
        auth::sign(request, &self.access)
    }

    /// The same request with a body: an object with one member.
    pub(super) fn with_body(&self, request: Request, body: &SealedValue) -> Request {
        request.with_sealed(body, self.format.write)
    }
}
