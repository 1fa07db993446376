//! The form for an account: provider, endpoint, connection, login. Made from the provider's facts.

pub mod fields;

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use pilothouse_core::{Facts, Login, Preference};

use crate::{
    routes::{self, Route, View},
    store::{
        Store,
        accounts::Account,
        setup::{self, Draft, RouteInfo},
        use_store,
    },
    ui::{field::TextField, follow::text},
};
use fields::{ConnectionField, EndpointField, LoginFields, PreferenceFields, ProviderChoice};

/// The value of the connection that needs no route.
const DIRECT: &str = "";
/// Most fields any login has.
const FIELDS: usize = 4;
/// Most preferences any provider has.
const PREFERENCES: usize = 2;

/// What is on the screen, as typed.
#[derive(Clone, Copy)]
pub struct Form {
    provider: RwSignal<String>,
    label: RwSignal<String>,
    endpoint: RwSignal<String>,
    connection: RwSignal<String>,
    login: RwSignal<String>,
    values: [RwSignal<String>; FIELDS],
    preferences: [RwSignal<String>; PREFERENCES],
    problem: RwSignal<String>,
    is_testing: RwSignal<bool>,
    routes: RwSignal<Vec<RouteInfo>>,
}

impl Form {
    /// An account's form, or a new one's with what the first provider's accounts usually have.
    fn new(account: Option<&Account>) -> Self {
        let text = |text: &str| RwSignal::new(text.to_owned());
        let first = setup::providers().first().map_or("", |facts| facts.id);
        let form = Self {
            provider: text(account.map_or(first, |account| &account.provider)),
            label: text(account.map_or("", |account| &account.label)),
            endpoint: text(
                &account.map_or_else(String::new, |account| account.endpoint.to_string()),
            ),
            connection: text(account.and_then(Account::route).unwrap_or(DIRECT)),
            login: text(account.map_or("", |account| &account.login)),
            values: [(); FIELDS].map(|()| RwSignal::default()),
            preferences: [(); PREFERENCES].map(|()| RwSignal::default()),
            problem: RwSignal::default(),
            is_testing: RwSignal::new(false),
            routes: RwSignal::default(),
        };
        match account {
            None => form.suggest(),
            Some(account) => form.show_preferences(account),
        }
        form
    }

    /// The chosen provider. Reactive.
    fn facts(&self) -> Option<&'static Facts> {
        setup::facts(&self.provider.read())
    }

    /// The chosen login. Reactive.
    fn login(&self) -> Option<&'static Login> {
        let logins = self.facts()?.logins;
        let chosen = self.login.read();
        logins
            .iter()
            .find(|login| login.id == *chosen)
            .or(logins.first())
    }

    /// The preferences an account has.
    fn show_preferences(&self, account: &Account) {
        let preferences =
            setup::facts(&account.provider).map_or(&[][..], |facts| facts.preferences);
        for (preference, value) in preferences.iter().zip(self.preferences) {
            let chosen = account.preferences.get(preference.key);
            value.set(chosen.cloned().unwrap_or_else(|| usual(preference)));
        }
    }

    /// Fills in what the chosen provider's accounts usually have.
    fn suggest(&self) {
        let Some(facts) = untrack(|| self.facts()) else {
            return;
        };
        self.endpoint
            .set(facts.default_endpoint.unwrap_or_default().to_owned());
        self.login
            .set(facts.logins.first().map_or("", |login| login.id).to_owned());
        for (preference, value) in facts.preferences.iter().zip(self.preferences) {
            value.set(usual(preference));
        }
        self.suggest_connection(facts);
    }

    fn suggest_connection(&self, facts: &Facts) {
        let route = self.routes.with_untracked(|routes| {
            let fits = |route: &&RouteInfo| route.provider.as_deref() == Some(facts.id);
            routes.iter().find(fits).map(|route| route.name.clone())
        });
        let needed = route.filter(|_| !facts.answers_browsers);
        self.connection
            .set(needed.unwrap_or_else(|| DIRECT.to_owned()));
    }

    /// Reads the proxy's routes, and chooses among them for a new account.
    fn read_routes(self, store: Store, is_new: bool) {
        spawn_local(async move {
            let is_left = self.routes.try_set(store.routes().await).is_some();
            if !is_left
                && is_new
                && let Some(facts) = untrack(|| self.facts())
            {
                self.suggest_connection(facts);
            }
        });
    }

    fn draft(&self, id: Option<String>) -> Draft {
        let route = self.connection.get_untracked();
        Draft {
            id,
            label: self.label.get_untracked(),
            provider: self.provider.get_untracked(),
            endpoint: self.endpoint.get_untracked(),
            route: (route != DIRECT).then_some(route),
            login: untrack(|| self.login())
                .map_or("", |login| login.id)
                .to_owned(),
            values: self.values.map(|value| value.get_untracked()).into(),
            preferences: self.preferences.map(|value| value.get_untracked()).into(),
        }
    }
}

/// The value most accounts have.
fn usual(preference: &Preference) -> String {
    let first = preference.values.first();
    first.map_or("", |(value, _)| value).to_owned()
}

/// The form. Secrets typed before are never shown again: they are entered anew.
#[component]
pub fn AccountForm(
    /// The account to change; none to make a new one.
    #[prop(optional)]
    account: Option<Arc<Account>>,
) -> impl IntoView {
    let store = use_store();
    let form = Form::new(account.as_deref());
    let id = account.map(|account| account.id.clone());
    let is_new = id.is_none();
    form.read_routes(store, is_new);
    let save = move |test: bool| {
        let draft = form.draft(id.clone());
        form.problem.set(String::new());
        form.is_testing.set(true);
        spawn_local(async move {
            let result = store
                .set_up(&draft, &form.routes.get_untracked(), test)
                .await;
            let is_left = form.is_testing.try_set(false).is_some();
            match result {
                Ok(_) if is_left => {}
                Ok(_) => routes::go(&Route::Machines(View::default())),
                Err(error) => form.problem.set(error.message),
            }
        });
    };
    let save_untested = save.clone();
    view! {
        <form class="form" novalidate on:submit=move |event| { event.prevent_default(); save(true); }>
            {is_new.then(|| view! { <ProviderChoice form/> })}
            <TextField id="account-label" label="Name" help="What this account is called here." value=form.label/>
            <EndpointField form/>
            <ConnectionField form/>
            <LoginFields form/>
            <PreferenceFields form/>
            <p class="error-text" role="alert">{form.problem}</p>
            <div class="form-actions">
                <button class="button primary" type="submit" disabled=form.is_testing>
                    {text(move || if form.is_testing.get() { "Testing…" } else { "Test and save" }.to_owned())}
                </button>
                <button class="button" type="button" on:click=move |_| save_untested(false)>
                    "Save without a test"
                </button>
            </div>
            <p class="help">
                "Credentials stay in this tab's memory and go only to the endpoint above. They are gone when you close or reload the page."
            </p>
        </form>
    }
}
