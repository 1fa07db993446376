//! A field whose text is a document: as a form and as text, in step; side by side where there is
//! room for both, else one at a time. While the text cannot be read, the form keeps what it last
//! showed and waits; what is typed is never replaced by anything but the person's own next change.

use leptos::{prelude::*, task::spawn_local};
use pilothouse_core::{Document, Flaw, Input};

use super::{FormView, bound::Bound, filling::Filling, text_fields::counted};
use crate::{
    store::drafts,
    ui::{
        dom,
        follow::{part, text, when},
        tabs::{TabList, panel_id, tab_id},
    },
};

const TABS: &[&str] = &["Form", "Text"];
const ID: &str = "document-view";

/// Where both have room beside each other.
const WIDE: &str = "(min-width: 1400px)";

/// A document while it is edited. Copies are the same.
#[derive(Clone, Copy)]
struct Editing {
    outer: Filling,
    key: StoredValue<String>,
    inner: Filling,
    flaws: RwSignal<Vec<Flaw>>,
    /// The text cannot be read, so the form waits.
    is_broken: RwSignal<bool>,
    /// What of the form cannot be written, in words.
    unwritten: RwSignal<String>,
    /// Counts changes of the text, so that only the last is looked at.
    typed: RwSignal<u32>,
}

/// The field.
pub(super) fn document(bound: &Bound) -> Option<AnyView> {
    let outer = bound.scope.filling;
    let about = outer.about();
    let form = about
        .operator
        .document(about.verb, &bound.field.key)?
        .form();
    let editing = Editing {
        outer,
        key: StoredValue::new(bound.field.key.clone()),
        inner: outer.inside(form),
        flaws: RwSignal::default(),
        is_broken: RwSignal::new(false),
        unwritten: RwSignal::default(),
        typed: RwSignal::new(0),
    };
    editing.begin(bound);
    Some(editing.view(bound))
}

impl Editing {
    fn with<T>(self, look: impl FnOnce(&dyn Document) -> T) -> Option<T> {
        let about = self.outer.about();
        let key = self.key.get_value();
        about.operator.document(about.verb, &key).map(look)
    }

    fn text(self) -> String {
        let key = self.key.get_value();
        self.outer
            .input
            .with_untracked(|input| input.text(&key).unwrap_or_default().to_owned())
    }

    /// Takes in what is there already, and follows the form from now on.
    fn begin(self, bound: &Bound) {
        if self.text().is_empty() {
            let first = self.inner.input.get_untracked();
            if let Some(Ok(text)) = self.with(|document| document.text(&first, "")) {
                // Nobody entered it, so it is no draft yet.
                self.outer.fill(|input| input.set(&bound.field.key, text));
            }
        }
        self.read();
        let bound = bound.clone();
        Effect::new(move |_| {
            if self.inner.edits.get() > 0 {
                self.follow_form(&bound);
            }
        });
    }

    /// The form has changed: the text says the same.
    fn follow_form(self, bound: &Bound) {
        if self.is_broken.get_untracked() {
            return;
        }
        let wanted = untrack(|| self.inner.wanted());
        let before = self.text();
        match self.with(|document| document.text(&wanted, &before)) {
            Some(Ok(text)) => {
                self.unwritten.set(String::new());
                if text != before {
                    write(bound, &text);
                    self.check(&text);
                }
            }
            Some(Err(error)) => {
                self.unwritten.set(error.message.clone());
                let wrong = error.fields;
                self.inner.errors.update(|errors| {
                    errors.retain(|(path, _)| !wrong.iter().any(|(other, _)| other == path));
                    errors.extend(wrong);
                });
            }
            None => {}
        }
    }

    /// The text has changed: once it rests, the form says the same.
    fn follow_text(self) {
        self.typed.update(|typed| *typed = typed.wrapping_add(1));
        let typed = self.typed.get_untracked();
        spawn_local(async move {
            drafts::settle().await;
            if self.typed.try_get_untracked() == Some(typed) {
                self.read();
            }
        });
    }

    fn read(self) {
        // This is what an earlier change of the text still waits for.
        self.typed.update(|typed| *typed = typed.wrapping_add(1));
        let text = self.text();
        self.check(&text);
        let read: Option<Result<Input, _>> = self.with(|document| document.input(&text));
        let Some(Ok(input)) = read else {
            self.is_broken.set(true);
            return;
        };
        self.is_broken.set(false);
        self.unwritten.set(String::new());
        self.inner.errors.set(Vec::new());
        // What is there already is left alone, and with it a change that nobody was told of yet.
        if self.inner.input.with_untracked(|now| *now != input) {
            self.inner.input.set(input);
        }
    }

    fn check(self, text: &str) {
        let flaws = self
            .with(|document| document.flaws(text))
            .unwrap_or_default();
        self.flaws.set(flaws);
    }

    fn view(self, bound: &Bound) -> AnyView {
        let chosen = RwSignal::new(0);
        let is_wide = dom::media(WIDE);
        let shown = bound.clone();
        view! {
            <div class="document" class:is-wide=is_wide>
                {part(move || if is_wide.get() {
                    self.beside(&shown, chosen)
                } else {
                    self.one_at_a_time(&shown, chosen)
                })}
                {bound.words(().into_any())}
            </div>
        }
        .into_any()
    }

