//! Numbers over time: a small drawing, what it says in words, and the numbers themselves.

use std::fmt::Write as _;

use leptos::prelude::*;
use pilothouse_core::Series;

use crate::ui::moment::absolute;

const WIDTH: f64 = 440.0;
const HEIGHT: f64 = 48.0;
/// More rows than anybody reads.
const ROWS: usize = 100;

/// One number over time.
#[component]
pub fn SeriesView(
    /// What to show.
    series: Series,
) -> impl IntoView {
    let Series {
        label,
        unit,
        points,
    } = series;
    let unit = if unit.is_empty() {
        unit
    } else {
        [" ", &unit].concat()
    };
    let said = summary(&points, &unit);
    let name = [&label, ": ", &said].concat();
    let rows = points.iter().rev().take(ROWS).map(|(at, value)| {
        let value = [&decimal(*value), unit.as_str()].concat();
        view! { <tr><td>{absolute(at.as_millisecond())}</td><td class="mono number">{value}</td></tr> }
    });
    let rows = rows.collect_view();
    let caption = label.clone();
    view! {
        <div class="series">
            <p class="series-head"><span>{label}</span><span class="muted mono">{said}</span></p>
            {(points.len() > 1).then(|| view! {
                <svg class="series-line" viewBox=format!("0 -2 {WIDTH} {}", HEIGHT + 4.0) preserveAspectRatio="none" role="img" aria-label=name>
                    <polyline points=line(&points)></polyline>
                </svg>
            })}
            {(!points.is_empty()).then(|| view! {
                <details class="series-numbers">
                    <summary>"Numbers"</summary>
                    <table class="plain-table">
                        <caption class="visually-hidden">{caption}</caption>
                        <thead><tr><th scope="col">"When"</th><th scope="col" class="number">"How much"</th></tr></thead>
                        <tbody>{rows}</tbody>
                    </table>
                </details>
            })}
        </div>
    }
}

/// "now 12 %, 3–40 %".
fn summary(points: &[(pilothouse_core::Timestamp, f64)], unit: &str) -> String {
    let Some((_, newest)) = points.last() else {
        return "no numbers yet".to_owned();
    };
    let values = points.iter().map(|(_, value)| *value);
    let (least, most) = values.fold((*newest, *newest), |(least, most), value| {
        (least.min(value), most.max(value))
    });
    let range = ["last ", &decimal(*newest), unit].concat();
    if points.len() < 2 {
        return range;
    }
    [&range, ", ", &decimal(least), " to ", &decimal(most), unit].concat()
}

/// With two decimals at most.
fn decimal(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let hundredths = (value * 100.0).round() as i64;
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, part) = ((hundredths / 100).abs(), (hundredths % 100).abs());
    let part = match (part, part % 10) {
        (0, _) => String::new(),
        (_, 0) => [".", &(part / 10).to_string()].concat(),
        _ => format!(".{part:02}"),
    };
    [sign, &whole.to_string(), &part].concat()
}

/// The places of the points in the drawing, from nought up.
fn line(points: &[(pilothouse_core::Timestamp, f64)]) -> String {
    let values = || {
        points
            .iter()
            .map(|(_, value)| *value)
            .filter(|v| v.is_finite())
    };
    let most = values().fold(0.0_f64, f64::max);
    let least = values().fold(0.0_f64, f64::min);
    let span = if most > least { most - least } else { 1.0 };
    let steps = points.len().saturating_sub(1).max(1) as f64;
    let mut line = String::new();
    for (at, (_, value)) in points
        .iter()
        .enumerate()
        .filter(|(_, (_, v))| v.is_finite())
    {
        let x = (at as f64 / steps * WIDTH).round() as i64;
        let y = (HEIGHT - (value - least) / span * HEIGHT).round() as i64;
        // Writing to a text cannot fail.
        let _written = write!(line, "{x},{y} ");
    }
    line
}

#[cfg(test)]
mod tests {
    use pilothouse_core::Timestamp;

    use super::{decimal, line, summary};

    #[test]
    fn numbers_are_told_shortly() {
        for (value, told) in [
            (0.0, "0"),
            (12.0, "12"),
            (0.5, "0.5"),
            (1.005, "1"),
            (2.345_67, "2.35"),
            (0.05, "0.05"),
            (-0.25, "-0.25"),
            (f64::NAN, "–"),
        ] {
            assert_eq!(decimal(value), told);
        }
    }

    #[test]
    fn a_line_says_in_words_what_it_draws() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let points = [(at(0), 10.0), (at(1), 40.0), (at(2), 0.0)];
        assert_eq!(summary(&points, " %"), "last 0 %, 0 to 40 %");
        assert_eq!(line(&points), "0,36 220,0 440,48 ");
        assert_eq!(summary(&points[..1], " MB"), "last 10 MB");
        assert_eq!(summary(&[], ""), "no numbers yet");
        assert_eq!(line(&[(at(0), 0.0)]), "0,48 ");
    }
}
