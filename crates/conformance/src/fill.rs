//! Filling in a form as a page would let a person do it: what stands there first, else the first
//! choice, else the least.

use pilothouse_core::{
    Choice, Error, ErrorKind, Field, Form, Input,
    form::{Kind, Rule},
};

use crate::Pair;

/// A password every provider's rules allow.
const PASSWORD: &str = "Correct-Horse-7";

impl Pair {
    /// Enters what is needed, and what `wanted` has, into a form. Choices are asked for with what
    /// has been entered before them.
    ///
    /// # Errors
    /// When a lookup fails or has no choice for a field that needs one.
    pub fn fill(&mut self, form: &Form, wanted: &Input) -> Result<Input, Error> {
        let mut input = wanted.clone();
        let mut tags: Vec<(String, Vec<String>)> = Vec::new();
        self.fill_fields(&form.fields, &mut input, &mut tags)?;
        Ok(input)
    }

    fn fill_fields(
        &mut self,
        fields: &[Field],
        input: &mut Input,
        tags: &mut Vec<(String, Vec<String>)>,
    ) -> Result<(), Error> {
        for field in fields {
            let known = |of: &str| {
                let found = tags.iter().find(|(field, _)| field == of);
                Some(found.map(|(_, tags)| tags.clone()).unwrap_or_default())
            };
            if !field.is_shown(input, &known) {
                continue;
            }
            if let Some(value) = input.text(&field.key).map(str::to_owned) {
                self.remember(field, &value, input, tags)?;
                continue;
            }
            if input.entry(&field.key).is_some() {
                continue;
            }
            if !field.initial.is_empty() {
                input.set(&field.key, field.initial.as_str());
                continue;
            }
            if field.required || matches!(field.kind, Kind::Further { .. } | Kind::Rows { .. }) {
                self.fill_one(field, input, tags)?;
            }
        }
        Ok(())
    }

    fn fill_one(
        &mut self,
        field: &Field,
        input: &mut Input,
        tags: &mut Vec<(String, Vec<String>)>,
    ) -> Result<(), Error> {
        let key = field.key.as_str();
        match &field.kind {
            Kind::Text { rule, .. } => input.set(
                key,
                match rule {
                    Rule::Url => "https://example.net/image.iso",
                    Rule::Any | Rule::HostName => "conformance",
                },
            ),
            Kind::Lines { .. } => input.set(key, "conformance"),
            Kind::Secret { .. } => *input = std::mem::take(input).with_secret(key, PASSWORD),
            Kind::Number { least, .. } => input.set(key, *least),
            Kind::Flag => input.set(key, false),
            Kind::OneOf(choices) => {
                let first = choices.iter().find(|choice| choice.closed.is_none());
                input.set(key, first.map_or("", |choice| &choice.value));
            }
            Kind::Lookup { lookup, many, .. } => {
                let choices = self.lookup(lookup, input)?;
                let open = choices.into_iter().find(|choice| choice.closed.is_none());
                let nothing = || {
                    let words = format!("{lookup} has nothing to choose for {key}");
                    Error::new(ErrorKind::NotFound, words)
                };
                let choice = open.ok_or_else(nothing)?;
                tags.push((key.to_owned(), choice.tags.clone()));
                if *many {
                    input.set(key, vec![choice.value]);
                } else {
                    input.set(key, choice.value.as_str());
                    take(&choice, input);
                }
            }
            Kind::Further { lookup, .. } => {
                let fields = self.further(lookup, input)?;
                let mut group = Input::default();
                self.fill_fields(&fields, &mut group, &mut Vec::new())?;
                input.set(key, group);
            }
            Kind::Rows { fields, least, .. } => {
                let mut rows = Vec::new();
                for _ in 0..*least {
                    let mut row = Input::default();
                    self.fill_fields(fields, &mut row, &mut Vec::new())?;
                    rows.push(row);
                }
                if !rows.is_empty() {
                    input.set(key, rows);
                }
            }
        }
        Ok(())
    }

    /// Takes in what a choice that is there already says of itself.
    fn remember(
        &mut self,
        field: &Field,
        value: &str,
        input: &mut Input,
        tags: &mut Vec<(String, Vec<String>)>,
    ) -> Result<(), Error> {
        if let Kind::Lookup { lookup, .. } = &field.kind {
            let choices = self.lookup(lookup, input)?;
            if let Some(choice) = choices.iter().find(|choice| choice.value == value) {
                tags.push((field.key.clone(), choice.tags.clone()));
                take(choice, input);
            }
        }
        Ok(())
    }

    /// Every choice of a lookup.
    pub fn lookup(&mut self, lookup: &str, input: &Input) -> Result<Vec<Choice>, Error> {
        let mut flow = self.operator.lookup(&self.access, lookup, input)?;
        let (pages, result) = self.run(flow.as_mut());
        result.map(|()| pages.into_iter().flatten().collect())
    }

    /// Every field that depends on what was chosen.
    pub fn further(&mut self, lookup: &str, input: &Input) -> Result<Vec<Field>, Error> {
        let mut flow = self.operator.further(&self.access, lookup, input)?;
        let (pages, result) = self.run(flow.as_mut());
        result.map(|()| pages.into_iter().flatten().collect())
    }
}

/// Enters what a choice needs of other fields or sets them to.
fn take(choice: &Choice, input: &mut Input) {
    for (key, value) in &choice.sets {
        if input.entry(key).is_none() {
            input.set(key, value.as_str());
        }
    }
    for (key, least) in &choice.least {
        if input.number(key).is_none_or(|number| number < *least) {
            input.set(key, *least);
        }
    }
}
