//! Who is asking: the signature of a request and the age of its date.
//!
//! Source: e24cloud reference, Request signing. Only the documented string is accepted: method,
//! host, date, path with query, body, joined by single line feeds.

use super::date::written_at;
use crate::Request;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;

/// How far a date may be off, either way. The real window is unpublished.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// The names the regions have. A client whose requests are led here by a relay that puts its own
/// name in `Host` signs for the name it believes it talks to.
const REGIONS: [&str; 3] = [
    "eu-poland-1poznan.api.e24cloud.com",
    "eu-poland-1poznan2.api.e24cloud.com",
    "eu-poland-1warszawa.api.e24cloud.com",
];

/// Which host names a signature may be made for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hosts {
    /// The one in the `Host` header, with its port or without.
    Received,
    /// That, and the name of any region.
    ReceivedOrRegional,
}

/// A pair of keys.
pub(super) struct Pair {
    pub(super) key: String,
    pub(super) secret: String,
}

impl Pair {
    /// A pair with this key and this secret.
    pub(super) fn new(key: &str, secret: &str) -> Self {
        Self {
            key: key.to_owned(),
            secret: secret.to_owned(),
        }
    }

    /// The request carries the documented headers, is fresh, and was signed with these keys.
    pub(super) fn signed(&self, request: &Request, hosts: Hosts, now: Timestamp) -> bool {
        self.verdict(request, hosts, now).is_some()
    }

    fn verdict(&self, request: &Request, hosts: Hosts, now: Timestamp) -> Option<()> {
        let header = |name: &str| request.headers().get(name)?.to_str().ok();
        let kind = header("content-type")?;
        let essence = kind.split(';').next().unwrap_or(kind).trim();
        essence
            .eq_ignore_ascii_case("application/json")
            .then_some(())?;
        let date = header("x-date")?;
        let written = written_at(date)?;
        (now.duration_since(written).abs() <= WINDOW).then_some(())?;
        let (key, signature) = header("authorization")?.split_once(':')?;
        (key == self.key).then_some(())?;
        let signature = STANDARD.decode(signature).ok()?;
        let host = header("host")?;
        // The documentation's formula says the HTTP host, its sample code leaves the port out.
        let without_port = host.split(':').next().unwrap_or(host);
        let regional = match hosts {
            Hosts::Received => [].as_slice(),
            Hosts::ReceivedOrRegional => &REGIONS,
        };
        [host, without_port]
            .iter()
            .chain(regional)
            .any(|host| self.matches(request, host, date, &signature))
            .then_some(())
    }

    fn matches(&self, request: &Request, host: &str, date: &str, signature: &[u8]) -> bool {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()) else {
            return false;
        };
        let target = request.uri().path_and_query().map_or("/", |p| p.as_str());
        for part in [request.method().as_str(), host, date, target] {
            mac.update(part.as_bytes());
            mac.update(b"\n");
        }
        mac.update(request.body());
        mac.verify_slice(signature).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATE: &str = "Tue, 02 Jun 2026 10:15:30 GMT";
    const HOST: &str = "eu-poland-1warszawa.api.e24cloud.com";
    const MACHINE: &str = "/v2/virtual-machines/7d1e5c80-46f2-4b39-9c0d-2ab61f3e8d57";
    const CREATE: &str = concat!(
        r#"{"create_vm":{"cpus":2,"ram":2048,"#,
        r#""compute_zone_id":"3f0c1b2a-9d4e-4c7b-8a61-5e2d7f90c318","name":"panel-demo","#,
        r#""boot_type":"image","os":"3001","password":"Correct-Horse-7"}}"#
    );

    fn signed(request: &Request, now: Timestamp) -> bool {
        Pair::new("E24DEMOKEY01", "not-a-real-secret-42").signed(request, Hosts::Received, now)
    }

    struct Vector {
        method: &'static str,
        host: &'static str,
        target: String,
        body: &'static str,
        signature: &'static str,
    }

