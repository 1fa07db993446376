//! GPU types, policies and keys: what is only looked at.

use serde_json::{Value, json};

use crate::{basics::ORGANIZATION, watched::Watched};

/// Reads what the other modules do not.
pub(crate) fn read_the_rest(it: &mut Watched) {
    for path in [
        "gpu_types",
        "gpu_types/gpu_type?gpu_type[permalink]=lantern-24",
        "data_centers/data_center/gpu_types?data_center[permalink]=nl-demo-01",
    ] {
        it.get(path);
    }
    for what in ["policy", "policy_limits"] {
        it.get(&format!("organizations/organization/{what}?{ORGANIZATION}"));
    }
    let full = it.token.clone();
    let path = "virtual_machine/authorized_keys";
    let missing = (404, "no_virtual_machine_for_api_token");
    it.refused("GET", path, &Value::Null, missing);
    "sandbox-katapult-machine-token".clone_into(&mut it.token);
    let keys = it.ask("GET", path, &Value::Null, 200);
    assert_eq!(keys, json!("ssh-ed25519 AAAAexample robin@laptop\n"));
    "sandbox-katapult-unmanaged-machine-token".clone_into(&mut it.token);
    let off = (409, "continuous_management_disabled");
    it.refused("GET", path, &Value::Null, off);
    "sandbox-katapult-large-set-token".clone_into(&mut it.token);
    let managed = (400, "policy_not_available_for_managed_organizations");
    let path = "organizations/organization/policy?organization[sub_domain]=great-herd";
    it.refused("GET", path, &Value::Null, managed);
    "sandbox-katapult-restricted-token".clone_into(&mut it.token);
    let path = "organizations/organization/policy?organization[sub_domain]=tight-budget";
    let policy = it.get(path);
    let reasons = &policy["reasons_for_disallowing_resource_creation"];
    assert_eq!(reasons.as_array().map(Vec::len), Some(1));
    it.token = full;
}
