//! Amounts of memory and disk. Always bytes inside; the unit is said where it enters or leaves.

use std::fmt;

use serde::{Deserialize, Serialize};

const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;
const TIB: u64 = 1 << 40;

/// A number of bytes.
///
/// Providers say "MB" and "GB" and mean binary units for memory; they do so for disks too as far
/// as anybody can tell, so both are read as binary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ByteSize(u64);

impl ByteSize {
    /// From a count of bytes.
    pub const fn from_bytes(bytes: u64) -> Self {
        Self(bytes)
    }

    /// From mebibytes; saturates instead of overflowing.
    pub const fn from_mib(mib: u64) -> Self {
        Self(mib.saturating_mul(MIB))
    }

    /// From gibibytes; saturates instead of overflowing.
    pub const fn from_gib(gib: u64) -> Self {
        Self(gib.saturating_mul(GIB))
    }

    /// The count of bytes.
    pub const fn bytes(self) -> u64 {
        self.0
    }

    /// Sum; saturates instead of overflowing.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

/// The largest unit that keeps the number readable, with one decimal place where it is not whole:
/// `512 MB`, `1.5 GB`, `2 TB`. The unit names are those providers print.
impl fmt::Display for ByteSize {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (unit, name) = match self.0 {
            n if n >= TIB => (TIB, "TB"),
            n if n >= GIB => (GIB, "GB"),
            _ => (MIB, "MB"),
        };
        if self.0.is_multiple_of(unit) {
            write!(f, "{} {name}", self.0 / unit)
        } else {
            // In whole tenths: printing a float weighs more than all the rest of this.
            let tenths = (u128::from(self.0) * 10 + u128::from(unit) / 2) / u128::from(unit);
            write!(f, "{}.{} {name}", tenths / 10, tenths % 10)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ByteSize;

    #[test]
    fn prints_the_largest_readable_unit() {
        for (size, text) in [
            (ByteSize::from_mib(0), "0 MB"),
            (ByteSize::from_mib(512), "512 MB"),
            (ByteSize::from_mib(1024), "1 GB"),
            (ByteSize::from_mib(1536), "1.5 GB"),
            (ByteSize::from_mib(20_000), "19.5 GB"),
            (ByteSize::from_gib(2048), "2 TB"),
            (ByteSize::from_mib(u64::MAX), "16777216.0 TB"),
        ] {
            assert_eq!(size.to_string(), text);
        }
    }
}
