//! Which lines of the grid are on the page, and which one the keyboard is on.

use std::{ops::Range, time::Duration};

use leptos::{html, prelude::*};
use wasm_bindgen::{JsCast, closure::Closure};

use super::fleet::Fleet;
use crate::{
    store::{
        listing::{Line, Listing, group_of_key, heading_key},
        rows::RowKey,
    },
    ui::{dom, window},
};

const NARROW: &str = "(max-width: 719px)";
/// As high as `--row`, `--row-compact` and `--row-card` in `style/tokens.css`.
const ROOMY: f64 = 36.0;
const COMPACT: f64 = 28.0;
const CARD: f64 = 64.0;
const BETWEEN_TELLING: Duration = Duration::from_millis(100);

/// The keys of the headings on the page, with their lines.
pub type Headings = Memo<Vec<(String, usize)>>;

/// The part of the grid that can be seen; copies are the same one.
#[derive(Clone, Copy)]
pub struct Pane {
    /// What it is a part of.
    pub fleet: Fleet,
    /// The grid.
    pub node: NodeRef<html::Div>,
    /// How far it is scrolled.
    pub scrolled: RwSignal<f64>,
    /// How high a line is.
    pub row_height: Memo<f64>,
    /// The lines on the page.
    pub range: Memo<Range<usize>>,
    /// The line the keyboard is on, by key and number; the first where it is on none.
    pub active: Memo<Option<(String, usize)>>,
    height: RwSignal<f64>,
    wanted: RwSignal<Option<String>>,
}

impl Pane {
    /// At the top, with the keyboard on the first line.
    pub fn new(fleet: Fleet) -> Self {
        let is_narrow = dom::media(NARROW);
        let row_height = Memo::new(move |_| match (is_narrow.get(), fleet.is_compact()) {
            (true, _) => CARD,
            (false, true) => COMPACT,
            (false, false) => ROOMY,
        });
        let scrolled = RwSignal::new(0.0);
        let height = RwSignal::new(600.0);
        let wanted = RwSignal::<Option<String>>::new(None);
        let listing = fleet.listing;
        // Apart, so that scrolling by less than a line changes nothing.
        let range = Memo::new(move |_| {
            let lines = listing.read().lines();
            window::visible(scrolled.get(), height.get(), row_height.get(), lines)
        });
        let active = Memo::new(move |before: Option<&Option<(String, usize)>>| {
            let listing = listing.read();
            let likely = before.and_then(Option::as_ref).map_or(0, |(_, line)| *line);
            let wanted = wanted.get();
            let found = wanted.and_then(|key| Some((listing.find(&key, likely)?, key)));
            match found {
                Some((line, key)) => Some((key, line)),
                None => Some((listing.line(0)?.key(), 0)),
            }
        });
        let pane = Self {
            fleet,
            node: NodeRef::new(),
            scrolled,
            row_height,
            range,
            active,
            height,
            wanted,
        };
        // A line that is gone is not come back to.
        Effect::new(move |_| {
            if let Some((key, _)) = active.get()
                && wanted.with_untracked(|wanted| wanted.as_ref().is_some_and(|is| *is != key))
            {
                wanted.set(Some(key));
            }
        });
        pane.watch_height();
        pane.tell_what_is_on_screen();
        pane
    }

    /// The keys of the headings on the page, with their lines.
    pub fn headings(self) -> Headings {
        let Self { range, active, .. } = self;
        let listing = self.fleet.listing;
        Memo::new(move |_| headings(&listing.read(), range.get(), active.read().as_ref()))
    }

    /// Puts the keyboard on a line that is on the page.
    pub fn activate(self, key: &str) {
        if self
            .wanted
            .with_untracked(|wanted| wanted.as_deref() != Some(key))
        {
            self.wanted.set(Some(key.to_owned()));
        }
    }

    /// Lines on a page.
    pub fn page(self) -> usize {
        (self.height.get_untracked() / self.row_height.get_untracked()) as usize
    }

