//! What the provider has on offer; the same in every world and never changed by a request.

pub(super) mod gpus;
pub(super) mod isos;
pub(super) mod networks;
pub(super) mod packages;
pub(super) mod places;
pub(super) mod profiles;
pub(super) mod systems;
pub(super) mod templates;

use super::{arguments::Lookup, refusal::Refusal};

/// Something with an id and a permalink.
pub(super) trait Listed: 'static {
    /// Its identifier.
    fn id(&self) -> &'static str;
    /// Its permalink, where it has one.
    fn permalink(&self) -> Option<&'static str>;
}

/// The one a lookup means.
pub(super) fn find<T: Listed>(
    all: &'static [T],
    lookup: &Lookup,
    not_found: &'static str,
) -> Result<&'static T, Refusal> {
    all.iter()
        .find(|one| match lookup.key {
            "permalink" => one.permalink() == Some(lookup.value.as_str()),
            _ => one.id() == lookup.value,
        })
        .ok_or_else(|| Refusal::not_found(not_found))
}
