//! The headings of a long form. The keys are the common ones of every provider's forms; what has
//! none of them stands under the last.

/// One heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// What is made, and how.
    Way,
    /// Where, and on whose bill.
    Place,
    /// Everything at once, as a text.
    Document,
    /// Processors, memory, disks.
    Size,
    /// What is installed.
    System,
    /// How somebody gets in.
    Access,
    /// Networks and addresses.
    Network,
    /// What it is called.
    Name,
    /// Everything else.
    More,
}

impl Group {
    /// Every heading, in the order shown: what others depend on stands before them.
    pub const ALL: [Self; 9] = [
        Self::Way,
        Self::Place,
        Self::Document,
        Self::Size,
        Self::System,
        Self::Access,
        Self::Network,
        Self::Name,
        Self::More,
    ];

    /// The words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Way => "Kind",
            Self::Place => "Place",
            Self::Document => "Document",
            Self::Size => "Size",
            Self::System => "System",
            Self::Access => "Access",
            Self::Network => "Network",
            Self::Name => "Name",
            Self::More => "More",
        }
    }

    const fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Way => &["way"],
            Self::Document => &["xml"],
            Self::Place => &[
                "organization",
                "account",
                "group",
                "place",
                "place_kind",
                "data_center",
                "zone",
                "host",
            ],
            Self::Size => &[
                "package",
                "cpus",
                "memory",
                "cpu_shares",
                "disk",
                "swap",
                "discs",
                "disks",
                "disk_zone",
                "swap_zone",
                "resources",
            ],
            Self::System => &[
                "source",
                "boot_type",
                "operating_system",
                "image",
                "image_version",
                "image_options",
                "iso",
                "cdrom",
                "options",
                "licence",
                "licence_key",
                "licence_server",
                "build",
                "start",
            ],
            Self::Access => &[
                "password",
                "encryption_key",
                "ssh_key",
                "ssh_keys",
                "user_data",
            ],
            Self::Network => &[
                "network_zone",
                "network",
                "ip_address",
                "speed",
                "interfaces",
            ],
            Self::Name => &[
                "name",
                "hostname",
                "hostname_kind",
                "domain",
                "note",
                "description",
            ],
            Self::More => &[],
        }
    }

    /// How far down the page the field with this key stands, among others.
    pub fn place(key: &str) -> usize {
        let mut all = Self::ALL.into_iter();
        all.position(|group| group.has(key))
            .unwrap_or(Self::ALL.len())
    }

    /// Whether the field with this key stands under it.
    pub fn has(self, key: &str) -> bool {
        match self {
            Self::More => !Self::ALL.iter().any(|group| group.keys().contains(&key)),
            group => group.keys().contains(&key),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Group;

    #[test]
    fn every_key_has_exactly_one_heading() {
        let known = Group::ALL.iter().flat_map(|group| group.keys());
        for key in known.chain(&["surprise"]) {
            let count = Group::ALL.iter().filter(|group| group.has(key)).count();
            assert_eq!(count, 1, "{key}");
        }
        assert!(Group::More.has("surprise"));
    }
}
