//! The table of what each provider can do, written from the clients' own tables.

use std::{fmt::Write, fs, path::Path};

use anyhow::{Context, Result, bail};
use pilothouse_core::{Abilities, Operator, State, Undo, Verb, VerbRule};

use super::finding::Finding;

/// Where the table stands.
const FILE: &str = "crates/providers/README.md";
/// What it stands between.
const MARKS: [&str; 2] = [
    "<!-- From the clients' tables; `cargo xtask tidy --write` writes it anew. -->\n",
    "<!-- End of the table. -->\n",
];

/// A finding if the table is not what the clients say.
pub(super) fn check(root: &Path) -> Result<Vec<Finding>> {
    let (old, new) = texts(root)?;
    let mut findings = Vec::new();
    if old != new {
        let line = old
            .lines()
            .zip(new.lines())
            .take_while(|(old, new)| old == new)
            .count()
            + 1;
        findings.push(Finding::new(
            Path::new(FILE),
            line,
            "the table is not what the clients' abilities say",
            "Run cargo xtask tidy --write",
        ));
    }
    Ok(findings)
}

/// Writes the table.
pub(super) fn write(root: &Path) -> Result<()> {
    let (old, new) = texts(root)?;
    if old != new {
        fs::write(root.join(FILE), new)?;
    }
    Ok(())
}

/// The file as it is and as it should be.
fn texts(root: &Path) -> Result<(String, String)> {
    let old = fs::read_to_string(root.join(FILE)).with_context(|| format!("{FILE} is missing"))?;
    let [begin, end] = MARKS;
    let parts = old
        .split_once(begin)
        .and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
    let Some((before, after)) = parts else {
        bail!("{FILE} has no place for the table: the lines “{begin}” and “{end}”");
    };
    let mut table = String::new();
    for operator in pilothouse_providers::operators() {
        table.push_str(&section(operator.as_ref()));
    }
    let new = [before, begin, &table, end, after].concat();
    Ok((old, new))
}

/// One provider's table.
fn section(operator: &dyn Operator) -> String {
    let facts = operator.provider().facts();
    let mut text = format!(
        "\n### {}\n\n| Verb | Allowed while | Taken back by | Here |\n| --- | --- | --- | --- |\n",
        facts.name
    );
    let verbs = Verb::POWER.map(|verb| (verb, &facts.power)).into_iter();
    let others = Verb::OTHER.map(|verb| (verb, operator.abilities()));
    for (verb, abilities) in verbs.chain(others) {
        let row = match abilities.rule(verb) {
            Some(rule) => row(rule),
            None => format!(
                "| ~~{}~~ | | | {} |",
                verb.label(),
                why_not(abilities, verb)
            ),
        };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{row}");
    }
    text.push('\n');
    text
}

fn row(rule: &VerbRule) -> String {
    let states: Vec<String> = rule.from.iter().map(|state| word(*state)).collect();
    let states = if rule.verb.is_for_account() {
        "—".to_owned()
    } else {
        states.join(", ")
    };
    let undo = match rule.undo {
        Undo::Again => "—".to_owned(),
        Undo::By(verb, "") => verb.label().to_owned(),
        Undo::By(verb, words) => format!("{}: {words}", verb.label()),
        Undo::Never(words) => format!("nothing. {words}"),
    };
    let cells = [rule.verb.label(), &states, &undo, rule.note].map(cell);
    format!("| {} |", cells.join(" | "))
}

fn word(state: State) -> String {
    state.word().trim_end_matches('…').to_lowercase()
}

fn why_not(abilities: &Abilities, verb: Verb) -> String {
    let words = abilities.lacks.iter().find(|(lacking, _)| *lacking == verb);
    cell(words.map_or("", |(_, words)| words))
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use pilothouse_core::{State, Verb, VerbRule};

    use super::row;

    #[test]
    fn a_rule_is_a_row() {
        let rule = VerbRule::new(Verb::Delete, &[State::Off, State::Restarting])
            .undone_by(Verb::Restore, "within a day")
            .noting("a|b");
        assert_eq!(
            row(&rule),
            "| Delete | off, restarting | Restore: within a day | a\\|b |"
        );
        let rule = VerbRule::new(Verb::Create, &[]);
        assert_eq!(row(&rule), "| Create | — | — |  |");
    }
}
