//! The complete clients, which the first view does without: fetched when a form, a machine's page
//! or the trash first needs one.

use std::sync::Arc;

use leptos::{
    prelude::{GetUntracked, Update, With},
    task::spawn_local,
};
use pilothouse_core::{
    Access, Call, Error, ErrorKind, Flow, Operator, Outcome, Provider, Timestamp,
};

use super::{Store, holding::Holding, refresh};
use crate::{
    api::{clock, driver},
    split::{NotFetched, part},
};

/// Gives the complete client of a provider.
type ById = fn(&str) -> Option<Arc<dyn Operator>>;

part! {
    /// All of them.
    operators: ById = pilothouse_providers::operator_by_id;
}

impl Store {
    /// The complete client of an account's provider, fetched if it has not been.
    ///
    /// # Errors
    /// [`ErrorKind::Unreachable`], with nothing asked of the provider, when it cannot be fetched.
    pub async fn operator(self, holding: &Holding) -> Result<Arc<dyn Operator>, Error> {
        let id = &holding.account.provider;
        if let Some(known) = self.operator_untracked(id) {
            return Ok(known);
        }
        let by_id = operators().await.map_err(not_fetched)?;
        let operator = by_id(id).ok_or_else(|| not_fetched(NotFetched))?;
        self.operators.update(|known| {
            known.push((id.clone(), operator.clone()));
        });
        Ok(operator)
    }

    /// Fetches the complete clients before somebody has to wait for one.
    pub fn expect_orders(self) {
        spawn_local(async move {
            let _they_are_asked_for_again = operators().await;
        });
    }

    /// The same if it is here already. Reactive: follows its arrival.
    pub fn operator_now(self, holding: &Holding) -> Option<Arc<dyn Operator>> {
        self.operators
            .with(|known| find(known, &holding.account.provider))
    }

    fn operator_untracked(self, provider: &str) -> Option<Arc<dyn Operator>> {
        find(&self.operators.get_untracked(), provider)
    }

    /// The client an account's machines are listed and read with: the first view's, unless the
    /// account prefers something only the complete client knows.
    ///
    /// # Errors
    /// As [`Store::operator`].
    pub async fn client(self, holding: &Holding) -> Result<Arc<dyn Provider>, Error> {
        if holding.account.preferences.is_empty() {
            return Ok(holding.provider.clone());
        }
        Ok(self.operator(holding).await?.provider())
    }

    /// Runs a flow of an account to its end, over the account's line; hands over what it yields.
    /// Stops early when `wanted` says nobody waits for it any more.
    ///
    /// # Errors
    /// The one the flow ended in.
    pub async fn drive<T>(
        self,
        holding: &Holding,
        flow: &mut dyn Flow<T>,
        wanted: impl Fn() -> bool,
        each: impl FnMut(T),
    ) -> Result<(), Error> {
        driver::drive(flow, &holding.line, wanted, each).await
    }

    /// Sends one call of an account over its line and reads the answer.
    ///
    /// # Errors
    /// The line's, or the provider's.
    pub async fn call<T>(
        self,
        holding: &Holding,
        make: impl FnOnce(&Access, Timestamp) -> Result<Call<T>, Error>,
    ) -> Result<T, Error> {
        let access = refresh::access(self, holding)?;
        let call = make(&access, clock::now())?;
        let answer = holding.line.send(&call.request).await?;
        call.read(&answer)
    }

    /// What an account is let in with.
    ///
    /// # Errors
    /// When this tab has no credentials for it.
    pub fn access(self, holding: &Holding) -> Result<Access, Error> {
        refresh::access(self, holding)
    }
}

/// Clients fetched so far, by provider id.
pub type Known = Vec<(String, Arc<dyn Operator>)>;

fn find(known: &Known, provider: &str) -> Option<Arc<dyn Operator>> {
    let mut known = known.iter();
    known
        .find(|(id, _)| id == provider)
        .map(|(_, operator)| operator.clone())
}

fn not_fetched(_: NotFetched) -> Error {
    Error::new(ErrorKind::Unreachable, NotFetched::WORDS).with_outcome(Outcome::NotDone)
}
