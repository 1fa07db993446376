//! Which part of a list is asked for, and the headers that say so; source: `OnApp` reference,
//! section 5.

use super::params::Params;
use super::reply::Reply;

/// A part of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// Counted from 1.
    page: usize,
    per_page: usize,
}

impl Window {
    /// The window in `page` and `per_page`. `default` is how many items a list has when neither
    /// is given; a list without one comes whole.
    pub(super) fn read(params: &Params, default: Option<usize>) -> Option<Self> {
        let positive = |key: &str| {
            let number = params.number(key).filter(|number| *number > 0)?;
            usize::try_from(number).ok()
        };
        if params.text("per_page").as_deref() == Some("all") {
            return None;
        }
        if default.is_none() && !params.has("page") && !params.has("per_page") {
            return None;
        }
        Some(Self {
            page: positive("page").unwrap_or(1),
            per_page: positive("per_page").or(default).unwrap_or(10),
        })
    }

    /// The items inside.
    pub(super) fn cut<T>(window: Option<Self>, items: impl Iterator<Item = T>) -> Vec<T> {
        match window {
            None => items.collect(),
            Some(Self { page, per_page }) => {
                let before = page.saturating_sub(1).saturating_mul(per_page);
                items.skip(before).take(per_page).collect()
            }
        }
    }

    /// The answer with the headers of paging, if it was applied.
    pub(super) fn mark(window: Option<Self>, total: usize, reply: Reply) -> Reply {
        match window {
            None => reply,
            Some(Self { page, per_page }) => reply
                .header("x-page", page.to_string())
                .header("x-limit", per_page.to_string())
                .header("x-total", total.to_string()),
        }
    }
}
