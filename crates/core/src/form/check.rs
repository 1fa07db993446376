//! Whether what was entered fits the form.

use super::{Field, Form, Kind, Rule, When};
use crate::{Error, ErrorKind, Input, input::Entry, sealed};

/// (field, what is wrong with it)
type Problems = Vec<(String, String)>;

impl Form {
    /// Checks everything that can be checked without asking the provider: that required fields
    /// are there, numbers within bounds, texts of the right length and look, and that nothing
    /// is there the form does not know. Values of lookups are the provider's to judge.
    ///
    /// # Errors
    /// [`ErrorKind::Invalid`], nothing sent, with one message a field; fields of rows are named
    /// `discs[1].size`.
    pub fn check(&self, input: &Input) -> Result<(), Error> {
        let mut problems = Problems::new();
        check_fields(&self.fields, input, "", &mut problems);
        let message = match problems.as_slice() {
            [] => return Ok(()),
            [(field, problem)] => {
                let label = self.field(field).map_or(field.as_str(), |f| &f.label);
                format!("{label}: {problem}")
            }
            several => format!("{} fields have to be corrected.", several.len()),
        };
        let mut error = Error::new(ErrorKind::Invalid, message);
        error.fields = problems;
        Err(error)
    }
}

fn check_fields(fields: &[Field], input: &Input, prefix: &str, problems: &mut Problems) {
    for field in fields {
        // What a choice offers is not known here, so what depends on it is not missed.
        if !field.is_shown(input, &|_| None) {
            continue;
        }
        let path = [prefix, &field.key].concat();
        match input.entry(&field.key) {
            Some(entry) => check_entry(field, entry, &path, problems),
            None if field.required && !matches!(field.when, Some(When::Tagged(..))) => {
                problems.push((path, missing(&field.kind)));
            }
            None => check_absent_rows(field, path, problems),
        }
    }
    for (key, _) in input.entries() {
        if !fields.iter().any(|field| field.key == key) {
            let words = "This form has no such field.".to_owned();
            problems.push(([prefix, key].concat(), words));
        }
    }
}

fn missing(kind: &Kind) -> String {
    match kind {
        Kind::OneOf(_) | Kind::Lookup { .. } => "Choose one.",
        _ => "This is needed.",
    }
    .to_owned()
}

fn check_absent_rows(field: &Field, path: String, problems: &mut Problems) {
    if let Kind::Rows { least, .. } = field.kind
        && least > 0
    {
        problems.push((path, format!("At least {least} needed.")));
    }
}

fn check_entry(field: &Field, entry: &Entry, path: &str, problems: &mut Problems) {
    let problem = match (&field.kind, entry) {
        (Kind::Text { longest, rule }, Entry::Text(text)) => {
            too_long(text, *longest).or_else(|| rule.broken_by(text))
        }
        (Kind::Lines { longest }, Entry::Text(text)) => too_long(text, *longest),
        // A document with a password in it is handed over as what must not be written down.
        (Kind::Lines { longest }, Entry::Secret(secret)) => {
            longer(sealed::length(secret), *longest)
        }
        (Kind::Secret { shortest, longest }, Entry::Secret(secret)) => {
            let length = sealed::length(secret);
            if length < *shortest {
                Some(format!("At least {shortest} characters."))
            } else {
                longer(length, *longest)
            }
        }
        (Kind::Number { least, most, unit }, Entry::Text(text)) => {
            outside(text, *least, *most, unit)
        }
        (Kind::Flag, Entry::Text(text)) => {
            let is_flag = matches!(text.as_str(), "true" | "false");
            (!is_flag).then(|| "Either true or false.".to_owned())
        }
        (Kind::OneOf(choices), Entry::Text(text)) => {
            let known = choices.iter().any(|choice| choice.value == *text);
            (!known).then(|| "Not one of the choices.".to_owned())
        }
        (Kind::Lookup { many: false, .. }, Entry::Text(_))
        | (Kind::Lookup { many: true, .. }, Entry::Many(_))
        | (Kind::Further { .. }, Entry::Group(_)) => None,
        (
            Kind::Rows {
                fields,
                least,
                most,
            },
            Entry::Rows(rows),
        ) => {
            for (index, row) in rows.iter().enumerate() {
                check_fields(fields, row, &format!("{path}[{index}]."), problems);
            }
            let count = rows.len();
            let fits = (*least..=*most).contains(&count);
            (!fits).then(|| format!("Between {least} and {most}, not {count}."))
        }
        (kind, _) => Some(format!("This has to be {}.", kind.words())),
    };
    if let Some(problem) = problem {
        problems.push((path.to_owned(), problem));
    }
}

fn too_long(text: &str, longest: usize) -> Option<String> {
    longer(text.chars().count(), longest)
}

