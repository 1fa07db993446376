//! Whether something can be taken back, in words.

use pilothouse_core::Undo;

/// What a person is told before it is done; empty where nothing is lost.
pub fn undo_words(undo: Undo) -> String {
    match undo {
        Undo::Again => String::new(),
        Undo::By(verb, "") => ["It can be taken back with “", verb.label(), "”."].concat(),
        Undo::By(verb, words) => {
            ["It can be taken back with “", verb.label(), "”. ", words].concat()
        }
        Undo::Never("") => "It cannot be taken back.".to_owned(),
        Undo::Never(words) => ["It cannot be taken back. What is lost: ", &lower(words)].concat(),
    }
}

/// The same sentence within another.
fn lower(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use pilothouse_core::{Undo, Verb};

    #[test]
    fn says_how_something_is_taken_back() {
        for (undo, words) in [
            (Undo::Again, ""),
            (
                Undo::By(Verb::Delete, ""),
                "It can be taken back with “Delete”.",
            ),
            (
                Undo::By(Verb::Restore, "For 48 hours."),
                "It can be taken back with “Restore”. For 48 hours.",
            ),
            (Undo::Never(""), "It cannot be taken back."),
            (
                Undo::Never("Everything on it."),
                "It cannot be taken back. What is lost: everything on it.",
            ),
        ] {
            assert_eq!(super::undo_words(undo), words);
        }
    }
}
