//! Disk images, and the templates they become.
//!
//! Source: e24cloud reference, Disk images and Templates. That an image shows among the templates
//! is inferred there; so is that it supports nothing, as nobody has seen what it lists.

use super::act::parse;
use super::catalogue::{TEMPLATES, owner, uuid};
use super::volumes::Volume;
use super::work::{Change, Kind};
use super::{World, refused};
use http::Method;
use jiff::Timestamp;
use serde_json::{Value, json};

/// The template number of the first image.
const FIRST_TEMPLATE: u32 = 9102;

/// A copy of a volume.
#[derive(Clone, Debug)]
pub(super) struct Image {
    id: String,
    /// What it is called as a template.
    template: String,
    label: String,
    size: u64,
    /// (id, label) of the volume it was taken from.
    volume: (String, Option<&'static str>),
    /// It has been copied whole.
    ready: bool,
}

impl Image {
    /// The image every world begins with.
    pub(super) fn first() -> Self {
        Self {
            id: uuid(1, 710),
            template: FIRST_TEMPLATE.to_string(),
            label: "shop-golden-2026-05".to_owned(),
            size: 20,
            volume: (uuid(1, 16), None),
            ready: true,
        }
    }

    fn as_json(&self) -> Value {
        json!({
            "id": self.id,
            "label": self.label,
            "size": self.size,
            "cost_per_hour": self.size as f64 / 20_000.0,
            "owner": owner(),
            "storage_volume": {"id": self.volume.0, "label": self.volume.1},
        })
    }
}

/// A template that can be installed.
pub(super) struct Installable {
    pub(super) label: String,
    pub(super) supports: &'static [&'static str],
}

impl World {
    /// Calls below `/v2/disk-images`; none when there is no such call or image.
    pub(super) fn images(
        &mut self,
        method: &Method,
        rest: &[&str],
        body: &[u8],
        now: Timestamp,
    ) -> Option<Value> {
        match (method, rest) {
            (&Method::GET, []) => {
                let list: Vec<Value> = self.images.iter().map(Image::as_json).collect();
                Some(json!({"success": true, "disk_images": list}))
            }
            (&Method::PUT, []) => Some(self.make_image(body, now)),
            (&Method::DELETE, [id]) => {
                self.images.iter().find(|image| image.id == **id)?;
                Some(self.accept(Kind::Image, id, Change::Delete, now))
            }
            _ => None,
        }
    }

    fn make_image(&mut self, body: &[u8], now: Timestamp) -> Value {
        let order = parse(body).unwrap_or_default();
        let text = |name: &str| order.get(name).and_then(Value::as_str);
        let Some((volume, _)) = text("storage_volume_id").and_then(|id| self.holding::<Volume>(id))
        else {
            return refused("no such volume");
        };
        let (size, volume) = (volume.size, (volume.id.clone(), volume.label));
        let Some(label) = text("label").filter(|label| !label.trim().is_empty()) else {
            return refused("a label is needed");
        };
        let number = self.fresh();
        let image = Image {
            id: uuid(number, 711),
            template: (FIRST_TEMPLATE + number).to_string(),
            label: label.to_owned(),
            size,
            volume,
            ready: false,
        };
        let id = image.id.clone();
        self.images.push(image);
        self.accept(Kind::Image, &id, Change::Make, now);
        json!({"success": true, "disk_image": {"id": id}})
    }

    /// What the work on an image comes to.
    pub(super) fn change_image(&mut self, id: &str, change: &Change) {
        if *change == Change::Delete {
            self.images.retain(|image| image.id != id);
        } else if let Some(image) = self.images.iter_mut().find(|image| image.id == id) {
            image.ready = true;
        }
    }

    /// `GET /v2/templates`
    pub(super) fn templates(&self) -> Value {
        let public = TEMPLATES
            .iter()
            .map(|t| json!({"id": t.id, "label": t.label, "supports": t.supports}));
        let own = self.images.iter().filter(|image| image.ready).map(|image| {
            json!({"id": image.template, "label": image.label, "supports": [], "owner": owner()})
        });
        let list: Vec<Value> = public.chain(own).collect();
        json!({"success": true, "templates": list})
    }

    /// The template with this id.
    pub(super) fn template(&self, id: &str) -> Option<Installable> {
        let public = TEMPLATES.iter().find(|t| t.id == id).map(|t| Installable {
            label: t.label.to_owned(),
            supports: t.supports,
        });
        public.or_else(|| {
            let ready = |image: &&Image| image.ready && image.template == id;
            self.images.iter().find(ready).map(|image| Installable {
                label: image.label.clone(),
                supports: &[],
            })
        })
    }
}
