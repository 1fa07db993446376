//! Console sessions (reference, Console).

use http::StatusCode;
use serde_json::json;

use super::{Ask, Outcome, World, refusal::Refusal, reply::Reply, state::State};

/// Seconds a session can be opened; the real figure is not published.
const LIFE: i64 = 300;

/// `POST /virtual_machines/virtual_machine/console_sessions`
pub(super) fn create(world: &mut World, ask: &Ask) -> Outcome {
    let machine = world.machine(ask)?;
    if machine.state != State::Started {
        return Err(Refusal::new(
            StatusCode::NOT_ACCEPTABLE,
            "virtual_machine_must_be_started",
            "The virtual machine has to be started for this",
        )
        .with(json!({ "current_state": machine.state.word() })));
    }
    let shown = machine.brief();
    let id = world.serial.next("vmcs");
    Ok(Reply::created(json!({
        "console_session": {
            "id": id,
            "url": format!("https://console.katapult.example/sessions/{id}"),
            "expires_at": ask.now.as_second() + LIFE,
            "virtual_machine": shown,
        }
    })))
}
