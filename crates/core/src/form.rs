//! Forms as data: which entries a verb needs, of which type, and what they depend on.
//!
//! A page draws any form without knowing whose it is; a client checks what comes back with the
//! same description it gave out.

mod check;
mod field;
mod read;

pub use field::{Choice, Field, Kind, Rule, When};

/// What has to be entered for a verb.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    /// Its fields, in their order.
    pub fields: Vec<Field>,
}

impl Form {
    /// A form of these fields.
    pub fn new(fields: Vec<Field>) -> Self {
        Self { fields }
    }

    /// The field with this key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// The lookups a person's choice in this field has to be asked anew for.
    pub fn after<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a Field> {
        let depends = move |field: &&Field| match &field.kind {
            Kind::Lookup { after, .. } | Kind::Further { after, .. } => {
                after.iter().any(|one| one == key)
            }
            _ => false,
        };
        self.fields.iter().filter(depends)
    }
}
