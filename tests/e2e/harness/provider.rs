//! The tester's side of a simulated provider: what it received, and what shall go wrong.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::Value;

/// One simulated provider.
#[derive(Debug, Deserialize)]
pub(crate) struct Provider {
    /// Its id.
    pub(crate) id: String,
    /// What the panel has as its endpoint.
    pub(crate) base_url: String,
    admin_url: String,
    values: BTreeMap<String, String>,
}

/// A request as the provider read it.
#[derive(Debug, Deserialize)]
pub(crate) struct Received {
    /// Such as `POST`.
    pub(crate) method: String,
    /// Path and query as they were sent.
    pub(crate) target: String,
    /// (lower-case name, value)
    pub(crate) headers: Vec<(String, String)>,
    /// The body.
    pub(crate) body: String,
    /// What was answered; nothing if the connection was closed instead.
    pub(crate) status: Option<u16>,
    /// The kind of the fault that struck it.
    pub(crate) fault: Option<String>,
}

impl Received {
    /// Whether the provider acted on it; all faults but these spoil the answer alone.
    pub(crate) fn was_carried_out(&self) -> bool {
        const UNHEARD: [&str; 6] = [
            "status-429",
            "status-500",
            "status-503",
            "html",
            "reset-before",
            "down",
        ];
        let fault = self.fault.as_deref();
        let is_unheard = fault.is_some_and(|kind| UNHEARD.contains(&kind));
        !is_unheard && self.status.is_none_or(|status| status < 400)
    }

    /// The first header of this name.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers.find_map(|(is, value)| (is == name).then_some(value.as_str()))
    }
}

impl Provider {
    /// The value of a field of the login that works.
    pub(crate) fn secret(&self, field: &str) -> Result<&str> {
        let value = self.values.get(field).map(String::as_str);
        value.with_context(|| format!("{} has no {field}", self.id))
    }

    /// Every request since the start, oldest first. Our own calls are not among them.
    pub(crate) fn received(&self) -> Result<Vec<Received>> {
        let mut answer = ureq::get(format!("{}/requests", self.admin_url)).call()?;
        answer
            .body_mut()
            .read_json()
            .context("the sandbox's record is not as expected")
    }

    /// How many requests have this method and this in their target.
    pub(crate) fn count(&self, method: &str, part: &str) -> Result<usize> {
        let received = self.received()?;
        let wanted = received
            .iter()
            .filter(|request| request.method == method && request.target.contains(part));
        Ok(wanted.count())
    }

    /// Orders a fault, such as `{"kind": "status-503", "times": 1, "path": "/machines"}`.
    pub(crate) fn fault(&self, fault: &Value) -> Result<()> {
        ureq::post(format!("{}/faults", self.admin_url))
            .send_json(fault)
            .with_context(|| format!("the sandbox refuses the fault {fault}"))?;
        Ok(())
    }

    /// Takes all faults back.
    pub(crate) fn heal(&self) -> Result<()> {
        ureq::delete(format!("{}/faults", self.admin_url)).call()?;
        Ok(())
    }
}
