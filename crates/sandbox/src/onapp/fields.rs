//! Checks parameters field by field and collects every problem, in the words the panel uses;
//! source: `OnApp` reference, section 4.1.

use super::params::Params;
use super::refusal::Refusal;

/// Parameters being checked.
pub(super) struct Fields<'a> {
    params: &'a Params,
    pub(super) problems: Vec<(&'static str, String)>,
}

impl<'a> Fields<'a> {
    /// Nothing checked yet.
    pub(super) fn new(params: &'a Params) -> Self {
        Self {
            params,
            problems: Vec::new(),
        }
    }

    /// Notes a problem.
    pub(super) fn problem(&mut self, field: &'static str, text: &str) {
        self.problems.push((field, text.to_owned()));
    }

    /// A text that has to be there.
    pub(super) fn required(&mut self, field: &'static str) -> String {
        let text = self.params.text(field);
        if text.is_none() {
            self.problem(field, "can't be blank");
        }
        text.unwrap_or_default()
    }

    /// A host name: letters, digits, dashes, dots.
    pub(super) fn hostname(&mut self, field: &'static str) -> String {
        let text = self.required(field);
        let allowed = |char: char| char.is_ascii_alphanumeric() || matches!(char, '-' | '.');
        if !text.chars().all(allowed) || text.starts_with('-') {
            self.problem(field, "is invalid");
        }
        text
    }

    /// A number that has to be there and within limits.
    pub(super) fn number(&mut self, field: &'static str, least: u32, most: u32) -> u32 {
        if !self.params.given(field) {
            self.problem(field, "is not a number");
            return least;
        }
        self.optional(field, least, most, least)
    }

    /// A number within limits, or what it is when it is not given.
    pub(super) fn optional(
        &mut self,
        field: &'static str,
        least: u32,
        most: u32,
        otherwise: u32,
    ) -> u32 {
        // Clients send null for what their user left out.
        if !self.params.given(field) {
            return otherwise;
        }
        let Some(number) = self.params.number(field) else {
            self.problem(field, "is not a number");
            return otherwise;
        };
        if number < i64::from(least) {
            let text = format!("must be greater than or equal to {least}");
            self.problem(field, &text);
        } else if number > i64::from(most) {
            let text = format!("must be less than or equal to {most}");
            self.problem(field, &text);
        }
        u32::try_from(number).unwrap_or(otherwise)
    }

    /// A password, if there is one: 6 to 32 printable characters. Older releases allow only
    /// letters, digits, `-` and `_`; the newer rule is not recorded exactly.
    pub(super) fn password(&mut self, field: &'static str) {
        let Some(text) = self.params.text(field) else {
            return;
        };
        let length = text.chars().count();
        if length < 6 {
            self.problem(field, "is too short (minimum is 6 characters)");
        } else if length > 32 {
            self.problem(field, "is too long (maximum is 32 characters)");
        } else if !text.chars().all(|char| char.is_ascii_graphic()) {
            self.problem(field, "is invalid");
        }
    }

    /// Refuses if there was any problem.
    pub(super) fn finish(self) -> Result<(), Refusal> {
        if self.problems.is_empty() {
            Ok(())
        } else {
            Err(Refusal::Invalid(self.problems))
        }
    }
}
