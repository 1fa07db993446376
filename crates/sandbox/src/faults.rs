//! Faults a tester asks for on one port: which requests they hit, and for how many of them.
//! What a fault does to an answer is the port's business; here it is only picked and counted.

use serde::{Deserialize, Serialize};

/// What goes wrong. The first five answer (or do not) without the provider hearing of the
/// request; the others spoil the answer of a request that was carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// 429 with `Retry-After`.
    #[serde(rename = "status-429")]
    Status429,
    /// 500 with a short text.
    #[serde(rename = "status-500")]
    Status500,
    /// 503, with `Retry-After` when asked for.
    #[serde(rename = "status-503")]
    Status503,
    /// 502 and a gateway's HTML page.
    Html,
    /// The connection closes; nothing was done.
    ResetBefore,
    /// Every connection closes until the fault is cleared; nothing is done.
    Down,
    /// Done; the connection closes without an answer.
    ResetAfter,
    /// Done; the answer stops half way.
    Truncated,
    /// Done; the answer comes late.
    Slow,
    /// Done; the answer is followed by blanks up to 50 MB.
    Huge,
    /// Done; the answer is valid JSON of another shape.
    WrongType,
    /// Done; the answer has its status and no body.
    Empty,
}

impl Kind {
    /// The provider hears of the request all the same.
    pub fn reaches_the_provider(self) -> bool {
        matches!(
            self,
            Self::ResetAfter
                | Self::Truncated
                | Self::Slow
                | Self::Huge
                | Self::WrongType
                | Self::Empty
        )
    }
}

/// One ordered fault.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// What goes wrong.
    pub kind: Kind,
    /// How many requests it hits; absent means until it is cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// Only requests whose target (path and query) contains this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Only requests with this method. Without it a browser's preflights (`OPTIONS`) are spared,
    /// so that `times` counts what a person would count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// How late a slow answer is, in milliseconds; 10 s when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay_ms: Option<u64>,
    /// Seconds to announce in `Retry-After` with 429 and 503.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

impl Fault {
    fn hits(&self, method: &str, target: &str) -> bool {
        let method_hit = match &self.method {
            Some(wanted) => wanted.eq_ignore_ascii_case(method),
            None => self.kind == Kind::Down || method != "OPTIONS",
        };
        method_hit
            && self
                .path
                .as_ref()
                .is_none_or(|part| target.contains(part.as_str()))
    }
}

/// The faults in force on one port, oldest first.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Adds a fault behind the others. One for no request at all is not kept.
    pub fn add(&mut self, fault: Fault) {
        if fault.times != Some(0) {
            self.0.push(fault);
        }
    }

    /// Forgets all of them.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Those in force, with the number of requests each still waits for.
    pub fn in_force(&self) -> &[Fault] {
        &self.0
    }

    /// The oldest fault that hits this request, counted down.
    pub fn take(&mut self, method: &str, target: &str) -> Option<Fault> {
        let at = self.0.iter().position(|f| f.hits(method, target))?;
        let fault = self.0.get_mut(at)?;
        if let Some(times) = &mut fault.times {
            *times -= 1;
        }
        let taken = fault.clone();
        if taken.times == Some(0) {
            self.0.remove(at);
        }
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(json: &str) -> Fault {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn every_kind_has_its_published_name() {
        for (name, kind, reaches) in [
            ("status-429", Kind::Status429, false),
            ("status-500", Kind::Status500, false),
            ("status-503", Kind::Status503, false),
            ("html", Kind::Html, false),
            ("reset-before", Kind::ResetBefore, false),
            ("down", Kind::Down, false),
            ("reset-after", Kind::ResetAfter, true),
            ("truncated", Kind::Truncated, true),
            ("slow", Kind::Slow, true),
            ("huge", Kind::Huge, true),
            ("wrong-type", Kind::WrongType, true),
            ("empty", Kind::Empty, true),
        ] {
            let read = fault(&format!("{{\"kind\":\"{name}\"}}"));
            assert_eq!(read.kind, kind);
            assert_eq!(kind.reaches_the_provider(), reaches, "{name}");
        }
    }

    #[test]
    fn a_fault_is_used_up() {
        let mut faults = Faults::default();
        faults.add(fault(r#"{"kind":"status-429","times":2}"#));
        faults.add(fault(r#"{"kind":"empty","times":0}"#));
        assert!(faults.take("GET", "/a").is_some());
        assert_eq!(faults.in_force()[0].times, Some(1));
        assert!(faults.take("GET", "/a").is_some());
        assert!(faults.take("GET", "/a").is_none());
    }

    #[test]
    fn path_and_method_narrow_it_down() {
        let mut faults = Faults::default();
        faults.add(fault(
            r#"{"kind":"html","path":"machines/7","method":"post"}"#,
        ));
        for (method, target, hit) in [
            ("POST", "/machines/7?x=1", true),
            ("GET", "/machines/7", false),
            ("POST", "/machines/8", false),
        ] {
            assert_eq!(
                faults.take(method, target).is_some(),
                hit,
                "{method} {target}"
            );
        }
    }

    #[test]
    fn preflights_are_spared_unless_named() {
        let mut faults = Faults::default();
        faults.add(fault(r#"{"kind":"status-500"}"#));
        assert!(faults.take("OPTIONS", "/a").is_none());
        faults.clear();
        faults.add(fault(r#"{"kind":"status-500","method":"OPTIONS"}"#));
        assert!(faults.take("OPTIONS", "/a").is_some());
        faults.clear();
        faults.add(fault(r#"{"kind":"down"}"#));
        assert!(faults.take("OPTIONS", "/a").is_some());
    }

    #[test]
    fn a_misspelt_fault_is_refused() {
        for wrong in [
            r#"{"kind":"status-418"}"#,
            r#"{"kind":"html","time":1}"#,
            "{}",
        ] {
            assert!(serde_json::from_str::<Fault>(wrong).is_err(), "{wrong}");
        }
    }
}
