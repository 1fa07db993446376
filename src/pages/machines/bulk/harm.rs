//! What may be lost when many machines are asked for something, provider by provider.

use pilothouse_core::{Undo, Verb, VerbRule};

use super::tally;
use crate::store::{Store, rows::RowKey};

/// A line for each provider: how many of its machines, what is different there, and whether it can
/// be taken back.
pub(super) fn lines(store: Store, keys: &[RowKey], verb: Verb) -> Vec<String> {
    let mut providers: Vec<(&str, usize, Option<&VerbRule>)> = Vec::new();
    for keys in keys.chunk_by(|a, b| a.account == b.account) {
        let account = keys.first().map_or("", |key| &key.account);
        let Some(holding) = store.holding(account) else {
            continue;
        };
        let name = holding.provider.facts().name;
        let known = providers.iter_mut().find(|(known, ..)| *known == name);
        if let Some((_, count, _)) = known {
            *count += keys.len();
        } else {
            let abilities = tally::abilities(store, &holding, verb);
            let rule = abilities.and_then(|abilities| abilities.rule(verb));
            providers.push((name, keys.len(), rule));
        }
    }
    providers
        .into_iter()
        .map(|(name, count, rule)| line(name, count, rule))
        .collect()
}

fn line(provider: &str, count: usize, rule: Option<&VerbRule>) -> String {
    let undo = rule.map_or_else(String::new, |rule| undo(rule.undo));
    let note = rule.map_or("", |rule| rule.note);
    let parts = [undo.as_str(), note];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    [
        &count.to_string(),
        " with ",
        provider,
        ": ",
        &parts.join(" "),
    ]
    .concat()
}

/// Whether it can be taken back, in words that go on after a colon.
fn undo(undo: Undo) -> String {
    match undo {
        Undo::Again => "it can be done again at any time.".to_owned(),
        Undo::By(verb, words) => {
            let verb = verb.label();
            let end = if words.is_empty() { "" } else { " " };
            ["it can be taken back with “", verb, "”.", end, words].concat()
        }
        Undo::Never(words) => ["it cannot be taken back. Lost: ", &lower(words)].concat(),
    }
}

/// The same, beginning with a small letter.
fn lower(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use pilothouse_core::{Undo, Verb, VerbRule};

    use super::line;

    #[test]
    fn says_what_is_lost_and_how_it_comes_back() {
        let rule = VerbRule::new(Verb::Delete, &[]);
        for (rule, words) in [
            (
                rule.losing("Everything."),
                "4 with Acme: it cannot be taken back. Lost: everything.",
            ),
            (
                rule.noting("It is hidden.")
                    .undone_by(Verb::Restore, "For 2 days."),
                "4 with Acme: it can be taken back with “Restore”. For 2 days. It is hidden.",
            ),
            (
                rule.undone_by(Verb::Start, ""),
                "4 with Acme: it can be taken back with “Start”.",
            ),
        ] {
            assert_ne!(rule.undo, Undo::Again);
            assert_eq!(line("Acme", 4, Some(&rule)), words);
        }
    }
}