    fn vectors() -> Vec<Vector> {
        let v = |method, host, target: &str, body, signature| Vector {
            method,
            host,
            target: target.to_owned(),
            body,
            signature,
        };
        let list = "/v2/virtual-machines";
        vec![
            v(
                "GET",
                HOST,
                list,
                "",
                "vF2hbbpJfCAv64wH6oFZGoKbj0PEo0jUZJjj/TvYGrA=",
            ),
            v(
                "PUT",
                HOST,
                list,
                CREATE,
                "B+K6ZN/aOd2bbo3znHJvZqJm1mT0iiJlNHMpaaLAVK0=",
            ),
            v(
                "GET",
                HOST,
                "/v2/virtual-machines?label=panel-demo&limit=5",
                "",
                "InubaGtQJ//wONidmOxraHebEZKzwqv7s9bdnCysyzA=",
            ),
            v(
                "POST",
                HOST,
                &format!("{MACHINE}/poweron"),
                "",
                "+9IF2y9FWqgzv+QA3iL1qmr6VLUEDhGJiUlbM9ceJ8Y=",
            ),
            v(
                "DELETE",
                HOST,
                MACHINE,
                r#"{"deleteResources":1}"#,
                "lciGqIkTK9tcEg7O3pu+qV1WUkV31Zbe2BEcOkA1T0I=",
            ),
            v(
                "POST",
                HOST,
                &format!("{MACHINE}/rename"),
                r#"{"name":"żółw"}"#,
                "+BOUSVmcPC7OZCV80eejhztvNsqxAG3qD4Lc/obj3cg=",
            ),
            v(
                "GET",
                "127.0.0.1:8424",
                list,
                "",
                "f7RPv05OMYxRLUtWfpi8anu+NPLR2213U+hvM892WQw=",
            ),
        ]
    }

    fn request(v: &Vector) -> Request {
        http::Request::builder()
            .method(v.method)
            .uri(&v.target)
            .header("Host", v.host)
            .header("Content-Type", "application/json")
            .header("X-Date", DATE)
            .header("Authorization", format!("E24DEMOKEY01:{}", v.signature))
            .body(v.body.as_bytes().to_vec())
            .unwrap()
    }

    fn now() -> Timestamp {
        "2026-06-02T10:15:31Z".parse().unwrap()
    }

    #[test]
    fn published_vectors_are_accepted() {
        for v in vectors() {
            assert!(signed(&request(&v), now()), "{} {}", v.method, v.target);
        }
    }

    #[test]
    fn any_changed_byte_is_refused() {
        for v in vectors() {
            let good = request(&v);
            let mut changed = vec![];
            let mut other = good.clone();
            *other.method_mut() = http::Method::PATCH;
            changed.push(("method", other));
            let mut other = good.clone();
            *other.uri_mut() = format!(
                "{}{}x=1",
                v.target,
                if v.target.contains('?') { "&" } else { "?" }
            )
            .parse()
            .unwrap();
            changed.push(("query", other));
            let mut other = good.clone();
            other.body_mut().push(b'\n');
            changed.push(("body", other));
            for (name, value) in [
                ("host", "elsewhere.example"),
                ("x-date", "Tue, 02 Jun 2026 10:15:31 GMT"),
                ("x-date", "2026-06-02T10:15:30Z"),
                ("authorization", "E24DEMOKEY01"),
                (
                    "authorization",
                    "E24DEMOKEY02:vF2hbbpJfCAv64wH6oFZGoKbj0PEo0jUZJjj/TvYGrA=",
                ),
                ("authorization", "E24DEMOKEY01:not base64"),
                ("content-type", "text/plain"),
            ] {
                let mut other = good.clone();
                other.headers_mut().insert(name, value.parse().unwrap());
                changed.push((name, other));
            }
            for name in ["host", "x-date", "authorization", "content-type"] {
                let mut other = good.clone();
                other.headers_mut().remove(name);
                changed.push((name, other));
            }
            for (what, other) in changed {
                assert!(
                    !signed(&other, now()),
                    "{what} of {} {}",
                    v.method,
                    v.target
                );
            }
        }
    }

    #[test]
    fn the_host_may_be_signed_without_its_port() {
        let mut v = vectors().remove(0);
        v.host = "eu-poland-1warszawa.api.e24cloud.com:4103";
        assert!(signed(&request(&v), now()));
    }

    #[test]
    fn dates_count_for_a_quarter_of_an_hour() {
        let good = request(&vectors()[0]);
        for (at, accepted) in [
            ("2026-06-02T10:00:30Z", true),
            ("2026-06-02T10:00:29Z", false),
            ("2026-06-02T10:30:30Z", true),
            ("2026-06-02T10:30:31Z", false),
        ] {
            assert_eq!(signed(&good, at.parse().unwrap()), accepted, "{at}");
        }
    }

    #[test]
    fn a_regional_name_may_be_signed_for_behind_a_relay() {
        let pair = Pair::new("E24DEMOKEY01", "not-a-real-secret-42");
        for (host, place, received, regional) in [
            ("127.0.0.1:4103", 0, false, true),
            ("relay.example", 0, false, true),
            // What was signed for the relay's own name holds for that name alone.
            ("relay.example", 6, false, false),
            ("127.0.0.1:8424", 6, true, true),
        ] {
            let mut v = vectors().remove(place);
            v.host = host;
            let request = request(&v);
            for (hosts, accepted) in [
                (Hosts::Received, received),
                (Hosts::ReceivedOrRegional, regional),
            ] {
                assert_eq!(
                    pair.signed(&request, hosts, now()),
                    accepted,
                    "{host} {hosts:?}"
                );
            }
        }
    }
}
