//! The command palette: goes anywhere and asks for anything, by typing a few of its letters.

mod entries;
mod rank;

use leptos::{html, prelude::*, task::spawn_local};
use pilothouse_core::Verb;

use super::{
    floating::{Afloat, Floating},
    power_menu,
};
use crate::{
    routes,
    store::{Store, rows::RowKey, use_store},
    ui::{
        dom,
        follow::{part, text},
    },
};
use entries::{Act, Entry, matching};

/// What is open of it.
#[derive(Clone, Copy)]
struct Open {
    store: Store,
    afloat: Afloat,
    typed: RwSignal<String>,
    at: RwSignal<usize>,
    machine: RwSignal<Option<(RowKey, String)>>,
    found: Memo<(Vec<Entry>, usize)>,
}

/// The dialog.
#[component]
pub fn Palette(
    /// Where it floats; what is chosen may float after it.
    afloat: Afloat,
) -> impl IntoView {
    let store = use_store();
    let typed = RwSignal::new(String::new());
    let machine = RwSignal::new(None::<(RowKey, String)>);
    let found = Memo::new(move |_| {
        let of = machine.read();
        matching(store, of.as_ref().map(|(key, _)| key), &typed.read())
    });
    let open = Open {
        store,
        afloat,
        typed,
        at: RwSignal::new(0),
        machine,
        found,
    };
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        if let Some(dialog) = node.get()
            && !dialog.open()
        {
            let _shown = dialog.show_modal();
        }
    });
    let active = text(move || option_id(open.at.get()));
    let options = part(move || {
        let (entries, _) = &*found.read();
        let each = entries.iter().enumerate();
        each.map(|(at, entry)| option(open, at, entry))
            .collect_view()
            .into_any()
    });
    let count = text(move || match found.read().1 {
        0 => "Nothing fits.".to_owned(),
        1 => "1 entry".to_owned(),
        n if n > found.read().0.len() => {
            format!("{n} entries, the best {} are shown", found.read().0.len())
        }
        n => format!("{n} entries"),
    });
    view! {
        <dialog
            node_ref=node
            class="palette"
            aria-label="Command palette"
            on:cancel=move |event: web_sys::Event| { event.prevent_default(); open.back(); }
            on:click=move |event| if event.target() == node.get_untracked().map(Into::into) {
                afloat.set(None);
            }
        >
            {part(move || machine.get().map(|(_, name)| view! {
                <p class="palette-of"><span class="muted">"Actions of "</span><span class="mono">{name}</span></p>
            }).into_any())}
            <input
                id="palette-input"
                class="palette-input"
                type="text"
                role="combobox"
                aria-label="Command"
                aria-expanded="true"
                aria-autocomplete="list"
                aria-controls="palette-list"
                aria-activedescendant=active
                placeholder=text(move || if machine.read().is_some() {
                    "What should it do?"
                } else {
                    "A page, an account, a machine, a command…"
                }.to_owned())
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                autofocus
                prop:value=typed
                on:input=move |event| { typed.set(event_target_value(&event)); open.at.set(0); }
                on:keydown=move |event| open.press(&event)
            />
            <ul id="palette-list" class="plain palette-list" role="listbox" aria-label="Entries" tabindex="-1">{options}</ul>
            <p class="palette-foot muted"><span role="status">{count}</span><span aria-hidden="true">"↑ ↓ · Enter · Esc"</span></p>
        </dialog>
    }
}

fn option_id(at: usize) -> String {
    ["palette-", &at.to_string()].concat()
}

fn option(open: Open, at: usize, entry: &Entry) -> AnyView {
    let detail = entry
        .why_not
        .clone()
        .unwrap_or_else(|| entry.detail.clone());
    let is_off = entry.why_not.is_some();
    let is_name = matches!(entry.act, Act::Machine(..));
    let is_harsh = matches!(entry.act, Act::Ask(_, verb) if verb.is_harsh());
    view! {
        <li
            id=option_id(at)
            class="palette-entry"
            class:danger=is_harsh
            role="option"
            aria-selected=text(move || (open.at.get() == at).to_string())
            aria-disabled=is_off.to_string()
            on:click=move |_| { open.at.set(at); open.choose(); }
        >
            <span class:mono=is_name>{entry.words.clone()}</span>
            <span class="palette-detail">{detail}</span>
        </li>
    }
    .into_any()
}

impl Open {
    fn press(self, event: &web_sys::KeyboardEvent) {
        let count = self.found.read_untracked().0.len().max(1);
        let at = self.at.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" => (at + 1) % count,
            "ArrowUp" => (at + count - 1) % count,
            "PageDown" => (at + 8).min(count - 1),
            "PageUp" => at.saturating_sub(8),
            "Enter" => {
                event.prevent_default();
                return self.choose();
            }
            "Backspace" if self.typed.read_untracked().is_empty() => {
                return self.machine.set(None);
            }
            "Escape" => {
                // The dialog's own way out comes only once without a click in between.
                event.prevent_default();
                return self.back();
            }
            _ => return,
        };
        event.prevent_default();
        self.at.set(next);
        dom::reveal(&option_id(next));
    }

    /// From a machine's actions to everything; from there out.
    fn back(self) {
        if self.machine.read_untracked().is_some() {
            self.machine.set(None);
            self.begin();
        } else {
            self.afloat.set(None);
        }
    }

    fn begin(self) {
        self.typed.set(String::new());
        self.at.set(0);
        dom::focus("palette-input");
    }

    fn choose(self) {
        let chosen = {
            let found = self.found.read_untracked();
            let entry = found.0.get(self.at.get_untracked());
            entry
                .filter(|entry| entry.why_not.is_none())
                .map(|entry| entry.act.clone())
        };
        let (store, afloat) = (self.store, self.afloat);
        let Some(act) = chosen else { return };
        if let Act::Machine(key, name) = act {
            if let Some(holding) = store.holding(&key.account) {
                spawn_local(async move {
                    // Without it, the power actions are what there is.
                    let _fetched = store.operator(&holding).await;
                });
            }
            self.machine.set(Some((key, name)));
            return self.begin();
        }
        afloat.set(None);
        match act {
            Act::Go(route) => routes::go(&route),
            Act::Ask(key, verb) => ask(store, afloat, key, verb),
            Act::Theme(theme) => store.settings.update(|settings| settings.theme = theme),
            Act::Refresh => store.refresh_all(),
            Act::Map => afloat.set(Some(Floating::Shortcuts)),
            Act::Requests(key) => afloat.set(Some(Floating::Requests(key))),
            Act::Machine(..) => {}
        }
    }
}

fn ask(store: Store, afloat: Afloat, key: RowKey, verb: Verb) {
    if Verb::POWER.contains(&verb) {
        power_menu::choose(store, &key, (verb, verb.meaning()));
    } else {
        afloat.set(Some(Floating::Order(key, verb)));
    }
}
