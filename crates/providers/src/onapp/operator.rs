//! The complete client: everything beyond listing machines and switching them on and off.

use pilothouse_core::{
    Abilities, Access, Call, Choice, Console, Content, Error, ErrorKind, Field, Flow, Form, Input,
    Judgement, Machine, Operator, Order, Orders, Provider, Receipt, Section, Target, Ticket,
    Timestamp, Trashed, Verb,
};

use super::{OnApp, markup};

/// The fleet's client in every format.
static FULL: OnApp = OnApp {
    format: markup::either,
};

/// The complete client.
pub(crate) struct OnAppOperator;

static ABILITIES: Abilities = Abilities {
    has: &[],
    lacks: &[],
};

impl Operator for OnAppOperator {
    fn provider(&self) -> &dyn Provider {
        &FULL
    }

    fn abilities(&self) -> &'static Abilities {
        &ABILITIES
    }

    fn form(&self, _verb: Verb, _machine: Option<&Machine>) -> Form {
        Form::default()
    }

    fn lookup(
        &self,
        _access: &Access,
        lookup: &str,
        _input: &Input,
    ) -> Result<Box<dyn Flow<Vec<Choice>>>, Error> {
        Err(Error::new(ErrorKind::Setup, lookup))
    }

    fn further(
        &self,
        _access: &Access,
        lookup: &str,
        _input: &Input,
    ) -> Result<Box<dyn Flow<Vec<Field>>>, Error> {
        Err(Error::new(ErrorKind::Setup, lookup))
    }

    fn sections(&self, _access: &Access, _target: &Target, _now: Timestamp) -> Vec<Section> {
        let _: Vec<Content> = Vec::new();
        Vec::new()
    }

    fn console(
        &self,
        _access: &Access,
        _now: Timestamp,
        _target: &Target,
    ) -> Result<Call<Console>, Error> {
        Err(Error::unsupported(Verb::Console))
    }

    fn trash(&self, _access: &Access) -> Option<Box<dyn Flow<Vec<Trashed>>>> {
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
        FULL.order(access, now, order, step)
    }

    fn look(
        &self,
        access: &Access,
        now: Timestamp,
        ticket: &Ticket,
    ) -> Result<Call<Judgement>, Error> {
        FULL.look(access, now, ticket)
    }
}
