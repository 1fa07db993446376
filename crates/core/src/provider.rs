//! What every provider client offers to the rest of the product.

use std::sync::Arc;

use crate::{
    Abilities, Access, Call, Choice, Console, Document, Error, Facts, Field, Flow, Form, Input,
    Judgement, Machine, Order, Receipt, SecretString, Section, Target, Ticket, Timestamp, Trashed,
    Verb,
};

/// Carrying out orders and seeing how they do. Pure functions; the caller owns sockets and
/// clocks. `now` goes into signatures and into judgements of how long something takes.
pub trait Orders: Send + Sync {
    /// Request number `step` (from 0) of an order, or `None` after the last. A step that only
    /// reads may end the order with an error before anything was changed.
    fn order(
        &self,
        access: &Access,
        now: Timestamp,
        order: &Order,
        step: usize,
    ) -> Result<Option<Call<Receipt>>, Error>;

    /// How an accepted order is doing.
    fn look(
        &self,
        access: &Access,
        now: Timestamp,
        ticket: &Ticket,
    ) -> Result<Call<Judgement>, Error>;

    /// Where a provider keeps the reason of a failure apart: one request for it, as a sentence.
    fn explain(
        &self,
        _access: &Access,
        _now: Timestamp,
        _ticket: &Ticket,
    ) -> Result<Option<Call<Option<String>>>, Error> {
        Ok(None)
    }

    /// What the order's machine will be called, as [`Machine::name`] will have it, once a
    /// [`Verb::Create`] or [`Verb::Rename`] is carried out; `None` where the order gives no name.
    fn given_name(&self, order: &Order) -> Option<String> {
        let name = order.input.text("name").map(str::trim)?;
        (!name.is_empty()).then(|| name.to_owned())
    }
}

/// What the fleet needs of a provider: being let in, listing, reading, and knowing what can be
/// asked. Asking it is an [`Operator`]'s, so that a page that shows only the fleet need not load
/// it.
pub trait Provider: Send + Sync {
    /// What it can do.
    fn facts(&self) -> &'static Facts;

    /// The cheapest request that proves endpoint and credentials right; answers with words that
    /// say who was let in, e.g. "Signed in as ops@example.net".
    fn check(&self, access: &Access, now: Timestamp) -> Result<Call<String>, Error>;

    /// Every machine of the account, a page at a time. Ends early with an error; pages yielded
    /// before it stay good.
    fn list(&self, access: &Access) -> Box<dyn Flow<Vec<Machine>>>;

    /// One machine in full. [`ErrorKind::NotFound`](crate::ErrorKind::NotFound) when it is gone.
    fn read(
        &self,
        access: &Access,
        now: Timestamp,
        target: &Target,
    ) -> Result<Call<Machine>, Error>;
}

/// The complete client: every verb, the forms they need, and what a machine's own page shows.
/// Its orders include those of [`Verb::POWER`].
pub trait Operator: Orders {
    /// The fleet's client of the same provider, for any account: also one whose preferences the
    /// first view's cannot serve.
    fn provider(&self) -> Arc<dyn Provider>;

    /// Which of [`Verb::OTHER`] it has, and when.
    fn abilities(&self) -> &'static Abilities;

    /// What has to be entered for a verb, filled in from the machine where it is about one.
    /// Empty for a verb that needs nothing and for one the provider lacks.
    fn form(&self, verb: Verb, machine: Option<&Machine>) -> Form;

    /// The kind of document the text of this field is, where it is one.
    fn document(&self, _verb: Verb, _field: &str) -> Option<&dyn Document> {
        None
    }

    /// The choices of a [`Kind::Lookup`](crate::form::Kind::Lookup) field, a page at a time.
    /// `input` holds at least the fields the lookup comes after.
    ///
    /// # Errors
    /// [`ErrorKind::Setup`](crate::ErrorKind::Setup) when one of those is missing or nobody
    /// knows the lookup.
    fn lookup(
        &self,
        access: &Access,
        lookup: &str,
        input: &Input,
    ) -> Result<Box<dyn Flow<Vec<Choice>>>, Error>;

    /// The fields of a [`Kind::Further`](crate::form::Kind::Further) group, which depend on what
    /// was chosen before.
    ///
    /// # Errors
    /// As [`Operator::lookup`].
    fn further(
        &self,
        access: &Access,
        lookup: &str,
        input: &Input,
    ) -> Result<Box<dyn Flow<Vec<Field>>>, Error>;

    /// What a machine's page shows beyond [`Machine`], each part read on its own.
    fn sections(&self, access: &Access, target: &Target, now: Timestamp) -> Vec<Section>;

    /// A way to the machine's screen.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) where there is none.
    fn console(
        &self,
        access: &Access,
        now: Timestamp,
        target: &Target,
    ) -> Result<Call<Console>, Error>;

    /// What was deleted and can be restored; `None` where deleting is final.
    fn trash(&self, access: &Access) -> Option<Box<dyn Flow<Vec<Trashed>>>>;

    /// What has to be entered to be handed a token for the login that takes one; empty where the
    /// provider hands out none. Nothing of it is stored.
    fn sign_in_form(&self) -> Form {
        Form::default()
    }

    /// Asks for a token with what was entered into [`Operator::sign_in_form`]. The account need
    /// not be able to log in yet; only its endpoint counts. The request may go to another host
    /// than the account's.
    ///
    /// # Errors
    /// [`ErrorKind::Unsupported`](crate::ErrorKind::Unsupported) where there are none. When read,
    /// [`ErrorKind::Unauthorized`](crate::ErrorKind::Unauthorized) naming the field that is wrong
    /// or still missing.
    fn sign_in(
        &self,
        _access: &Access,
        _now: Timestamp,
        _input: &Input,
    ) -> Result<Call<SecretString>, Error> {
        let words = "This provider hands out no tokens.";
        Err(Error::new(crate::ErrorKind::Unsupported, words))
    }
}
