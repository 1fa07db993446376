//! One account's trash.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use pilothouse_core::{
    Abilities, Error, ErrorKind, Operator, State, Target, Timestamp, Trashed, Verb,
};

use super::item;
use crate::{
    api::clock,
    components::{account_mark::AccountMark, order_dialog::OrderDialog},
    routes::Route,
    store::{Store, holding::Holding, use_store},
    ui::{
        age::ago,
        follow::{part, text, when},
    },
};

/// What is known of an account's trash.
#[derive(Clone, Default)]
pub(super) struct Known {
    /// What is in it, as it was last read.
    items: Vec<Trashed>,
    /// When.
    at: Option<Timestamp>,
    /// It is being read.
    is_loading: bool,
    /// Why the last reading failed.
    error: Option<Error>,
    /// The provider keeps nothing.
    is_final: bool,
}

/// An account's trash. Copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Bin {
    pub(super) store: Store,
    pub(super) holding: StoredValue<Holding>,
    pub(super) operator: RwSignal<Option<Arc<dyn Operator>>>,
    /// What a dialog is open for.
    pub(super) asked: RwSignal<Option<(Verb, Target, String)>>,
    known: RwSignal<Known>,
}

impl Bin {
    fn new(store: Store, holding: Holding) -> Self {
        Self {
            store,
            holding: StoredValue::new(holding),
            operator: RwSignal::new(None),
            asked: RwSignal::new(None),
            known: RwSignal::default(),
        }
    }

    /// What its provider can do, once its client is here.
    pub(super) fn abilities(self) -> Option<&'static Abilities> {
        self.operator
            .with_untracked(|operator| Some(operator.as_ref()?.abilities()))
    }

    /// Reads it again.
    fn read(self) {
        if self.known.with_untracked(|known| known.is_loading) {
            return;
        }
        self.known.update(|known| known.is_loading = true);
        spawn_local(async move {
            let result = self.fetch().await;
            let _still_there = self.known.try_update(|known| {
                known.is_loading = false;
                match result {
                    Ok(items) => {
                        known.is_final = items.is_none();
                        known.items = items.unwrap_or_default();
                        known.at = Some(clock::now());
                        known.error = None;
                    }
                    Err(error) => known.error = Some(error),
                }
            });
        });
    }

    /// What is in it; none where deleting is final.
    async fn fetch(self) -> Result<Option<Vec<Trashed>>, Error> {
        let Some(holding) = self.holding.try_get_value() else {
            return Ok(None);
        };
        let operator = self.store.operator(&holding).await?;
        let _still_there = self.operator.try_set(Some(operator.clone()));
        // That nothing is kept can be said without credentials.
        let access = match self.store.access(&holding) {
            Ok(access) => access,
            Err(_) if operator.abilities().rule(Verb::Restore).is_none() => return Ok(None),
            Err(error) => return Err(error),
        };
        let Some(mut flow) = operator.trash(&access) else {
            return Ok(None);
        };
        let mut items = Vec::new();
        let wanted = || self.known.try_get_untracked().is_some();
        let each = |page| items.extend(page);
        self.store
            .drive(&holding, flow.as_mut(), wanted, each)
            .await?;
        Ok(Some(items))
    }
}

/// The account with what is in its trash.
pub(super) fn account(holding: Holding) -> impl IntoView {
    let store = use_store();
    let bin = Bin::new(store, holding.clone());
    bin.read();
    read_after_jobs(bin);
    let label = holding.account.label.clone();
    let id = ["trash-", &holding.account.id]
        .concat()
        .replace(char::is_whitespace, "-");
    let heading = id.clone();
    let known = bin.known;
    let age = text(move || {
        let now = store.now.get().as_second();
        let at = known.with(|known| known.at.map(Timestamp::as_second));
        at.map_or_else(String::new, |at| ago(now - at))
    });
    let refresh = ["Read the trash of ", &label, " again"].concat();
    view! {
        <section class="trash-account" aria-labelledby=heading>
            <div class="trash-head">
                <AccountMark holding=holding.clone()/>
                <h2 id=id>{label.clone()}</h2>
                <span class="muted">{age}</span>
                {part(move || empty_button(bin))}
                <button class="button quiet" aria-label=refresh disabled=when(move || known.read().is_loading) on:click=move |_| bin.read()>
                    <span class="glyph" class:turning=when(move || known.read().is_loading) aria-hidden="true">"↻"</span>
                </button>
            </div>
            {part(move || trouble(bin))}
            {part(move || contents(bin, &label))}
            <Dialogs bin/>
        </section>
    }
}

