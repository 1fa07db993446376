//! The published description as something to check against, and how strictly it is taken.

use std::{
    cell::RefCell,
    collections::{BTreeSet, HashMap},
    env, fs,
    path::PathBuf,
    rc::Rc,
};

use jsonschema::Validator;
use serde_json::{Map, Value, json};

/// Fields that are described but may be missing: (field, a field beside it).
pub(crate) const ABSENT: [(&str, &str); 3] = [
    ("hypervisor", "fqdn"),
    ("country", "permalink"),
    // A disk, which is inside this disk's assignment, which is inside this disk, and so on.
    ("disk", "virtual_machine"),
];

/// Fields that are sent but not described: (field, a described field beside it).
pub(crate) const EXTRA: [(&str, &str); 2] = [
    ("suspended", "initial_root_password"),
    ("suspended_at", "initial_root_password"),
];

/// Codes that no operation describes though it may answer them.
pub(crate) const UNDESCRIBED: [&str; 5] = [
    "route_not_found",
    "missing_required_argument",
    "invalid_argument",
    "invalid_json_body",
    "unhandled_exception",
];

/// Codes that one operation answers without describing them: (method, path, code).
pub(crate) const UNLISTED: [(&str, &str, &str); 4] = [
    // A hostname that is taken or is none, or a group or GPU type there is not.
    (
        "PATCH",
        "/virtual_machines/virtual_machine",
        "validation_error",
    ),
    (
        "PATCH",
        "/virtual_machines/virtual_machine",
        "gpu_type_not_found",
    ),
    (
        "PATCH",
        "/virtual_machines/virtual_machine",
        "virtual_machine_group_not_found",
    ),
    (
        "POST",
        "/organizations/organization/disks",
        "data_center_not_found",
    ),
];

/// How strictly a schema is taken.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Use {
    /// All fields and no others.
    Answer,
    /// No other fields: the service would silently ignore a misspelt one.
    Request,
}

/// The published description, ready to check against.
pub(crate) struct Contract {
    pub(crate) paths: Map<String, Value>,
    responses: Value,
    schemas: Value,
    schemas_of_answers: Value,
    schemas_of_requests: Value,
    /// Validators of answers, which take their time to make, by method, path and status.
    validators: RefCell<HashMap<String, Rc<Validator>>>,
}

/// An operation of the description.
pub(crate) struct Operation<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) described: &'a Value,
}

impl Contract {
    /// The description, or none with the reason printed.
    pub(crate) fn load() -> Option<Self> {
        let file = env::var_os("PILOTHOUSE_KATAPULT_OPENAPI").map_or_else(
            || {
                PathBuf::from(env!("CARGO_MANIFEST_DIR"))
                    .join("../../../shared/reference/katapult-core-openapi.json")
            },
            PathBuf::from,
        );
        let bytes = match fs::read(&file) {
            Ok(bytes) => bytes,
            Err(error) => {
                let required = env::var("PILOTHOUSE_REQUIRE_CONTRACT").is_ok_and(|on| on == "1");
                assert!(!required, "the Katapult contract is required: {error}");
                println!("skipped: the published description is not here ({error})");
                return None;
            }
        };
        let mut document: Value = serde_json::from_slice(&bytes).unwrap();
        let schemas = document["components"]["schemas"].take();
        Some(Self {
            paths: document["paths"].as_object().unwrap().clone(),
            responses: document["components"]["responses"].take(),
            schemas_of_answers: adapted(&schemas, Use::Answer),
            schemas_of_requests: adapted(&schemas, Use::Request),
            schemas,
            validators: RefCell::default(),
        })
    }

    /// The operation a request meets. A described segment that is the name of an argument
    /// stands for any segment.
    pub(crate) fn operation<'a>(&'a self, method: &'a str, path: &str) -> Option<Operation<'a>> {
        let asked: Vec<&str> = path.trim_matches('/').split('/').collect();
        let fits = |described: &str, operation: &Value| {
            let arguments = argument_names(operation);
            let parts: Vec<&str> = described.trim_matches('/').split('/').collect();
            let score = parts
                .iter()
                .zip(&asked)
                .filter(|(one, other)| one == other)
                .count();
            let fits = parts.len() == asked.len()
                && parts
                    .iter()
                    .zip(&asked)
                    .all(|(one, other)| one == other || arguments.contains(*one));
            fits.then_some(score)
        };
        self.paths
            .iter()
            .filter_map(|(path, methods)| {
                let described = methods.get(method.to_ascii_lowercase())?;
                let score = fits(path, described)?;
                Some((
                    score,
                    Operation {
                        method,
                        path,
                        described,
                    },
                ))
            })
            .max_by_key(|(score, _)| *score)
            .map(|(_, operation)| operation)
    }

