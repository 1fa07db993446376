//! Traffic of each interface (OnApp reference, "Usage and billing").

use pilothouse_core::{Content, Error, Interface, Series, wire::escape};
use serde_json::Value;

use super::{
    interfaces::interfaces,
    usage::{decimal, rows},
};
use crate::onapp::{
    panel::Panel,
    plan::{Answer, Next, Plan},
};

/// The interfaces, then the hours of one after the other.
pub(super) struct Traffic {
    machine: String,
    period: String,
    /// Those still to be asked for, the next one last; `None` before they are known.
    left: Option<Vec<Interface>>,
    ready: Option<Content>,
}

impl Traffic {
    /// Of the machine with this path.
    pub(super) fn new(machine: String, period: String) -> Self {
        let (left, ready) = (None, None);
        Self {
            machine,
            period,
            left,
            ready,
        }
    }
}

impl Plan for Traffic {
    type Out = Content;

    fn next(&mut self, panel: &Panel) -> Result<Next<Content>, Error> {
        if let Some(content) = self.ready.take() {
            return Ok(Next::Give(content));
        }
        let list = [&self.machine, "/network_interfaces"].concat();
        let Some(left) = &self.left else {
            return panel.get(&list, "").map(Next::ask);
        };
        let Some(interface) = left.last() else {
            return Ok(Next::End);
        };
        let path = [&list, "/", &escape(&interface.id), "/usage"].concat();
        panel.get(&path, &self.period).map(Next::ask)
    }

    fn answered(&mut self, answer: Result<Answer, Error>) -> Result<(), Error> {
        let body = answer?.body;
        let Some(left) = &mut self.left else {
            let mut left = interfaces(&body)?;
            left.reverse();
            self.left = Some(left);
            return Ok(());
        };
        if let Some(interface) = left.pop() {
            self.ready = Some(traffic(&interface, &body)?);
        }
        Ok(())
    }
}

/// KB an hour as Mbit/s.
fn traffic(interface: &Interface, body: &Value) -> Result<Content, Error> {
    let rows = rows(body, "net_hourly_stat")?;
    let name = match interface.name.as_str() {
        "" => &interface.id,
        name => name,
    };
    let series = [("data_received", "received"), ("data_sent", "sent")].map(|(key, word)| {
        let points = rows.iter().filter_map(|(at, row)| {
            let amount = decimal(row.get(key))?;
            Some((*at, amount / 3600.0 * 0.008))
        });
        Series {
            label: [name, ", ", word].concat(),
            unit: "Mbit/s".to_owned(),
            points: points.collect(),
        }
    });
    Ok(Content::Series(series.into()))
}
