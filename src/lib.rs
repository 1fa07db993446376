//! The panel: a control panel for virtual machines that runs entirely in the browser.
//!
//! In reading order: what an address means ([`routes`]), what is known and what was asked
//! ([`store`]), how it is fetched ([`api`]), where secrets are ([`vault`]), how it is searched
//! ([`query`]), and what a person sees ([`pages`], [`components`], [`ui`]).

mod split;

pub mod app;
pub mod parts;
pub mod routes;

pub mod api;
pub mod query;
pub mod store;
pub mod vault;

pub mod components;
pub mod pages;
pub mod ui;
