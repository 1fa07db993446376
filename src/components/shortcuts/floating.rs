//! What the keyboard opens over the page: at most one thing, which gives the focus back.

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// What can be open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Float {
    /// The list of commands.
    Palette,
    /// The list of shortcuts.
    Map,
}

/// What is open.
#[derive(Clone, Copy)]
pub struct Floating {
    open: RwSignal<Option<Float>>,
    /// What was typed while the list of commands was still on its way.
    typed: RwSignal<String>,
}

impl Floating {
    /// Nothing open; for every component from here on.
    pub fn provide() {
        provide_context(Self {
            open: RwSignal::new(None),
            typed: RwSignal::default(),
        });
    }

    /// What is open. Reactive.
    pub(super) fn now(self) -> Option<Float> {
        self.open.get()
    }

    /// What is open. Not reactive.
    pub(super) fn now_untracked(self) -> Option<Float> {
        self.open.get_untracked()
    }

    /// Opens one.
    pub fn open(self, float: Float) {
        self.typed.set(String::new());
        self.open.set(Some(float));
    }

    /// Closes what is open.
    pub fn close(self) {
        // The browser gives the focus back when a dialog is closed, not when it is taken away.
        if let Some(dialog) = modal() {
            dialog.close();
        }
        self.open.set(None);
    }

    /// Keeps what was typed before there was anything to type into.
    pub(super) fn type_ahead(self, key: &str) {
        self.typed.update(|typed| typed.push_str(key));
    }

    /// Gives what was typed ahead.
    pub fn take_typed(self) -> String {
        self.typed.try_update(std::mem::take).unwrap_or_default()
    }
}

/// The modal dialog that is open, whoever opened it.
pub(super) fn modal() -> Option<web_sys::HtmlDialogElement> {
    let found = document().query_selector("dialog:modal");
    found.ok().flatten()?.dyn_into().ok()
}
