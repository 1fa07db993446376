//! Documents made at random.

use proptest::{collection::vec, option::of, prelude::*, sample::select};

use crate::katapult::spec::{
    Spec,
    allocation::{Allocation, AllocationKind, IpVersion},
    authorized_keys::AuthorizedKeys,
    backup::{BackupPolicy, Interval},
    disk::{Speed, SystemDisk},
    hostname::Hostname,
    interface::Interface,
    reference::{By, Reference},
    resources::Resources,
    template::{Template, TemplateOption},
    words::Word,
};

/// Whether what excludes each other may stand together.
#[derive(Clone, Copy)]
pub(super) enum Sense {
    /// As the types allow.
    Any,
    /// As the provider takes it, and the form can say it.
    Sound,
}

/// Every character XML can carry, and texts that mean something to somebody.
fn raw() -> impl Strategy<Value = String> {
    const TEXTS: &[&str] = &[
        "",
        " ",
        "]]>",
        "&amp;",
        "<a b='c'>",
        "<!-- -->",
        "id:x",
        "name:x",
        "permalink:id:y",
        "zone_aB3dE6gH9jK2mN5p",
        "a\r\nb\tc",
        "2001:db8::/64",
        "true",
        "\u{7f}\u{85}",
    ];
    prop_oneof![
        "[^\u{0}-\u{8}\u{b}\u{c}\u{e}-\u{1f}\u{fffe}\u{ffff}]{0,8}",
        "[a-z0-9-]{1,8}",
        select(TEXTS).prop_map(str::to_owned),
    ]
}

fn text() -> impl Strategy<Value = String> {
    raw().prop_map(|text| {
        if text.trim().is_empty() {
            "x ".to_owned()
        } else {
            text
        }
    })
}

fn word() -> impl Strategy<Value = String> {
    text().prop_map(|text| text.trim().to_owned())
}

fn member<W: Word + std::fmt::Debug>() -> impl Strategy<Value = W> {
    select(W::WORDS).prop_map(|(_, member)| member)
}

fn reference(ways: &'static [By]) -> impl Strategy<Value = Reference> {
    let by = prop_oneof![Just(By::Id), select(ways)];
    (by, word()).prop_map(|(by, value)| Reference { by, value })
}

fn whole() -> impl Strategy<Value = u32> {
    prop_oneof![1..64_u32, Just(u32::MAX)]
}

fn resources(sense: Sense) -> impl Strategy<Value = Resources> {
    let any = (of(reference(&[By::Permalink])), of(whole()), of(whole()));
    any.prop_map(move |(package, memory, cores)| match (sense, &package) {
        (Sense::Sound, Some(_)) => Resources {
            package,
            ..Resources::default()
        },
        _ => Resources {
            package,
            memory,
            cores,
        },
    })
}

fn template() -> impl Strategy<Value = Template> {
    let option = (word(), raw()).prop_map(|(key, value)| TemplateOption { key, value });
    let password = raw().prop_map(|value| TemplateOption {
        key: "root_password".to_owned(),
        value,
    });
    let options = vec(prop_oneof![option, password], 0..4);
    (of(reference(&[By::Permalink])), of(whole()), options).prop_map(|(image, version, options)| {
        Template {
            image,
            version,
            options,
        }
    })
}

fn backups() -> impl Strategy<Value = Vec<BackupPolicy>> {
    let number = || of(prop_oneof![Just(0), whole()]);
    let policy = (number(), of(member::<Interval>()), number(), number());
    let policy = policy.prop_map(|(retention, interval, frequency, time)| BackupPolicy {
        retention,
        interval,
        frequency,
        time,
    });
    vec(policy, 0..3)
}

fn disk() -> impl Strategy<Value = SystemDisk> {
    let profile = of(reference(&[By::Permalink]));
    (
        of(text()),
        of(whole()),
        of(member::<Speed>()),
        profile,
        of(word()),
        backups(),
    )
        .prop_map(
            |(name, size, speed, io_profile, file_system, backups)| SystemDisk {
                name,
                size,
                speed,
                io_profile,
                file_system,
                backups,
            },
        )
}

fn allocation(sense: Sense) -> impl Strategy<Value = Allocation> {
    let address = || of(reference(&[By::Address]));
    let any = (
        member::<AllocationKind>(),
        of(member::<IpVersion>()),
        address(),
        address(),
    );
    any.prop_map(move |(kind, version, subnet, address)| {
        let any = Allocation {
            kind,
            version,
            subnet,
            address,
        };
        match (sense, kind) {
            (Sense::Any, _) => any,
            (Sense::Sound, AllocationKind::New) => Allocation {
                address: None,
                ..any
            },
            (Sense::Sound, AllocationKind::Existing) => Allocation {
                version: None,
                subnet: None,
                ..any
            },
        }
    })
}

