//! What a machine's page shows beyond what the fleet knows, each part read on its own.

mod activity;
mod backups;
mod disks;
mod firewall;
mod interfaces;
mod overview;
mod traffic;
mod usage;

use pilothouse_core::{Call, Content, Error, Flow, Once, Section, Target, Timestamp, Topic};
use serde_json::Value;

use super::{actions::read_machine::path, panel::Panel, plan::Planned, wire};

pub(super) fn sections(panel: &Panel, target: &Target, now: Timestamp) -> Vec<Section> {
    let at = path(target);
    let period = usage::period(now);
    let about = |topic, title, read| Section { title, topic, read };
    let interfaces = interfaces::Interfaces::new(at.clone());
    let activity = activity::Activity::new(target.clone());
    let traffic = traffic::Traffic::new(at.clone(), period.clone());
    vec![
        about(
            Topic::Overview,
            "Overview",
            once(panel, at.clone(), "", overview::read),
        ),
        about(
            Topic::Disks,
            "Disks",
            once(panel, at.clone() + "/disks", "", disks::read),
        ),
        about(Topic::Network, "Interfaces", planned(panel, interfaces)),
        about(
            Topic::Network,
            "Firewall",
            once(panel, at.clone() + "/firewall_rules", "", firewall::read),
        ),
        about(
            Topic::Disks,
            "Backups",
            once(panel, at.clone() + "/backups", "", backups::read),
        ),
        about(Topic::Activity, "Activity", planned(panel, activity)),
        about(
            Topic::Usage,
            "Processor use",
            once(panel, at.clone() + "/cpu_usage", &period, usage::cpu),
        ),
        about(Topic::Usage, "Traffic", planned(panel, traffic)),
        about(
            Topic::Usage,
            "Costs",
            once(panel, at + "/vm_stats", &period, usage::costs),
        ),
    ]
}

/// A part of one request.
fn once(
    panel: &Panel,
    path: String,
    query: &str,
    read: fn(&Value) -> Result<Content, Error>,
) -> Box<dyn Flow<Content>> {
    let (panel, query) = (panel.clone(), query.to_owned());
    Box::new(Once::new(move |_| {
        let request = panel.get(&path, &query)?;
        Ok(Call::new(request, move |response| {
            read(&wire::body(panel.format, response)?)
        }))
    }))
}

fn planned(
    panel: &Panel,
    plan: impl super::plan::Plan<Out = Content> + 'static,
) -> Box<dyn Flow<Content>> {
    Box::new(Planned::new(panel.clone(), plan))
}
