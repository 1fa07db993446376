//! The list of commands: type a few letters of a page, a machine, an account or a command, and
//! choose. A machine chosen lists what it can do.

mod entry;
mod fuzzy;
mod gather;
mod list;
mod verbs;

use leptos::{html, prelude::*, task::spawn_local};
use web_sys::KeyboardEvent;

use super::shortcuts::{Float, Floating, table::Does};
use crate::{
    routes::{self, Route, View},
    store::{Store, rows::RowKey, use_store},
    ui::follow::{part, text},
};
use entry::{Act, Entry, Found};
use fuzzy::Wanted;

/// Lines a Page key goes on by.
const PAGE: usize = 8;

/// The list and what is done with it.
#[derive(Clone, Copy)]
struct Palette {
    store: Store,
    floating: Floating,
    typed: RwSignal<String>,
    /// The machine whose actions are listed.
    of: RwSignal<Option<RowKey>>,
    /// Why its other actions cannot be listed.
    trouble: RwSignal<String>,
    found: Memo<Found>,
    /// What somebody moved to; the first line until then.
    moved_to: RwSignal<Option<Act>>,
    /// The line that Enter chooses.
    active: Memo<usize>,
    /// How the fleet is shown behind it.
    view: StoredValue<View>,
}

/// The dialog, opened at a route.
pub fn view(here: &Route) -> AnyView {
    let palette = Palette::new(here.clone());
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = node.get()
            && !dialog.open()
        {
            let _shown = dialog.show_modal();
        }
    });
    let on_shade = move |event: web_sys::MouseEvent| {
        let shade = node.get_untracked();
        if shade.is_some_and(|shade| event.target().as_ref() == Some(shade.as_ref())) {
            palette.floating.close();
        }
    };
    view! {
        <dialog
            node_ref=node
            class="palette"
            aria-label="Commands"
            on:cancel=move |event: web_sys::Event| { event.prevent_default(); palette.floating.close(); }
            on:mousedown=on_shade
        >
            <div class="palette-field">
                {palette.whose()}
                <input
                    class="palette-input"
                    type="text"
                    role="combobox"
                    aria-label=text(move || palette.label())
                    aria-autocomplete="list"
                    aria-expanded=text(move || (!palette.found.read().entries.is_empty()).to_string())
                    aria-controls="palette-list"
                    aria-activedescendant=text(move || palette.active_id())
                    placeholder=text(move || palette.hint().to_owned())
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    autofocus
                    prop:value=palette.typed
                    on:input=move |event| palette.type_in(event_target_value(&event))
                    on:keydown=move |event| palette.press(&event)
                />
            </div>
            {list::list(palette)}
            <p class="palette-note" role="status">{text(move || palette.note())}</p>
        </dialog>
    }
    .into_any()
}

impl Palette {
    fn new(here: Route) -> Self {
        let (store, floating) = (use_store(), expect_context::<Floating>());
        let typed = RwSignal::new(floating.take_typed());
        let of = RwSignal::new(None);
        let view = match &here {
            Route::Machines(view) | Route::Machine(_, view) => view.clone(),
            _ => untrack(|| store.usual_view("")),
        };
        let shown = view.clone();
        let found = Memo::new(move |_| {
            let wanted = Wanted::new(&typed.read());
            match &*of.read() {
                Some(key) => verbs::verbs(store, key, &wanted, &shown),
                None => gather::gather(store, &wanted, &here),
            }
        });
        let moved_to = RwSignal::new(None::<Act>);
        let active = Memo::new(move |_| {
            let found = found.read();
            let moved_to = moved_to.read();
            let at = |act: &Act| found.entries.iter().position(|entry| entry.act == *act);
            moved_to.as_ref().and_then(at).unwrap_or(0)
        });
        Self {
            store,
            floating,
            typed,
            of,
            trouble: RwSignal::default(),
            found,
            moved_to,
            active,
            view: StoredValue::new(view),
        }
    }

    /// The machine whose actions are listed, beside the field.
    fn whose(self) -> AnyView {
        part(move || {
            let name = self.machine();
            name.map(
                |name| view! { <span class="palette-of mono" aria-hidden="true">{name}</span> },
            )
            .into_any()
        })
    }

