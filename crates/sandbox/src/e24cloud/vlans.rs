//! Private networks and the machines in them.
//!
//! Source: e24cloud reference, VLANs. The body of a detachment is that of an attachment, by
//! analogy.

use super::act::parse;
use super::catalogue::{Zone, owner, uuid};
use super::machine::State;
use super::work::{Change, Kind};
use super::{World, forbidden};
use http::Method;
use jiff::Timestamp;
use serde_json::{Value, json};

/// A private network. Its id is an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Vlan {
    pub(super) id: u64,
    pub(super) label: &'static str,
}

/// Every network there is; none can be ordered here.
pub(super) const VLANS: [Vlan; 2] = [
    Vlan {
        id: 501,
        label: "private",
    },
    Vlan {
        id: 502,
        label: "storage",
    },
];

impl World {
    /// Calls below `/v2/vlans`; none when there is no such call or network.
    pub(super) fn vlans(
        &mut self,
        method: &Method,
        rest: &[&str],
        body: &[u8],
        now: Timestamp,
    ) -> Option<Value> {
        match (method, rest) {
            (&Method::GET, []) => {
                let list: Vec<Value> = VLANS.iter().map(|vlan| self.vlan(*vlan)).collect();
                Some(json!({"success": true, "vlans": list}))
            }
            (&Method::POST, [id, verb @ ("attach" | "detach")]) => {
                let vlan = VLANS.into_iter().find(|vlan| vlan.id.to_string() == **id)?;
                let (machine, member) = match self.target(&parse(body).unwrap_or_default()) {
                    Ok(machine) => (machine.id.clone(), machine.vlans.contains(&vlan)),
                    Err(no) => return Some(no),
                };
                Some(match (*verb, member) {
                    ("attach", false) => self.accept(Kind::Vlan, id, Change::Attach(machine), now),
                    ("detach", true) => self.accept(Kind::Vlan, id, Change::Detach(machine), now),
                    _ => forbidden(),
                })
            }
            _ => None,
        }
    }

    /// What the work on a network comes to.
    pub(super) fn change_vlan(&mut self, id: &str, change: Change) {
        let Some(vlan) = VLANS.into_iter().find(|vlan| vlan.id.to_string() == id) else {
            return;
        };
        let (Change::Attach(machine) | Change::Detach(machine)) = &change else {
            return;
        };
        if let Some(machine) = self.find_mut(machine) {
            machine.vlans.retain(|v| *v != vlan);
            if matches!(change, Change::Attach(_)) {
                machine.vlans.push(vlan);
            }
            machine.touch();
        }
    }

    fn vlan(&self, vlan: Vlan) -> Value {
        let members: Vec<Value> = self
            .machines
            .iter()
            .filter(|m| m.state != State::Gone && m.vlans.contains(&vlan))
            .map(|m| json!({"id": m.id, "label": m.label, "owner_id": uuid(7, 900)}))
            .collect();
        json!({
            "id": vlan.id,
            "label": vlan.label,
            "cost_per_hour": 0,
            "owner": owner(),
            "zone": Zone::FirstPublic.reference(),
            "task": self.tasks(Kind::Vlan, &vlan.id.to_string()),
            "virtual_machines": members,
        })
    }
}
