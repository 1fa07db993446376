//! What is answered where, the scopes each endpoint asks for and the arguments it takes
//! (reference, Endpoint index).

mod table;

use super::{Ask, Outcome, World};

/// One endpoint.
pub(super) struct Route {
    method: &'static str,
    /// Segments below `/core/v1/`; one with a colon stands for any.
    path: &'static str,
    /// Any one is enough; none means any token will do.
    pub(super) scopes: &'static [&'static str],
    /// Names of arguments, as [`super::arguments::Arguments::check`] reads them.
    pub(super) takes: &'static str,
    /// Whether it can answer `permission_denied`.
    pub(super) guarded: bool,
    pub(super) run: fn(&mut World, &Ask) -> Outcome,
}

/// Placeholders' names and the segments that stand there.
pub(super) type Placeholders = Vec<(&'static str, String)>;

const fn at(
    method: &'static str,
    path: &'static str,
    scopes: &'static [&'static str],
    takes: &'static str,
    run: fn(&mut World, &Ask) -> Outcome,
) -> Route {
    Route {
        method,
        path,
        scopes,
        takes,
        guarded: false,
        run,
    }
}

/// An endpoint that asks whether the token's holder may do this at all.
const fn guarded(
    method: &'static str,
    path: &'static str,
    scopes: &'static [&'static str],
    takes: &'static str,
    run: fn(&mut World, &Ask) -> Outcome,
) -> Route {
    let mut route = at(method, path, scopes, takes, run);
    route.guarded = true;
    route
}

impl Route {
    /// The placeholders' values if the path fits, and which segments are fixed.
    fn fit(&self, segments: &[String]) -> Option<(Vec<bool>, Placeholders)> {
        let parts: Vec<&'static str> = self.path.split('/').collect();
        if parts.len() != segments.len() {
            return None;
        }
        let mut fixed = Vec::with_capacity(parts.len());
        let mut values = Vec::new();
        for (part, segment) in parts.into_iter().zip(segments) {
            match part.strip_prefix(':') {
                Some(name) => values.push((name, segment.clone())),
                None if part != segment => return None,
                None => {}
            }
            fixed.push(!part.starts_with(':'));
        }
        Some((fixed, values))
    }
}

/// The route for a request. Leading slashes and one trailing slash do not count; fixed segments
/// go before placeholders.
pub(super) fn find(method: &str, path: &str) -> Option<(&'static Route, Placeholders)> {
    let path = path.trim_start_matches('/').strip_prefix("core/v1/")?;
    let path = path.strip_suffix('/').unwrap_or(path);
    let segments: Vec<String> = path
        .split('/')
        .map(|segment| {
            percent_encoding::percent_decode_str(segment)
                .decode_utf8_lossy()
                .into_owned()
        })
        .collect();
    table::ROUTES
        .iter()
        .filter(|route| route.method == method)
        .filter_map(|route| {
            let (fixed, values) = route.fit(&segments)?;
            Some((fixed, (route, values)))
        })
        .max_by(|(one, _), (other, _)| one.cmp(other))
        .map(|(_, found)| found)
}
