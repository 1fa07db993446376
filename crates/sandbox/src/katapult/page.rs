//! Pagination (reference, Pagination).

use serde_json::{Value, json};

use super::{Outcome, arguments::Arguments, refusal::Refusal, reply::Reply};

const DEFAULT_PER_PAGE: usize = 30;
const MOST_PER_PAGE: usize = 200;
/// Above this many rows a list that need not count them does not.
const LARGE_SET: usize = 1000;

/// The part of a list that was asked for.
pub(super) struct Page {
    number: usize,
    per_page: usize,
}

impl Page {
    /// Reads `page` and `per_page`.
    pub(super) fn read(arguments: &Arguments) -> Result<Self, Refusal> {
        let number = |name: &str, default: usize, most: usize| {
            let Some(value) = arguments.integer(name)? else {
                return Ok(default);
            };
            usize::try_from(value)
                .ok()
                .filter(|value| (1..=most).contains(value))
                .ok_or_else(|| arguments.invalid(name, "validation_errors"))
        };
        Ok(Self {
            number: number("page", 1, usize::MAX)?,
            per_page: number("per_page", DEFAULT_PER_PAGE, MOST_PER_PAGE)?,
        })
    }

    /// The rows of this page.
    pub(super) fn of<'a, T>(&self, rows: &'a [T]) -> &'a [T] {
        let start = (self.number - 1).saturating_mul(self.per_page);
        let rest = rows.get(start..).unwrap_or_default();
        rest.get(..self.per_page).unwrap_or(rest)
    }

    /// A list's answer: this page of its rows and what there is beside.
    pub(super) fn list<T>(
        arguments: &Arguments,
        name: &str,
        rows: &[T],
        shown: impl Fn(&T) -> Value,
    ) -> Outcome {
        let page = Self::read(arguments)?;
        let mut body = json!({ "pagination": page.counted(rows.len()) });
        if let Some(body) = body.as_object_mut() {
            let rows = page.of(rows).iter().map(shown).collect();
            body.insert(name.to_owned(), Value::Array(rows));
        }
        Ok(Reply::ok(body))
    }

    /// The `pagination` object of a list that is always counted.
    pub(super) fn counted(&self, total: usize) -> Value {
        json!({
            "current_page": self.number,
            "total_pages": total.div_ceil(self.per_page),
            "total": total,
            "per_page": self.per_page,
            "large_set": false,
        })
    }

    /// The `pagination` object of a list that is not counted when it is long.
    pub(super) fn perhaps_counted(&self, total: usize) -> Value {
        if total <= LARGE_SET {
            return self.counted(total);
        }
        json!({
            "current_page": self.number,
            "total_pages": null,
            "total": null,
            "per_page": self.per_page,
            "large_set": true,
        })
    }
}
