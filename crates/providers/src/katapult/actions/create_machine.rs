//! Making a machine.

use http::Method;
use pilothouse_core::{
    Access, Call, Document, Error, ErrorKind, Input, Receipt, Response, Safety, SealedValue,
    SecretString, input::Entry,
};
use serde_json::{Map, Value, json};

use super::send::send_sealed;
use crate::{
    katapult::{
        answer::{object, text_at},
        auth,
        find::{
            DATA_CENTER, DISK_TEMPLATE, Find, IO_PROFILE, NETWORK, ORGANIZATION, PACKAGE, ZONE,
        },
        form_values as values,
        spec::SpecDocument,
        wire::bad_answer,
    },
    node::Node,
};

/// `POST …/virtual_machines/build` (Katapult reference, "Creating a VM: simple build") or
/// `POST …/virtual_machines/build_from_spec` ("Creating a VM: build from spec"). The body of the
/// first may hold a root password among the options of the image; it is never shown.
pub(in crate::katapult) fn create_machine(
    access: &Access,
    input: &Input,
) -> Result<Call<Receipt>, Error> {
    let (mut body, mut sealed) = (Map::new(), SealedValue::new());
    if let Some(organization) = input.text("organization") {
        set(&mut body, "organization", ORGANIZATION.json(organization));
    }
    let is_spec = input.text(values::WAY) == Some(values::SPEC);
    let action = if is_spec {
        let xml = spec_text(input).unwrap_or_default();
        if let Some(problem) = spec_problem(xml) {
            return Err(refused("xml", &problem));
        }
        // An option of the image may be the root password.
        let document = if input.secret("xml").is_some() || xml.contains("<Option") {
            sealed.secret("xml", &SecretString::from(xml.to_owned()))
        } else {
            xml.into()
        };
        set(&mut body, "xml", document);
        "build_from_spec"
    } else {
        simple(&mut body, &mut sealed, input)?;
        "build"
    };
    set_annotations(&mut body, input);
    let below = ["/organizations/organization/virtual_machines/", action].concat();
    let body = sealed.with(Value::Object(body));
    let request = send_sealed(access, Method::POST, &below, Safety::Unsafe, &body)?;
    Ok(Call::new(request, move |response| {
        build(response).map_err(|error| if is_spec { in_document(error) } else { error })
    }))
}

/// The spec document, also where it was entered as a secret.
pub(super) fn spec_text(input: &Input) -> Option<&str> {
    input
        .text("xml")
        .or_else(|| input.secret("xml").map(auth::exposed))
}

/// What is said about values in a spec document is about the document: the form has no fields
/// for the values themselves. All of it, since not every sentence names a value we know.
fn in_document(mut error: Error) -> Error {
    let said = error.fields.len();
    (error.fields).retain(|(field, _)| ["organization", "annotations", "xml"].contains(&&**field));
    let is_about_values = error.fields.len() < said;
    if is_about_values || error.kind == ErrorKind::Invalid && error.fields.is_empty() {
        let words = error.message.clone();
        error = error.with_field("xml", words);
    }
    error
}

/// Why a spec document cannot be read, in words with the place; `None` for nothing. What it asks
/// for is the service's to judge: it may know more than is published.
fn spec_problem(xml: &str) -> Option<String> {
    let flaws = SpecDocument.normal(xml).err()?;
    flaws.first().map(ToString::to_string)
}

fn simple(
    body: &mut Map<String, Value>,
    sealed: &mut SealedValue,
    input: &Input,
) -> Result<(), Error> {
    let (kind, place) = place(input.text("place").unwrap_or_default())?;
    set(body, kind, place);
    for (field, key, find) in [
        ("package", "package", &PACKAGE),
        ("image", "disk_template", &DISK_TEMPLATE),
        ("network", "network", &NETWORK),
    ] {
        if let Some(text) = input.text(field) {
            set(body, key, find.json(text));
        }
    }
    if let Some(name) = input.text("hostname") {
        set(body, "hostname", name.trim().into());
    }
    let options = options(sealed, input)?;
    if !options.is_empty() {
        set(body, "disk_template_options", options.into());
    }
    let disks = input.rows("disks");
    if !disks.is_empty() {
        let systems = disks
            .iter()
            .filter(|disk| disk.flag("system") == Some(true));
        if systems.count() != 1 {
            let words = "Exactly one of the disks has to be the system disk.";
            return Err(refused("disks", words));
        }
        let disks: Vec<Value> = disks.iter().map(disk).collect();
        set(body, "disks", disks.into());
    }
    Ok(())
}

