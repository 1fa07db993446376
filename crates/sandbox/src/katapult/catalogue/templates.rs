//! Disk templates, their versions and the options each asks for (reference, Disk templates and their options).

use serde_json::{Value, json};

use super::{
    Listed, find,
    systems::{OperatingSystem, SYSTEMS},
};
use crate::katapult::{Ask, Outcome, World, page::Page, refusal::Refusal, reply::Reply};

/// A version of a template.
pub(in crate::katapult) struct Version {
    pub(in crate::katapult) id: &'static str,
    pub(in crate::katapult) number: u32,
}

/// A disk template. The universal ones are everybody's and are listed only on request.
pub(in crate::katapult) struct Template {
    pub(in crate::katapult) id: &'static str,
    pub(in crate::katapult) name: &'static str,
    pub(in crate::katapult) permalink: &'static str,
    description: Option<&'static str>,
    size_in_gb: u32,
    operating_system: &'static OperatingSystem,
    /// Oldest first.
    versions: &'static [Version],
}

/// Every template.
pub(in crate::katapult) static TEMPLATES: [Template; 5] = [
    Template {
        id: "dtpl_Rw4nX7sKb1VtH9qC",
        name: "Debian 12",
        permalink: "templates/debian-12",
        description: Some("Debian 12 (Bookworm), minimal"),
        size_in_gb: 3,
        operating_system: &SYSTEMS[0],
        versions: &[
            Version {
                id: "dtv_a1MkZ6dGw8YpL3fU",
                number: 1,
            },
            Version {
                id: "dtv_T5rJx0cQn7BvS2hE",
                number: 2,
            },
        ],
    },
    Template {
        id: "dtpl_2gPzL8yDf5MjA0uW",
        name: "Ubuntu 24.04",
        permalink: "templates/ubuntu-24-04",
        description: Some("Ubuntu 24.04 LTS, minimal"),
        size_in_gb: 4,
        operating_system: &SYSTEMS[1],
        versions: &[Version {
            id: "dtv_9sWqH3kRt6XnC1bV",
            number: 4,
        }],
    },
    Template {
        id: "dtpl_kT6cQ3vHx9RnB7eS",
        name: "Ubuntu 22.04",
        permalink: "templates/ubuntu-22-04",
        description: None,
        size_in_gb: 4,
        operating_system: &SYSTEMS[1],
        versions: &[Version {
            id: "dtv_Ed4gY8mLz0PfJ5uA",
            number: 11,
        }],
    },
    Template {
        id: "dtpl_5wJd1ZsGm8YpK4aL",
        name: "Rocky Linux 9",
        permalink: "templates/rocky-9",
        description: None,
        size_in_gb: 5,
        operating_system: &SYSTEMS[2],
        versions: &[Version {
            id: "dtv_vB2hK7tXr9QnW6cS",
            number: 3,
        }],
    },
    Template {
        id: "dtpl_N0bUf6rCt3XqV9hE",
        name: "Windows Server 2022",
        permalink: "templates/windows-server-2022",
        description: Some("Standard edition, evaluation"),
        size_in_gb: 32,
        operating_system: &SYSTEMS[3],
        versions: &[Version {
            id: "dtv_3pZmD1gYj8LfA5eU",
            number: 2,
        }],
    },
];

impl Listed for Template {
    fn id(&self) -> &'static str {
        self.id
    }
    fn permalink(&self) -> Option<&'static str> {
        Some(self.permalink)
    }
}

impl Template {
    fn latest(&self) -> Option<&'static Version> {
        self.versions.last()
    }

    /// Everything but the two fields in which the list and the single answer differ.
    fn with(&self, latest_version: Value, operating_system: Value) -> Value {
        json!({
            "id": self.id,
            "name": self.name,
            "description": self.description,
            "permalink": self.permalink,
            "universal": true,
            "size_in_gb": self.size_in_gb,
            "latest_version": latest_version,
            "operating_system": operating_system,
        })
    }

    fn listed(&self) -> Value {
        let latest = self.latest();
        self.with(
            json!(latest.map(|version| json!({"id": version.id, "number": version.number}))),
            self.operating_system.listed(),
        )
    }

    fn brief(&self) -> Value {
        json!({"id": self.id, "name": self.name, "permalink": self.permalink})
    }

    fn version(&self, version: &Version) -> Value {
        json!({
            "id": version.id,
            "number": version.number,
            "stable": true,
            "size_in_gb": self.size_in_gb,
        })
    }

    fn version_with_template(&self, version: &Version) -> Value {
        let mut value = self.version(version);
        if let Some(fields) = value.as_object_mut() {
            fields.insert("disk_template".to_owned(), self.brief());
        }
        value
    }

    /// A version with everything about it. The description nests template and latest version
    /// in each other without end; the inner one is left empty here.
    pub(in crate::katapult) fn version_in_full(&self, version: &Version) -> Value {
        let mut value = self.version(version);
        if let Some(fields) = value.as_object_mut() {
            let template = self.with(Value::Null, self.operating_system.full());
            fields.insert("disk_template".to_owned(), template);
        }
        value
    }

    /// The newest version, or the one of a number.
    pub(in crate::katapult) fn find_version(
        &self,
        number: Option<u32>,
    ) -> Option<&'static Version> {
        match number {
            None => self.latest(),
            Some(number) => self.versions.iter().find(|one| one.number == number),
        }
    }

    /// The version of an id.
    pub(in crate::katapult) fn version_of_id(&self, id: &str) -> Option<&'static Version> {
        self.versions.iter().find(|one| one.id == id)
    }

    /// Its options as (name, kind, label).
    pub(in crate::katapult) fn labels(&self) -> Vec<(&'static str, &'static str, &'static str)> {
        let options = self.options().iter();
        options
            .map(|(name, kind, label, _)| (*name, *kind, *label))
            .collect()
    }

    /// What a build has to be told, as (name, kind, label, required).
    fn options(&self) -> &'static [(&'static str, &'static str, &'static str, bool)] {
        if self.operating_system.name == "Windows Server" {
            &[
                (
                    "administrator_password",
                    "Password",
                    "Administrator password",
                    true,
                ),
                ("keyboard", "Keyboard", "Keyboard layout", false),
            ]
        } else if self.operating_system.name == "Rocky Linux" {
            &[
                ("install_agent", "Boolean", "Install the agent", true),
                ("root_password", "Password", "Root password", false),
                ("timezone", "Text", "Time zone", false),
            ]
        } else {
            &[
                ("install_agent", "Boolean", "Install the agent", false),
                ("root_password", "Password", "Root password", false),
                ("timezone", "Text", "Time zone", false),
            ]
        }
    }

    /// The first required option a build leaves out.
    pub(in crate::katapult) fn first_missing(&self, given: &[String]) -> Option<&'static str> {
        self.options()
            .iter()
            .find(|(name, _, _, required)| *required && !given.iter().any(|key| key == name))
            .map(|(_, _, label, _)| *label)
    }
}

