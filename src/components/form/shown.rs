//! Which fields are shown for what was entered, and what of it is sent: a field that is hidden
//! counts as empty for those that depend on it.

use pilothouse_core::{Field, Input, form::Kind, input::Entry};

/// Gives the tags of the choice made in a field; `None` where they are not known.
pub type Tags<'a> = &'a dyn Fn(&str) -> Option<Vec<String>>;

/// The same in any part of the form: (its fields, its input, its path, key).
pub type TagsAnywhere<'a> = &'a dyn Fn(&[Field], &Input, &str, &str) -> Option<Vec<String>>;

/// Gives the fields of a group that were asked for, by the path of the group.
pub type Groups<'a> = &'a dyn Fn(&str) -> Option<Vec<Field>>;

/// The keys of the fields shown, in their order.
pub fn keys(fields: &[Field], input: &Input, tags: Tags) -> Vec<String> {
    let mut hidden: Vec<&str> = Vec::new();
    // Hiding one may hide another; each round settles one more step of such a chain.
    for _ in fields {
        let mut seen = input.clone();
        for key in &hidden {
            seen.remove(key);
        }
        let of_shown = |key: &str| {
            if hidden.contains(&key) {
                Some(Vec::new())
            } else {
                tags(key)
            }
        };
        let now: Vec<&str> = fields
            .iter()
            .filter(|field| !field.is_shown(&seen, &of_shown))
            .map(|field| field.key.as_str())
            .collect();
        if now == hidden {
            break;
        }
        hidden = now;
    }
    let keys = fields.iter().map(|field| &field.key);
    keys.filter(|key| !hidden.contains(&key.as_str()))
        .cloned()
        .collect()
}

/// What is sent: only what is shown, in rows and groups as well. `prefix` is the path of this
/// part of the form.
pub fn sent(
    fields: &[Field],
    input: &Input,
    prefix: &str,
    tags: TagsAnywhere,
    groups: Groups,
) -> Input {
    let shown = keys(fields, input, &|key| tags(fields, input, prefix, key));
    let mut sent = Input::default();
    for field in fields.iter().filter(|field| shown.contains(&field.key)) {
        let path = [prefix, &field.key].concat();
        let Some(entry) = input.entry(&field.key) else {
            continue;
        };
        match (&field.kind, entry) {
            (Kind::Rows { fields, .. }, Entry::Rows(rows)) => {
                let rows: Vec<Input> = rows
                    .iter()
                    .enumerate()
                    .map(|(index, row)| {
                        let prefix = format!("{path}[{index}].");
                        self::sent(fields, row, &prefix, tags, groups)
                    })
                    .collect();
                if !rows.is_empty() {
                    sent.set(&field.key, rows);
                }
            }
            (Kind::Further { .. }, Entry::Group(group)) => {
                let group = match groups(&path) {
                    Some(fields) => {
                        self::sent(&fields, group, &[&path, "."].concat(), tags, groups)
                    }
                    None => group.clone(),
                };
                if !group.is_empty() {
                    sent.set(&field.key, group);
                }
            }
            (_, Entry::Many(values)) if values.is_empty() => {}
            (_, entry) => sent.set(&field.key, entry.clone()),
        }
    }
    sent
}

/// What stands in a form at first, the least number of rows included.
pub fn initial(fields: &[Field]) -> Input {
    let mut input = Input::default();
    for field in fields {
        match &field.kind {
            Kind::Rows { fields, least, .. } if *least > 0 => {
                let rows: Vec<Input> = (0..*least).map(|_| initial(fields)).collect();
                input.set(&field.key, rows);
            }
            Kind::Lookup { many: true, .. } | Kind::Rows { .. } | Kind::Further { .. } => {}
            _ => input.set(&field.key, field.initial.as_str()),
        }
    }
    input
}

#[cfg(test)]
mod tests {
    use pilothouse_core::{Field, Input};

    use super::{initial, keys, sent};

    fn fields() -> Vec<Field> {
        let disc = vec![
            Field::one_of("kind", "Kind", &[("plain", "Plain"), ("raw", "Raw")]),
            Field::text("system", "System").when("kind", &["plain"]),
        ];
        vec![
            Field::one_of("way", "Way", &[("image", "Image"), ("iso", "ISO")]),
            Field::lookup("image", "Image", "images", &[]).when("way", &["image"]),
            Field::text("script", "Script").when_tagged("image", "cloudinit"),
            Field::flag("start", "Start").when("script", &["x"]),
            Field::rows("discs", "Discs", 1, 3, disc),
        ]
    }

    #[test]
    fn what_hangs_on_something_hidden_is_hidden() {
        let all = Input::default()
            .with("way", "image")
            .with("image", "7")
            .with("script", "x");
        let tagged = |_: &str| Some(vec!["cloudinit".to_owned()]);
        for (input, count) in [
            (all.clone(), 5),
            (all.clone().with("script", "y"), 4),
            (all.clone().with("way", "iso"), 2),
        ] {
            assert_eq!(keys(&fields(), &input, &tagged).len(), count, "{input:?}");
        }
        assert_eq!(keys(&fields(), &all, &|_| None).len(), 5);
        assert_eq!(keys(&fields(), &all, &|_| Some(Vec::new())).len(), 3);
    }

    #[test]
    fn what_is_hidden_is_not_sent() {
        let disc = |kind: &str| Input::default().with("kind", kind).with("system", "ext4");
        let input = Input::default()
            .with("way", "iso")
            .with("image", "7")
            .with("start", "true")
            .with("discs", vec![disc("plain"), disc("raw")]);
        let sent = sent(&fields(), &input, "", &|_, _, _, _| None, &|_| None);
        let expected = Input::default().with("way", "iso").with(
            "discs",
            vec![disc("plain"), Input::default().with("kind", "raw")],
        );
        assert_eq!(sent, expected);
    }

    #[test]
    fn the_least_number_of_rows_is_there_at_first() {
        let input = initial(&fields());
        assert_eq!(input.rows("discs").len(), 1);
        assert_eq!(input.rows("discs")[0].text("kind"), Some("plain"));
        assert_eq!(input.text("way"), Some("image"));
    }
}
