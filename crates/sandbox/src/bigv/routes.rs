//! Which path is which call.
//!
//! Source: BigV reference, the endpoint tables of every section.

use super::call::{Call, order};
use super::query::{Query, parts};
use super::reply::{Refusal, Reply};
use super::rights::Target;
use super::{World, definitions};
use crate::{Request, json};
use http::{Method, StatusCode};
use jiff::Timestamp;

impl World {
    /// Answers a request.
    pub(super) fn route(&mut self, request: &Request, now: Timestamp) -> Reply {
        let path = parts(request.uri());
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        if let Some(reply) = self.open_to_all(request, &path, now) {
            return reply;
        }
        let entrant = self.gate.admit(request, now)?;
        let call = Call {
            method: request.method().clone(),
            order: order(request)?,
            query: Query::parse(request.uri().query().unwrap_or("")),
            rights: self.rights(&entrant.privileges),
            user: (entrant.user.id, entrant.user.name),
            now,
        };
        let later = self.dialect.is_later();
        match path.as_slice() {
            ["accounts", rest @ ..] => self.below_accounts(&call, rest),
            ["users", rest @ ..] => self.users(&call, rest),
            ["privileges", rest @ ..] => self.privileges(&call, rest),
            ["ips", rest @ ..] => self.ips(&call, rest),
            ["api_keys", rest @ ..] if later => self.api_keys(&call, rest),
            ["vm_defaults"] if later => self.vm_defaults(&call),
            ["discs", part] if later => self.disc_anywhere(part, &call),
            path if later => self.un_nested(path, &call),
            _ => Err(Refusal::NotFound),
        }
    }

    /// Calls that ask nobody who they are, or ask in a way of their own.
    fn open_to_all(&mut self, request: &Request, path: &[&str], now: Timestamp) -> Option<Reply> {
        match (request.method(), path) {
            (&Method::GET, ["definitions" | "definitions.json"]) => {
                Some(Ok(json(StatusCode::OK, &definitions::all(self.dialect))))
            }
            (_, ["session"]) => Some(self.gate.session(request, None, now)),
            (_, ["session", token]) => Some(self.gate.session(request, Some(token), now)),
            (&Method::POST, ["users"]) => {
                Some(order(request).and_then(|order| self.sign_up(&order)))
            }
            (_, ["api", "v1", rest @ ..]) => Some(self.billing(request, rest, now)),
            _ => None,
        }
    }

    fn below_accounts(&mut self, call: &Call, rest: &[&str]) -> Reply {
        let (account, rest) = match rest {
            [] => return self.accounts(call),
            [account, rest @ ..] => (self.find_account(account, &call.rights)?, rest),
        };
        let (group, rest) = match rest {
            [] => return self.account(&account, call),
            ["privileges"] => return self.privileges_on(call, Target::Account(account.id)),
            ["groups"] => return self.groups_of(&account, call),
            ["groups", group, rest @ ..] => (self.find_group(&account, group, &call.rights)?, rest),
            _ => return Err(Refusal::NotFound),
        };
        match rest {
            [] => self.group(&group, call),
            ["privileges"] => self.privileges_on(call, Target::Group(group.id)),
            rest => self.in_group(&group, call, rest),
        }
    }
}
