//! Power actions, the queue, and what may not be done when.

use super::{Dialect, Panel, Seed, header, tree};
use crate::names;

const ON: &str = "web-lon-01";
const OFF: &str = "cache-lon-01";
const SUSPENDED: &str = "shop-old";
const UNBUILT: &str = "staging-new";
const FAILED: &str = "batch-waw-07";

#[test]
fn an_accepted_action_answers_at_once_with_the_old_state_and_a_lock() {
    // label, action, booted before, booted after, transaction
    let table = [
        (OFF, "startup", false, true, "startup_virtual_machine"),
        (ON, "shutdown", true, false, "stop_virtual_machine"),
        (ON, "stop", true, false, "stop_virtual_machine"),
        (ON, "reboot", true, true, "reboot_virtual_machine"),
    ];
    for (label, action, before, after, transaction) in table {
        let mut panel = Panel::new();
        let id = panel.id_of(label);
        let (status, body) = panel.post(&format!("/virtual_machines/{id}/{action}.json"));
        let machine = &body["virtual_machine"];
        assert_eq!(status, 201, "{action}");
        assert_eq!(machine["locked"], true, "{action}");
        assert_eq!(machine["booted"], before, "{action}");
        assert_eq!(panel.flags(id), [before, true, false, true], "{action}");
        assert_eq!(panel.history(id), [format!("{transaction} pending")]);
        panel.wait(1.0);
        assert_eq!(panel.history(id), [format!("{transaction} running")]);
        assert_eq!(panel.flags(id), [before, true, false, true], "{action}");
        panel.wait(4.0);
        assert_eq!(panel.history(id), [format!("{transaction} complete")]);
        assert_eq!(panel.flags(id), [after, false, false, true], "{action}");
    }
}

#[test]
fn an_unfit_machine_is_refused_and_left_alone() {
    let table = [
        (ON, "startup"),
        (SUSPENDED, "startup"),
        (UNBUILT, "startup"),
        (FAILED, "startup"),
        (OFF, "shutdown"),
        (OFF, "stop"),
        (OFF, "reboot"),
        (UNBUILT, "reboot"),
        (names::REFUSING, "stop"),
        (names::REFUSING, "suspend"),
    ];
    let mut panel = Panel::new();
    for (label, action) in table {
        let id = panel.id_of(label);
        let before = panel.show(id);
        let (status, body) = panel.post(&format!("/virtual_machines/{id}/{action}.json"));
        assert_eq!(status, 422, "{action} of {label}");
        assert!(body["errors"]["base"][0].is_string(), "{body}");
        assert_eq!(panel.show(id), before, "{action} of {label}");
    }
}

#[test]
fn a_locked_machine_refuses_everything_but_unlock_and_reads() {
    let mut panel = Panel::new();
    let id = panel.id_of(ON);
    panel.post(&format!("/virtual_machines/{id}/shutdown.json"));
    for action in ["startup", "shutdown", "stop", "reboot", "suspend"] {
        let (status, _) = panel.post(&format!("/virtual_machines/{id}/{action}.json"));
        assert_eq!(status, 422, "{action}");
    }
    let (status, body) = panel.post(&format!("/virtual_machines/{id}/unlock.json"));
    assert_eq!(status, 201);
    assert_eq!(body["virtual_machine"]["locked"], false);
    assert_eq!(body["virtual_machine"]["booted"], true);
    // The transaction was not cancelled; another one now waits behind it.
    let (status, _) = panel.post(&format!("/virtual_machines/{id}/reboot.json"));
    assert_eq!(status, 201);
    panel.wait(4.1);
    assert_eq!(
        panel.history(id),
        [
            "stop_virtual_machine complete",
            "reboot_virtual_machine pending"
        ]
    );
    assert_eq!(panel.flags(id), [false, true, false, true]);
    panel.wait(4.0);
    assert_eq!(panel.flags(id), [true, false, false, true]);
}

#[test]
fn suspend_is_a_toggle_that_leaves_the_machine_off() {
    let mut panel = Panel::new();
    let id = panel.id_of(ON);
    let path = format!("/virtual_machines/{id}/suspend.json");
    let (status, body) = panel.post(&path);
    assert_eq!(
        (status, body["virtual_machine"]["locked"].clone()),
        (201, true.into())
    );
    panel.wait(5.0);
    assert_eq!(panel.flags(id), [false, false, true, true]);
    let (status, body) = panel.post(&path);
    assert_eq!(
        (status, body["virtual_machine"]["locked"].clone()),
        (201, false.into())
    );
    assert_eq!(panel.flags(id), [false, false, false, true]);
    // Of one that is off already there is nothing to wait for.
    let (_, body) = panel.post(&path);
    let machine = &body["virtual_machine"];
    assert_eq!(machine["suspended"], true);
    assert_eq!(machine["booted"], false);
    assert_eq!(machine["locked"], false);
}