fn longer(length: usize, longest: usize) -> Option<String> {
    (length > longest).then(|| format!("At most {longest} characters."))
}

fn outside(text: &str, least: u64, most: u64, unit: &str) -> Option<String> {
    let fits = text
        .trim()
        .parse()
        .is_ok_and(|n: u64| (least..=most).contains(&n));
    let words = format!("A whole number between {least} and {most} {unit}");
    (!fits).then(|| [words.trim_end(), "."].concat())
}

impl Kind {
    /// What an entry of this kind is, in words.
    pub(super) fn words(&self) -> &'static str {
        match self {
            Self::Text { .. } | Self::Lines { .. } | Self::Secret { .. } => "text",
            Self::Number { .. } => "a whole number",
            Self::Flag => "true or false",
            Self::OneOf(_) | Self::Lookup { many: false, .. } => "one choice",
            Self::Lookup { many: true, .. } => "a list of choices",
            Self::Further { .. } => "a group of fields",
            Self::Rows { .. } => "a list of groups of fields",
        }
    }
}

impl Rule {
    fn broken_by(self, text: &str) -> Option<String> {
        let words = match self {
            Self::HostName if !is_host_name(text) => {
                "Letters, digits and dashes, with a letter or digit at both ends."
            }
            Self::Url if !text.starts_with("http://") && !text.starts_with("https://") => {
                "An address that begins with https:// or http://."
            }
            _ => return None,
        };
        Some(words.to_owned())
    }
}

fn is_host_name(text: &str) -> bool {
    text.split('.').all(|part| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    })
}

#[cfg(test)]
mod tests {
    use super::{Field, Form, Input};

    fn form() -> Form {
        Form::new(vec![
            Field::host_name("name", "Name", 8).required(),
            Field::number("memory", "Memory", 512, 4096, "MB"),
            Field::flag("start", "Start"),
            Field::one_of("boot", "Boot from", &[("image", "Image"), ("cdrom", "ISO")]),
            Field::text("cdrom", "ISO")
                .when("boot", &["cdrom"])
                .required(),
            Field::secret("password", "Password", 6, 12),
            Field::lookup_many("tags", "Tags", "tags", &[]),
            Field::lines("note", "Note"),
            Field::text("user_data", "Script")
                .when_tagged("image", "cloudinit")
                .required(),
            Field::rows(
                "discs",
                "Discs",
                1,
                2,
                vec![Field::number("size", "Size", 50, 100, "MB").required()],
            ),
        ])
    }

    fn good() -> Input {
        let disc = Input::default().with("size", 60_u64);
        Input::default()
            .with("name", "web-1")
            .with("discs", vec![disc])
    }

    #[test]
    fn what_fits_is_taken_and_the_rest_is_named() {
        let disc = |size: u64| Input::default().with("size", size);
        for (input, wrong) in [
            (good(), vec![]),
            (good().with("boot", "image"), vec![]),
            (good().with("boot", "cdrom"), vec!["cdrom"]),
            (good().with("boot", "cdrom").with("cdrom", "x.iso"), vec![]),
            (good().with("boot", "floppy"), vec!["boot"]),
            (good().with("name", "-x"), vec!["name"]),
            (good().with("name", "too-long-name"), vec!["name"]),
            (good().with("name", ""), vec!["name"]),
            (good().with("memory", 511_u64), vec!["memory"]),
            (good().with("memory", "much"), vec!["memory"]),
            (good().with("memory", vec!["1".to_owned()]), vec!["memory"]),
            (good().with("start", "maybe"), vec!["start"]),
            (good().with("tags", "one"), vec!["tags"]),
            (good().with("tags", vec!["one".to_owned()]), vec![]),
            (good().with("password", "clear text"), vec!["password"]),
            (good().with_secret("password", "short"), vec!["password"]),
            (good().with_secret("password", "long enough"), vec![]),
            (good().with_secret("note", "a document"), vec![]),
            (good().with_secret("name", "web-1"), vec!["name"]),
            (good().with("discs", Vec::<Input>::new()), vec!["discs"]),
            (
                good().with("discs", vec![disc(60), disc(1)]),
                vec!["discs[1].size"],
            ),
            (good().with("surprise", "x"), vec!["surprise"]),
            (Input::default(), vec!["name", "discs"]),
        ] {
            let result = form().check(&input);
            let found: Vec<String> = match &result {
                Ok(()) => vec![],
                Err(error) => error
                    .fields
                    .iter()
                    .map(|(field, _)| field.clone())
                    .collect(),
            };
            assert_eq!(found, wrong, "{input:?}: {result:?}");
        }
    }

    #[test]
    fn one_problem_is_said_at_once() {
        let error = form().check(&good().with("memory", 1_u64)).unwrap_err();
        assert_eq!(
            error.message,
            "Memory: A whole number between 512 and 4096 MB."
        );
    }
}
