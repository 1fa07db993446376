//! The elements of one row. They stay on the page while the list moves on, and say one machine after
//! another: only what differs from what they say already is written.

use leptos::prelude::document;
use pilothouse_core::State;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlElement, HtmlInputElement, Text};

use super::cells::{self, Ink};
use crate::{
    routes::{Column, Columns},
    store::rows::{Row, RowKey},
    ui::window::px,
};

/// One row.
pub struct Slot {
    /// All of it.
    pub element: HtmlElement,
    /// Selects it.
    pub tick: HtmlInputElement,
    /// Opens its menu.
    pub actions: HtmlElement,
    /// The line it is on.
    pub line: usize,
    /// It is on the page.
    pub is_there: bool,
    row: Option<Row>,
    /// What its controls are named after.
    called: String,
    asked: Option<State>,
    cells: Vec<Cell>,
    look: Option<Look>,
    has_remarks: bool,
}

/// What of a row is not its machine's.
#[derive(Clone, Copy, PartialEq)]
pub struct Look {
    /// It is selected.
    pub is_picked: bool,
    /// The keyboard is on it.
    pub is_active: bool,
    /// Its machine is shown beside the table.
    pub is_open: bool,
    /// The line it is on.
    pub line: usize,
    /// Where it begins, in pixels.
    pub top: f64,
}

struct Cell {
    column: Column,
    element: Element,
    text: Text,
    said: String,
    mark: Option<Mark>,
}

/// An element with an attribute that depends on the machine.
struct Mark {
    element: Element,
    attribute: &'static str,
    said: String,
}

impl Slot {
    /// A row that says nothing yet.
    pub fn new(columns: Columns) -> Result<Self, JsValue> {
        let element = made("div", "")?;
        element.set_attribute("role", "row")?;
        let tick_cell = cell(&element, "tick")?;
        let tick: HtmlInputElement = add(&tick_cell, "input", "tick")?.unchecked_into();
        tick.set_type("checkbox");
        tick.set_tab_index(-1);
        let mut cells = Vec::new();
        for column in columns.shown() {
            cells.push(Cell::new(&element, column)?);
        }
        let actions_cell = cell(&element, "actions")?;
        let actions: HtmlElement = add(&actions_cell, "button", "button quiet")?.unchecked_into();
        actions.set_attribute("aria-haspopup", "menu")?;
        actions.set_text_content(Some("⋯"));
        Ok(Self {
            element: element.unchecked_into(),
            tick,
            actions,
            line: 0,
            is_there: false,
            row: None,
            called: String::new(),
            asked: None,
            cells,
            look: None,
            has_remarks: false,
        })
    }

    /// The machine it says.
    pub fn key(&self) -> Option<RowKey> {
        self.row.as_ref().map(Row::key)
    }

    /// Whether it says this machine.
    pub fn says(&self, key: &RowKey) -> bool {
        self.row.as_ref().is_some_and(|row| row.is(key))
    }

    /// Whether the focus is on a machine it will say no longer: it must not go over to another.
    pub fn is_in_the_way_of(&self, row: &Row) -> bool {
        let was_active = self.look.is_some_and(|look| look.is_active);
        was_active && self.row.as_ref().is_some_and(|was| !was.is(&row.key()))
    }

    /// Says this machine at this line. `is_anew`: also if nothing was told of it since.
    pub fn show(
        &mut self,
        row: &Row,
        asked: Option<State>,
        ink: &Ink,
        look: Look,
        is_anew: bool,
    ) -> Result<(), JsValue> {
        let is_same = self.row.as_ref() == Some(row);
        if !is_same || is_anew || self.asked != asked {
            self.forget_remarks()?;
            for cell in &mut self.cells {
                cell.show(row, asked, ink)?;
            }
            self.asked = asked;
            self.name(cells::called(row))?;
        }
        self.place(row, look)?;
        if !is_same {
            self.row = Some(row.clone());
        }
        Ok(())
    }

    /// Names its controls. By the text itself: by reference to the cell, WebKit goes on saying what
    /// the cell said first.
    fn name(&mut self, called: String) -> Result<(), JsValue> {
        if called != self.called {
            let names: [(&Element, &str); 2] =
                [(&self.tick, "Select "), (&self.actions, "Actions for ")];
            for (element, before) in names {
                element.set_attribute("aria-label", &[before, &called].concat())?;
            }
            self.called = called;
        }
        Ok(())
    }