    fn machine(self) -> Option<String> {
        let key = self.of.get()?;
        let holding = self.store.holding(&key.account)?;
        let told = holding
            .roster
            .with(|roster| roster.get(&key.machine).cloned());
        Some(told.map_or_else(
            || key.machine.to_string(),
            |told| gather::called(&told).to_owned(),
        ))
    }

    fn label(self) -> String {
        match self.machine() {
            Some(name) => ["Action for ", &name].concat(),
            None => "Command or machine".to_owned(),
        }
    }

    fn hint(self) -> &'static str {
        if self.of.read().is_some() {
            "What shall it do?"
        } else {
            "Go to, find, do…"
        }
    }

    fn note(self) -> String {
        let found = self.found.read();
        if found.entries.is_empty() {
            return "Nothing fits. Try fewer letters.".to_owned();
        }
        let trouble = self.trouble.get();
        if trouble.is_empty() {
            found.note.clone()
        } else {
            trouble
        }
    }

    fn active_id(self) -> String {
        if self.found.read().entries.is_empty() {
            String::new()
        } else {
            list::line_id(self.active.get())
        }
    }

    fn type_in(self, text: String) {
        self.moved_to.set(None);
        self.typed.set(text);
    }

    fn press(self, event: &KeyboardEvent) {
        let count = self.found.read_untracked().entries.len();
        let at = self.active.get_untracked();
        let last = count.saturating_sub(1);
        match event.key().as_str() {
            "ArrowDown" => self.move_to(if at >= last { 0 } else { at + 1 }),
            "ArrowUp" => self.move_to(if at == 0 { last } else { at - 1 }),
            "PageDown" => self.move_to((at + PAGE).min(last)),
            "PageUp" => self.move_to(at.saturating_sub(PAGE)),
            "Enter" if !event.is_composing() => self.choose_at(at),
            "Escape" if self.of.read_untracked().is_some() => self.leave_machine(),
            "Escape" => self.floating.close(),
            "Backspace" if self.typed.read_untracked().is_empty() => self.leave_machine(),
            "k" | "K" if event.ctrl_key() || event.meta_key() => self.floating.close(),
            _ => return,
        }
        event.prevent_default();
    }

    fn move_to(self, line: usize) {
        self.point_at(line);
        list::reveal(line);
    }

    /// Takes the line below the pointer, without scrolling it away from there.
    fn point_at(self, line: usize) {
        let found = self.found.read_untracked();
        let act = found.entries.get(line).map(|entry| entry.act.clone());
        drop(found);
        self.moved_to.set(act);
    }

    fn choose_at(self, line: usize) {
        let found = self.found.read_untracked();
        let entry = found.entries.get(line).cloned();
        drop(found);
        if let Some(entry) = entry {
            self.choose(entry);
        }
    }

    fn choose(self, entry: Entry) {
        if entry.is_closed {
            return;
        }
        if let Act::Into(key) = entry.act {
            return self.enter(key);
        }
        self.floating.close();
        match entry.act {
            Act::Go(route) => routes::go(&route),
            Act::Ask(key, verb) => verbs::ask(self.store, &key, verb, &self.view.get_value()),
            Act::Does(Does::Map) => self.floating.open(Float::Map),
            Act::Does(Does::Refresh) => self.store.refresh_all(),
            Act::Theme(theme) => self
                .store
                .settings
                .update(|settings| settings.theme = theme),
            Act::Compact(compact) => self
                .store
                .settings
                .update(|settings| settings.compact = compact),
            Act::Does(_) | Act::Into(_) => {}
        }
    }

    /// Lists what a machine can do.
    fn enter(self, key: RowKey) {
        let (store, trouble) = (self.store, self.trouble);
        let holding = store.holding(&key.account);
        self.type_in(String::new());
        trouble.set(String::new());
        self.of.set(Some(key));
        if let Some(holding) = holding {
            spawn_local(async move {
                if let Err(error) = store.operator(&holding).await {
                    let _still_wanted = trouble.try_set(error.to_string());
                }
            });
        }
    }

    fn leave_machine(self) {
        if let Some(key) = self.of.get_untracked() {
            self.type_in(String::new());
            self.trouble.set(String::new());
            self.of.set(None);
            self.moved_to.set(Some(Act::Into(key)));
        }
    }
}