    fn validator(&self, schema: &Value, usage: Use) -> Validator {
        let schemas = match usage {
            Use::Answer => &self.schemas_of_answers,
            Use::Request => &self.schemas_of_requests,
        };
        // Only what is referred to: the whole takes long to be made ready.
        let mut needed = Map::new();
        gather(schema, schemas, &mut needed);
        let root = json!({
            "components": {"schemas": needed},
            "allOf": [adapted(schema, usage)],
        });
        jsonschema::draft202012::new(&root).unwrap()
    }

    fn answer_validator(
        &self,
        operation: &Operation<'_>,
        status: u16,
        schema: &Value,
    ) -> Rc<Validator> {
        let key = format!("{} {} {status}", operation.method, operation.path);
        let mut known = self.validators.borrow_mut();
        let made = known
            .entry(key)
            .or_insert_with(|| Rc::new(self.validator(schema, Use::Answer)));
        Rc::clone(made)
    }

    /// What is wrong with an answer.
    pub(crate) fn answer_faults(
        &self,
        operation: &Operation<'_>,
        status: u16,
        body: &Value,
    ) -> Vec<String> {
        let described = self.response(operation.described, &status.to_string());
        let kind = if body.is_string() {
            "text/plain"
        } else {
            "application/json"
        };
        let schema = &described["content"][kind]["schema"];
        if status < 400 {
            if schema.is_null() {
                return vec![format!("status {status} is not described")];
            }
            let mut body = body.clone();
            if operation.path == "/ip_addresses/ip_address"
                && let Some(allocation) = body.get_mut("allocation")
                && allocation["type"].is_string()
            {
                *allocation = allocation["value"].take();
            }
            return faults(&self.answer_validator(operation, status, schema), &body);
        }
        let error = &body["error"];
        if UNDESCRIBED.contains(&error["code"].as_str().unwrap_or_default()) {
            return Vec::new();
        }
        let code = error["code"].as_str().unwrap_or_default();
        if UNLISTED.contains(&(operation.method, operation.path, code)) {
            return Vec::new();
        }
        if schema.is_null() {
            return vec![format!("status {status} is not described")];
        }
        faults(&self.answer_validator(operation, status, schema), error)
    }

    fn response<'a>(&'a self, described: &'a Value, status: &str) -> &'a Value {
        let response = &described["responses"][status];
        reference(response).map_or(response, |name| &self.responses[name])
    }

    /// The codes an operation is described with, and their statuses.
    pub(crate) fn codes(&self, described: &Value) -> BTreeSet<(u16, String)> {
        let mut codes = BTreeSet::new();
        let statuses = described["responses"].as_object().into_iter().flatten();
        for (status, _) in statuses {
            let number: u16 = status.parse().unwrap();
            if number >= 400 {
                let response = self.response(described, status);
                let schema = &response["content"]["application/json"]["schema"];
                self.collect_codes(schema, number, &mut codes);
            }
        }
        codes
    }

    fn collect_codes(&self, schema: &Value, status: u16, into: &mut BTreeSet<(u16, String)>) {
        let schema = reference(schema).map_or(schema, |name| &self.schemas[name]);
        for one in schema["oneOf"].as_array().into_iter().flatten() {
            self.collect_codes(one, status, into);
        }
        let code = &schema["properties"]["code"];
        let code = reference(code).map_or(code, |name| &self.schemas[name]);
        for word in code["enum"].as_array().into_iter().flatten() {
            into.insert((status, word.as_str().unwrap().to_owned()));
        }
    }