    /// Everything about a row but its cells.
    fn place(&mut self, row: &Row, look: Look) -> Result<(), JsValue> {
        let (was, is_stale) = (self.look, row.whose.is_stale);
        let before = self.row.as_ref();
        let is_other = before.is_none_or(|before| !before.is(&row.key()));
        let was_stale = before.map(|before| before.whose.is_stale);
        if is_other {
            self.element.set_id(&row.key().element_id());
            self.actions.remove_attribute("id")?;
        }
        if was.map(|was| (was.line, was.top)) != Some((look.line, look.top)) {
            let style = self.element.style();
            style.set_property("transform", &["translateY(", &px(look.top), ")"].concat())?;
            let line = (look.line + 2).to_string();
            self.element.set_attribute("aria-rowindex", &line)?;
        }
        if was.map(|was| was.is_active) != Some(look.is_active) {
            let index = if look.is_active { 0 } else { -1 };
            self.element.set_tab_index(index);
            self.actions.set_tab_index(index);
        }
        if was.is_some_and(|was| was.is_open) != look.is_open {
            if look.is_open {
                self.element.set_attribute("aria-current", "true")?;
            } else {
                self.element.remove_attribute("aria-current")?;
            }
        }
        let was_picked = was.map(|was| was.is_picked);
        if was_picked != Some(look.is_picked) {
            let is_picked = if look.is_picked { "true" } else { "false" };
            self.element.set_attribute("aria-selected", is_picked)?;
            self.tick.set_checked(look.is_picked);
        }
        if was_picked != Some(look.is_picked) || was_stale != Some(is_stale) {
            self.element
                .set_class_name(match (look.is_picked, is_stale) {
                    (false, false) => "grid-row",
                    (true, false) => "grid-row picked",
                    (false, true) => "grid-row stale",
                    (true, true) => "grid-row picked stale",
                });
        }
        self.look = Some(look);
        Ok(())
    }

    /// Shows again whether it is selected: a browser turns what is clicked over by itself.
    pub fn tick_again(&self) {
        let is_picked = self.look.is_some_and(|look| look.is_picked);
        self.tick.set_checked(is_picked);
    }

    /// Gives its menu's button a name, under which the focus finds back to it.
    pub fn opener(&self, key: &RowKey) -> String {
        let id = [&key.element_id(), "-actions"].concat();
        self.actions.set_id(&id);
        id
    }

    /// Says more of what somebody points at.
    pub fn remark(&mut self, pointed: &Element) {
        let Some(row) = &self.row else { return };
        let mut cells = self.cells.iter();
        if let Some(cell) = cells.find(|cell| cell.element.contains(Some(pointed))) {
            let remark = cells::remark(cell.column, &row.entry.machine);
            let remark = remark.as_deref().unwrap_or(&cell.said);
            let _said = cell.element.set_attribute("title", remark);
            self.has_remarks = true;
        }
    }

    fn forget_remarks(&mut self) -> Result<(), JsValue> {
        if std::mem::take(&mut self.has_remarks) {
            for cell in &self.cells {
                cell.element.remove_attribute("title")?;
            }
        }
        Ok(())
    }
}

impl Cell {
    fn new(row: &Element, column: Column) -> Result<Self, JsValue> {
        let element = cell(row, column.word())?;
        let text = document().create_text_node("");
        let mut holder = element.clone();
        let mut mark = None;
        match column {
            Column::State => {
                holder = add(&element, "span", "")?;
                add(&holder, "span", "shape")?.set_attribute("aria-hidden", "true")?;
                mark = Some((holder.clone(), "class"));
            }
            Column::Name => {
                holder = add(&element, "a", "machine-link")?;
                holder.set_attribute("tabindex", "-1")?;
                mark = Some((holder.clone(), "href"));
            }
            Column::Account => {
                let bar = add(&element, "span", "")?;
                bar.set_attribute("aria-hidden", "true")?;
                mark = Some((bar, "class"));
                holder = add(&element, "span", "cell-text")?;
            }
            _ => {}
        }
        holder.append_child(&text)?;
        let mark = mark.map(|(element, attribute)| Mark {
            element,
            attribute,
            said: String::new(),
        });
        Ok(Self {
            column,
            element,
            text,
            said: String::new(),
            mark,
        })
    }

    fn show(&mut self, row: &Row, asked: Option<State>, ink: &Ink) -> Result<(), JsValue> {
        let words = cells::words(self.column, row, asked, ink);
        if words.text != self.said {
            self.text.set_data(&words.text);
            self.said = words.text;
        }
        if let Some(mark) = self.mark.as_mut().filter(|mark| mark.said != words.mark) {
            mark.element.set_attribute(mark.attribute, &words.mark)?;
            mark.said = words.mark;
        }
        Ok(())
    }
}

fn cell(row: &Element, word: &str) -> Result<Element, JsValue> {
    let mono = match word {
        "name" | "address" | "size" | "price" => " mono",
        _ => "",
    };
    let cell = add(row, "div", &["cell cell-", word, mono].concat())?;
    cell.set_attribute("role", "gridcell")?;
    Ok(cell)
}

fn add(parent: &Element, tag: &str, class: &str) -> Result<Element, JsValue> {
    let element = made(tag, class)?;
    parent.append_child(&element)?;
    Ok(element)
}

fn made(tag: &str, class: &str) -> Result<Element, JsValue> {
    let element = document().create_element(tag)?;
    if !class.is_empty() {
        element.set_class_name(class);
    }
    Ok(element)
}
