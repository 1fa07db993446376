//! What arguments are, by their names: the same name means the same thing at every endpoint.
//! They are all checked before an endpoint begins, so a bad argument is told before a missing
//! object (reference, Authentication and scopes: order of checks).

use super::{arguments::Arguments, page::Page, refusal::Refusal};

/// What an argument is.
enum Kind {
    /// Names an object by one of these keys.
    Lookup(&'static [&'static str]),
    Text,
    Integer,
    Boolean,
    Word(&'static [&'static str]),
    Object,
    Objects,
    /// A number of a page or a number of rows.
    Paging,
}

const BY_ID: Kind = Kind::Lookup(&["id"]);
const BY_PERMALINK: Kind = Kind::Lookup(&["id", "permalink"]);

fn kind(name: &str) -> Kind {
    match name {
        "organization" => Kind::Lookup(&["id", "sub_domain"]),
        "virtual_machine" => Kind::Lookup(&["id", "fqdn"]),
        "ip_address" => Kind::Lookup(&["id", "address"]),
        "trash_object" => Kind::Lookup(&["id", "object_id"]),
        "package"
        | "virtual_machine_package"
        | "zone"
        | "data_center"
        | "disk_template"
        | "network"
        | "speed_profile"
        | "io_profile"
        | "gpu_type" => BY_PERMALINK,
        "page" | "per_page" => Kind::Paging,
        "size_in_gb" | "timestamp" => Kind::Integer,
        "allocated" | "include_universal" | "include_disks" | "vip" => Kind::Boolean,
        "version" | "address_version" => Kind::Word(&["ipv4", "ipv6"]),
        "resize_method" => Kind::Word(&["offline", "online"]),
        "hostname" | "xml" | "label" | "reverse_dns" => Kind::Text,
        "properties" | "resources" => Kind::Object,
        "annotations" | "disks" | "disk_template_options" => Kind::Objects,
        _ => BY_ID,
    }
}

impl Arguments {
    /// Checks the arguments an endpoint takes, given as names with a space between; `!` marks
    /// those that have to be there, `=object` one that is an object in spite of its name.
    ///
    /// # Errors
    /// The first one that is missing or not as it has to be.
    pub(super) fn check(&self, takes: &'static str) -> Result<(), Refusal> {
        for word in takes.split_whitespace() {
            let name = word.trim_end_matches('!');
            let required = name.len() < word.len();
            let (name, kind) = match name.split_once('=') {
                Some((name, _)) => (name, Kind::Object),
                None => (name, kind(name)),
            };
            let given = match kind {
                Kind::Lookup(keys) => self.optional_lookup(name, keys)?.is_some(),
                Kind::Text => self.text(name)?.is_some(),
                Kind::Integer => self.integer(name)?.is_some(),
                Kind::Boolean => self.boolean(name)?.is_some(),
                Kind::Word(words) => self.word(name, words)?.is_some(),
                Kind::Object => self.object(name)?.is_some(),
                Kind::Objects => self.objects(name)?.is_some(),
                Kind::Paging => Page::read(self).map(|_| true)?,
            };
            if required && !given {
                return Err(self.missing(name));
            }
        }
        Ok(())
    }
}
