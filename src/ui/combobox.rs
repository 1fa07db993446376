//! A list to choose from by typing part of what is wanted. What is not in the list can be typed
//! whole.

use leptos::{ev::KeyboardEvent, html, prelude::*};

use super::follow::{part, part_when, text};

/// Most lines of the list that are on the page.
const LINES: usize = 60;

/// One line of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// What choosing it means.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Smaller words beside it.
    pub detail: String,
    /// It cannot be chosen; `detail` says why.
    pub is_closed: bool,
}

/// What the list shows and does.
#[derive(Clone, Copy)]
struct List {
    id: StoredValue<String>,
    items: Signal<Vec<Item>>,
    value: Signal<String>,
    /// What is typed and not yet taken.
    typed: RwSignal<Option<String>>,
    is_open: RwSignal<bool>,
    active: RwSignal<usize>,
    on_choose: Callback<String>,
}

/// The field.
#[component]
pub fn Combobox(
    /// Unique on the page; the input's id.
    id: String,
    /// The ids of words about it.
    described_by: String,
    /// Must not stay empty.
    required: bool,
    /// `"true"` while something is wrong with it.
    invalid: Signal<String>,
    /// What can be chosen; more may come.
    items: Signal<Vec<Item>>,
    /// The value chosen.
    value: Signal<String>,
    /// Told the value that is chosen or was typed; empty for none.
    on_choose: Callback<String>,
    /// Told when a person leaves it.
    on_leave: Callback<()>,
) -> impl IntoView {
    let list_id = [&id, "-list"].concat();
    let list = List {
        id: StoredValue::new(list_id.clone()),
        items,
        value,
        typed: RwSignal::new(None),
        is_open: RwSignal::new(false),
        active: RwSignal::new(0),
        on_choose,
    };
    let node = NodeRef::<html::Input>::new();
    view! {
        <div class="combobox">
            <input
                node_ref=node
                id=id
                class="input"
                type="text"
                role="combobox"
                aria-autocomplete="list"
                aria-controls=list_id.clone()
                aria-expanded=text(move || list.is_open.get().to_string())
                aria-activedescendant=text(move || list.active_id())
                aria-required=required.to_string()
                aria-describedby=described_by
                aria-invalid=invalid
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                placeholder=text(move || list.hint())
                prop:value=text(move || list.shown())
                on:input=move |event| list.type_in(event_target_value(&event))
                on:click=move |_| list.open()
                on:keydown=move |event| list.press(&event)
                on:blur=move |_| {
                    list.leave();
                    if let Some(()) = on_leave.try_run(()) {}
                }
            />
            {part_when(move || list.is_open.get(), move || {
                view! {
                    <ul id=list_id.clone() class="combobox-list" role="listbox" aria-label="Choices">{list.lines()}</ul>
                }
                .into_any()
            })}
        </div>
    }
}

impl List {
    /// What stands in the input. Reactive.
    fn shown(self) -> String {
        if let Some(typed) = self.typed.get() {
            return typed;
        }
        let value = self.value.get();
        self.items.with(|items| {
            let item = items.iter().find(|item| item.value == value);
            item.map_or_else(|| value.clone(), |item| item.label.clone())
        })
    }

    fn hint(self) -> String {
        match self.items.with(Vec::len) {
            0 => "Type a name or an id".to_owned(),
            count => format!("{count} to choose from"),
        }
    }

    /// The lines that fit what is typed. Reactive.
    fn fitting(self) -> Vec<Item> {
        let typed = self.typed.get().unwrap_or_default();
        self.items.with(|items| fitting(items, &typed))
    }

    fn active_id(self) -> String {
        if self.is_open.get() {
            let active = self.active.get();
            self.id.with_value(|id| format!("{id}-{active}"))
        } else {
            String::new()
        }
    }

    fn lines(self) -> AnyView {
        part(move || {
            let fitting = self.fitting();
            let count = fitting.len();
            let lines = fitting.into_iter().take(LINES).enumerate();
            let lines = lines
                .map(|(index, item)| self.line(index, item))
                .collect_view();
            let rest = (count > LINES).then(|| {
                let words = format!("{} more. Type to narrow them down.", count - LINES);
                view! { <li class="combobox-rest" role="presentation">{words}</li> }
            });
            let typed = self.typed.get().unwrap_or_default();
            let as_typed = (count == 0 && !typed.trim().is_empty()).then(|| {
                let item = Item {
                    value: typed.trim().to_owned(),
                    label: ["Use “", typed.trim(), "” as typed"].concat(),
                    ..Item::default()
                };
                self.line(0, item)
            });
            view! { {lines}{rest}{as_typed} }.into_any()
        })
    }

