//! The complete client: everything beyond listing machines and switching them on and off.

use std::sync::Arc;

use pilothouse_core::{
    Abilities, Access, Call, Choice, Console, Error, Field, Flow, Form, Input, Judgement, Machine,
    Operator, Order, Orders, Provider, Receipt, SecretString, Section, Target, Ticket, Timestamp,
    Trashed, Verb,
};

use super::{BigV, abilities::ABILITIES, actions, forms, lookups, sections};

/// The complete client.
pub(crate) struct BigVOperator;

impl Operator for BigVOperator {
    fn provider(&self) -> Arc<dyn Provider> {
        Arc::new(BigV)
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
        lookups::lookup(access, lookup, input)
    }

    fn further(
        &self,
        _: &Access,
        lookup: &str,
        _: &Input,
    ) -> Result<Box<dyn Flow<Vec<Field>>>, Error> {
        Err(lookups::unknown(lookup))
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
        actions::open_console::open_console(access, target)
    }

    fn trash(&self, access: &Access) -> Option<Box<dyn Flow<Vec<Trashed>>>> {
        let trash = actions::list_trash::list_trash(access.clone());
        Some(Box::new(trash))
    }

    fn sign_in_form(&self) -> Form {
        forms::sign_in()
    }

    fn sign_in(
        &self,
        access: &Access,
        _: Timestamp,
        input: &Input,
    ) -> Result<Call<SecretString>, Error> {
        forms::sign_in().check(input)?;
        actions::sign_in::sign_in(access, input)
    }
}

impl Orders for BigVOperator {
    fn order(
        &self,
        access: &Access,
        now: Timestamp,
        order: &Order,
        step: usize,
    ) -> Result<Option<Call<Receipt>>, Error> {
        use actions::{
            change_machine::change_machine, create_machine::create_machine,
            delete_machine::delete_machine, rebuild_machine::rebuild_machine,
            rescue_machine::rescue_machine, send_keys::send_keys,
        };
        forms::check(order.verb, &order.input)?;
        match order.verb {
            verb if Verb::POWER.contains(&verb) => BigV.order(access, now, order, step),
            Verb::Create => create_machine(access, &order.input, step),
            Verb::Rebuild => rebuild_machine(access, order, step),
            Verb::Rename | Verb::Resize | Verb::Edit => change_machine(access, order, step),
            Verb::SendKeys => send_keys(access, order, step),
            Verb::Rescue => rescue_machine(access, order, step),
            Verb::Delete | Verb::Restore | Verb::Purge => delete_machine(access, order, step),
            verb => Err(Error::unsupported(verb)),
        }
    }

    fn look(
        &self,
        access: &Access,
        now: Timestamp,
        ticket: &Ticket,
    ) -> Result<Call<Judgement>, Error> {
        use actions::{
            change_machine::follow_change, delete_machine::follow_deletion,
            follow_creation::follow_creation, rebuild_machine::follow_rebuild,
            rescue_machine::follow_rescue, send_keys::follow_keys,
        };
        match ticket.order.verb {
            verb if Verb::POWER.contains(&verb) => BigV.look(access, now, ticket),
            Verb::Create => follow_creation(access, now, ticket),
            Verb::Rebuild => follow_rebuild(access, ticket),
            Verb::Rename | Verb::Resize | Verb::Edit => follow_change(access, now, ticket),
            Verb::SendKeys => follow_keys(access, ticket),
            Verb::Rescue => follow_rescue(access, ticket),
            Verb::Delete | Verb::Restore | Verb::Purge => follow_deletion(access, ticket),
            verb => Err(Error::unsupported(verb)),
        }
    }
}