fn template(ask: &Ask) -> Result<&'static Template, Refusal> {
    let lookup = ask
        .arguments
        .lookup("disk_template", &["id", "permalink"])?;
    find(&TEMPLATES, &lookup, "disk_template_not_found")
}

/// The template a build names, if it names one.
pub(in crate::katapult) fn optional(ask: &Ask) -> Result<Option<&'static Template>, Refusal> {
    ask.arguments
        .optional_lookup("disk_template", &["id", "permalink"])?
        .map(|lookup| find(&TEMPLATES, &lookup, "disk_template_not_found"))
        .transpose()
}

fn version(ask: &Ask) -> Result<(&'static Template, &'static Version), Refusal> {
    let lookup = ask.arguments.lookup("disk_template_version", &["id"])?;
    TEMPLATES
        .iter()
        .find_map(|template| {
            let mut versions = template.versions.iter();
            let version = versions.find(|version| version.id == lookup.value)?;
            Some((template, version))
        })
        .ok_or_else(|| Refusal::not_found("disk_template_version_not_found"))
}

/// `GET /organizations/organization/disk_templates`. Without `include_universal` only the
/// organization's own are listed, and nobody has any here.
pub(in crate::katapult) fn list(_: &mut World, ask: &Ask) -> Outcome {
    ask.organization()?;
    let page = Page::read(&ask.arguments)?;
    let universal = ask.arguments.boolean("include_universal")?.unwrap_or(false);
    let system = ask
        .arguments
        .optional_lookup("operating_system", &["id"])?
        .map(|lookup| find(&SYSTEMS, &lookup, "operating_system_not_found"))
        .transpose()?;
    let all: Vec<&Template> = TEMPLATES
        .iter()
        .filter(|_| universal)
        .filter(|one| system.is_none_or(|system| system.id == one.operating_system.id))
        .collect();
    let shown: Vec<Value> = page.of(&all).iter().map(|one| one.listed()).collect();
    Ok(Reply::ok(json!({
        "pagination": page.counted(all.len()),
        "disk_templates": shown,
    })))
}

/// `GET /disk_templates/disk_template`
pub(in crate::katapult) fn show(_: &mut World, ask: &Ask) -> Outcome {
    let template = template(ask)?;
    let latest = template.latest().map(|version| json!({"id": version.id}));
    let body = template.with(json!(latest), template.operating_system.full());
    Ok(Reply::ok(json!({ "disk_template": body })))
}

/// `GET /disk_templates/disk_template/versions`
pub(in crate::katapult) fn list_versions(_: &mut World, ask: &Ask) -> Outcome {
    let template = template(ask)?;
    let page = Page::read(&ask.arguments)?;
    let shown = page.of(template.versions).iter();
    let shown: Vec<Value> = shown.map(|version| template.version(version)).collect();
    Ok(Reply::ok(json!({
        "disk_template": template.brief(),
        "pagination": page.counted(template.versions.len()),
        "disk_template_versions": shown,
    })))
}

/// `GET /disk_template_versions/disk_template_version`
pub(in crate::katapult) fn show_version(_: &mut World, ask: &Ask) -> Outcome {
    let (template, version) = version(ask)?;
    let body = template.version_with_template(version);
    Ok(Reply::ok(json!({ "disk_template_version": body })))
}

/// `GET /disk_template_versions/disk_template_version/spec`
pub(in crate::katapult) fn show_spec(_: &mut World, ask: &Ask) -> Outcome {
    let (template, version) = version(ask)?;
    let fields: Vec<Value> = template
        .options()
        .iter()
        .map(|(name, kind, label, required)| {
            json!({
                "name": name,
                "type": kind,
                "label": label,
                "description": null,
                "required": required,
                "placeholder": null,
                "prefill": (*name == "timezone").then_some("Etc/UTC"),
            })
        })
        .collect();
    Ok(Reply::ok(json!({
        "disk_template_version": template.version_with_template(version),
        "spec": { "fields": fields },
    })))
}
