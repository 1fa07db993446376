//! The account form's fields; each follows the chosen provider's facts.

use leptos::prelude::*;

use super::{DIRECT, Form};
use crate::{
    store::setup,
    ui::{
        choice::radio,
        field::{SelectField, TextField},
        follow::part,
    },
};

/// Which provider.
#[component]
pub fn ProviderChoice(
    /// The form it is part of.
    form: Form,
) -> impl IntoView {
    view! {
        <fieldset class="choices">
            <legend>"Provider"</legend>
            {setup::providers().into_iter().map(|facts| radio(
                "provider",
                facts.name,
                move || *form.provider.read() == facts.id,
                move || {
                    form.provider.set(facts.id.to_owned());
                    form.suggest();
                },
            )).collect_view()}
        </fieldset>
    }
}

/// Where its API is.
#[component]
pub fn EndpointField(
    /// The form it is part of.
    form: Form,
) -> impl IntoView {
    let suggestions = part(move || {
        form.facts().map(|facts| {
            let all = facts.default_endpoint.into_iter().chain(facts.other_endpoints.iter().copied());
            all.map(|url| view! {
                <button class="chip" type="button" on:click=move |_| form.endpoint.set(url.to_owned())>
                    {url}
                </button>
            })
            .collect_view()
        }).into_any()
    });
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
            <div class="chips">{suggestions}</div>
        </div>
    }
}

/// Directly or through which of the proxy's routes.
#[component]
pub fn ConnectionField(
    /// The form it is part of.
    form: Form,
) -> impl IntoView {
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
        let Some(facts) = form.facts() else {
            return String::new();
        };
        let name = facts.name;
        if facts.answers_browsers {
            format!("{name} answers browsers directly.")
        } else if form.routes.read().is_empty() {
            format!(
                "{name} does not answer browsers directly, and no proxy was found beside this page. Ask whoever runs this page for one."
            )
        } else {
            format!(
                "{name} does not answer browsers directly; choose the proxy route that leads to the endpoint."
            )
        }
    });
    view! { <SelectField id="account-connection" label="Connection" help options value=form.connection/> }
}

/// What to be let in with.
#[component]
pub fn LoginFields(
    /// The form it is part of.
    form: Form,
) -> impl IntoView {
    let options = Signal::derive(move || {
        let logins = form.facts().map_or(&[][..], |facts| facts.logins);
        logins
            .iter()
            .map(|login| (login.id.to_owned(), login.label.to_owned()))
            .collect::<Vec<_>>()
    });
    let choice =
        part(move || {
            (options.read().len() > 1).then(|| {
            view! {
                <SelectField id="account-login" label="Sign in with" options value=form.login/>
            }
        }).into_any()
        });
    let fields = part(move || {
        form.login()
            .map(|login| {
                let fields = login.fields.iter().zip(form.values);
                fields
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
            .into_any()
    });
    view! { {choice} {fields} }
}

/// What else can be chosen for an account.
#[component]
pub fn PreferenceFields(
    /// The form it is part of.
    form: Form,
) -> impl IntoView {
    part(move || {
        let preferences = form.facts().map_or(&[][..], |facts| facts.preferences);
        let fields = preferences.iter().zip(form.preferences);
        fields
            .map(|(preference, value)| {
                let options: Vec<(String, String)> = preference
                    .values
                    .iter()
                    .map(|(value, words)| ((*value).to_owned(), (*words).to_owned()))
                    .collect();
                view! {
                    <SelectField
                        id=format!("account-{}", preference.key)
                        label=preference.label
                        help=Signal::stored(preference.help.to_owned())
                        options
                        value
                    />
                }
            })
            .collect_view()
            .into_any()
    })
}
