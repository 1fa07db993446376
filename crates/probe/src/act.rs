//! Acts as flows that yield JSON.

use std::sync::Arc;

use pilothouse_core::{
    Error, ErrorKind, Flow, Follow, Once, Operator, Order, Response, Step, Ticket, Timestamp, Verb,
};
use serde_json::Value;

use crate::{
    Act, Setting,
    json::{self, plain},
};

/// An act, ready to be driven. What it yields is what the panel would get, as JSON; secrets are
/// left out.
///
/// # Errors
/// When the client does not have it, or finds fault with the setting.
pub fn act(
    operator: &Arc<dyn Operator>,
    act: &Act,
    setting: &Setting,
    now: Timestamp,
) -> Result<Box<dyn Flow<Value>>, Error> {
    let (client, setting) = (operator.clone(), setting.clone());
    let Setting { access, target, .. } = &setting;
    Ok(match act {
        Act::Check => once(move |now| {
            let call = client.provider().check(&setting.access, now)?;
            Ok(call.map(Value::from))
        }),
        Act::List => mapped(client.provider().list(access), |machines| plain(&machines)),
        Act::Read => once(move |now| {
            let call = client
                .provider()
                .read(&setting.access, now, &setting.target)?;
            Ok(call.map(|machine| plain(&machine)))
        }),
        Act::Trash => {
            let nothing = || Error::new(ErrorKind::Unsupported, "Nothing deleted is kept.");
            let flow = operator.trash(access).ok_or_else(nothing)?;
            mapped(flow, |trashed| plain(&trashed))
        }
        Act::Order(Verb::Console) => once(move |now| {
            let call = client.console(&setting.access, now, &setting.target)?;
            Ok(call.map(|console| json::console(&console)))
        }),
        Act::Order(verb) => {
            let mut order = Order::new(*verb, target.clone());
            order.input = setting.input.clone();
            let flow = Follow::order(client, access.clone(), order);
            mapped(Box::new(flow), |progress| plain(&progress))
        }
        Act::Look(verb) => {
            let ticket = ticket(*verb, &setting);
            once(move |now| {
                let call = client.look(&setting.access, now, &ticket)?;
                Ok(call.map(|judgement| plain(&judgement)))
            })
        }
        Act::Explain(verb) => {
            let ticket = ticket(*verb, &setting);
            let nothing = "This provider says no more about a failure.";
            once(move |now| {
                let call = client.explain(&setting.access, now, &ticket)?;
                let call = call.ok_or_else(|| Error::new(ErrorKind::Unsupported, nothing))?;
                Ok(call.map(|why| plain(&why)))
            })
        }
        Act::Lookup(name) => {
            let flow = operator.lookup(access, name, &setting.input)?;
            mapped(flow, |choices| plain(&choices))
        }
        Act::Further(name) => {
            let flow = operator.further(access, name, &setting.input)?;
            mapped(flow, |fields| plain(&fields))
        }
        Act::Section(place) => {
            let mut sections = operator.sections(access, target, now);
            if *place >= sections.len() {
                let words = format!("There are {} sections, counted from 0.", sections.len());
                return Err(Error::new(ErrorKind::Invalid, words));
            }
            mapped(sections.swap_remove(*place).read, |content| plain(&content))
        }
    })
}

fn ticket(verb: Verb, setting: &Setting) -> Ticket {
    let mut order = Order::new(verb, setting.target.clone());
    order.input = setting.input.clone();
    Ticket {
        order,
        task: setting.task.clone(),
        made: setting.made.clone(),
        accepted: setting.accepted,
    }
}

fn once(
    make: impl FnOnce(Timestamp) -> Result<pilothouse_core::Call<Value>, Error> + 'static,
) -> Box<dyn Flow<Value>> {
    Box::new(Once::new(make))
}

fn mapped<T: 'static>(flow: Box<dyn Flow<T>>, map: fn(T) -> Value) -> Box<dyn Flow<Value>> {
    Box::new(Mapped { flow, map })
}

/// A flow whose news are told as JSON.
struct Mapped<T> {
    flow: Box<dyn Flow<T>>,
    map: fn(T) -> Value,
}

impl<T> Flow<Value> for Mapped<T> {
    fn next(&mut self, now: Timestamp) -> Result<Step<Value>, Error> {
        Ok(match self.flow.next(now)? {
            Step::Send(request) => Step::Send(request),
            Step::Wait(time) => Step::Wait(time),
            Step::Yield(news) => Step::Yield((self.map)(news)),
            Step::Done => Step::Done,
        })
    }

    fn receive(&mut self, now: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        self.flow.receive(now, answer)
    }
}
