//! One page a route.

pub mod accounts;
pub mod activity;
pub mod build;
pub mod machine;
pub mod machines;
pub mod not_found;
pub mod settings;
pub mod trash;
pub mod welcome;
