//! Making a machine.

use http::{Method, StatusCode};
use pilothouse_core::{
    Call, Error, ErrorKind, Input, MachineId, Order, Receipt, Response, Safety, Target,
    wire::text_header,
};

use super::{body::Attributes, orders::call};
use crate::onapp::{format::Format, forms::ISO, panel::Panel, wire};

/// `POST /virtual_machines` (OnApp reference, "Create"). Answers with the machine, locked and
/// unbuilt; everything else is left to its transactions.
pub(super) fn create(panel: &Panel, order: &Order) -> Result<Call<Receipt>, Error> {
    let input = &order.input;
    let mut body = Attributes::of(input);
    body.texts(&[("label", "name"), ("domain", "domain"), ("note", "note")]);
    body.set("hostname", host_name(input)?);
    // Nothing attests how a machine is made from an ISO image but that its template is the image
    // then; unverified.
    let from_iso = input.text("source") == Some(ISO);
    body.template(if from_iso { "iso" } else { "image" });
    sizes(&mut body, input);
    places(&mut body, input);
    body.secrets(&[
        ("initial_root_password", "password"),
        ("initial_root_password_encryption_key", "encryption_key"),
    ]);
    body.licence();
    body.switch("required_virtual_machine_build", "build", true);
    body.switch("required_virtual_machine_startup", "start", true);
    body.switch("required_automatic_backup", "backups", false);
    let request = panel.request(Method::POST, "/virtual_machines", "", Safety::Unsafe)?;
    let request = panel.with_body(request, &body.wrapped());
    Ok(call(panel, order, request, made))
}

/// A package stands for processors, memory and disks.
fn sizes(body: &mut Attributes<'_>, input: &Input) {
    body.entered(&[("rate_limit", "speed")]);
    if input.text("package").is_some() {
        body.entered(&[("instance_package_id", "package")]);
        return;
    }
    body.set("swap_disk_size", 0);
    body.entered(&[
        ("cpus", "cpus"),
        ("memory", "memory"),
        ("cpu_shares", "cpu_shares"),
        ("primary_disk_size", "disk"),
        ("swap_disk_size", "swap"),
    ]);
}

fn places(body: &mut Attributes<'_>, input: &Input) {
    body.entered(&[
        ("hypervisor_group_id", "place"),
        ("hypervisor_id", "host"),
        ("data_store_group_primary_id", "disk_zone"),
        ("data_store_group_swap_id", "swap_zone"),
    ]);
    // One stands instead of the other. One source knows `network_id` from 5.4 on; all the others
    // the name used here.
    body.entered(&match input.text("network") {
        Some(_) => [("primary_network_id", "network")],
        None => [("primary_network_group_id", "network_zone")],
    });
    // From 5.4 on it is the address itself, before it was the number of its record.
    let address = input.text("ip_address");
    match address.map(|address| address.contains(['.', ':'])) {
        Some(true) => body.texts(&[("selected_ip_address", "ip_address")]),
        Some(false) => body.entered(&[("selected_ip_address_id", "ip_address")]),
        None => {}
    }
    // Needed before 6.3. Later panels are not known to mind.
    body.set(
        "required_ip_address_assignment",
        u8::from(address.is_none()),
    );
}

/// As entered, or the name with everything taken out that no host name can have.
fn host_name(input: &Input) -> Result<String, Error> {
    if let Some(entered) = input.text("hostname") {
        return Ok(entered.to_owned());
    }
    let name = input.text("name").unwrap_or_default().to_ascii_lowercase();
    let parts = name.split(|c: char| !c.is_ascii_alphanumeric());
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    let made: String = parts.join("-").chars().take(63).collect();
    let made = made.trim_end_matches('-');
    if made.is_empty() {
        let words = "None can be made from the name: enter letters, digits and dashes.";
        let message = ["Host name: ", words].concat();
        return Err(Error::new(ErrorKind::Invalid, message).with_field("hostname", words));
    }
    Ok(made.to_owned())
}

/// The machine in the making, from the body or, where that is none, from `Location`.
fn made(format: &Format, response: &Response) -> Result<Receipt, Error> {
    match wire::machine(format, response) {
        Ok(machine) => Ok(Receipt::of_machine(machine.target())),
        Err(error) if response.status() == StatusCode::CREATED => {
            located(response).map(Receipt::of_machine).ok_or(error)
        }
        Err(error) => Err(error),
    }
}

/// `http://<host>/virtual_machines/<id or identifier>`; the host may be wrong behind proxies.
fn located(response: &Response) -> Option<Target> {
    let location = text_header(response, "location")?;
    let (_, id) = location.rsplit_once("/virtual_machines/")?;
    let id = id.split(['.', '/', '?']).next()?;
    let plain = !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric());
    plain.then(|| Target {
        id: MachineId::new(id),
        locator: id.to_owned(),
    })
}
