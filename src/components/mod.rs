//! Parts that know machines, accounts and jobs.

pub mod account_form;
pub mod account_mark;
pub mod confirm;
pub mod content;
pub mod facts;
pub mod floating;
pub mod form;
pub mod job_line;
pub mod order_dialog;
pub mod palette;
pub mod power_menu;
pub mod price;
pub mod problems;
pub mod query_fault;
pub mod query_list;
pub mod rail;
pub mod request_view;
pub mod series;
pub mod shortcuts;
pub mod state_badge;
pub mod top_bar;
pub mod tray;
pub mod typed;
pub mod undo;
