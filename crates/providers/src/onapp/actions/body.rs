//! The attributes a request carries.

use pilothouse_core::{Input, SealedValue};
use serde_json::{Map, Value, json};

/// Attributes of a machine, made of what was entered. Empty entries are left out.
///
/// Secrets are in the body and nowhere else.
pub(super) struct Attributes<'a> {
    input: &'a Input,
    members: Map<String, Value>,
    sealed: SealedValue,
}

impl<'a> Attributes<'a> {
    pub(super) fn of(input: &'a Input) -> Self {
        let (members, sealed) = (Map::new(), SealedValue::new());
        Self {
            input,
            members,
            sealed,
        }
    }

    /// Sets one to something that was not entered.
    pub(super) fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.members.insert(name.to_owned(), value.into());
    }

    /// Each as it was entered: (attribute, field). Whole numbers become numbers.
    pub(super) fn entered(&mut self, pairs: &[(&str, &str)]) {
        for (name, field) in pairs {
            if let Some(text) = self.input.text(field) {
                self.set(name, number_or_text(text));
            }
        }
    }

    /// Text that stays text, also if it is all digits.
    pub(super) fn texts(&mut self, pairs: &[(&str, &str)]) {
        for (name, field) in pairs {
            if let Some(text) = self.input.text(field) {
                self.set(name, text);
            }
        }
    }

    /// Each as 1 or 0; as `otherwise` where nothing was entered.
    pub(super) fn switch(&mut self, name: &str, field: &str, otherwise: bool) {
        let on = self.input.flag(field).unwrap_or(otherwise);
        self.set(name, u8::from(on));
    }

    pub(super) fn secrets(&mut self, pairs: &[(&str, &str)]) {
        for (name, field) in pairs {
            if let Some(secret) = self.input.secret(field) {
                let secret = self.sealed.secret(name, secret);
                self.set(name, secret);
            }
        }
    }

    /// What a Windows machine needs, for create and build alike.
    pub(super) fn licence(&mut self) {
        let Some(kind) = self.input.text("licence") else {
            return;
        };
        self.set("licensing_type", kind);
        match kind {
            "own" => self.secrets(&[("licensing_key", "licence_key")]),
            "kms" => self.entered(&[("licensing_server_id", "licence_server")]),
            _ => {}
        }
    }

    /// The template by number or, if it is none, by label.
    pub(super) fn template(&mut self, field: &str) {
        match self.input.text(field).map(number_or_text) {
            Some(Value::String(label)) => self.set("template_label", label),
            Some(id) => self.set("template_id", id),
            None => {}
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// In the envelope of a machine.
    pub(super) fn wrapped(self) -> SealedValue {
        self.sealed.with(json!({ "virtual_machine": self.members }))
    }
}

fn number_or_text(text: &str) -> Value {
    match text.trim().parse::<u64>() {
        Ok(number) => Value::from(number),
        Err(_) => Value::from(text),
    }
}
