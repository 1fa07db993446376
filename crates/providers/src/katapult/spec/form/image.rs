//! What the machine starts from.

use pilothouse_core::{Field, Input};

use super::{Entries, Part, place::set_number};
use crate::katapult::spec::{
    reference::By,
    template::{Template, TemplateOption},
};

const TEMPLATE: &[By] = &[By::Permalink];

/// `DiskTemplate`.
pub(super) static IMAGE: Part = Part {
    fields: || {
        vec![
            Field::lookup("image", "Disk template", "disk_templates", &[]),
            Field::lookup("image_version", "Version", "disk_template_versions", &["image"])
                .help("The number of the template's version; the latest if empty."),
            Field::rows(
                "options",
                "Options",
                0,
                100,
                vec![
                    Field::text("key", "Option").required(),
                    Field::lines("value", "Value").help("Yes and no are true and false."),
                    Field::secret("secret", "Hidden value", 1, 65_536)
                        .help("Instead of the value, for passwords. It is readable in the document."),
                ],
            )
            .help("Answers to what the template asks. A password left empty may be made up by the template."),
        ]
    },
    fill: |spec, input| {
        let Template {
            image,
            version,
            options,
        } = &spec.template;
        if let Some(image) = image {
            input.set("image", image.entry(TEMPLATE));
        }
        set_number(input, "image_version", *version);
        if !options.is_empty() {
            let rows: Vec<Input> = options.iter().map(option_row).collect();
            input.set("options", rows);
        }
    },
    read: |entries, spec| {
        let options = entries.rows("options", option);
        spec.template = Template {
            image: entries.reference("image", TEMPLATE),
            version: entries.number("image_version", 1),
            options: options.into_iter().flatten().collect(),
        };
    },
    // Two inputs that differ in a secret alone pass for equal, so each is read.
    is_whole: true,
};

/// `ISO`.
pub(super) static ISO: Part = Part {
    fields: || {
        vec![
            Field::text("iso", "ISO")
                .help("The id of an ISO to start from. There is no list to choose from."),
        ]
    },
    fill: |spec, input| input.set("iso", spec.iso.as_deref().unwrap_or_default()),
    read: |entries, spec| spec.iso = entries.word("iso"),
    is_whole: true,
};

fn option_row(option: &TemplateOption) -> Input {
    let row = Input::default().with("key", option.key.as_str());
    if is_secret(&option.key) {
        row.with_secret("secret", &option.value)
    } else {
        row.with("value", option.value.as_str())
    }
}

fn option(entries: &Entries<'_>) -> Option<TemplateOption> {
    let value = match (entries.raw("value"), entries.raw("secret")) {
        (Some(_), Some(_)) => {
            entries.wrong("secret", "Give either a value or a hidden value.");
            return None;
        }
        (value, secret) => value.or(secret).unwrap_or_default(),
    };
    let key = entries.word("key");
    if key.is_none() {
        entries.wrong("key", "This is needed.");
    }
    key.map(|key| TemplateOption { key, value })
}

/// By its name, as templates give their fields: nothing else tells before the template is asked.
fn is_secret(key: &str) -> bool {
    let key = key.to_lowercase();
    ["password", "passphrase", "secret", "token", "private_key"]
        .iter()
        .any(|word| key.contains(word))
}
