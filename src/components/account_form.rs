//! The form for an account: provider, endpoint, connection, login. Made from the provider's facts.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local};
use pilothouse_core::{Access, Credentials, Endpoint, Error, Facts, Login, Provider};

use crate::{
    api::{
        clock,
        config::{self, RouteInfo},
        line::Line,
        page,
        via::Via,
    },
    routes::{Route, View},
    store::{
        Store,
        accounts::{Account, COLOURS},
        use_store,
    },
    ui::field::{SelectField, TextField},
};

const DIRECT: &str = "";
/// Most fields any login has.
const FIELDS: usize = 4;

/// What is on the screen, as typed.
#[derive(Clone, Copy)]
struct Form {
    provider: RwSignal<String>,
    label: RwSignal<String>,
    endpoint: RwSignal<String>,
    connection: RwSignal<String>,
    login: RwSignal<String>,
    values: [RwSignal<String>; FIELDS],
    problem: RwSignal<String>,
    tested: RwSignal<String>,
    is_testing: RwSignal<bool>,
    routes: RwSignal<Vec<RouteInfo>>,
}

impl Form {
    fn provider(&self) -> Option<Arc<dyn Provider>> {
        pilothouse_providers::by_id(&self.provider.read())
    }

    fn facts(&self) -> Option<&'static Facts> {
        self.provider().map(|provider| provider.facts())
    }

    fn login(&self) -> Option<&'static Login> {
        let logins = self.facts()?.logins;
        let chosen = self.login.read();
        logins
            .iter()
            .find(|login| login.id == *chosen)
            .or(logins.first())
    }

    /// Fills in what the chosen provider's accounts usually have.
    fn suggest(&self) {
        let Some(facts) = self.facts() else { return };
        self.endpoint
            .set(facts.default_endpoint.unwrap_or_default().to_owned());
        self.login
            .set(facts.logins.first().map_or("", |login| login.id).to_owned());
        self.choose_connection(facts);
    }

    fn choose_connection(&self, facts: &Facts) {
        let route = self.routes.with(|routes| {
            routes
                .iter()
                .find(|r| r.provider.as_deref() == Some(facts.id))
                .map(|r| r.name.clone())
        });
        let direct = facts.answers_browsers || route.is_none();
        self.connection.set(if direct {
            DIRECT.into()
        } else {
            route.unwrap_or_default()
        });
    }

    /// The account and its credentials as typed.
    fn read(
        &self,
        id: String,
        colour: u8,
        proxy: Option<String>,
    ) -> Result<(Account, Credentials), Error> {
        let endpoint = Endpoint::parse(&self.endpoint.get_untracked())?;
        let login = untrack(|| self.login());
        let mut credentials = Credentials::new(login.map_or("", |login| login.id));
        for (field, value) in login
            .map_or(&[][..], |login| login.fields)
            .iter()
            .zip(self.values)
        {
            let typed = value.get_untracked();
            if field.required && typed.trim().is_empty() {
                return Err(Error::new(
                    pilothouse_core::ErrorKind::Setup,
                    format!("Enter the {}.", field.label.to_lowercase()),
                ));
            }
            credentials = credentials.with(field.key, typed.trim());
        }
        let name = self.connection.get_untracked();
        let via = if name == DIRECT {
            Via::Direct
        } else {
            let wildcard = self
                .routes
                .with_untracked(|routes| routes.iter().any(|r| r.name == name && r.is_wildcard()));
            Via::Route {
                base: proxy.unwrap_or_default(),
                name,
                wildcard,
            }
        };
        let label = self.label.get_untracked();
        let label = if label.trim().is_empty() {
            endpoint.host().to_owned()
        } else {
            label.trim().to_owned()
        };
        let account = Account {
            id,
            label,
            provider: self.provider.get_untracked(),
            endpoint,
            via,
            login: credentials.login().to_owned(),
            colour,
            sandbox: false,
        };
        Ok((account, credentials))
    }
}