#[test]
fn recovery_mode_ends_with_an_ordinary_restart() {
    let mut panel = Panel::new();
    let id = panel.id_of(ON);
    panel.post(&format!("/virtual_machines/{id}/reboot.json?mode=recovery"));
    panel.wait(5.0);
    assert_eq!(panel.show(id)["recovery_mode"], true);
    panel.post(&format!("/virtual_machines/{id}/reboot.json"));
    panel.wait(5.0);
    assert_eq!(panel.show(id)["recovery_mode"], serde_json::Value::Null);
    assert_eq!(panel.show(id)["booted"], true);
}

#[test]
fn a_failed_transaction_unlocks_and_changes_nothing() {
    let mut panel = Panel::new();
    let id = panel.id_of(names::FAILING);
    let (status, _) = panel.post(&format!("/virtual_machines/{id}/startup.json"));
    assert_eq!(status, 201);
    panel.wait(60.0);
    assert_eq!(panel.flags(id), [false, false, false, true]);
    let list = panel.get(&format!(
        "/virtual_machines/{id}/transactions.json?detailed"
    ));
    let one = &list[0]["transaction"];
    assert_eq!(one["status"], "failed");
    assert!(
        one["log_output"].as_str().unwrap().contains("Fatal"),
        "{one}"
    );
}

#[test]
fn a_slow_machine_takes_twenty_times_as_long() {
    let mut panel = Panel::new();
    let id = panel.id_of(names::SLOW);
    panel.post(&format!("/virtual_machines/{id}/stop.json"));
    panel.wait(29.0);
    assert_eq!(panel.flags(id), [true, true, false, true]);
    panel.wait(2.0);
    assert_eq!(panel.flags(id), [false, false, false, true]);
}

#[test]
fn old_panels_accept_everything_and_fail_later() {
    let mut panel = Panel::speaking(Dialect::Legacy, Seed::Small);
    let id = panel.id_of(UNBUILT);
    let (status, _) = panel.post(&format!("/virtual_machines/{id}/startup.json"));
    assert_eq!(status, 201);
    panel.wait(10.0);
    assert_eq!(panel.history(id), ["startup_virtual_machine failed"]);
    assert_eq!(panel.flags(id), [false, false, false, false]);
}

#[test]
fn location_names_the_machine_without_a_suffix() {
    let mut panel = Panel::new();
    let id = panel.id_of(ON);
    let line = format!("POST /virtual_machines/{id}/stop.json");
    let response = panel.send(&line, "application/json", "");
    let identifier = tree(&response)["virtual_machine"]["identifier"].clone();
    let expected = format!(
        "http://cp.example.net/virtual_machines/{}",
        identifier.as_str().unwrap()
    );
    assert_eq!(header(&response, "location"), expected);
}

#[test]
fn a_console_is_there_only_while_the_machine_runs() {
    let mut panel = Panel::new();
    let (on, off) = (panel.id_of(ON), panel.id_of(OFF));
    let (on, off) = (panel.show(on), panel.show(off));
    assert!((5900..6000).contains(&on["local_remote_access_port"].as_u64().unwrap()));
    assert!(on["xen_id"].is_u64());
    assert!(off["local_remote_access_port"].is_null());
    assert!(off["xen_id"].is_null());
    assert_eq!(off["local_remote_access_ip_address"], "");
}

#[test]
fn what_waits_behind_a_deletion_is_cancelled() {
    let mut panel = Panel::new();
    let id = panel.id_of(OFF);
    panel.json(
        &format!("DELETE /virtual_machines/{id}.json"),
        &serde_json::Value::Null,
    );
    panel.post(&format!("/virtual_machines/{id}/unlock.json"));
    let (status, _) = panel.post(&format!("/virtual_machines/{id}/startup.json"));
    assert_eq!(status, 201);
    panel.wait(30.0);
    let list = panel.get("/transactions.json");
    let ends = [0, 1].map(|n| list[n]["transaction"]["status"].clone());
    assert_eq!(ends, ["cancelled", "complete"]);
}

#[test]
fn at_no_pace_everything_is_done_by_the_next_call() {
    let mut panel = Panel::at_pace(0.0);
    let (_, body) = panel.post("/virtual_machines/501/reboot.json");
    assert_eq!(body["virtual_machine"]["locked"], true);
    assert_eq!(panel.flags(501), [true, false, false, true]);
    assert_eq!(panel.history(501), ["reboot_virtual_machine complete"]);
}