    /// What is wrong with a request: an operation that does not exist, query names or body
    /// fields it does not have, values of the wrong type, missing required ones.
    pub(crate) fn request_faults(&self, method: &str, target: &str, body: &Value) -> Vec<String> {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let Some(path) = path.strip_prefix("/core/v1") else {
            return vec!["not below /core/v1".to_owned()];
        };
        let Some(operation) = self.operation(method, path) else {
            return vec![format!("{method} {path} is not described")];
        };
        let known = argument_names(operation.described);
        let mut found: Vec<String> = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split('=').next().unwrap_or_default())
            .map(|name| name.replace("%5B", "[").replace("%5D", "]"))
            .filter(|name| !known.contains(name.split('[').next().unwrap_or_default()))
            .map(|name| format!("no such query argument: {name}"))
            .collect();
        let schema = &operation.described["requestBody"]["content"]["application/json"]["schema"];
        if schema.is_null() {
            if !body.is_null() {
                found.push("a body where none is described".to_owned());
            }
        } else if !body.is_null() {
            found.extend(faults(&self.validator(schema, Use::Request), body));
        }
        found
    }
}

/// Collects the schemas a schema refers to, and those they refer to.
fn gather(schema: &Value, schemas: &Value, into: &mut Map<String, Value>) {
    if let Some(name) = reference(schema)
        && !into.contains_key(name)
    {
        into.insert(name.to_owned(), schemas[name].clone());
        gather(&schemas[name], schemas, into);
    }
    match schema {
        Value::Array(items) => items.iter().for_each(|item| gather(item, schemas, into)),
        Value::Object(fields) => fields.values().for_each(|one| gather(one, schemas, into)),
        _ => {}
    }
}

/// The last part of a schema's or response's reference.
fn reference(value: &Value) -> Option<&str> {
    value["$ref"].as_str()?.rsplit('/').next()
}

/// Names of an operation's arguments, lookups without their brackets.
pub(crate) fn argument_names(operation: &Value) -> BTreeSet<&str> {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let query = parameters
        .filter_map(|parameter| parameter["name"].as_str())
        .filter_map(|name| name.split('[').next());
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    let body = schema["properties"].as_object().into_iter().flatten();
    query.chain(body.map(|(name, _)| name.as_str())).collect()
}

/// A schema of the description as JSON Schema: `nullable` as a choice, objects closed and, in
/// answers, complete.
fn adapted(schema: &Value, usage: Use) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(|item| adapted(item, usage)).collect(),
        Value::Object(fields) => {
            let mut out: Map<String, Value> = fields
                .iter()
                .map(|(name, value)| (name.clone(), adapted(value, usage)))
                .collect();
            out.remove("nullable");
            // `properties` is also the name of an argument; only a schema's own has objects
            // for all its members and stands beside no member that is not a keyword.
            if let Some(Value::Object(properties)) = fields.get("properties")
                && is_schema(fields)
            {
                close(&mut out, properties, usage);
            }
            if fields.get("nullable") == Some(&json!(true)) {
                json!({"anyOf": [out, {"type": "null"}]})
            } else {
                Value::Object(out)
            }
        }
        other => other.clone(),
    }
}

fn is_schema(fields: &Map<String, Value>) -> bool {
    let keywords = ["properties", "type", "description", "required", "nullable"];
    fields.keys().all(|name| keywords.contains(&name.as_str()))
}

fn close(out: &mut Map<String, Value>, properties: &Map<String, Value>, usage: Use) {
    out.insert("additionalProperties".to_owned(), json!(false));
    if usage == Use::Request {
        return;
    }
    let may_be_absent = |name: &str| {
        ABSENT
            .iter()
            .any(|(absent, beside)| *absent == name && properties.contains_key(*beside))
    };
    let required: Vec<&String> = properties
        .keys()
        .filter(|name| !may_be_absent(name))
        .collect();
    out.insert("required".to_owned(), json!(required));
    for (extra, beside) in EXTRA {
        if properties.contains_key(beside)
            && let Some(known) = out.get_mut("properties")
        {
            known[extra] = json!({});
        }
    }
}

fn faults(validator: &Validator, instance: &Value) -> Vec<String> {
    validator
        .iter_errors(instance)
        .map(|error| format!("{} at {}", error, error.instance_path()))
        .collect()
}
