//! What could come next in the query, in a list under its field. It listens to the field from
//! outside, so that the first view, which has the field, needs to know nothing of it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, KeyboardEvent};

use crate::{
    query::{
        caret,
        suggest::{Known, Suggestion, suggest},
    },
    store::{Store, use_store},
    ui::{
        dom,
        follow::{part, text, when},
    },
};

/// The field's id, and the list's, which the field names.
const FIELD: &str = "query";
const LIST: &str = "query-list";

/// The list and the field it belongs to.
#[derive(Clone, Copy)]
struct List {
    store: Store,
    typed: Signal<String>,
    change: Callback<String>,
    /// Where the caret is, in bytes, while the list is wanted.
    caret: RwSignal<Option<usize>>,
    /// What there is to suggest, as it was when the list was opened.
    known: RwSignal<Known>,
    found: Memo<Vec<Suggestion>>,
    /// The line the keyboard has moved to.
    active: RwSignal<Option<usize>>,
}

/// The list, for the field with this text, which says so when it is to be another.
pub fn view(typed: Signal<String>, change: Callback<String>) -> AnyView {
    let list = List::new(typed, change);
    list.listen();
    let lines = part(move || {
        let found = list.found.get().into_iter().enumerate();
        let lines = found.map(|(index, one)| list.line(index, one));
        lines.collect::<Vec<AnyView>>().into_any()
    });
    let is_closed = when(move || list.found.read().is_empty());
    let is_empty = when(move || typed.read().is_empty());
    let clear = move |_| {
        change.run(String::new());
        dom::focus(FIELD);
    };
    view! {
        <ul id=LIST class="query-list plain" role="listbox" aria-label="Suggestions" hidden=is_closed>{lines}</ul>
        <button type="button" class="button quiet query-clear" aria-label="Clear the filter" hidden=is_empty on:click=clear>
            <span aria-hidden="true">"×"</span>
        </button>
    }
    .into_any()
}

impl List {
    fn new(typed: Signal<String>, change: Callback<String>) -> Self {
        let caret = RwSignal::new(None);
        let known = RwSignal::<Known>::default();
        let found = Memo::new(move |_| match caret.get() {
            Some(at) => suggest(&typed.read(), at, &known.read()),
            None => Vec::new(),
        });
        Self {
            store: use_store(),
            typed,
            change,
            caret,
            known,
            found,
            active: RwSignal::new(None),
        }
    }

    /// Hears what happens to the field, its keys before the field does.
    fn listen(self) {
        let Some(input) = field() else { return };
        Effect::new(move |_| {
            let is_open = !self.found.read().is_empty();
            let active = self.active.get().filter(|_| is_open).map(line_id);
            if let Some(input) = field() {
                let _set = input.set_attribute("aria-expanded", &is_open.to_string());
                let active = active.unwrap_or_default();
                let _set = input.set_attribute("aria-activedescendant", &active);
            }
        });
        dom::listen(&input, "input", move |_| self.open());
        dom::listen(&input, "click", move |_| self.open());
        dom::listen(&input, "blur", move |_| self.close());
        dom::listen(&input, "keyup", move |event| {
            let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
            let is_move = matches!(
                key.as_deref(),
                Some("ArrowLeft" | "ArrowRight" | "Home" | "End")
            );
            if is_move && self.caret.get_untracked().is_some() {
                self.caret.set(caret_now());
            }
        });
        if let Some(around) = input.parent_element() {
            dom::listen(&around, "keydown", move |event| {
                if let Some(event) = event.dyn_ref::<KeyboardEvent>()
                    && event.target().as_ref() == Some(input.as_ref())
                    && !event.is_composing()
                {
                    self.press(event);
                }
            });
        }
        // Whoever was faster than the list has typed something already, or has just clicked.
        let is_clicked = || field().is_some_and(|input| input.matches(":hover") == Ok(true));
        if dom::has_focus(FIELD) && (!self.typed.read_untracked().is_empty() || is_clicked()) {
            self.open();
        }
    }

    fn open(self) {
        if self.caret.get_untracked().is_none() {
            self.known.set(known(self.store));
        }
        self.active.set(None);
        self.caret.set(caret_now());
    }

    fn close(self) {
        self.active.set(None);
        self.caret.set(None);
    }

