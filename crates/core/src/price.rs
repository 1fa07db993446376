//! What a machine costs an hour, exactly as far as the provider says and no further.

use std::fmt;

use serde::{Deserialize, Serialize};

const NANOS: i64 = 1_000_000_000;

/// A price per hour in billionths of a currency unit.
///
/// The currency is `None` where the provider states an amount but not in what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HourlyPrice {
    nanos: i64,
    currency: Option<String>,
}

impl HourlyPrice {
    /// From a decimal as providers print it: `0.28557783000000003`, `"0.0213"`, `12`, `1e-2`.
    ///
    /// Digits past the ninth are dropped: they are float noise. `None` for anything that is not a
    /// finite, plausible, non-negative decimal.
    pub fn from_decimal(text: &str, currency: Option<&str>) -> Option<Self> {
        let nanos = match text.split_once(['e', 'E']) {
            Some((digits, exponent)) => plain_decimal(&shifted(digits, exponent)?)?,
            None => plain_decimal(text)?,
        };
        (nanos >= 0).then(|| Self {
            nanos,
            currency: currency.map(str::to_owned),
        })
    }

    /// Billionths of a currency unit an hour.
    pub const fn nanos(&self) -> i64 {
        self.nanos
    }

    /// The ISO 4217 code, where the provider gives one.
    pub fn currency(&self) -> Option<&str> {
        self.currency.as_deref()
    }
}

/// A decimal with its point moved. By hand: the standard library's reader of floats brings ten
/// kilobytes of tables along, and this is the only thing in the panel that would need it.
fn shifted(digits: &str, exponent: &str) -> Option<String> {
    let (whole, fraction) = digits.trim().split_once('.').unwrap_or((digits.trim(), ""));
    let exponent: i32 = exponent.trim().parse().ok()?;
    if !(-40..=20).contains(&exponent) || whole.is_empty() {
        return None;
    }
    let point = whole.len() as i32 + exponent;
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    let digits = [&zeros(1 - point), whole, fraction].concat();
    let point = point.max(1) as usize;
    let digits = [digits.as_str(), &zeros(point as i32 - digits.len() as i32)].concat();
    let (whole, fraction) = digits.split_at_checked(point)?;
    Some([whole, ".", fraction].concat())
}

fn plain_decimal(text: &str) -> Option<i64> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    if whole.is_empty()
        || !whole
            .bytes()
            .chain(fraction.bytes())
            .all(|b| b.is_ascii_digit())
    {
        return None;
    }
    let fraction: String = fraction
        .chars()
        .chain("000000000".chars())
        .take(9)
        .collect();
    whole
        .parse::<i64>()
        .ok()?
        .checked_mul(NANOS)?
        .checked_add(fraction.parse().ok()?)
}

/// Four decimal places, which is what an hourly price needs to be told from its neighbours.
impl fmt::Display for HourlyPrice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tenths_of_mille = self.nanos.saturating_add(50_000) / 100_000;
        write!(
            f,
            "{}.{:04}",
            tenths_of_mille / 10_000,
            tenths_of_mille % 10_000
        )
    }
}

#[cfg(test)]
mod tests {
    use super::HourlyPrice;

    #[test]
    fn reads_the_decimals_providers_print() {
        for (text, nanos, shown) in [
            ("0.28557783000000003", 285_577_830, "0.2856"),
            ("0.007083389999999999", 7_083_389, "0.0071"),
            ("12", 12_000_000_000, "12.0000"),
            ("0", 0, "0.0000"),
            ("1e-2", 10_000_000, "0.0100"),
            ("1.25E-3", 1_250_000, "0.0013"),
            ("0.25e1", 2_500_000_000, "2.5000"),
            ("12.5e+2", 1_250_000_000_000, "1250.0000"),
            ("7e-12", 0, "0.0000"),
        ] {
            let price = HourlyPrice::from_decimal(text, None).unwrap();
            assert_eq!(
                (price.nanos(), price.to_string().as_str()),
                (nanos, shown),
                "{text}"
            );
        }
    }

    #[test]
    fn prints_even_an_absurd_price() {
        let price = HourlyPrice::from_decimal("9223372036.854775807", None).unwrap();
        assert_eq!(price.to_string(), "9223372036.8547");
    }

    #[test]
    fn refuses_what_is_not_a_price() {
        for text in [
            "",
            "-1",
            ".5",
            "1.2.3",
            "NaN",
            "inf",
            "99999999999999",
            "1e300",
            "1e-300",
            "e5",
            "1e",
            "1e1.5",
            "-1e2",
            "1,5",
            "0x10",
        ] {
            assert_eq!(HourlyPrice::from_decimal(text, None), None, "{text}");
        }
    }
}
