//! Reading transactions; source: `OnApp` reference, section 14.1.

use super::World;
use super::call::Call;
use super::paging::Window;
use super::refusal::Refusal;
use super::reply::{Names, Reply, names};
use super::transaction::Transaction;

const TRANSACTIONS: Names = names("transactions", "transaction");
/// How many a list has unless it is told otherwise.
const DEFAULT: usize = 10;

impl World {
    /// `GET /transactions`: newest first.
    pub(super) fn all_transactions(&self, call: &Call) -> Reply {
        self.page_of(call, self.queue.newest_first())
    }

    /// `GET /virtual_machines/:id/transactions`, those of its disks among them.
    pub(super) fn machine_transactions(&self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let ids = self.machine(id)?.transactions.iter().rev();
        let own: Vec<&Transaction> = ids.filter_map(|id| self.queue.get(*id)).collect();
        Ok(self.page_of(call, own.into_iter()))
    }

    /// `GET /transactions/:id`
    pub(super) fn transaction(&self, call: &Call, id: &str) -> Result<Reply, Refusal> {
        let id = id.parse().map_err(|_| Refusal::NotFound)?;
        let one = self.queue.get(id).ok_or(Refusal::NotFound)?;
        let detailed = call.params.has("log") || call.params.has("detailed");
        Ok(Reply::one("transaction", one.view(self.dialect, detailed)))
    }

    fn page_of<'a>(
        &self,
        call: &Call,
        all: impl ExactSizeIterator<Item = &'a Transaction>,
    ) -> Reply {
        let window = Window::read(&call.params, Some(DEFAULT));
        let detailed = call.params.has("detailed");
        let total = all.len();
        let views = Window::cut(window, all)
            .into_iter()
            .map(|one| one.view(self.dialect, detailed));
        Window::mark(window, total, Reply::list(TRANSACTIONS, views.collect()))
    }
}
