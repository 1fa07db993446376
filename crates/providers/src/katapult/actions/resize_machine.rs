//! Giving a machine other processors and memory.

use http::Method;
use pilothouse_core::{Access, Call, Error, Input, Receipt, Safety, Target};
use serde_json::json;

use super::{
    send::{queued, send},
    update_machine::change_gpu,
};
use crate::katapult::{
    find::{MACHINE, PACKAGE},
    form_values::{BY_GPU, BY_NUMBER, WAY},
};

/// `PUT …/package` or `PUT …/flexible_resources` (Katapult reference, "Update and resize"). Both
/// become a task. Asking for what a machine has already is refused, so neither is repeated.
pub(in crate::katapult) fn resize_machine(
    access: &Access,
    target: &Target,
    input: &Input,
) -> Result<Call<Receipt>, Error> {
    let machine = MACHINE.json(target.id.as_str());
    let (action, body) = match input.text(WAY) {
        Some(BY_GPU) => {
            return change_gpu(access, target, input.text("gpu_type").unwrap_or_default());
        }
        Some(BY_NUMBER) => {
            let mut resources = json!({
                "cpu_cores": input.number("cpus"),
                "memory_in_gb": input.number("memory"),
            });
            if let (Some(dedicated), Some(resources)) =
                (input.flag("dedicated_cpus"), resources.as_object_mut())
            {
                resources.insert("use_dedicated_cpus".to_owned(), dedicated.into());
            }
            let body = json!({"virtual_machine": machine, "resources": resources});
            ("flexible_resources", body)
        }
        _ => {
            let package = PACKAGE.json(input.text("package").unwrap_or_default());
            let body = json!({"virtual_machine": machine, "virtual_machine_package": package});
            ("package", body)
        }
    };
    let below = ["/virtual_machines/virtual_machine/", action].concat();
    let request = send(access, Method::PUT, &below, Safety::Unsafe, &body)?;
    Ok(queued(request))
}
