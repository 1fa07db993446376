//! Who may sign in, and tags.

use pilothouse_core::{Field, Input};

use super::{Part, disks::set_rows, or_unsaid};
use crate::katapult::spec::reference::By;

const USER: &[By] = &[By::EmailAddress];

/// `AuthorizedKeys/Users`, and `continuous_management`.
pub(super) static USERS: Part = Part {
    fields: || {
        let user = vec![
            Field::text("user", "User")
                .required()
                .help("The email address, or the id."),
        ];
        vec![
            Field::one_of(
                "manage_keys",
                "Keep keys up to date",
                &or_unsaid(&[("yes", "Yes"), ("no", "No")]),
            )
            .help("Whether the provider changes the keys on the machine later on; no unless said."),
            Field::flag("all_users", "Keys of all users"),
            Field::rows("users", "Keys of users", 0, 1000, user).when("all_users", &["false"]),
        ]
    },
    fill: |spec, input| {
        let keys = &spec.authorized_keys;
        let managed = match keys.is_managed {
            None => "",
            Some(true) => "yes",
            Some(false) => "no",
        };
        input.set("manage_keys", managed);
        input.set("all_users", keys.all_users);
        let users = keys.users.iter().map(|user| user.entry(USER));
        let rows = users.map(|user| Input::default().with("user", user));
        set_rows(input, "users", rows.collect());
    },
    read: |entries, spec| {
        let keys = &mut spec.authorized_keys;
        keys.is_managed = match entries.word("manage_keys").as_deref() {
            None => None,
            Some("yes") => Some(true),
            Some("no") => Some(false),
            Some(_) => {
                entries.wrong("manage_keys", "Not one of the choices.");
                None
            }
        };
        keys.all_users = entries.flag("all_users");
        keys.users = if keys.all_users {
            Vec::new()
        } else {
            let users = entries.rows("users", |row| row.reference("user", USER));
            users.into_iter().flatten().collect()
        };
    },
    is_whole: false,
};

/// `AuthorizedKeys/SSHKeys`.
pub(super) static SSH_KEYS: Part = Part {
    fields: || {
        vec![
            Field::flag("all_ssh_keys", "All SSH keys of the organization")
                .help("The surest way: whether single keys are taken by id is not documented."),
            Field::lookup_many("ssh_keys", "SSH keys", "ssh_keys", &[])
                .when("all_ssh_keys", &["false"]),
        ]
    },
    fill: |spec, input| {
        let keys = &spec.authorized_keys;
        input.set("all_ssh_keys", keys.all_keys);
        if !keys.keys.is_empty() {
            input.set("ssh_keys", keys.keys.clone());
        }
    },
    read: |entries, spec| {
        let keys = &mut spec.authorized_keys;
        keys.all_keys = entries.flag("all_ssh_keys");
        keys.keys = if keys.all_keys {
            Vec::new()
        } else {
            entries.many("ssh_keys")
        };
    },
    is_whole: false,
};

/// `Tags`.
pub(super) static TAGS: Part = Part {
    fields: || {
        vec![
            Field::lookup_many("tags", "Tags", "tags", &[])
                .help("Only tags there are already; new ones can be added to the machine later."),
        ]
    },
    fill: |spec, input| {
        if !spec.tags.is_empty() {
            input.set("tags", spec.tags.clone());
        }
    },
    read: |entries, spec| spec.tags = entries.many("tags"),
    is_whole: true,
};