    fn beside(self, bound: &Bound, chosen: RwSignal<usize>) -> AnyView {
        view! {
            {self.findings(bound, chosen)}
            <div class="document-sides">
                {TABS.iter().enumerate().map(|(index, name)| view! {
                    <section class="document-side" aria-labelledby=tab_id(ID, index)>
                        <p id=tab_id(ID, index) class="muted">{*name}</p>
                        {self.panel(index, bound)}
                    </section>
                }).collect_view()}
            </div>
        }
        .into_any()
    }

    fn one_at_a_time(self, bound: &Bound, chosen: RwSignal<usize>) -> AnyView {
        let shown = bound.clone();
        view! {
            <TabList id=ID label="Document as" names=TABS chosen/>
            {self.findings(bound, chosen)}
            <div
                id=panel_id(ID)
                class="document-panel"
                role="tabpanel"
                aria-labelledby=text(move || tab_id(ID, chosen.get()))
            >
                {part(move || self.panel(chosen.get(), &shown))}
            </div>
        }
        .into_any()
    }

    /// What is behind the tab of this number.
    fn panel(self, index: usize, bound: &Bound) -> AnyView {
        match index {
            0 => self.form(),
            _ => self.editor(bound),
        }
    }

    fn form(self) -> AnyView {
        // What was typed a moment ago has not been looked at yet.
        untrack(|| self.read());
        let waits = when(move || self.is_broken.get());
        let words = text(move || {
            if self.is_broken.get() {
                "The text cannot be read. Correct it there; until then this shows what it last said.".to_owned()
            } else {
                self.unwritten.get()
            }
        });
        view! {
            <p class="warning" role="status">{words}</p>
            <fieldset class="document-form" disabled=waits>
                <legend class="visually-hidden">"Document as a form"</legend>
                <FormView filling=self.inner/>
            </fieldset>
        }
        .into_any()
    }

    fn editor(self, bound: &Bound) -> AnyView {
        let (typed, value) = (bound.clone(), bound.value());
        let count = text(move || counted(&value.read()));
        let name = bound.field.label.clone();
        view! {
            <textarea
                id=bound.id()
                class="input mono editor"
                rows="18"
                aria-label=name
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=bound.described_by()
                aria-invalid=text(move || (!self.flaws.read().is_empty()).to_string())
                prop:value=value
                on:input=move |event| {
                    typed.set(event_target_value(&event));
                    self.follow_text();
                }
                // Whoever leaves the text for the form must not find the old there. Somebody who
                // leaves the page has left the text as well, when nothing of this is there any more.
                on:change=move |_| if self.typed.try_get_untracked().is_some() {
                    self.read();
                }
            ></textarea>
            <div class="document-foot">
                <button
                    class="button"
                    type="button"
                    on:click={
                        let bound = bound.clone();
                        move |_| {
                            let text = self.text();
                            if let Some(Ok(tidy)) = self.with(|document| document.normal(&text)) {
                                write(&bound, &tidy);
                                self.read();
                            }
                        }
                    }
                >"Tidy"</button>
                <span class="help">{count}</span>
            </div>
        }
        .into_any()
    }

    /// What is wrong with the text, each a way to its place.
    fn findings(self, bound: &Bound, chosen: RwSignal<usize>) -> AnyView {
        let id = bound.id();
        part(move || {
            let flaws = self.flaws.get();
            if flaws.is_empty() {
                return view! { <p class="good-text" role="status">"The document is in order."</p> }.into_any();
            }
            let flaws = flaws.into_iter().map(|flaw| {
                let id = id.clone();
                let place = format!("Line {}, column {}", flaw.line, flaw.column);
                let go = move |_| {
                    chosen.set(1);
                    let (id, text) = (id.clone(), self.text());
                    request_animation_frame(move || {
                        dom::put_caret(&id, offset(&text, flaw.line, flaw.column), flaw.line);
                    });
                };
                view! {
                    <li><button class="link mono" type="button" on:click=go>{place}</button>" "{flaw.words.clone()}</li>
                }
            });
            view! { <ul class="plain flaws" role="list" aria-label="Flaws of the document">{flaws.collect_view()}</ul> }.into_any()
        })
    }
}

fn write(bound: &Bound, text: &str) {
    let key = &bound.field.key;
    bound.scope.change(key, |input| input.set(key, text));
}

/// Where a line and column (in characters, from 1) are, in UTF-16 units as a text area counts.
fn offset(text: &str, line: u32, column: u32) -> u32 {
    let units = |text: &str| text.chars().map(char::len_utf16).sum::<usize>();
    let mut lines = text.split_inclusive('\n');
    let before: usize = lines
        .by_ref()
        .take(line.saturating_sub(1) as usize)
        .map(units)
        .sum();
    let rest = lines
        .next()
        .unwrap_or_default()
        .trim_end_matches(['\n', '\r']);
    let within = rest.chars().take(column.saturating_sub(1) as usize);
    let within: usize = within.map(char::len_utf16).sum();
    u32::try_from(before + within).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::offset;

    #[test]
    fn a_place_is_counted_as_a_text_area_does() {
        let text = "ab\nc😀d\n\nxyz";
        for (line, column, at) in [
            (1, 1, 0),
            (1, 3, 2),
            (1, 9, 2),
            (2, 1, 3),
            (2, 3, 6),
            (3, 1, 8),
            (4, 4, 12),
            (9, 1, 12),
        ] {
            assert_eq!(offset(text, line, column), at, "{line}:{column}");
        }
    }
}