/// `data_center:…` or `zone:…`; an id alone says by itself what it is of.
fn place(text: &str) -> Result<(&'static str, Value), Error> {
    let kind = |kind: &str| match kind {
        values::DATA_CENTER => Some((values::DATA_CENTER, &DATA_CENTER)),
        values::ZONE => Some((values::ZONE, &ZONE)),
        _ => None,
    };
    let named = text.trim().split_once(':').and_then(|(before, after)| {
        let (name, find): (_, &Find) = kind(before.trim())?;
        Some((name, find, after))
    });
    let alone = |text: &'_ str| match text.split_once('_')?.0 {
        "zone" => kind(values::ZONE),
        "dc" | "loc" => kind(values::DATA_CENTER),
        _ => None,
    };
    match (named, alone(text.trim())) {
        (Some((name, find, after)), _) if !after.trim().is_empty() => Ok((name, find.json(after))),
        (None, Some((name, find))) => Ok((name, find.json(text))),
        _ => Err(refused(
            "place",
            "Choose one, or write data_center: or zone: and its id or permalink.",
        )),
    }
}

/// Keys and values, all of them text, in the order of their keys.
fn options(sealed: &mut SealedValue, input: &Input) -> Result<Vec<Value>, Error> {
    let entries = input.group("options").into_iter().flat_map(Input::entries);
    entries
        .map(|(key, entry)| match entry {
            Entry::Text(value) => Ok(json!({"key": key, "value": value})),
            Entry::Secret(value) => Ok(json!({"key": key, "value": sealed.secret(key, value)})),
            _ => Err(refused(&["options.", key].concat(), "This has to be text.")),
        })
        .collect()
}

fn disk(row: &Input) -> Value {
    let mut disk = Map::new();
    for (field, key) in [
        ("name", "name"),
        ("file_system", "initial_file_system"),
        ("speed", "storage_speed"),
    ] {
        if let Some(text) = row.text(field) {
            set(&mut disk, key, text.into());
        }
    }
    set(&mut disk, "size_in_gb", row.number("size").into());
    set(
        &mut disk,
        "system",
        row.flag("system").unwrap_or(false).into(),
    );
    if let Some(profile) = row.text("io_profile") {
        set(&mut disk, "io_profile", IO_PROFILE.json(profile));
    }
    Value::Object(disk)
}

/// Adds the annotations that were entered, if any were.
pub(super) fn set_annotations(body: &mut Map<String, Value>, input: &Input) {
    let rows = input.rows("annotations").iter();
    let annotations: Vec<Value> = rows
        .map(|row| {
            let text = |key| row.text(key).unwrap_or_default();
            json!({"key": text("key"), "value": text("value")})
        })
        .collect();
    if !annotations.is_empty() {
        set(body, "annotations", annotations.into());
    }
}

pub(super) fn set(body: &mut Map<String, Value>, key: &str, value: Value) {
    body.insert(key.to_owned(), value);
}

/// A value that never leaves.
pub(super) fn refused(field: &str, words: &str) -> Error {
    Error::new(ErrorKind::Invalid, words).with_field(field, words)
}

/// The build is what leads to the machine; the task says no more than how far it is. `build` is
/// the older name of `virtual_machine_build`.
fn build(response: &Response) -> Result<Receipt, Error> {
    let answer = object(response)?;
    let answer = Node::from(&answer);
    ["virtual_machine_build", "build", "task"]
        .iter()
        .find_map(|key| text_at(answer, &[key, "id"]))
        .map(Receipt::of_task)
        .ok_or_else(|| bad_answer("names neither a build nor a task"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::place;

    #[test]
    fn places_say_what_they_are() {
        for (text, expected) in [
            (
                "data_center:dc_1",
                Some(("data_center", json!({"id": "dc_1"}))),
            ),
            (
                "data_center: loc_1",
                Some(("data_center", json!({"id": "loc_1"}))),
            ),
            (
                "data_center:london",
                Some(("data_center", json!({"permalink": "london"}))),
            ),
            ("zone:zone_1", Some(("zone", json!({"id": "zone_1"})))),
            (
                " zone:lon-1 ",
                Some(("zone", json!({"permalink": "lon-1"}))),
            ),
            ("zone_1", Some(("zone", json!({"id": "zone_1"})))),
            ("dc_1", Some(("data_center", json!({"id": "dc_1"})))),
            ("loc_1", Some(("data_center", json!({"id": "loc_1"})))),
            ("london", None),
            ("zone:", None),
            ("planet:mars", None),
            ("", None),
        ] {
            assert_eq!(place(text).ok(), expected, "{text}");
        }
    }
}
