//! What the parts of the page have in common.

use leptos::prelude::*;

use super::picked::Picked;
use crate::{
    api::clock,
    routes::{self, Route, View},
    store::{
        Store,
        listing::Listing,
        rows::{self, By, Order},
        use_store,
    },
};

/// The fleet as it is shown; copies are the same one.
#[derive(Clone, Copy)]
pub struct Fleet {
    /// Everything known.
    pub store: Store,
    /// What is shown and how, as the address says.
    pub view: Memo<View>,
    /// What is shown.
    pub listing: Memo<Listing>,
    /// The keys of groups of which only the heading is shown.
    pub closed: RwSignal<Vec<String>>,
    /// What is selected.
    pub picked: Picked,
    /// How many of the machines shown are selected.
    pub picked_shown: Memo<usize>,
    /// The batch whose results are shown.
    pub results: RwSignal<Option<String>>,
}

impl Fleet {
    /// From the address and the store.
    pub fn new() -> Self {
        let store = use_store();
        let route = expect_context::<RwSignal<Route>>();
        let view = Memo::new(move |_| match route.get() {
            Route::Machines(view) | Route::Machine(_, view) => view,
            _ => View::default(),
        });
        let closed = RwSignal::<Vec<String>>::default();
        let by = Memo::new(move |_| By::of(&view.read()));
        let news = news(store);
        let order = Memo::<Order>::new_owning(move |before| {
            news.track();
            let by = by.get();
            untrack(|| rows::order(store, by, before))
        });
        let listing =
            Memo::new(move |_| Listing::of(store, &order.read(), &view.read(), &closed.read()));
        let picked = Picked::new();
        Self {
            store,
            view,
            listing,
            closed,
            picked,
            picked_shown: Memo::new(move |_| picked.among(&listing.read().rows)),
            results: results(store),
        }
    }

    /// Whether rows are low.
    pub fn is_compact(self) -> bool {
        let compact = self.view.read().compact;
        compact.unwrap_or_else(|| self.store.settings.read().compact)
    }

    /// Shows the fleet as this view from now on, also when the panel is opened without a view.
    pub fn arrange(self, view: View) {
        let usual = view.of("").search();
        self.store.change_views(|views| views.usual = usual);
        routes::go(&Route::Machines(view));
    }

    /// Opens or closes a group.
    pub fn toggle_group(self, key: &str) {
        self.closed.update(|closed| {
            let known = closed.len();
            closed.retain(|one| one != key);
            if closed.len() == known {
                closed.push(key.to_owned());
            }
        });
    }
}

impl Default for Fleet {
    fn default() -> Self {
        Self::new()
    }
}

/// Changes when anything was told of any machine, but once a frame at most: lists arrive in many
/// parts, and nobody sees more of them than frames.
fn news(store: Store) -> RwSignal<()> {
    let news = RwSignal::new(());
    let is_due = StoredValue::new(false);
    Effect::new(move |was: Option<()>| {
        for holding in store.all() {
            holding.roster.track();
            holding.status.track();
        }
        if was.is_some() && !is_due.get_value() {
            is_due.set_value(true);
            request_animation_frame(move || {
                let _gone = is_due.try_set_value(false);
                let _gone = news.try_set(());
            });
        }
    });
    news
}

/// The batch whose results are shown: first the one that an earlier page left under way, as soon as
/// the journal tells of it. It comes by itself once; what a person closes stays closed.
fn results(store: Store) -> RwSignal<Option<String>> {
    let results = RwSignal::new(None);
    let opened = clock::now();
    Effect::new(move |was: Option<bool>| {
        if was == Some(true) || results.with_untracked(Option::is_some) {
            return true;
        }
        let earlier = store.jobs.under_way(opened);
        let is_found = earlier.is_some();
        if is_found {
            results.set(earlier);
        }
        is_found
    });
    results
}
