//! The complete client: everything beyond listing machines and switching them on and off.

use std::sync::Arc;

use pilothouse_core::{
    Abilities, Access, Call, Choice, Console, Error, Field, Flow, Form, Input, Judgement, Machine,
    Operator, Order, Orders, Provider, Receipt, Section, Target, Ticket, Timestamp, Trashed, Verb,
};

use super::{OnApp, abilities::ABILITIES, actions, forms, lookups, markup, panel::Panel, sections};

/// The fleet's client in every format.
const FULL: OnApp = OnApp {
    format: markup::either,
};

/// The complete client.
pub(crate) struct OnAppOperator;

fn panel(access: &Access) -> Panel {
    let format = markup::of(access);
    let access = access.clone();
    Panel { access, format }
}

impl Operator for OnAppOperator {
    fn provider(&self) -> Arc<dyn Provider> {
        Arc::new(FULL)
    }

    fn abilities(&self) -> &'static Abilities {
        &ABILITIES
    }

    fn form(&self, verb: Verb, machine: Option<&Machine>) -> Form {
        forms::form(verb, machine)
    }

    fn lookup(
        &self,
        access: &Access,
        lookup: &str,
        input: &Input,
    ) -> Result<Box<dyn Flow<Vec<Choice>>>, Error> {
        lookups::lookup(panel(access), lookup, input)
    }

    fn further(
        &self,
        access: &Access,
        lookup: &str,
        _: &Input,
    ) -> Result<Box<dyn Flow<Vec<Field>>>, Error> {
        lookups::further(panel(access), lookup)
    }

    fn sections(&self, access: &Access, target: &Target, now: Timestamp) -> Vec<Section> {
        sections::sections(&panel(access), target, now)
    }

    fn console(
        &self,
        access: &Access,
        _: Timestamp,
        target: &Target,
    ) -> Result<Call<Console>, Error> {
        actions::open_console::open_console(&panel(access), target)
    }

    fn trash(&self, _: &Access) -> Option<Box<dyn Flow<Vec<Trashed>>>> {
        None
    }
}

impl Orders for OnAppOperator {
    fn order(
        &self,
        access: &Access,
        now: Timestamp,
        order: &Order,
        step: usize,
    ) -> Result<Option<Call<Receipt>>, Error> {
        if Verb::POWER.contains(&order.verb) {
            return FULL.order(access, now, order, step);
        }
        actions::orders::order(&panel(access), order, step)
    }

    fn look(
        &self,
        access: &Access,
        now: Timestamp,
        ticket: &Ticket,
    ) -> Result<Call<Judgement>, Error> {
        if Verb::POWER.contains(&ticket.order.verb) {
            return FULL.look(access, now, ticket);
        }
        actions::look_order::look(&panel(access), now, ticket)
    }

    fn explain(
        &self,
        access: &Access,
        _: Timestamp,
        ticket: &Ticket,
    ) -> Result<Option<Call<Option<String>>>, Error> {
        actions::explain::explain(&panel(access), ticket)
    }
}
