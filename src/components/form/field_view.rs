//! The control that fits a field's kind.

use leptos::prelude::*;
use pilothouse_core::{Field, form::Kind};

use super::{
    bound::Bound, choice_fields, document_field, further_field, lookup_field, rows_field,
    scope::Scope, secret_field, text_fields,
};

pub(super) fn field_view(scope: Scope, field: Field) -> AnyView {
    let bound = Bound::new(scope, field);
    match &bound.field.kind {
        Kind::Text { .. } => text_fields::line(&bound),
        Kind::Lines { .. } => {
            document_field::document(&bound).unwrap_or_else(|| text_fields::lines(&bound))
        }
        Kind::Secret { shortest, longest } => secret_field::secret(&bound, *shortest, *longest),
        Kind::Number { unit, .. } => text_fields::number(&bound, unit),
        Kind::Flag => choice_fields::flag(&bound),
        Kind::OneOf(choices) => choice_fields::one_of(&bound, choices),
        Kind::Lookup {
            lookup,
            after,
            many,
        } => lookup_field::lookup(&bound, lookup, after, *many),
        Kind::Further { lookup, after } => further_field::further(&bound, lookup, after),
        Kind::Rows {
            fields,
            least,
            most,
        } => rows_field::rows(&bound, fields, *least, *most),
    }
}