/// What is in it, in words where that is nothing.
fn contents(bin: Bin, label: &str) -> AnyView {
    let known = bin.known.get();
    if known.is_final {
        let abilities = bin.abilities();
        let words = abilities.and_then(|abilities| {
            let can = abilities.availability(Verb::Restore, State::Deleted);
            can.reason().map(str::to_owned)
        });
        return view! { <p><strong>"Deleting is final here. "</strong><span class="muted">{words}</span></p> }.into_any();
    }
    if known.at.is_none() {
        if known.error.is_some() {
            return ().into_any();
        }
        let label = ["Reading the trash of ", label].concat();
        return view! {
            <div class="skeleton-lines" role="status" aria-label=label>{(0..2).map(|_| view! { <span></span> }).collect_view()}</div>
        }
        .into_any();
    }
    if known.items.is_empty() {
        return view! { <p class="muted">"Nothing is in the trash."</p> }.into_any();
    }
    let label = ["Trash of ", label].concat();
    let items = known.items.into_iter();
    let items = items.map(|trashed| item::item(bin, trashed)).collect_view();
    view! { <ul class="plain" role="list" aria-label=label>{items}</ul> }.into_any()
}

/// Why it could not be read, and what to do.
fn trouble(bin: Bin) -> AnyView {
    let Some(error) = bin.known.read().error.clone() else {
        return ().into_any();
    };
    let account = bin.holding.with_value(|held| held.account.clone());
    let needs_credentials = matches!(error.kind, ErrorKind::Setup | ErrorKind::Unauthorized);
    let again = ["Try again: ", &account.label].concat();
    let old = bin.known.read().at.is_some();
    view! {
        <div class="section-trouble" role="status">
            <p>{old.then_some("What is shown is older. ")}{error.message}</p>
            {needs_credentials.then(|| view! { <a class="button" href=Route::Account(account.id.clone()).href()>"Fix credentials"</a> })}
            <button class="button" aria-label=again on:click=move |_| bin.read()>"Try again"</button>
        </div>
    }
    .into_any()
}

/// Empties it, where the provider does that and there is anything.
fn empty_button(bin: Bin) -> AnyView {
    let count = bin.known.with(|known| known.items.len());
    let can = bin
        .abilities()
        .is_some_and(|abilities| abilities.rule(Verb::EmptyTrash).is_some());
    if count == 0 || !can {
        return ().into_any();
    }
    let label = bin.holding.with_value(|held| held.account.label.clone());
    let named = ["Empty trash of ", &label].concat();
    let ask = move |_| {
        bin.asked
            .set(Some((Verb::EmptyTrash, Target::account(), label.clone())));
    };
    view! { <button class="button danger" aria-haspopup="dialog" aria-label=named on:click=ask>"Empty trash…"</button> }
        .into_any()
}

#[component]
fn Dialogs(bin: Bin) -> impl IntoView {
    let close = Callback::new(move |()| bin.asked.set(None));
    part(move || {
        let (Some((verb, target, name)), Some(operator)) =
            (bin.asked.get(), bin.operator.get_untracked())
        else {
            return ().into_any();
        };
        let holding = bin.holding.get_value();
        if verb == Verb::EmptyTrash {
            let typed = bin
                .known
                .with_untracked(|known| known.items.len().to_string());
            return view! { <OrderDialog holding operator verb target name typed close/> }
                .into_any();
        }
        view! { <OrderDialog holding operator verb target name close/> }.into_any()
    })
}

/// Reads it again when something that changes it has ended.
fn read_after_jobs(bin: Bin) {
    let account = bin.holding.with_value(|held| held.account.id.clone());
    let under_way = Memo::new(move |_| {
        let jobs = bin.store.jobs.all().into_iter();
        let matters = |verb| {
            matches!(
                verb,
                Verb::Delete | Verb::Restore | Verb::Purge | Verb::EmptyTrash
            )
        };
        let its = jobs.filter(|job| job.account == account && job.phase.is_open());
        its.filter(|job| matters(job.order.verb)).count()
    });
    Effect::new(move |was: Option<usize>| {
        let now = under_way.get();
        if was.is_some_and(|was| now < was) {
            untrack(|| bin.read());
        }
        now
    });
}
