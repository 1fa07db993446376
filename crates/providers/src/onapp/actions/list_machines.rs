//! Every machine this login may see.

use std::{collections::BTreeSet, time::Duration};

use pilothouse_core::{Access, Call, Error, Flow, Machine, MachineId, Response, Step, Timestamp};

use crate::onapp::{
    format::FormatOf,
    panel::Panel,
    wire::{self, Page},
};

/// Machines asked for at a time.
const PER_PAGE: usize = 100;
/// More pages than any cloud fills: a panel that still has more is not making sense.
const MOST_PAGES: u32 = 1000;

/// `GET /virtual_machines?page=N&per_page=100` (OnApp reference, "Pagination/search"). Whole
/// machines with their states, in pages where the panel knows pages, all at once where not.
pub(in crate::onapp) struct ListMachines {
    access: Access,
    format: FormatOf,
    stage: Stage,
    /// Those yielded so far: machines move between pages while others come and go, and a panel
    /// that ignores paging sends the same ones again.
    known: BTreeSet<MachineId>,
    /// Items so far, to hold against the panel's total.
    items: usize,
}

enum Stage {
    Asking {
        page: u32,
    },
    Sent {
        page: u32,
        call: Box<Call<Page>>,
    },
    Answered {
        machines: Vec<Machine>,
        next: Option<u32>,
    },
    Ended,
}

impl ListMachines {
    /// Asks nothing yet.
    pub(in crate::onapp) fn new(access: Access, format: FormatOf) -> Self {
        let (known, items) = (BTreeSet::new(), 0);
        Self {
            access,
            format,
            stage: Stage::Asking { page: 1 },
            known,
            items,
        }
    }

    fn answered(&mut self, page: u32, answer: Page) -> Result<Stage, Error> {
        self.items = self.items.saturating_add(answer.items);
        let mut machines = answer.machines;
        machines.retain(|machine| self.known.insert(machine.id.clone()));
        // A panel may allow fewer on a page than it is asked for and say so.
        let full = match answer.limit {
            Some(limit) if (1..PER_PAGE).contains(&limit) => limit,
            _ => PER_PAGE,
        };
        let complete = match answer.total {
            // A total smaller than this page alone is no total.
            Some(total) if total >= answer.items => self.items >= total,
            _ => answer.items < full || answer.items > PER_PAGE,
        };
        if machines.is_empty() && page > 1 {
            return Ok(Stage::Ended);
        }
        if complete || machines.is_empty() {
            let next = None;
            return Ok(Stage::Answered { machines, next });
        }
        if page >= MOST_PAGES {
            return Err(wire::bad_answer("is a list without an end"));
        }
        let next = Some(page + 1);
        Ok(Stage::Answered { machines, next })
    }
}

impl Flow<Vec<Machine>> for ListMachines {
    fn next(&mut self, _: Timestamp) -> Result<Step<Vec<Machine>>, Error> {
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Asking { page } => {
                let query = format!("page={page}&per_page={PER_PAGE}");
                let panel = Panel::new(&self.access, self.format)?;
                let request = panel.get("/virtual_machines", &query)?;
                let call = Call::new(request.clone(), move |response| {
                    wire::page(panel.format, response)
                });
                let call = Box::new(call);
                self.stage = Stage::Sent { page, call };
                Ok(Step::Send(Box::new(request)))
            }
            // Asked again before the answer was handed in: it is still awaited.
            waiting @ Stage::Sent { .. } => {
                self.stage = waiting;
                Ok(Step::Wait(Duration::from_secs(1)))
            }
            Stage::Answered { machines, next } => {
                self.stage = next.map_or(Stage::Ended, |page| Stage::Asking { page });
                Ok(Step::Yield(machines))
            }
            Stage::Ended => Ok(Step::Done),
        }
    }

    fn receive(&mut self, _: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Sent { page, call } => {
                let answer = call.read(&answer?)?;
                self.stage = self.answered(page, answer)?;
            }
            stage => self.stage = stage,
        }
        Ok(())
    }
}
