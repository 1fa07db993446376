//! The provider clients, and the one list of them.
//!
//! Adding a provider is a folder and two lines here: one in [`all`], which the fleet loads, and
//! one in [`operators`], which is loaded with the pages that need more.

use std::sync::Arc;

use pilothouse_core::{Operator, Provider};

mod bigv;
mod e24cloud;
mod katapult;
mod node;
mod onapp;
#[cfg(test)]
mod rubbish;
#[cfg(test)]
mod testing;
mod words;
mod xml;

/// What the fleet needs of every provider the panel can speak to, in the order they are offered.
pub fn all() -> Vec<Arc<dyn Provider>> {
    vec![
        Arc::new(onapp::FLEET),
        Arc::new(katapult::Katapult),
        Arc::new(e24cloud::E24Cloud),
        Arc::new(bigv::BigV),
    ]
}

/// The provider with this id.
pub fn by_id(id: &str) -> Option<Arc<dyn Provider>> {
    all().into_iter().find(|provider| provider.facts().id == id)
}

/// The complete client of every provider, in the same order. Several times the size of
/// [`all`]; what never calls this never carries it.
pub fn operators() -> Vec<Arc<dyn Operator>> {
    vec![
        Arc::new(onapp::OnAppOperator),
        Arc::new(katapult::KatapultOperator),
        Arc::new(e24cloud::E24CloudOperator),
        Arc::new(bigv::BigVOperator),
    ]
}

/// The complete client of the provider with this id.
pub fn operator_by_id(id: &str) -> Option<Arc<dyn Operator>> {
    let is_it = |operator: &Arc<dyn Operator>| operator.provider().facts().id == id;
    operators().into_iter().find(is_it)
}
