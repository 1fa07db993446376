//! `cargo xtask tidy`: the rules of the architecture, as a test.
//!
//! Each rule is a function from the sources to findings, so that each is tested on made-up
//! sources. A finding says where, which rule, and what to do.

mod banned;
mod capabilities;
mod crates;
mod finding;
mod imports;
mod layers;
mod layout;
mod length;
mod lexer;
mod provider_names;
mod source;
mod styles;
mod third_parties;

use anyhow::{Result, bail};
use clap::Args;

use crate::workspace;
use finding::Finding;
use source::Tree;

/// Every rule.
const RULES: [fn(&Tree) -> Vec<Finding>; 9] = [
    banned::check,
    crates::check,
    layers::directions,
    layers::browser,
    layout::check,
    length::check,
    provider_names::check,
    styles::check,
    third_parties::check,
];

#[derive(Args, Default)]
pub(crate) struct Options {
    /// Writes what is generated anew instead of finding fault with it.
    #[arg(long)]
    write: bool,
}

/// Checks the repository.
pub(crate) fn run(options: &Options) -> Result<()> {
    let root = workspace::root();
    if options.write {
        capabilities::write(&root)?;
    }
    let tree = Tree::read(&root, &workspace::files()?)?;
    for hint in length::hints(&tree) {
        println!("hint: {hint}");
    }
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(&tree)).collect();
    findings.extend(capabilities::check(&root)?);
    findings.sort();
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => {
            println!("{} files are tidy", tree.files.len());
            Ok(())
        }
        1 => bail!("one rule is broken"),
        count => bail!("rules are broken in {count} places"),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Finding, Tree};

    /// What a rule says about these made-up files, as `path:line`.
    pub(super) fn places(rule: fn(&Tree) -> Vec<Finding>, files: &[(&str, &str)]) -> Vec<String> {
        rule(&Tree::made_up(files))
            .iter()
            .map(Finding::place)
            .collect()
    }
}
