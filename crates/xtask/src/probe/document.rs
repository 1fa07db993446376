//! Documents that are entered as such, like a build spec.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use pilothouse_core::{Operator, Verb, document::Document};

use super::{client, print, read};

#[derive(Args)]
pub(super) struct Options {
    /// The document; `-` for standard input.
    file: PathBuf,
    /// Whose; the first provider that has documents if not given.
    #[arg(long)]
    provider: Option<String>,
    /// Prints the entries of its form instead of the document.
    #[arg(long)]
    form: bool,
}

/// Says what is wrong with a document, or writes it back; whether nothing is wrong.
pub(super) fn run(options: &Options) -> Result<bool> {
    let operators = match &options.provider {
        Some(id) => vec![client(id)?],
        None => pilothouse_providers::operators(),
    };
    let document = operators
        .iter()
        .find_map(|operator| document(operator.as_ref()));
    let Some(document) = document else {
        bail!("no document is entered for this provider");
    };
    let text = String::from_utf8(read(&options.file)?).context("the document is not UTF-8")?;
    let flaws = document.flaws(&text);
    for flaw in &flaws {
        eprintln!(
            "{}:{}:{}: {}",
            options.file.display(),
            flaw.line,
            flaw.column,
            flaw.words
        );
    }
    if options.form {
        if let Ok(input) = document.input(&text) {
            print(&serde_json::to_value(input)?);
        }
    } else if let Ok(normal) = document.normal(&text) {
        print!("{normal}");
    }
    Ok(flaws.is_empty())
}

/// The document some field of some verb's form holds.
fn document(operator: &dyn Operator) -> Option<&dyn Document> {
    Verb::OTHER.into_iter().find_map(|verb| {
        let form = operator.form(verb, None);
        let mut fields = form.fields.iter();
        fields.find_map(|field| operator.document(verb, &field.key))
    })
}