    /// Puts the keyboard on a line, wherever it is.
    pub fn go_to(self, line: usize) {
        let Some(key) = self
            .fleet
            .listing
            .with_untracked(|listing| Some(listing.line(line)?.key()))
        else {
            return;
        };
        let id = element_id(&key);
        self.wanted.set(Some(key));
        if let Some(node) = self.node.get_untracked() {
            let scrolled = f64::from(node.scroll_top());
            // Below the column headings.
            let height = self.height.get_untracked() - ROOMY;
            let row = self.row_height.get_untracked();
            if let Some(to) = window::reveal(line, scrolled, height, row) {
                node.set_scroll_top(to as i32);
            }
        }
        // At once where it can be: the next key may come before the next frame.
        if !dom::try_focus(&id) {
            request_animation_frame(move || dom::focus(&id));
        }
    }

    /// Follows the grid's height for as long as it is on the page.
    fn watch_height(self) {
        let (node, height) = (self.node, self.height);
        Effect::new(move |_| {
            let Some(node) = node.get() else { return };
            // Called with what it observes at once, when that has its size.
            let measured = node.clone();
            let changed = Closure::<dyn Fn()>::new(move || {
                let _still_there = height.try_set(seen_height(&measured));
            });
            let Ok(observer) = web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref())
            else {
                return;
            };
            observer.observe(&node);
            let held = StoredValue::new_local((observer, changed));
            on_cleanup(move || {
                held.try_with_value(|(observer, _)| observer.disconnect());
            });
        });
    }

    /// Tells each account which of its machines can be seen, so that those are read first; not for
    /// every line that goes by.
    fn tell_what_is_on_screen(self) {
        let is_due = StoredValue::new(false);
        Effect::new(move |_| {
            self.fleet.listing.track();
            self.range.track();
            if !is_due.get_value() {
                is_due.set_value(true);
                let tell = move || {
                    let _gone = is_due.try_set_value(false);
                    self.tell();
                };
                set_timeout(tell, BETWEEN_TELLING);
            }
        });
    }

    fn tell(self) {
        let fleet = self.fleet;
        let (Some(range), Some(listing)) = (
            self.range.try_get_untracked(),
            fleet.listing.try_read_untracked(),
        ) else {
            return;
        };
        for holding in fleet.store.holdings.get_untracked() {
            let ids = range.clone().filter_map(|line| match listing.line(line) {
                Some(Line::Row(row)) if *row.whose.id == *holding.account.id => {
                    Some(row.entry.machine.id.clone())
                }
                _ => None,
            });
            holding.on_screen.set(ids.collect());
        }
    }
}

/// The headings on the page: those seen, and the one the keyboard is on wherever it is.
fn headings(
    listing: &Listing,
    range: Range<usize>,
    active: Option<&(String, usize)>,
) -> Vec<(String, usize)> {
    if listing.groups.is_empty() {
        return Vec::new();
    }
    let seen = range.clone();
    let mut shown: Vec<_> = seen
        .filter_map(|line| match listing.line(line)? {
            Line::Heading(group) => Some((heading_key(&group.key), line)),
            Line::Row(_) => None,
        })
        .collect();
    let active = active.filter(|(key, line)| !range.contains(line) && group_of_key(key).is_some());
    shown.extend(active.cloned());
    shown
}

/// A name for a line's elements on the page.
pub fn element_id(key: &str) -> String {
    match group_of_key(key) {
        Some(group) => ["group-", group].concat().replace(char::is_whitespace, "_"),
        None => RowKey::from_text(key).element_id(),
    }
}

/// How much of the grid can be seen: never more than the window, whatever a missing or foreign
/// style makes of the grid.
fn seen_height(grid: &web_sys::HtmlDivElement) -> f64 {
    let height = leptos::prelude::window().inner_height().ok();
    let height = height.and_then(|height| height.as_f64());
    f64::from(grid.client_height()).min(height.unwrap_or(f64::MAX))
}
