//! Ordering a machine by a specification document (reference, Creating a VM: build from spec).

use http::StatusCode;
use serde_json::json;

use super::{Ask, Outcome, World, machines, refusal::Refusal, spec, xml};

/// `POST /organizations/organization/virtual_machines/build_from_spec`
pub(super) fn build(world: &mut World, ask: &Ask) -> Outcome {
    let annotations = machines::given_annotations(&ask.arguments)?;
    let xml = ask.arguments.required_text("xml")?;
    let organization = ask.organization()?;
    let spec = xml::parse(&xml).map_err(|error| {
        Refusal::new(
            StatusCode::BAD_REQUEST,
            "invalid_spec_xml",
            "The specification is not a valid XML document",
        )
        // One string here, where other errors have an array.
        .with(json!({ "errors": error }))
    })?;
    let order = spec::read(world, ask, organization, &spec, annotations)?;
    Ok(world.build(order, ask.now))
}
