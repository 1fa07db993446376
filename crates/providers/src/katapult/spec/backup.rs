//! When copies are made and how many are kept.

use roxmltree::Node;

use super::{values, words::Word, writer::Writer};

/// `BackupPolicy`, of a disk or of the whole machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct BackupPolicy {
    /// `Retention`: how many copies are kept.
    pub(crate) retention: Option<u32>,
    /// `Schedule/Interval`.
    pub(crate) interval: Option<Interval>,
    /// `Schedule/Frequency`: presumably a copy every so many intervals (unverified).
    pub(crate) frequency: Option<u32>,
    /// `Schedule/Time`: presumably the hour of the day (unverified).
    pub(crate) time: Option<u32>,
}

/// `Interval`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Interval {
    /// Every hour.
    Hourly,
    /// Every day.
    Daily,
    /// Every week.
    Weekly,
    /// Every month.
    Monthly,
}

impl Word for Interval {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("hourly", Self::Hourly),
        ("daily", Self::Daily),
        ("weekly", Self::Weekly),
        ("monthly", Self::Monthly),
    ];
}

impl BackupPolicy {
    /// Those in the `BackupPolicies` of this element.
    pub(super) fn read_all(node: Node<'_, '_>) -> Vec<Self> {
        let policies = values::child(node, "BackupPolicies").into_iter();
        policies
            .flat_map(|node| values::children(node, "BackupPolicy"))
            .map(Self::read)
            .collect()
    }

    fn read(node: Node<'_, '_>) -> Self {
        let schedule = |name| values::child(values::child(node, "Schedule")?, name);
        let interval = schedule("Interval").map(values::word);
        Self {
            retention: values::child(node, "Retention").and_then(values::number),
            interval: interval.as_deref().and_then(Interval::from_word),
            frequency: schedule("Frequency").and_then(values::number),
            time: schedule("Time").and_then(values::number),
        }
    }

    /// Writes `BackupPolicies`, if there are any.
    pub(super) fn write_all(policies: &[Self], writer: &mut Writer) {
        writer.section("BackupPolicies", &[], |writer| {
            for policy in policies {
                writer.container("BackupPolicy", &[], |writer| policy.write(writer));
            }
        });
    }

    fn write(&self, writer: &mut Writer) {
        writer.number("Retention", self.retention);
        writer.section("Schedule", &[], |writer| {
            writer.text("Interval", self.interval.map(Word::word));
            writer.number("Frequency", self.frequency);
            writer.number("Time", self.time);
        });
    }
}