/// The form. Secrets typed before are never shown again: they are entered anew.
#[component]
pub fn AccountForm(
    /// The account to change; none to make a new one.
    #[prop(optional)]
    account: Option<Arc<Account>>,
) -> impl IntoView {
    let store = use_store();
    let form = new_form(account.as_deref());
    let is_new = account.is_none();
    let id = account
        .as_ref()
        .map_or_else(|| new_id(store), |account| account.id.clone());
    let colour = account.as_ref().map_or_else(
        || {
            store
                .holdings
                .with_untracked(|all| all.len() as u8 % COLOURS)
        },
        |account| account.colour,
    );
    let sandbox = account.as_ref().is_some_and(|account| account.sandbox);
    spawn_local(async move {
        let base = store.proxy.get_untracked().unwrap_or_default();
        form.routes.set(config::routes(&base).await);
        if is_new && let Some(facts) = untrack(|| form.facts()) {
            untrack(|| form.choose_connection(facts));
        }
    });
    let save = move |test: bool| {
        form.problem.set(String::new());
        form.tested.set(String::new());
        match form.read(id.clone(), colour, store.proxy.get_untracked()) {
            Ok((account, credentials)) => {
                finish(
                    store,
                    form,
                    Account { sandbox, ..account },
                    credentials,
                    test,
                );
            }
            Err(error) => form.problem.set(error.message),
        }
    };
    let save_untested = save.clone();
    view! {
        <form class="form" novalidate on:submit=move |event| { event.prevent_default(); save(true); }>
            {is_new.then(|| view! { <ProviderChoice form/> })}
            <TextField id="account-label" label="Name" help="What this account is called here." value=form.label/>
            <EndpointField form/>
            <ConnectionField form/>
            <LoginFields form/>
            <p class="error-text" role="alert">{form.problem}</p>
            <p class="good-text" role="status">{form.tested}</p>
            <div class="form-actions">
                <button class="button primary" type="submit" disabled=form.is_testing>
                    {move || if form.is_testing.get() { "Testing…" } else { "Test and save" }}
                </button>
                <button class="button" type="button" on:click=move |_| save_untested(false)>"Save without a test"</button>
            </div>
            <p class="help">
                "Credentials stay in this tab's memory and go only to the endpoint above. They are gone when you close or reload the page."
            </p>
        </form>
    }
}

fn new_form(account: Option<&Account>) -> Form {
    let first = pilothouse_providers::all()
        .first()
        .map_or("", |provider| provider.facts().id);
    let route = account.map_or("", |account| match &account.via {
        Via::Direct => DIRECT,
        Via::Route { name, .. } => name,
    });
    let text = |text: &str| RwSignal::new(text.to_owned());
    let form = Form {
        provider: text(account.map_or(first, |account| &account.provider)),
        label: text(account.map_or("", |account| &account.label)),
        endpoint: text(&account.map_or_else(String::new, |account| account.endpoint.to_string())),
        connection: text(route),
        login: text(account.map_or("", |account| &account.login)),
        values: [(); FIELDS].map(|()| RwSignal::default()),
        problem: RwSignal::default(),
        tested: RwSignal::default(),
        is_testing: RwSignal::new(false),
        routes: RwSignal::default(),
    };
    if account.is_none() {
        untrack(|| form.suggest());
    }
    form
}

/// Unique among the accounts there are; time and count are enough for that.
fn new_id(store: Store) -> String {
    let count = store.holdings.with_untracked(Vec::len);
    format!("a{}-{count}", clock::now().as_millisecond())
}

fn finish(store: Store, form: Form, account: Account, credentials: Credentials, test: bool) {
    let Some(provider) = untrack(|| form.provider()) else {
        return;
    };
    spawn_local(async move {
        if test {
            form.is_testing.set(true);
            let access = Access {
                endpoint: account.endpoint.clone(),
                credentials: credentials.clone(),
            };
            let line = Line::new(account.via.clone());
            let result = check(provider.as_ref(), &access, &line).await;
            form.is_testing.set(false);
            match result {
                Ok(words) => form.tested.set(words),
                Err(error) => {
                    form.problem.set(error.message);
                    return;
                }
            }
        }
        store.keyring.put(&account.id, credentials);
        if let Some(holding) = store.add(account) {
            store.announce(format!("{} saved.", holding.account.label));
            store.refresh(&holding);
        }
        page::go(&Route::Machines(View::default()).href());
    });
}

