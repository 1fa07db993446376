//! The provider clients, and the one list of them.
//!
//! Adding a provider is a folder and a line in [`all`].

use std::sync::Arc;

use pilothouse_core::Provider;

mod bigv;
mod e24cloud;
mod katapult;
mod node;
mod onapp;
mod words;

/// Every provider the panel can speak to, in the order they are offered.
pub fn all() -> Vec<Arc<dyn Provider>> {
    vec![
        Arc::new(onapp::OnApp),
        Arc::new(katapult::Katapult),
        Arc::new(e24cloud::E24Cloud),
        Arc::new(bigv::BigV),
    ]
}

/// The provider with this id.
pub fn by_id(id: &str) -> Option<Arc<dyn Provider>> {
    all().into_iter().find(|provider| provider.facts().id == id)
}
