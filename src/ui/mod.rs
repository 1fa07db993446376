//! Parts that know nothing of machines or providers.

pub mod age;
pub mod choice;
pub mod combobox;
pub mod copy;
pub mod dialog;
pub mod dom;
pub mod drop;
pub mod field;
pub mod follow;
pub mod live;
pub mod menu;
pub mod moment;
pub mod strength;
pub mod tabs;
pub mod window;
