//! The activity log: one entry for each transaction; source: `OnApp` reference, section 14.4.

use super::World;
use super::call::Call;
use super::paging::Window;
use super::refusal::Refusal;
use super::reply::{Names, Reply, names};
use super::transaction::Transaction;
use serde_json::{Value, json};

const LOGS: Names = names("log_items", "log_item");
/// Log items are numbered apart from transactions.
const OFFSET: u32 = 100_000;

impl World {
    /// `GET /logs`
    pub(super) fn logs(&self, call: &Call) -> Reply {
        self.log_list(call, self.queue.newest_first())
    }

    /// `GET /virtual_machines/:id/logs`
    pub(super) fn machine_logs(&self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let ids = self.machine(id)?.transactions.iter().rev();
        let own: Vec<&Transaction> = ids.filter_map(|id| self.queue.get(*id)).collect();
        Ok(self.log_list(call, own.into_iter()))
    }

    /// `GET /logs/:id`
    pub(super) fn log(&self, id: &str) -> Result<Reply, Refusal> {
        let id: Option<u32> = id.parse().ok();
        let transaction = id.and_then(|id| self.queue.get(id.checked_sub(OFFSET)?));
        let transaction = transaction.ok_or(Refusal::NotFound)?;
        Ok(Reply::one("log_item", self.log_item(transaction)))
    }

    fn log_list<'a>(
        &self,
        call: &Call,
        all: impl ExactSizeIterator<Item = &'a Transaction>,
    ) -> Reply {
        let window = Window::read(&call.params, Some(10));
        let total = all.len();
        let cut = Window::cut(window, all);
        let views = cut.into_iter().map(|one| self.log_item(one));
        Window::mark(window, total, Reply::list(LOGS, views.collect()))
    }

    fn log_item(&self, transaction: &Transaction) -> Value {
        json!({
            "id": OFFSET + transaction.id,
            "action": transaction.step.action,
            "status": transaction.status.name(),
            "target_id": transaction.id,
            "target_type": "Transaction",
            "created_at": self.dialect.date(transaction.created_at),
            "updated_at": self.dialect.date(transaction.updated_at),
        })
    }
}