fn interface(sense: Sense) -> impl Strategy<Value = Interface> {
    let network = || of(reference(&[By::Permalink]));
    (
        network(),
        of(word()),
        network(),
        vec(allocation(sense), 0..3),
    )
        .prop_map(
            move |(network, virtual_network, speed_profile, allocations)| {
                let is_both = network.is_some() && matches!(sense, Sense::Sound);
                Interface {
                    network,
                    virtual_network: virtual_network.filter(|_| !is_both),
                    speed_profile,
                    allocations,
                }
            },
        )
}

fn authorized_keys(sense: Sense) -> impl Strategy<Value = AuthorizedKeys> {
    let flag = any::<bool>;
    let users = vec(reference(&[By::EmailAddress]), 0..3);
    (of(flag()), flag(), users, flag(), vec(word(), 0..3)).prop_map(
        move |(is_managed, all_users, mut users, all_keys, mut keys)| {
            if matches!(sense, Sense::Sound) {
                users.retain(|_| !all_users);
                keys.retain(|_| !all_keys);
            }
            AuthorizedKeys {
                is_managed,
                all_users,
                users,
                all_keys,
                keys,
            }
        },
    )
}

/// A list that may be there and empty, unless that makes no sense.
fn listed<T: std::fmt::Debug>(
    sense: Sense,
    one: impl Strategy<Value = T>,
) -> impl Strategy<Value = Option<Vec<T>>> {
    of(vec(one, 0..3))
        .prop_map(move |list| list.filter(|list| matches!(sense, Sense::Any) || !list.is_empty()))
}

/// A document.
pub(super) fn spec(sense: Sense) -> impl Strategy<Value = Spec> {
    let place = (
        of(reference(&[By::Permalink])),
        of(reference(&[By::Permalink, By::Name])),
    );
    let hostname = prop_oneof![Just(Hostname::Random), word().prop_map(Hostname::Given)];
    let disks = (
        of(word()),
        listed(sense, disk()),
        vec(reference(&[By::Name]), 0..3),
        backups(),
    );
    let about = (
        of(hostname),
        of(text()),
        of(text()),
        of(reference(&[By::Name])),
    );
    let rest = (
        listed(sense, interface(sense)),
        authorized_keys(sense),
        vec(word(), 0..3),
    );
    (place, resources(sense), template(), disks, about, rest).prop_map(
        move |(place, resources, template, disks, about, rest)| {
            let is_both = place.1.is_some() && matches!(sense, Sense::Sound);
            Spec {
                zone: place.0.filter(|_| !is_both),
                data_center: place.1,
                resources,
                template,
                iso: disks.0,
                system_disks: disks.1,
                shared_disks: disks.2,
                backups: disks.3,
                interfaces: rest.0,
                hostname: about.0,
                name: about.1,
                description: about.2,
                group: about.3,
                authorized_keys: rest.1,
                tags: rest.2,
            }
        },
    )
}

/// What looks a little like a document: known and unknown elements in any nesting.
pub(super) fn near_document() -> impl Strategy<Value = String> {
    const NAMES: &[&str] = &[
        "Zone",
        "DataCenter",
        "Resources",
        "Package",
        "Memory",
        "CPUCores",
        "DiskTemplate",
        "Version",
        "Option",
        "SystemDisks",
        "SharedDisks",
        "Disk",
        "Name",
        "Size",
        "Speed",
        "BackupPolicies",
        "BackupPolicy",
        "Schedule",
        "Time",
        "NetworkInterfaces",
        "NetworkInterface",
        "IPAddressAllocation",
        "Subnet",
        "Hostname",
        "AuthorizedKeys",
        "Users",
        "User",
        "SSHKeys",
        "Tags",
        "Tag",
        "ISO",
        "Surprise",
    ];
    const ATTRIBUTES: &[&str] = &[
        "",
        " by=\"permalink\"",
        " by=\"name\"",
        " by=\"id\"",
        " by=\"number\"",
        " key=\"k\"",
        " type=\"new\"",
        " type=\"random\"",
        " all=\"yes\"",
        " all=\"no\"",
        " odd=\"\"",
    ];
    const TEXTS: &[&str] = &[
        "",
        " ",
        "x",
        "3",
        "ssd",
        "<![CDATA[3]]>",
        "<!-- c -->",
        "&#13;",
    ];
    let leaf = select(TEXTS).prop_map(str::to_owned);
    let inside = leaf.prop_recursive(5, 40, 4, move |inner| {
        (select(NAMES), select(ATTRIBUTES), vec(inner, 0..4)).prop_map(
            |(name, attribute, parts)| format!("<{name}{attribute}>{}</{name}>", parts.concat()),
        )
    });
    vec(inside, 0..3).prop_map(|parts| super::around(&parts.concat()))
}
