//! A new machine.

use http::Method;
use pilothouse_core::{
    Access, Call, Error, ErrorKind, Input, MachineId, Receipt, Response, Safety, SealedValue,
    Target, Verb, wire::is_html,
};
use serde_json::{Map, Value, json};

use crate::{
    bigv::{
        error::failure,
        fields::blaming_the_cd,
        forms::Way,
        place::Place,
        request::{ordered, send},
        wire,
    },
    node::{Node, success},
};

/// `POST {group}/vm_create`, or `POST {group}/virtual_machines` for one without discs (BigV
/// reference, "Creation"). Both are answered at once with 202; the work goes on in the background.
pub(in crate::bigv) fn create_machine(
    access: &Access,
    input: &Input,
    step: usize,
) -> Result<Option<Call<Receipt>>, Error> {
    if step > 0 {
        return Ok(None);
    }
    let place = place(input);
    let vm = Value::Object(virtual_machine(input));
    let mut sealed = SealedValue::new();
    let (end, body) = match Way::of(input) {
        Way::Bare => ("/virtual_machines", vm),
        Way::Empty => (
            "/vm_create",
            json!({"virtual_machine": vm, "discs": discs(input)}),
        ),
        Way::Image => (
            "/vm_create",
            json!({"virtual_machine": vm, "discs": discs(input), "reimage": reimage(input, &mut sealed)}),
        ),
    };
    let path = place.path() + end;
    let request = send(
        Method::POST,
        access,
        path,
        sealed.with(body),
        Safety::Unsafe,
    )?;
    let has_cd = input.text("cdrom_url").is_some();
    Ok(Some(ordered(Verb::Create, request, move |response| {
        let receipt = accepted(response, &place);
        if has_cd {
            receipt.map_err(blaming_the_cd)
        } else {
            receipt
        }
    })))
}

/// The group it is made in.
pub(super) fn place(input: &Input) -> Place {
    let text = |key| input.text(key).unwrap_or_default();
    Place::new(text("account"), text("group"))
}

/// What it is, as far as anything was entered: BigV has its own idea of the rest.
fn virtual_machine(input: &Input) -> Map<String, Value> {
    let mut vm = Map::new();
    for (attribute, key) in [
        ("name", "name"),
        ("zone_name", "place"),
        ("hardware_profile", "hardware_profile"),
        ("cdrom_url", "cdrom_url"),
        ("keymap", "keymap"),
    ] {
        if let Some(text) = input.text(key) {
            vm.insert(attribute.to_owned(), text.into());
        }
    }
    for (attribute, key) in [("cores", "cpus"), ("memory", "memory")] {
        if let Some(number) = input.number(key) {
            vm.insert(attribute.to_owned(), number.into());
        }
    }
    for (attribute, key) in [
        ("hardware_profile_locked", "hardware_profile_locked"),
        ("autoreboot_on", "autoreboot"),
    ] {
        if let Some(flag) = input.flag(key) {
            vm.insert(attribute.to_owned(), flag.into());
        }
    }
    vm.insert("power_on".to_owned(), is_to_run(input).into());
    vm
}

/// Whether it will be seen running in the end.
pub(super) fn is_to_run(input: &Input) -> bool {
    Way::of(input) == Way::Image || input.flag("start") == Some(true)
}

fn discs(input: &Input) -> Vec<Value> {
    let rows = input.rows("discs").iter().enumerate();
    rows.map(|(at, row)| {
        let label = row.text("label").map(str::to_owned);
        let label = label.unwrap_or_else(|| ["disc-", &(at + 1).to_string()].concat());
        let mut disc = json!({"label": label, "size": row.number("size")});
        if let (Some(grade), Some(disc)) = (row.text("storage_grade"), disc.as_object_mut()) {
            disc.insert("storage_grade".to_owned(), grade.into());
        }
        disc
    })
    .collect()
}

/// The attributes of a reimage, here and on its own ("Reimage"). The password leaves in the body
/// alone.
pub(super) fn reimage(input: &Input, sealed: &mut SealedValue) -> Value {
    let mut reimage = Map::new();
    if let Some(password) = input.secret("password") {
        let password = sealed.secret("root_password", password);
        reimage.insert("root_password".to_owned(), password);
    }
    for (attribute, key) in [
        ("distribution", "image"),
        ("ssh_public_key", "ssh_keys"),
        ("firstboot_script", "user_data"),
    ] {
        if let Some(text) = input.text(key) {
            reimage.insert(attribute.to_owned(), text.trim_end().into());
        }
    }
    Value::Object(reimage)
}

/// Later clusters answer with the machine. What the first ones answered with is not known, so
/// anything but a web page will do; the machine is then found by its name.
fn accepted(response: &Response, place: &Place) -> Result<Receipt, Error> {
    success(response, failure)?;
    if is_html(response) {
        let words = "A web page answered instead of BigV. Check the endpoint.";
        return Err(Error::new(ErrorKind::BadAnswer, words));
    }
    let Ok(answer) = serde_json::from_slice::<Value>(response.body()) else {
        return Ok(Receipt::default());
    };
    let vm = Node::from(&answer).one();
    let inner = vm.get("virtual_machine").one();
    let vm = if inner.is_object() { inner } else { vm };
    let Some(id) = vm.get("id").text() else {
        return Ok(Receipt::default());
    };
    let locator = made_path(vm, place);
    let id = MachineId::new(id);
    Ok(Receipt::of_machine(Target { id, locator }))
}

/// The path of a machine in the group it was made in; by the group's id, which survives a rename,
/// if that is told.
pub(super) fn made_path(vm: Node, place: &Place) -> String {
    let group = vm.get("group_id").text();
    let group = group.unwrap_or_else(|| place.group.clone());
    wire::path(vm, Some(&place.account), Some(group))
}
