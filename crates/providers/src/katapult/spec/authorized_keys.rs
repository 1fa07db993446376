//! Whose keys open the machine.

use roxmltree::Node;

use super::{reference::Reference, values, writer::Writer};

/// `AuthorizedKeys`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct AuthorizedKeys {
    /// `continuous_management`: whether the provider keeps them up to date later on. Seen in the
    /// server's own copies alone, which say `no` where nothing was said.
    pub(crate) is_managed: Option<bool>,
    /// `Users all`: every user of the organization.
    pub(crate) all_users: bool,
    /// `Users/User`.
    pub(crate) users: Vec<Reference>,
    /// `SSHKeys all`: every key of the organization.
    pub(crate) all_keys: bool,
    /// `SSHKeys/SSHKey`: ids by one client of the provider's own, public keys by another; which
    /// of them the server takes is unverified. Not empty, no space around it.
    pub(crate) keys: Vec<String>,
}

impl AuthorizedKeys {
    pub(super) fn read(node: Node<'_, '_>) -> Self {
        let is_managed = node.attribute("continuous_management");
        let users = values::child(node, "Users");
        let keys = values::child(node, "SSHKeys");
        let all = |node: Option<Node<'_, '_>>| {
            node.is_some_and(|node| node.attribute("all") == Some("yes"))
        };
        Self {
            is_managed: is_managed.map(|word| word == "yes"),
            all_users: all(users),
            users: users
                .into_iter()
                .flat_map(|users| values::children(users, "User"))
                .map(Reference::read)
                .collect(),
            all_keys: all(keys),
            keys: keys
                .into_iter()
                .flat_map(|keys| values::children(keys, "SSHKey"))
                .map(values::word)
                .collect(),
        }
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        let managed = self.is_managed.map(|is_managed| {
            let word = if is_managed { "yes" } else { "no" };
            ("continuous_management", word)
        });
        writer.section("AuthorizedKeys", managed.as_slice(), |writer| {
            writer.section("Users", all(self.all_users), |writer| {
                for user in &self.users {
                    user.write("User", writer);
                }
            });
            writer.section("SSHKeys", all(self.all_keys), |writer| {
                for key in &self.keys {
                    writer.leaf("SSHKey", &[], key);
                }
            });
        });
    }
}

fn all(is_all: bool) -> &'static [(&'static str, &'static str)] {
    if is_all { &[("all", "yes")] } else { &[] }
}
