//! Amounts as people type them, and what lies above, below and at them. Whole numbers throughout:
//! reading floats would weigh more than the rest of the language.

use super::{field::Measure, word::Operator};

const MIB: i64 = 1 << 20;
const GIB: i64 = 1 << 30;
const TIB: i64 = 1 << 40;
const SECOND: i64 = 1000;
const HOUR: i64 = 3600 * SECOND;
const DAY: i64 = 24 * HOUR;
const NANOS: i64 = 1_000_000_000;

/// From the first number to the second, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span(i64, i64);

/// What was typed, and how far from it still reads the same on the screen.
struct Amount {
    value: i64,
    below: i64,
    above: i64,
}

impl Span {
    /// The numbers meant by an operator and an amount without case; for times, the moments meant
    /// seen from now. `None` if this is no amount of the measure.
    pub(super) fn read(
        measure: Measure,
        operator: Operator,
        text: &str,
        now_ms: i64,
    ) -> Option<Self> {
        let Amount {
            value,
            below,
            above,
        } = Amount::read(measure, text)?;
        let Self(low, high) = match operator {
            Operator::Holds | Operator::Is => {
                Self(value.saturating_sub(below), value.saturating_add(above))
            }
            Operator::Above => Self(value.saturating_add(1), i64::MAX),
            Operator::AtLeast => Self(value, i64::MAX),
            Operator::Below => Self(i64::MIN, value.saturating_sub(1)),
            Operator::AtMost => Self(i64::MIN, value),
        };
        Some(match measure {
            // The older, the earlier.
            Measure::Age | Measure::Changed => {
                Self(now_ms.saturating_sub(high), now_ms.saturating_sub(low))
            }
            _ => Self(low, high),
        })
    }

    pub(super) const fn holds(self, number: i64) -> bool {
        self.0 <= number && number <= self.1
    }
}

impl Amount {
    fn read(measure: Measure, text: &str) -> Option<Self> {
        let text = text.trim();
        let end = text
            .find(|letter: char| !letter.is_ascii_digit() && letter != '.')
            .unwrap_or(text.len());
        let (number, unit) = text.split_at_checked(end)?;
        let (whole, millionths) = decimal(number)?;
        let unit = match measure {
            Measure::Memory | Measure::Disk => size_unit(unit.trim())?,
            Measure::Age | Measure::Changed => time_unit(unit.trim())?,
            Measure::Price if unit.is_empty() => NANOS,
            Measure::Cpus if unit.is_empty() && millionths == 0 => 1,
            Measure::Cpus | Measure::Price => return None,
        };
        let value = whole
            .saturating_mul(unit)
            .saturating_add(millionths.saturating_mul(unit) / 1_000_000);
        // Sizes are shown with one decimal place, prices with four, times as whole units gone by.
        let (below, above) = match measure {
            Measure::Memory | Measure::Disk => (unit / 20, unit / 20 - 1),
            Measure::Price => (50_000, 49_999),
            Measure::Cpus => (0, 0),
            Measure::Age | Measure::Changed => (0, unit - 1),
        };
        Some(Self {
            value,
            below,
            above,
        })
    }
}

/// Whole units and millionths; digits past the sixth are dropped.
fn decimal(text: &str) -> Option<(i64, i64)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let (mut millionths, mut weight) = (0, 100_000);
    for digit in fraction.chars() {
        millionths += i64::from(digit.to_digit(10)?) * weight;
        weight /= 10;
    }
    let whole = if whole.is_empty() {
        0
    } else {
        // Nothing but digits is left: what cannot be read is merely too much.
        whole.parse().unwrap_or(i64::MAX)
    };
    Some((whole, millionths))
}

/// Bare numbers are what sizes are mostly shown in.
fn size_unit(unit: &str) -> Option<i64> {
    Some(match unit {
        "" | "g" | "gb" | "gib" => GIB,
        "m" | "mb" | "mib" => MIB,
        "t" | "tb" | "tib" => TIB,
        _ => return None,
    })
}

