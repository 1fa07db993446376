//! Prices in words and sums, exactly as far as a provider tells them.

use pilothouse_core::HourlyPrice;

/// Hours of a month as providers count them.
const HOURS: i64 = 730;

/// "0.0580 EUR/h", or without the currency where the provider does not say in what.
pub fn hourly(price: &HourlyPrice) -> String {
    with_currency(&price.to_string(), price.currency(), "/h")
}

/// The sum of several prices; `None` for none, and where they are not in one currency.
pub fn sum(prices: &[HourlyPrice]) -> Option<Sum> {
    let first = prices.first()?;
    let is_one = prices
        .iter()
        .all(|price| price.currency() == first.currency());
    let nanos = prices
        .iter()
        .try_fold(0_i64, |sum, price| sum.checked_add(price.nanos()));
    is_one.then_some(())?;
    Some(Sum {
        nanos: nanos?,
        currency: first.currency().map(str::to_owned),
    })
}

/// What several things cost an hour together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    nanos: i64,
    currency: Option<String>,
}

impl Sum {
    /// So many times the same.
    #[must_use]
    pub fn times(self, count: u32) -> Self {
        let nanos = self.nanos.saturating_mul(i64::from(count));
        Self { nanos, ..self }
    }

    /// "0.0580 EUR".
    pub fn an_hour(&self) -> String {
        with_currency(&rounded(self.nanos, 4), self.currency.as_deref(), "")
    }

    /// "42.34 EUR".
    pub fn a_month(&self) -> String {
        let nanos = self.nanos.saturating_mul(HOURS);
        with_currency(&rounded(nanos, 2), self.currency.as_deref(), "")
    }
}

fn with_currency(number: &str, currency: Option<&str>, after: &str) -> String {
    match currency {
        Some(currency) => [number, " ", currency, after].concat(),
        None => [number, after].concat(),
    }
}

/// Billionths as a decimal of so many places.
fn rounded(nanos: i64, places: u32) -> String {
    let unit = 10_i64.pow(9 - places);
    let count = nanos.saturating_add(unit / 2) / unit;
    let whole = 10_i64.pow(places);
    let width = places as usize;
    format!("{}.{:0width$}", count / whole, count % whole)
}

#[cfg(test)]
mod tests {
    use pilothouse_core::HourlyPrice;

    use super::{hourly, sum};

    #[test]
    fn prices_are_added_only_in_one_currency() {
        let price = |text: &str, currency| HourlyPrice::from_decimal(text, currency).unwrap();
        let eur = Some("EUR");
        for (prices, count, hour, month) in [
            (vec![price("0.058", eur)], 1, "0.0580 EUR", "42.34 EUR"),
            (
                vec![price("0.058", eur), price("0.002", eur)],
                3,
                "0.1800 EUR",
                "131.40 EUR",
            ),
            (vec![price("1", None)], 1, "1.0000", "730.00"),
        ] {
            let sum = sum(&prices).unwrap().times(count);
            assert_eq!(
                (sum.an_hour().as_str(), sum.a_month().as_str()),
                (hour, month)
            );
        }
        assert_eq!(sum(&[]), None);
        assert_eq!(sum(&[price("1", eur), price("1", None)]), None);
        assert_eq!(hourly(&price("0.5", eur)), "0.5000 EUR/h");
    }
}