async fn check(provider: &dyn Provider, access: &Access, line: &Line) -> Result<String, Error> {
    let call = provider.check(access, clock::now())?;
    let answer = line.send(&call.request).await?;
    call.read(&answer)
}

#[component]
fn ProviderChoice(form: Form) -> impl IntoView {
    view! {
        <fieldset class="choices">
            <legend>"Provider"</legend>
            {pilothouse_providers::all().into_iter().map(|provider| {
                let facts = provider.facts();
                view! {
                    <label class="choice">
                        <input
                            type="radio"
                            name="provider"
                            prop:checked=move || *form.provider.read() == facts.id
                            on:change=move |_| { form.provider.set(facts.id.to_owned()); untrack(|| form.suggest()); }
                        />
                        {facts.name}
                    </label>
                }
            }).collect_view()}
        </fieldset>
    }
}

#[component]
fn EndpointField(form: Form) -> impl IntoView {
    let others = move || {
        form.facts().map(|facts| {
            facts.default_endpoint.into_iter().chain(facts.other_endpoints.iter().copied())
                .map(|url| view! {
                    <button class="chip" type="button" on:click=move |_| form.endpoint.set(url.to_owned())>{url}</button>
                })
                .collect_view()
        })
    };
    let help = Signal::derive(move || {
        form.facts()
            .map_or("", |facts| facts.endpoint_help)
            .to_owned()
    });
    view! {
        <div class="field">
            <label for="account-endpoint">"Endpoint"</label>
            <input
                id="account-endpoint"
                class="input mono"
                type="url"
                spellcheck="false"
                autocomplete="off"
                required
                aria-describedby="account-endpoint-help"
                prop:value=form.endpoint
                on:input=move |event| form.endpoint.set(event_target_value(&event))
            />
            <p id="account-endpoint-help" class="help">{help}</p>
            <div class="chips">{others}</div>
        </div>
    }
}

#[component]
fn ConnectionField(form: Form) -> impl IntoView {
    let options = Signal::derive(move || {
        let mut options = vec![(DIRECT.to_owned(), "Direct from this browser".to_owned())];
        options.extend(form.routes.get().into_iter().map(|route| {
            let to = route
                .upstream
                .map(|to| format!(" to {to}"))
                .unwrap_or_default();
            (
                route.name.clone(),
                format!("Proxy route {}{to}", route.name),
            )
        }));
        options
    });
    let help = Signal::derive(move || {
        let answers = form.facts().is_some_and(|facts| facts.answers_browsers);
        let name = form.facts().map_or("The provider", |facts| facts.name);
        if answers {
            format!("{name} answers browsers directly.")
        } else if form.routes.read().is_empty() {
            format!(
                "{name} does not answer browsers directly, and no proxy was found beside this page. See the README on running one."
            )
        } else {
            format!(
                "{name} does not answer browsers directly; choose the proxy route that leads to the endpoint."
            )
        }
    });
    view! { <SelectField id="account-connection" label="Connection" help options value=form.connection/> }
}

#[component]
fn LoginFields(form: Form) -> impl IntoView {
    let options = Signal::derive(move || {
        form.facts().map_or_else(Vec::new, |facts| {
            facts
                .logins
                .iter()
                .map(|l| (l.id.to_owned(), l.label.to_owned()))
                .collect()
        })
    });
    let choice = move || {
        (options.read().len() > 1).then(|| {
            view! {
                <SelectField id="account-login" label="Sign in with" options value=form.login/>
            }
        })
    };
    let fields = move || {
        form.login().map(|login| {
            login
                .fields
                .iter()
                .zip(form.values)
                .map(|(field, value)| {
                    value.set(String::new());
                    view! {
                        <TextField
                            id=format!("account-{}", field.key)
                            label=field.label
                            help=field.help
                            secret=field.secret
                            required=field.required
                            value
                        />
                    }
                })
                .collect_view()
        })
    };
    view! { {choice} {fields} }
}
