//! What was never met: operations that did not succeed, and codes nobody was answered with.

use crate::watched::Watched;

/// Codes an operation is described with and that the simulation has no reason to answer:
/// (method, path, code).
pub(crate) const NEVER: [(&str, &str, &str); 1] = [
    // Nothing about a console session can be invalid.
    (
        "POST",
        "/virtual_machines/virtual_machine/console_sessions",
        "validation_error",
    ),
];

/// What is described, was not met and is not excused.
pub(crate) fn left_out(it: &Watched) -> Vec<String> {
    let mut left = Vec::new();
    for (path, methods) in &it.contract.paths {
        for (method, described) in methods.as_object().unwrap() {
            let method = method.to_ascii_uppercase();
            let succeeded = it.met.iter().any(|(other, place, status, _)| {
                *other == method && place == path && *status < 300
            });
            if !succeeded {
                left.push(format!("{method} {path} never succeeded"));
            }
            for (status, code) in it.contract.codes(described) {
                let key = (method.clone(), path.clone(), status, code.clone());
                // Without scopes there is none to lack.
                let is_open = described["security"].as_array().is_none_or(Vec::is_empty);
                if is_open && code == "scope_not_granted" {
                    continue;
                }
                let is_excused = NEVER.contains(&(method.as_str(), path.as_str(), code.as_str()));
                if it.met.contains(&key) == is_excused {
                    let word = if is_excused { "after all" } else { "never" };
                    left.push(format!("{method} {path}: {status} {code} {word} met"));
                }
            }
        }
    }
    left
}
