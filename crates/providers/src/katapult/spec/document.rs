//! The document as pages and the command line see it.

use pilothouse_core::{Document, Error, ErrorKind, Flaw, Form, Input};
use roxmltree::Node;

use super::{
    Spec,
    advice::Advice,
    validate::{MOST_PROBLEMS, validate},
    values,
};
use crate::xml::{Problem, problem_at};

/// The kind of document this is.
pub(crate) struct SpecDocument;

impl Document for SpecDocument {
    fn flaws(&self, text: &str) -> Vec<Flaw> {
        let document = match validate(text) {
            Ok(document) => document,
            Err(problems) => return flaws(problems),
        };
        let root = document.root_element();
        let advice = Spec::read(root).check().into_iter().take(MOST_PROBLEMS);
        let mut problems: Vec<_> = advice
            .map(|advice| problem_at(&find(root, &advice), advice.words))
            .collect();
        problems.sort_by_key(|problem| (problem.line, problem.column));
        flaws(problems)
    }

    fn normal(&self, text: &str) -> Result<String, Vec<Flaw>> {
        Spec::parse(text).map(|spec| spec.write()).map_err(flaws)
    }

    fn form(&self) -> Form {
        Spec::form()
    }

    fn input(&self, text: &str) -> Result<Input, Vec<Flaw>> {
        Spec::parse(text).map(|spec| spec.to_input()).map_err(flaws)
    }

    fn text(&self, input: &Input, before: &str) -> Result<String, Error> {
        let before = Spec::parse(before).unwrap_or_default();
        Spec::from_input(input, &before).map(|spec| spec.write())
    }

    fn check(&self, input: &Input) -> Result<(), Error> {
        Spec::form().check(input)?;
        let advice = Spec::from_input(input, &Spec::default())?.check();
        let Some(first) = advice.first() else {
            return Ok(());
        };
        let mut error = Error::new(ErrorKind::Invalid, first.words);
        for Advice { field, words, .. } in advice {
            error = error.with_field(field, words);
        }
        Err(error)
    }
}

fn flaws(problems: Vec<Problem>) -> Vec<Flaw> {
    let problems = problems.into_iter();
    problems
        .map(|problem| Flaw {
            line: problem.line,
            column: problem.column,
            words: problem.words,
        })
        .collect()
}

/// The element an advice is about, or the nearest around it that is there.
fn find<'a, 'd>(root: Node<'a, 'd>, advice: &Advice) -> Node<'a, 'd> {
    let mut path = advice.path.iter();
    let step = |node, (name, index): &(&str, usize)| values::children(node, name).nth(*index);
    path.try_fold(root, |node, part| step(node, part).ok_or(node))
        .unwrap_or_else(|nearest| nearest)
}
