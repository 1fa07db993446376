//! Orders of requests that several lookups and sections share.

mod chain;
mod every_organization;
mod shown;

pub(super) use chain::{Chain, Next};
pub(super) use every_organization::{Belongings, EveryOrganization};
pub(super) use shown::Shown;

/// Several lists one after another as one.
pub(super) use one_after_another::OneAfterAnother;

mod one_after_another;
