//! Numbers by the hour (OnApp reference, "Usage and billing").

use std::collections::BTreeMap;

use pilothouse_core::{Content, Error, Series, Timestamp};
use serde_json::Value;

use crate::{
    node::Node,
    onapp::wire::{bad_answer, date, inside},
    words::one_line,
};

/// As far back as is looked.
const SECONDS: i64 = 72 * 3600;

/// The query for the last three days, in UTC.
pub(super) fn period(now: Timestamp) -> String {
    let start = Timestamp::from_second(now.as_second().saturating_sub(SECONDS));
    let start = start.unwrap_or(Timestamp::UNIX_EPOCH);
    let moment = |at: Timestamp| at.to_string().replace('T', "+").replace('Z', "");
    let (start, end) = (moment(start), moment(now));
    format!("period%5Bstartdate%5D={start}&period%5Benddate%5D={end}")
}

/// The rows of a list with their hours, the oldest first.
pub(super) fn rows<'a>(
    body: &'a Value,
    envelope: &str,
) -> Result<Vec<(Timestamp, Node<'a>)>, Error> {
    let list = Node::from(body);
    if !list.is_list() {
        return Err(bad_answer("is not a list of hours"));
    }
    let row = |item| {
        let row = inside(item, envelope);
        Some((date(row.get("stat_time"))?, row))
    };
    let mut rows: Vec<_> = list.items().filter_map(row).collect();
    rows.sort_by_key(|(at, _)| *at);
    Ok(rows)
}

/// `GET …/cpu_usage`: percent of one core is the time over ten and the seconds of an hour.
pub(super) fn cpu(body: &Value) -> Result<Content, Error> {
    let rows = rows(body, "cpu_hourly_stat")?;
    let points = rows.iter().filter_map(|(at, row)| {
        let time = decimal(row.get("cpu_time"))?;
        Some((*at, time / 10.0 / 3600.0 * 100.0))
    });
    let points: Vec<_> = points.collect();
    let (label, unit) = ("Processor, of one core".to_owned(), "%".to_owned());
    Ok(Content::Series(vec![Series {
        label,
        unit,
        points,
    }]))
}

/// `GET …/vm_stats`: what each hour cost, by currency.
pub(super) fn costs(body: &Value) -> Result<Content, Error> {
    let mut series: BTreeMap<String, Vec<(Timestamp, f64)>> = BTreeMap::new();
    for (at, row) in rows(body, "vm_hourly_stat")? {
        let currency = row.get("currency_code").text().unwrap_or_default();
        if let Some(cost) = decimal(row.get("total_cost")) {
            let points = series.entry(one_line(&currency)).or_default();
            points.push((at, cost));
        }
    }
    let series = series.into_iter().map(|(unit, points)| Series {
        label: "Cost an hour".to_owned(),
        unit,
        points,
    });
    Ok(Content::Series(series.collect()))
}

/// A number, also as text: `"8320.0"`.
pub(super) fn decimal(node: Node<'_>) -> Option<f64> {
    let number: f64 = node.text()?.trim().parse().ok()?;
    number.is_finite().then_some(number)
}
