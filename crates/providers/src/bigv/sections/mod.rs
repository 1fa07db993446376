//! What a machine's own page shows. BigV has no measurements, no history and no dates ("Usage,
//! other endpoints"), so there are sections for none of these.

use pilothouse_core::{
    Access, Call, Content, Error, Flow, Once, Request, Response, Section, Target, Topic,
};

use super::{actions::read_machine::path, auth, chain::Chain};

mod backups;
mod discs;
mod interfaces;
mod overview;
mod reverse_names;

/// The parts, in their order. A deleted machine's discs and interfaces may be refused.
pub(super) fn sections(access: &Access, target: &Target) -> Vec<Section> {
    let at = |end: &str| path(target) + end;
    vec![
        // A deleted machine is read only when asked for.
        section(
            Topic::Overview,
            "Overview",
            once(access, at("?include_deleted=true"), overview::overview),
        ),
        section(
            Topic::Disks,
            "Discs",
            once(access, at("/discs"), discs::discs),
        ),
        section(
            Topic::Network,
            "Interfaces",
            once(access, at("/nics"), interfaces::interfaces),
        ),
        section(Topic::Network, "Reverse names", {
            let (access, path) = (access.clone(), at("/nics"));
            Box::new(Chain::new(move || reverse_names::interfaces(access, path)))
        }),
        section(Topic::Disks, "Backups", {
            let (access, path) = (access.clone(), at("/discs"));
            Box::new(Chain::new(move || backups::discs(access, path)))
        }),
    ]
}

fn section(topic: Topic, title: &'static str, read: Box<dyn Flow<Content>>) -> Section {
    Section { title, topic, read }
}

fn once(
    access: &Access,
    path: String,
    read: fn(&Response) -> Result<Content, Error>,
) -> Box<dyn Flow<Content>> {
    let access = access.clone();
    Box::new(Once::new(move |_| Ok(Call::new(get(&access, path)?, read))))
}

fn get(access: &Access, path: String) -> Result<Request, Error> {
    auth::sign(Request::get(&access.endpoint, path), access)
}
