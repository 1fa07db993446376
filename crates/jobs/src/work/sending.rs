//! Sending an order's requests one after another, each that changes something written down before.

use pilothouse_core::{Error, Outcome, Safety, Ticket, Timestamp};

use super::{Ordering, Stage, Work};
use crate::Phase;

/// What is still unsent after this long is not what its person wants now.
const FORGOTTEN_SECONDS: i64 = 10 * 60;
/// A clock corrected by less than this still tells how old a job is. After more nobody knows, and
/// not sending is what can be made good again.
const CORRECTED_SECONDS: i64 = 60;

impl Work {
    /// Of a job that was written down and read back.
    pub(super) fn reason_not_to_send(&self, now: Timestamp) -> Option<&'static str> {
        if self.job.misses_secrets() {
            return Some(
                "Not sent: the page was closed, and the passwords entered are not kept. Nothing was asked of the provider. Ask again.",
            );
        }
        let age = now.seconds_since(self.job.asked);
        if !self.job.fresh && !(-CORRECTED_SECONDS..FORGOTTEN_SECONDS).contains(&age) {
            return Some(
                "Not sent: the page was closed, and it was asked too long ago to be sent by itself. Nothing was asked of the provider. Ask again if it is still wanted.",
            );
        }
        None
    }

    pub(super) fn order(&mut self, now: Timestamp, ordering: Ordering) {
        let (order, step) = (&self.job.order, ordering.step);
        match self.orders.order(&self.access, now, order, step) {
            Ok(Some(call)) => {
                if call.request.safety != Safety::Read {
                    self.job.phase = Phase::Sent;
                    self.job.sent = Some(now);
                    self.job.step = step;
                    self.keeping = true;
                }
                self.stage = Stage::ToSend(ordering, call);
            }
            Ok(None) => {
                let ticket = Ticket {
                    order: order.clone(),
                    task: ordering.receipt.task,
                    made: ordering.receipt.made,
                    accepted: now,
                };
                self.job.phase = Phase::Accepted;
                self.job.ticket = Some(ticket.clone());
                self.keeping = true;
                self.stage = Stage::Resting(ticket);
            }
            // Nothing was sent of this one.
            Err(error) => self.refused(now, &error, ordering.changed, true),
        }
    }

    /// One of the order's requests failed; `changed` if one before it changed something,
    /// `harmless` if this one changes nothing.
    pub(super) fn refused(&mut self, now: Timestamp, error: &Error, changed: bool, harmless: bool) {
        if changed {
            self.lose(&["A part of it was carried out. The rest: ", &error.message].concat());
        } else if harmless || error.outcome == Outcome::NotDone {
            self.job.fields.clone_from(&error.fields);
            self.end(now, Phase::Failed, error.message.clone());
        } else {
            // It happened, and how to follow it could not be read.
            if error.outcome == Outcome::Done {
                self.job.phase = Phase::Accepted;
            }
            self.lose(&error.message);
        }
    }
}
