//! What the provider answered when it was last asked about this machine, without its secrets.

use leptos::prelude::*;

use super::{look, subject::Subject};
use crate::{
    components::content::Exact,
    ui::{
        age::ago,
        follow::{part, text, when},
    },
};

/// The answer.
pub(super) fn raw(subject: Subject) -> impl IntoView {
    let age = text(move || {
        let now = subject.store.now.get().as_second();
        let at = subject
            .raw
            .with(|raw| raw.as_ref().map(|(_, at)| at.as_second()));
        at.map_or_else(String::new, |at| ago(now - at))
    });
    view! {
        <section class="drawer-section" aria-labelledby="section-raw">
            <div class="section-head">
                <h3 id="section-raw">"The provider's last answer"</h3>
                <span class="muted section-age">{age}</span>
            </div>
            <p class="muted">"What looks like a secret has been removed. It is kept while this page is open, and nowhere else."</p>
            {part(move || match subject.raw.get() {
                Some((text, _)) => view! { <Exact what="answer" text/> }.into_any(),
                None => view! {
                    <p class="muted">"This machine has not been read on its own yet."</p>
                    <button class="button" disabled=when(move || subject.is_read.get()) on:click=move |_| look::again(subject)>"Read it now"</button>
                }.into_any(),
            })}
        </section>
    }
}
