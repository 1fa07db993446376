//! Keeping what is entered while it is entered, and offering it again later. No secret is kept: not
//! in a field, and not in a document that may hold one.

use leptos::{prelude::*, task::spawn_local};
use pilothouse_core::{Form, Input};

use super::{documents, plan::Plan};
use crate::{
    components::form::{Filling, shown::initial},
    store::{
        drafts::{self, Draft},
        use_store,
    },
    ui::{age::ago, follow::part},
};

/// Puts an earlier draft into the form, keeps what is entered from now on, and says so.
#[component]
pub fn DraftNotice(
    /// What is drafted.
    plan: Plan,
) -> impl IntoView {
    let store = use_store();
    let account = plan.filling.about().holding.account.id.clone();
    let restored = RwSignal::new(restore(plan.filling, &account));
    keep(plan, account.clone());
    part(move || {
        let Some(draft) = restored.get() else {
            return ().into_any();
        };
        let account = account.clone();
        let age = ago(store.now.get().as_second() - draft.at.as_second());
        let discard = move |_| {
            drafts::forget(&account);
            restored.set(None);
            let fields = plan
                .filling
                .form
                .with_untracked(|form| initial(&form.fields));
            plan.filling.errors.set(Vec::new());
            plan.filling.input.set(fields);
        };
        view! {
            <div class="draft" role="status">
                <p>"Draft from "{age}". Passwords, and texts with one in them, are not kept: enter them again."</p>
                <button class="button quiet" type="button" on:click=discard>"Discard"</button>
            </div>
        }
        .into_any()
    })
}

fn restore(filling: Filling, account: &str) -> Option<Draft> {
    let draft = drafts::load(account)?;
    let form = filling.form.get_untracked();
    let known = known(&form, &draft.input);
    if known == initial(&form.fields) {
        return None;
    }
    filling.input.set(known);
    Some(draft)
}

/// Leaves aside what the form does not know: the provider's client may have changed.
fn known(form: &Form, input: &Input) -> Input {
    let mut known = Input::default();
    for (key, entry) in input.entries() {
        if form.field(key).is_some() {
            known.set(key, entry.clone());
        }
    }
    known
}

fn keep(plan: Plan, account: String) {
    let filling = plan.filling;
    Effect::new(move |_| {
        let edit = filling.edits.get();
        if edit == 0 {
            return;
        }
        let account = account.clone();
        spawn_local(async move {
            drafts::settle().await;
            if filling.is_alive() && filling.edits.get_untracked() == edit {
                let input = filling.input.get_untracked();
                drafts::save(&account, documents::sealed(filling, input));
            }
        });
    });
}
