//! The choices of the forms (OnApp reference, "Lookups for the build form").
//!
//! A list may be there for administrators only, or under the user's own path, or not at all in
//! some release: each lookup has several sources, and those that are refused are passed over.

mod addresses;
mod choices;
mod images;
mod limits;
mod sizes;
mod source;
mod zones;

use pilothouse_core::{Choice, Error, ErrorKind, Field, Flow, Input};

use super::{panel::Panel, plan::Planned};
use choices::Choices;
use source::Source;

/// All sources of a lookup, and whether to go on after one that answered.
type Sources = (&'static [Source], bool);

fn sources(lookup: &str) -> Option<Sources> {
    Some(match lookup {
        // Templates made from backups are in the plain list only, groups in the store only.
        "images" => (images::SOURCES, true),
        "isos" => (images::ISO_SOURCES, false),
        "places" => (zones::PLACES, false),
        "hosts" => (zones::HOSTS, false),
        "network_zones" => (zones::NETWORK_ZONES, false),
        "networks" => (zones::NETWORKS, false),
        "disk_zones" => (zones::DISK_ZONES, false),
        "packages" => (sizes::PACKAGES, false),
        _ => return None,
    })
}

/// The choices of a lookup field.
pub(super) fn lookup(
    panel: Panel,
    lookup: &str,
    input: &Input,
) -> Result<Box<dyn Flow<Vec<Choice>>>, Error> {
    if lookup == "ip_addresses" {
        let plan = addresses::FreeAddresses::of(input)?;
        return Ok(Box::new(Planned::new(panel, plan)));
    }
    let (sources, all) = sources(lookup).ok_or_else(|| unknown(lookup))?;
    let plan = Choices::new(sources, all);
    Ok(Box::new(Planned::new(panel, plan)))
}

/// The only group there is: `limits`, the size fields of Create once more with the bounds and
/// hints of the user's limits in them. A page asks for it once when it opens the form, without
/// any input, and puts each field it gets in the place of the one with the same key.
pub(super) fn further(panel: Panel, lookup: &str) -> Result<Box<dyn Flow<Vec<Field>>>, Error> {
    match lookup {
        "limits" => Ok(Box::new(Planned::new(panel, limits::Limits::new()))),
        _ => Err(unknown(lookup)),
    }
}

fn unknown(lookup: &str) -> Error {
    let words = ["OnApp has no choices called “", lookup, "”."].concat();
    Error::new(ErrorKind::Setup, words)
}
