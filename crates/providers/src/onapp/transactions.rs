//! The steps of a panel's work (OnApp reference, "Transactions").

use pilothouse_core::{Error, Request, Target, Timestamp};
use serde_json::Value;

use crate::{
    node::Node,
    onapp::{actions::read_machine::path, panel::Panel, wire},
    words::one_line,
};

/// As many as one order makes, and some earlier ones.
const PER_PAGE: &str = "page=1&per_page=50";

/// One step.
pub(super) struct Transaction {
    pub(super) id: String,
    /// What it is for, in the panel's word: `build_disk`.
    pub(super) action: String,
    /// `pending`, `running`, `complete`, `failed`, `cancelled`.
    pub(super) status: String,
    pub(super) made: Option<Timestamp>,
    pub(super) started: Option<Timestamp>,
    /// How its log ends; only where the log was asked for.
    pub(super) last_words: Option<String>,
}

/// `GET /virtual_machines/:id/transactions`, the newest first. Their `params` may hold passwords;
/// nothing here looks at them.
pub(super) fn request(panel: &Panel, target: &Target, with_log: bool) -> Result<Request, Error> {
    let path = [&path(target), "/transactions"].concat();
    let log = if with_log { "&detailed" } else { "" };
    panel.get(&path, &[PER_PAGE, log].concat())
}

/// Reads a list of them; what is none is left out.
///
/// # Errors
/// [`ErrorKind::BadAnswer`](pilothouse_core::ErrorKind::BadAnswer) for what is no list.
pub(super) fn read(body: &Value) -> Result<Vec<Transaction>, Error> {
    let list = Node::from(body);
    if !list.is_list() {
        return Err(wire::bad_answer("is not a list of transactions"));
    }
    let mut read: Vec<Transaction> = list.items().filter_map(transaction).collect();
    // They come the newest first; the sort is stable, so that it changes nothing then, nor where
    // a date is missing.
    if read.iter().all(|one| one.made.is_some()) {
        read.sort_by_key(|one| std::cmp::Reverse(one.made));
    }
    Ok(read)
}

fn transaction(item: Node<'_>) -> Option<Transaction> {
    let node = wire::inside(item, "transaction");
    let text = |key| node.get(key).text().map(|text| one_line(&text));
    Some(Transaction {
        id: node.get("id").text()?,
        action: text("action").unwrap_or_default(),
        status: text("status").unwrap_or_default(),
        made: wire::date(node.get("created_at")),
        started: wire::date(node.get("started_at")),
        last_words: node.get("log_output").str().and_then(last_words),
    })
}

/// A program's last words: what was wrong, and often an exit code after it. Lines that speak of
/// passwords may tell one.
fn last_words(log: &str) -> Option<String> {
    let lines = log.lines().rev().map(one_line);
    let says = |line: &String| !line.is_empty() && !line.to_lowercase().contains("passw");
    let mut lines: Vec<String> = lines.filter(says).take(2).collect();
    lines.reverse();
    (!lines.is_empty()).then(|| one_line(&lines.join("; ")))
}

/// Clocks differ: what was made this many seconds before an order was accepted may be its work.
const CLOCKS_DIFFER_BY: i64 = 120;

impl Transaction {
    pub(super) fn has_failed(&self) -> bool {
        self.status == "failed"
    }

    pub(super) fn is_over(&self) -> bool {
        !matches!(self.status.as_str(), "pending" | "running")
    }

    /// Whether it can belong to an order accepted then.
    pub(super) fn is_since(&self, accepted: Timestamp) -> bool {
        self.made
            .is_none_or(|made| made.seconds_since(accepted) >= -CLOCKS_DIFFER_BY)
    }

    /// Its action in words: "build disk".
    pub(super) fn words(&self) -> String {
        self.action.replace('_', " ")
    }
}