fn time_unit(unit: &str) -> Option<i64> {
    Some(match unit {
        "s" => SECOND,
        "m" | "min" => 60 * SECOND,
        "h" => HOUR,
        "d" => DAY,
        "w" => 7 * DAY,
        "mo" => 30 * DAY,
        "y" => 365 * DAY,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{GIB, HOUR, MIB, Measure, Operator, Span};

    #[test]
    fn reads_amounts_with_their_units() {
        for (measure, text, value) in [
            (Measure::Memory, "4g", 4 * GIB),
            (Measure::Memory, "4gb", 4 * GIB),
            (Measure::Memory, "4 gib", 4 * GIB),
            (Measure::Memory, "4", 4 * GIB),
            (Measure::Memory, "512m", 512 * MIB),
            (Measure::Disk, "1t", 1024 * GIB),
            (Measure::Disk, "1.5g", 1536 * MIB),
            (Measure::Disk, ".5t", 512 * GIB),
            (Measure::Disk, "2.g", 2 * GIB),
            (Measure::Disk, "99999999999999999999t", i64::MAX),
            (Measure::Cpus, "2", 2),
            (Measure::Cpus, "2.0", 2),
            (Measure::Price, "0.05", 50_000_000),
            (Measure::Price, "0.0000019", 1_000),
        ] {
            let read = Span::read(measure, Operator::AtLeast, text, 0);
            assert_eq!(read, Some(Span(value, i64::MAX)), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_amount() {
        for (measure, text) in [
            (Measure::Memory, ""),
            (Measure::Memory, "."),
            (Measure::Memory, "g"),
            (Measure::Memory, "-4g"),
            (Measure::Memory, "1.2.3g"),
            (Measure::Memory, "4x"),
            (Measure::Memory, "4gbb"),
            (Measure::Memory, "٤g"),
            (Measure::Cpus, "1.5"),
            (Measure::Cpus, "2g"),
            (Measure::Price, "5 eur"),
            (Measure::Age, "3"),
            (Measure::Age, "3g"),
        ] {
            let read = Span::read(measure, Operator::Is, text, 0);
            assert_eq!(read, None, "{text}");
        }
    }

    #[test]
    fn operators_include_and_exclude_the_amount_itself() {
        for (operator, below, at, above) in [
            (Operator::Holds, false, true, false),
            (Operator::Is, false, true, false),
            (Operator::Above, false, false, true),
            (Operator::AtLeast, false, true, true),
            (Operator::Below, true, false, false),
            (Operator::AtMost, true, true, false),
        ] {
            let span = Span::read(Measure::Cpus, operator, "4", 0).unwrap();
            let found = (span.holds(3), span.holds(4), span.holds(5));
            assert_eq!(found, (below, at, above), "{operator:?}");
        }
    }

    /// 20000 MB are shown as 19.5 GB, so that is what a person asks for.
    #[test]
    fn equal_is_what_reads_the_same() {
        let span = Span::read(Measure::Disk, Operator::Is, "19.5g", 0).unwrap();
        assert!(span.holds(20_000 * MIB));
        assert!(!span.holds(20_100 * MIB));
        let price = Span::read(Measure::Price, Operator::Is, "0.2856", 0).unwrap();
        assert!(price.holds(285_577_830));
        assert!(!price.holds(285_500_000));
    }

    #[test]
    fn times_are_seen_from_now() {
        let now = 1000 * HOUR;
        for (operator, text, ages) in [
            (Operator::Above, "2h", [false, false, false, true]),
            (Operator::AtLeast, "2h", [false, false, true, true]),
            (Operator::Below, "2h", [true, true, false, false]),
            (Operator::Holds, "1h", [false, true, false, false]),
            (Operator::AtMost, "120m", [true, true, true, false]),
        ] {
            let span = Span::read(Measure::Age, operator, text, now).unwrap();
            let found = [0, 1, 2, 3].map(|hours| span.holds(now - hours * HOUR));
            assert_eq!(found, ages, "{operator:?} {text}");
        }
    }
}
