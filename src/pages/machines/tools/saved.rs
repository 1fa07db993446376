//! Views with a name: to go to, to add, to rename and to forget.

use leptos::prelude::*;

use super::super::fleet::Fleet;
use crate::{
    routes::Route,
    store::views::Saved,
    ui::{
        dom,
        follow::{list, part, text, when},
    },
};

const FIELD: &str = "view-name";

/// All of them, and a field for another.
pub(super) fn saved(fleet: Fleet, close: Callback<()>) -> AnyView {
    let store = fleet.store;
    let name = RwSignal::new(String::new());
    let renamed = RwSignal::<Option<String>>::new(None);
    let names = move || {
        let views = store.views.read();
        let names = views.saved.iter().map(|one| one.name.clone());
        names.collect::<Vec<String>>()
    };
    let entry = move |of| entry(fleet, of, name, renamed, close);
    let save = move || {
        let name_now = name.get_untracked();
        if name_now.trim().is_empty() {
            return;
        }
        if let Some(of) = renamed.get_untracked() {
            store.change_views(|views| views.rename(&of, &name_now));
        } else {
            let view = fleet.view.get_untracked();
            store.change_views(|views| views.save(&name_now, &view));
            store.announce(["Saved as ", name_now.trim(), "."].concat());
        }
        name.set(String::new());
        renamed.set(None);
    };
    let is_empty = Memo::new(move |_| store.views.read().saved.is_empty());
    let none = part(move || {
        let words = "Give what is shown now a name to come back to it.";
        let none = is_empty
            .get()
            .then(|| view! { <p class="muted">{words}</p> });
        none.into_any()
    });
    let label = text(move || match renamed.get() {
        Some(of) => ["New name of ", &of].concat(),
        None => "Name of this view".to_owned(),
    });
    let verb = text(move || {
        let word = if renamed.read().is_some() {
            "Rename"
        } else {
            "Save"
        };
        word.to_owned()
    });
    view! {
        {none}
        <ul class="plain saved-views" role="list">{list(names, entry)}</ul>
        <div class="field">
            <label for=FIELD>{label}</label>
            <div class="saved-new">
                <input
                    id=FIELD
                    class="input"
                    autocomplete="off"
                    maxlength="60"
                    prop:value=name
                    on:input=move |event| name.set(event_target_value(&event))
                    on:keydown=move |event| if event.key() == "Enter" { save(); }
                />
                <button
                    class="button primary"
                    disabled=when(move || name.read().trim().is_empty())
                    on:click=move |_| save()
                >{verb}</button>
            </div>
        </div>
    }
    .into_any()
}

/// A saved view's line.
fn entry(
    fleet: Fleet,
    of: String,
    name: RwSignal<String>,
    renamed: RwSignal<Option<String>>,
    close: Callback<()>,
) -> AnyView {
    let store = fleet.store;
    let found: Option<Saved> = store.views.with_untracked(|views| {
        let mut saved = views.saved.iter();
        saved.find(|one| one.name == of).cloned()
    });
    let Some(one) = found else {
        return ().into_any();
    };
    let shown = one.view();
    let href = Route::Machines(shown.clone()).href();
    let current = text(move || (*fleet.view.read() == shown).to_string());
    let (rename, forget) = (of.clone(), of.clone());
    let rename = move |_| {
        name.set(rename.clone());
        renamed.set(Some(rename.clone()));
        dom::focus(FIELD);
    };
    let forget = move |_| {
        store.change_views(|views| views.forget(&forget));
        dom::focus(FIELD);
    };
    view! {
        <li class="saved-view">
            <a href=href aria-current=current on:click=move |_| close.run(())>{of.clone()}</a>
            <button class="button quiet" aria-label=["Rename ", &of].concat() on:click=rename>"Rename"</button>
            <button class="button quiet" aria-label=["Delete ", &of].concat() on:click=forget>"Delete"</button>
        </li>
    }
    .into_any()
}
