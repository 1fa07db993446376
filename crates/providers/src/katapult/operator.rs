//! The complete client: everything beyond listing machines and switching them on and off.

use std::{borrow::Cow, sync::Arc};

use pilothouse_core::{
    Abilities, Access, Call, Choice, Console, Document, Error, Field, Flow, Form, Input, Judgement,
    Machine, Operator, Order, Orders, Provider, Receipt, Section, Target, Ticket, Timestamp,
    Trashed, Verb,
};

use super::{
    Katapult, abilities::ABILITIES, actions, auth, forms, lookups, sections, spec::SpecDocument,
    trash,
};

/// The complete client.
pub(crate) struct KatapultOperator;

impl Operator for KatapultOperator {
    fn provider(&self) -> Arc<dyn Provider> {
        Arc::new(Katapult)
    }

    fn abilities(&self) -> &'static Abilities {
        &ABILITIES
    }

    fn form(&self, verb: Verb, machine: Option<&Machine>) -> Form {
        forms::form(verb, machine)
    }

    fn document(&self, verb: Verb, field: &str) -> Option<&dyn Document> {
        (verb == Verb::Create && field == "xml").then_some(&SpecDocument)
    }

    fn lookup(
        &self,
        access: &Access,
        lookup: &str,
        input: &Input,
    ) -> Result<Box<dyn Flow<Vec<Choice>>>, Error> {
        lookups::lookup(access, lookup, input)
    }

    fn further(
        &self,
        access: &Access,
        lookup: &str,
        input: &Input,
    ) -> Result<Box<dyn Flow<Vec<Field>>>, Error> {
        lookups::further(access, lookup, input)
    }

    fn sections(&self, access: &Access, target: &Target, _: Timestamp) -> Vec<Section> {
        sections::sections(access, target)
    }

    fn console(
        &self,
        access: &Access,
        _: Timestamp,
        target: &Target,
    ) -> Result<Call<Console>, Error> {
        actions::console::console(access, target)
    }

    fn trash(&self, access: &Access) -> Option<Box<dyn Flow<Vec<Trashed>>>> {
        Some(trash::trash(access))
    }
}

impl Orders for KatapultOperator {
    fn order(
        &self,
        access: &Access,
        now: Timestamp,
        order: &Order,
        step: usize,
    ) -> Result<Option<Call<Receipt>>, Error> {
        let (verb, target) = (order.verb, &order.target);
        if Verb::POWER.contains(&verb) {
            return Katapult.order(access, now, order, step);
        }
        if step > 0 {
            return Ok(None);
        }
        let input = whose(access, order);
        self.form(verb, None).check(&input)?;
        Ok(Some(match verb {
            Verb::Create => actions::create_machine::create_machine(access, &input)?,
            Verb::Rename => actions::update_machine::rename(access, target, &input)?,
            Verb::Edit => actions::update_machine::edit(access, target, &input)?,
            Verb::Resize => actions::resize_machine::resize_machine(access, target, &input)?,
            Verb::Delete => actions::delete_machine::delete_machine(access, target)?,
            Verb::Restore => actions::delete_machine::restore(access, target)?,
            Verb::Purge => actions::delete_machine::purge(access, target)?,
            Verb::EmptyTrash => actions::delete_machine::empty_trash(access, &input)?,
            verb => return Err(Error::unsupported(verb)),
        }))
    }

    fn look(
        &self,
        access: &Access,
        now: Timestamp,
        ticket: &Ticket,
    ) -> Result<Call<Judgement>, Error> {
        if Verb::POWER.contains(&ticket.order.verb) {
            return Katapult.look(access, now, ticket);
        }
        actions::follow::follow(access, now, ticket)
    }

    fn given_name(&self, order: &Order) -> Option<String> {
        actions::given_name::given_name(order)
    }
}

/// What was entered; an organization that was not is the one the account is limited to.
fn whose<'a>(access: &Access, order: &'a Order) -> Cow<'a, Input> {
    let input = &order.input;
    match auth::organization(access) {
        Some(named) if order.verb.is_for_account() && input.entry("organization").is_none() => {
            Cow::Owned(input.clone().with("organization", named))
        }
        _ => Cow::Borrowed(input),
    }
}
