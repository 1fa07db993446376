//! The options of an image.

use pilothouse_core::{Access, Call, Error, Field, Flow, Input, Response};

use super::Known;
use crate::{
    katapult::{
        answer::{object, text_at},
        auth,
        find::{DISK_TEMPLATE, DISK_TEMPLATE_VERSION},
        flows::{Chain, Next},
    },
    node::Node,
};

/// `GET /disk_templates/disk_template` for the latest version, then
/// `GET /disk_template_versions/disk_template_version/spec` for its options (Katapult reference,
/// "Disk templates and their options"). An image may be left out, and none has no options.
pub(super) fn options(access: &Access, input: &Input) -> Box<dyn Flow<Vec<Field>>> {
    let access = access.clone();
    let Some(image) = input.text("image") else {
        return Box::new(Known::none());
    };
    let below = [
        "/disk_templates/disk_template?",
        &DISK_TEMPLATE.query(image),
    ]
    .concat();
    let asking = access.clone();
    Box::new(Chain::new(
        move |_| Ok(Call::new(auth::get(&asking, &below)?, latest_version)),
        move |version| {
            Ok(match version {
                Some(version) => Next::Ask(Box::new(spec(&access, &version)?)),
                None => Next::Have(Vec::new()),
            })
        },
    ))
}

fn latest_version(response: &Response) -> Result<Option<String>, Error> {
    let answer = object(response)?;
    let path = ["disk_template", "latest_version", "id"];
    Ok(text_at(Node::from(&answer), &path))
}

fn spec(access: &Access, version: &str) -> Result<Call<Vec<Field>>, Error> {
    let query = DISK_TEMPLATE_VERSION.query(version);
    let below = [
        "/disk_template_versions/disk_template_version/spec?",
        &query,
    ]
    .concat();
    Ok(Call::new(auth::get(access, &below)?, |response| {
        let answer = object(response)?;
        let fields = Node::from(&answer).get("spec").get("fields");
        Ok(fields
            .rows()
            .iter()
            .filter_map(|row| field(row.into()))
            .collect())
    }))
}

fn field(node: Node) -> Option<Field> {
    let key = node.get("name").text()?;
    let label = node.get("label").text().unwrap_or_else(|| key.clone());
    let prefill = node.get("prefill");
    let mut help = node.get("description").text().unwrap_or_default();
    let mut field = match node.get("type").str().unwrap_or_default() {
        "Boolean" => {
            let on = prefill.flag() == Some(true);
            Field::flag(&key, &label).starting(on.to_string())
        }
        // Longer ones than anybody types; the template's own bounds are not told.
        "Password" => Field::secret(&key, &label, 1, 255),
        // Keyboard layouts have names nobody has published, and so may new types.
        _ => Field::text(&key, &label).starting(prefill.text().unwrap_or_default()),
    };
    if let Some(example) = node.get("placeholder").text() {
        let joint = if help.is_empty() { "" } else { " " };
        help = [&help, joint, "For example: ", &example].concat();
    }
    field.help = help;
    field.required = node.get("required").flag() == Some(true);
    Some(field)
}
