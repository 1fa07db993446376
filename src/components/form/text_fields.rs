//! Fields that are typed: a line, several lines, a number.

use leptos::prelude::*;

use super::{bound::Bound, checks};
use crate::ui::follow::text;

/// One line.
pub(super) fn line(bound: &Bound) -> AnyView {
    bound.frame(input(bound, "text"))
}

/// A whole number with its unit.
pub(super) fn number(bound: &Bound, unit: &'static str) -> AnyView {
    let least = bound.clone();
    let needed = text(move || {
        let filling = least.scope.filling;
        let wanted = filling.wanted();
        let least = filling
            .form
            .with(|form| checks::least(filling, form, &wanted, &least.path));
        least.map_or_else(String::new, |(least, label)| {
            format!(" {label} needs at least {least} {unit}.")
        })
    });
    let unit =
        (!unit.is_empty()).then(|| view! { <span class="unit" aria-hidden="true">{unit}</span> });
    view! {
        <div class="field is-short">
            <label for=bound.id()>{bound.label()}</label>
            <div class="with-unit">{input(bound, "numeric")}{unit}</div>
            {bound.words(view! { {needed} }.into_any())}
        </div>
    }
    .into_any()
}

fn input(bound: &Bound, mode: &'static str) -> AnyView {
    let typed = bound.clone();
    let entered = Callback::new(move |text: String| typed.set(text));
    let kind = Signal::stored("text".to_owned());
    control(bound, kind, [mode, "off"], bound.value(), entered)
}

/// The element that a line is typed in: of this type, with what tells browsers which keys to show
/// and what to fill in. `entered` is told all that is in it whenever a person changes it.
pub(super) fn control(
    bound: &Bound,
    kind: Signal<String>,
    [mode, autocomplete]: [&'static str; 2],
    value: Signal<String>,
    entered: Callback<String>,
) -> AnyView {
    let left = bound.clone();
    view! {
        <input
            id=bound.id()
            class="input mono"
            type=kind
            inputmode=mode
            autocomplete=autocomplete
            autocapitalize="off"
            spellcheck="false"
            aria-required=bound.field.required.to_string()
            aria-describedby=bound.described_by()
            aria-invalid=bound.is_invalid()
            prop:value=value
            on:input=move |event| entered.run(event_target_value(&event))
            on:blur=move |_| left.leave()
        />
    }
    .into_any()
}

/// Several lines: scripts, keys. Tab goes on to the next field, as everywhere.
pub(super) fn lines(bound: &Bound) -> AnyView {
    let (typed, left) = (bound.clone(), bound.clone());
    let value = bound.value();
    let count = text(move || counted(&value.read()));
    view! {
        <div class="field">
            <label for=bound.id()>{bound.label()}</label>
            <textarea
                id=bound.id()
                class="input mono editor"
                rows="3"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-required=bound.field.required.to_string()
                aria-describedby=bound.described_by()
                aria-invalid=bound.is_invalid()
                prop:value=value
                on:input=move |event| typed.set(event_target_value(&event))
                on:blur=move |_| left.leave()
            ></textarea>
            <p class="help count-of-lines">{count}</p>
            {bound.words(().into_any())}
        </div>
    }
    .into_any()
}

/// "3 lines, 120 characters"; nothing for nothing.
pub(super) fn counted(text: &str) -> String {
    let (lines, characters) = (text.lines().count(), text.chars().count());
    let plural = |count: usize| if count == 1 { "" } else { "s" };
    match lines {
        0 => String::new(),
        _ => format!(
            "{lines} line{}, {characters} character{}",
            plural(lines),
            plural(characters)
        ),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn lines_are_counted() {
        for (text, words) in [
            ("", ""),
            ("a", "1 line, 1 character"),
            ("a\nb\n", "2 lines, 4 characters"),
        ] {
            assert_eq!(super::counted(text), words);
        }
    }
}