    fn press(self, event: &KeyboardEvent) {
        let count = self.found.read_untracked().len();
        let active = self.active.get_untracked();
        let key = event.key();
        let is_plain = !(event.ctrl_key() || event.meta_key() || event.alt_key());
        match key.as_str() {
            "ArrowDown" if event.alt_key() => self.open(),
            _ if count == 0 => return,
            // Past either end of the list is the field itself.
            "ArrowDown" if is_plain => {
                self.active.set(match active {
                    None => Some(0),
                    Some(at) => Some(at + 1).filter(|next| *next < count),
                });
            }
            "ArrowUp" if is_plain => {
                self.active
                    .set(active.map_or(Some(count - 1), |at| at.checked_sub(1)));
            }
            "Tab" if is_plain && !event.shift_key() => match active.or_else(|| self.completes()) {
                Some(at) => self.take(at),
                None => return,
            },
            "Enter" => match active {
                Some(at) => self.take(at),
                None => return self.close(),
            },
            "Escape" => self.close(),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    }

    /// The first line, if it only goes on with what is typed, so that nobody who wants to leave
    /// the field gets something else than they typed.
    fn completes(self) -> Option<usize> {
        let found = self.found.read_untracked();
        let first = found.first()?;
        let typed = self.typed.read_untracked();
        let typed = typed.get(first.range.clone())?;
        let begins = first.replacement.get(..typed.len())?;
        (!typed.is_empty() && begins.eq_ignore_ascii_case(typed)).then_some(0)
    }

    fn take(self, at: usize) {
        let found = self.found.read_untracked();
        let one = found.get(at).cloned();
        drop(found);
        let Some(one) = one else { return };
        let mut text = self.typed.get_untracked();
        let caret = one.range.start + one.replacement.len();
        if text.get(one.range.clone()).is_none() {
            return;
        }
        text.replace_range(one.range.clone(), &one.replacement);
        if let Some(input) = field() {
            input.set_value(&text);
            let units = u32::try_from(caret::to_utf16(&text, caret)).unwrap_or(u32::MAX);
            let _put = input.set_selection_range(units, units);
        }
        let goes_on = is_name(&one);
        self.change.run(text);
        self.active.set(None);
        self.caret.set(goes_on.then_some(caret));
    }

    fn line(self, index: usize, one: Suggestion) -> AnyView {
        let is_active = when(move || self.active.get() == Some(index));
        // Every value of a field would say the same of it.
        let help = if is_name(&one) { one.help } else { "" };
        let by_tab = (self.completes() == Some(index))
            .then(|| view! { <kbd aria-hidden="true">"Tab"</kbd> }.into_any());
        view! {
            <li
                id=line_id(index)
                class="query-line"
                class:is-active=is_active
                role="option"
                aria-selected=text(move || is_active.get().to_string())
                on:mousedown=|event| event.prevent_default()
                on:click=move |_| self.take(index)
            >
                <span class="query-word mono">{one.replacement}</span>
                <span class="query-help">{help}</span>
                {by_tab}
            </li>
        }
        .into_any()
    }
}

/// Whether values are to follow.
fn is_name(one: &Suggestion) -> bool {
    one.replacement.ends_with([':', '=', '<', '>'])
}

fn line_id(index: usize) -> String {
    ["query-", &index.to_string()].concat()
}

fn field() -> Option<HtmlInputElement> {
    dom::by_id(FIELD)
}

/// Where the caret is; nowhere while letters are selected, which the next key replaces.
fn caret_now() -> Option<usize> {
    let input = field()?;
    let (start, end) = (input.selection_start().ok()??, input.selection_end().ok()??);
    let at = usize::try_from(start).ok()?;
    (start == end).then(|| caret::from_utf16(&input.value(), at))
}

/// The texts of all machines, those that most of them have first.
fn known(store: Store) -> Known {
    let holdings = store.holdings.get_untracked();
    let mut known = Known::default();
    let [mut places, mut images, mut tags] = [const { BTreeMap::<String, usize>::new() }; 3];
    for holding in &holdings {
        known.accounts.push(holding.account.label.clone());
        let provider = holding.provider.facts().name;
        if !known.providers.iter().any(|known| known == provider) {
            known.providers.push(provider.to_owned());
        }
        holding.roster.with_untracked(|roster| {
            for entry in roster.entries() {
                let machine = &entry.machine;
                count(&mut places, machine.place.as_deref());
                count(&mut images, machine.image.as_deref());
                for tag in &machine.tags {
                    count(&mut tags, Some(tag));
                }
            }
        });
    }
    known.places = by_count(places);
    known.images = by_count(images);
    known.tags = by_count(tags);
    known
}

fn count(counts: &mut BTreeMap<String, usize>, text: Option<&str>) {
    let Some(text) = text else { return };
    match counts.get_mut(text) {
        Some(count) => *count += 1,
        None => {
            counts.insert(text.to_owned(), 1);
        }
    }
}

fn by_count(counts: BTreeMap<String, usize>) -> Vec<String> {
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().map(|(text, _)| text).collect()
}
