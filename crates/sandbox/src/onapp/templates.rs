//! Reading templates, media and the store; source: `OnApp` reference, sections 13.1 and 13.2.

use super::World;
use super::call::Call;
use super::paging::Window;
use super::refusal::Refusal;
use super::reply::{Names, Reply, names};
use super::template::{Kind, Template};
use serde_json::{Value, json};

const TEMPLATES: Names = names("image_templates", "image_template");
const REMOTE: Names = names("remote_templates", "remote_template");
const MEDIA: Names = names("image_template_isos", "image_template_iso");

impl World {
    /// `GET /templates`, `/templates/all`, `/templates/:id` and so on.
    pub(super) fn templates(&self, call: &Call, rest: &[&str]) -> Result<Reply, Refusal> {
        let of = |keep: fn(&Template) -> bool| self.templates_where(call, TEMPLATES, keep);
        match rest {
            [] | ["all"] => Ok(of(Template::builds)),
            ["system"] => Ok(of(|one| one.builds() && one.user.is_none())),
            ["inactive"] => Ok(of(|template| template.kind == Kind::Inactive)),
            ["user" | "own"] => Ok(of(|template| template.user.is_some())),
            // Not installed yet; they have a key of their own.
            ["available"] => Ok(Reply::list(REMOTE, Self::remote_templates())),
            ["installs"] => Ok(Reply::list(TEMPLATES, Vec::new())),
            [id] => self.one_template(id, "image_template", false),
            _ => Err(Refusal::NotFound),
        }
    }

    /// `GET /template_isos` and so on.
    pub(super) fn media(&self, call: &Call, rest: &[&str]) -> Result<Reply, Refusal> {
        match rest {
            [] | ["system"] => Ok(self.templates_where(call, MEDIA, Template::is_medium)),
            ["user" | "own"] => Ok(self.templates_where(call, MEDIA, |_| false)),
            [id] => self.one_template(id, "image_template_iso", true),
            _ => Err(Refusal::NotFound),
        }
    }

    fn templates_where(&self, call: &Call, names: Names, keep: fn(&Template) -> bool) -> Reply {
        let window = Window::read(&call.params, None);
        let kept: Vec<&Template> = self.templates.iter().filter(|one| keep(one)).collect();
        let total = kept.len();
        let views = Window::cut(window, kept.into_iter())
            .into_iter()
            .map(|template| template.view(self.dialect, self.born));
        Window::mark(window, total, Reply::list(names, views.collect()))
    }

    fn one_template(&self, id: &str, key: &'static str, medium: bool) -> Result<Reply, Refusal> {
        let found = id.parse().ok().and_then(|id| self.template(id));
        found
            .filter(|template| template.is_medium() == medium)
            .map(|template| Reply::one(key, template.view(self.dialect, self.born)))
            .ok_or(Refusal::NotFound)
    }

    /// A template or medium by id.
    pub(super) fn template(&self, id: u32) -> Option<&Template> {
        self.templates.iter().find(|template| template.id == id)
    }

    fn remote_templates() -> Vec<Value> {
        let one = |(label, file): (&str, &str)| {
            json!({
                "label": label, "file_name": file, "version": "1.0", "manager_id": file,
                "operating_system": "linux", "operating_system_distro": "ubuntu",
                "min_disk_size": 5, "template_size": 640_000,
            })
        };
        let all = [
            ("Debian 13 x64", "debian-13-x64-1.0.tgz"),
            ("Ubuntu 24.04 x64", "ubuntu-24.04-x64-1.0.tgz"),
        ];
        all.map(one).to_vec()
    }

    /// The objects inside `{"image_template_group": …}`: the groups of the store without what is
    /// in them.
    pub(super) fn template_groups(&self) -> Vec<Value> {
        let mut groups = Vec::new();
        if let Value::Array(tree) = self.store_tree() {
            flatten(tree, &mut groups);
        }
        groups
    }

    /// `GET /template_store`: groups, not wrapped, each with the groups below it.
    pub(super) fn template_store(&self) -> Reply {
        Reply::bare("image_template_groups", self.store_tree())
    }

    fn store_tree(&self) -> Value {
        let builds = |keep: fn(&Template) -> bool| {
            let own = self.templates.iter();
            own.filter(move |one| one.builds() && one.user.is_none() && keep(one))
        };
        let rhel = self.group(
            3,
            "RHEL family",
            Some(2),
            builds(|one| one.distro == "rhel"),
            Vec::new(),
        );
        let debian = self.group(
            4,
            "Debian family",
            Some(2),
            builds(|one| one.distro == "ubuntu"),
            Vec::new(),
        );
        let linux = self.group(
            2,
            "Linux",
            None,
            builds(|one| one.distro == "lbva"),
            vec![rhel, debian],
        );
        let freebsd = self.group(
            5,
            "FreeBSD",
            None,
            builds(|one| one.system == "freebsd"),
            Vec::new(),
        );
        let windows = self.group(
            6,
            "Windows",
            None,
            builds(|one| one.system == "windows"),
            Vec::new(),
        );
        json!([linux, freebsd, windows])
    }

    fn group<'a>(
        &self,
        id: u32,
        label: &str,
        parent: Option<u32>,
        templates: impl Iterator<Item = &'a Template>,
        children: Vec<Value>,
    ) -> Value {
        let windows = label == "Windows";
        let relation = |template: &Template| {
            json!({
                "id": 100 + template.id,
                "template_id": template.id,
                "image_template_group_id": id,
                "price": if windows { "8.5" } else { "0.0" },
                "image_template": template.view(self.dialect, self.born),
                "created_at": self.dialect.date(self.born),
                "updated_at": self.dialect.date(self.born),
            })
        };
        json!({
            "id": id,
            "label": label,
            "parent_id": parent,
            "lft": id * 2,
            "rgt": id * 2 + 1,
            "depth": u32::from(parent.is_some()),
            "mak": windows,
            "own": windows,
            "kms": false,
            "kms_host": null,
            "kms_port": null,
            "kms_server_label": null,
            "system_group": false,
            "hypervisor_group_id": null,
            "user_id": null,
            "created_at": self.dialect.date(self.born),
            "updated_at": self.dialect.date(self.born),
            "children": children,
            "relations": templates.map(relation).collect::<Vec<_>>(),
        })
    }
}

fn flatten(tree: Vec<Value>, into: &mut Vec<Value>) {
    for mut group in tree {
        let Some(map) = group.as_object_mut() else {
            continue;
        };
        map.remove("relations");
        let children = map.remove("children");
        into.push(group);
        if let Some(Value::Array(children)) = children {
            flatten(children, into);
        }
    }
}