    fn line(self, index: usize, item: Item) -> AnyView {
        let (value, closed) = (item.value.clone(), item.is_closed);
        let is_chosen = self.value.with_untracked(|value| *value == item.value);
        view! {
            <li
                id=self.id.with_value(|id| format!("{id}-{index}"))
                class="combobox-line"
                class:is-active=move || self.active.get() == index
                role="option"
                aria-selected=is_chosen.to_string()
                aria-disabled=closed.to_string()
                on:mousedown=move |event| event.prevent_default()
                on:click=move |_| if !closed { self.take(&value) }
            >
                <span>{item.label}</span>
                <span class="combobox-detail">{item.detail}</span>
            </li>
        }
        .into_any()
    }

    fn open(self) {
        if !self.is_open.get_untracked() {
            let value = self.value.get_untracked();
            let at = self
                .items
                .with_untracked(|items| items.iter().position(|item| item.value == value));
            self.active.set(at.filter(|at| *at < LINES).unwrap_or(0));
            self.is_open.set(true);
        }
    }

    fn type_in(self, text: String) {
        self.active.set(0);
        self.typed.set(Some(text));
        self.is_open.set(true);
    }

    fn take(self, value: &str) {
        self.typed.set(None);
        self.is_open.set(false);
        self.on_choose.run(value.to_owned());
    }

    fn press(self, event: &KeyboardEvent) {
        let is_open = self.is_open.get_untracked();
        let count = untrack(|| self.fitting()).len().min(LINES);
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !is_open => {
                event.prevent_default();
                self.open();
            }
            "ArrowDown" if count > 0 => {
                event.prevent_default();
                self.active.update(|active| *active = (*active + 1) % count);
                self.reveal();
            }
            "ArrowUp" if count > 0 => {
                event.prevent_default();
                self.active
                    .update(|active| *active = (*active + count - 1) % count);
                self.reveal();
            }
            "Enter" if is_open => {
                event.prevent_default();
                self.choose_active();
            }
            "Escape" if is_open => {
                event.prevent_default();
                event.stop_propagation();
                self.typed.set(None);
                self.is_open.set(false);
            }
            _ => {}
        }
    }

    fn choose_active(self) {
        let active = self.active.get_untracked();
        let item = untrack(|| self.fitting()).into_iter().nth(active);
        match item {
            Some(item) if !item.is_closed => self.take(&item.value),
            Some(_) => {}
            None => self.leave(),
        }
    }

    fn reveal(self) {
        let id = untrack(|| self.active_id());
        super::dom::reveal(&id);
    }

    /// Takes what was typed: a line's label or value, or whatever it is.
    fn leave(self) {
        let Some(typed) = self.typed.try_get_untracked() else {
            return;
        };
        self.is_open.set(false);
        if let Some(typed) = typed {
            let value = self
                .items
                .with_untracked(|items| meant(items, typed.trim()));
            self.take(&value);
        }
    }
}

fn fitting(items: &[Item], typed: &str) -> Vec<Item> {
    let wanted = typed.trim().to_lowercase();
    let fits = |text: &str| text.to_lowercase().contains(&wanted);
    let items = items.iter();
    items
        .filter(|item| fits(&item.label) || fits(&item.detail) || fits(&item.value))
        .cloned()
        .collect()
}

/// The value somebody means who typed this.
fn meant(items: &[Item], typed: &str) -> String {
    let is_same = |text: &str| text.to_lowercase() == typed.to_lowercase();
    let mut open = items.iter().filter(|item| !item.is_closed);
    let item = open.find(|item| item.value == typed || is_same(&item.label));
    item.map_or_else(|| typed.to_owned(), |item| item.value.clone())
}

#[cfg(test)]
mod tests {
    use super::{Item, fitting, meant};

    fn items() -> Vec<Item> {
        let item = |value: &str, label: &str, detail: &str| Item {
            value: value.into(),
            label: label.into(),
            detail: detail.into(),
            is_closed: value == "9",
        };
        vec![
            item("7", "Debian 13", "64 bit"),
            item("8", "Ubuntu 24.04", "64 bit"),
            item("9", "CentOS 5", "no longer offered"),
        ]
    }

    #[test]
    fn a_part_of_any_word_finds_a_line() {
        for (typed, count) in [
            ("", 3),
            ("deb", 1),
            ("64", 2),
            ("8", 1),
            ("arch", 0),
            (" Ubuntu ", 1),
        ] {
            assert_eq!(fitting(&items(), typed).len(), count, "{typed}");
        }
    }

    #[test]
    fn what_is_typed_whole_is_taken_for_the_line_it_names() {
        for (typed, value) in [
            ("debian 13", "7"),
            ("8", "8"),
            ("centos 5", "centos 5"),
            ("other", "other"),
            ("", ""),
        ] {
            assert_eq!(meant(&items(), typed), value);
        }
    }
}
