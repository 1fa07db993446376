//! What cannot be taken back is asked for by typing what it is done to.

use leptos::prelude::*;

use crate::ui::follow::text;

/// A field that wants one text and no other.
#[component]
pub fn TypedField(
    /// Unique on the page.
    id: &'static str,
    /// What has to be typed.
    wanted: String,
    /// What is typed.
    value: RwSignal<String>,
    /// It is what its dialog begins with.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let help = [id, "-help"].concat();
    let typed = wanted.clone();
    view! {
        <div class="field">
            <label for=id>"Type "<strong class="mono">{wanted}</strong>" to confirm"</label>
            <input
                id=id
                class="input mono"
                type="text"
                autofocus=autofocus
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-describedby=help.clone()
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
            <p id=help class="help">
                {text(move || if is_typed(&value.read(), &typed) { "That is it." } else { "" }.to_owned())}
            </p>
        </div>
    }
}

/// Whether what is typed is what is wanted; blanks around it do not count.
pub fn is_typed(typed: &str, wanted: &str) -> bool {
    typed.trim() == wanted.trim() && !typed.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::is_typed;

    #[test]
    fn only_the_very_text_counts() {
        for (typed, wanted, is) in [
            ("web-1", "web-1", true),
            (" web-1 ", "web-1", true),
            ("web-1", " web-1", true),
            ("web", "web-1", false),
            ("WEB-1", "web-1", false),
            ("", "", false),
            ("", "web-1", false),
        ] {
            assert_eq!(is_typed(typed, wanted), is, "{typed:?} {wanted:?}");
        }
    }
}
