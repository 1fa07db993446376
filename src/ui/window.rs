//! Which part of a long list is worth having on the page.

use std::ops::Range;

/// Rows above and below the visible ones, so that scrolling never shows a gap.
const OVERSCAN: usize = 4;

/// The rows to have on the page, all sizes in pixels.
pub fn visible(scrolled: f64, height: f64, row_height: f64, rows: usize) -> Range<usize> {
    let first = (scrolled.max(0.0) / row_height) as usize;
    let count = (height.max(0.0) / row_height).ceil() as usize + 1;
    let start = first.saturating_sub(OVERSCAN).min(rows);
    let end = (first + count + OVERSCAN).min(rows);
    start..end
}

/// How far to scroll so that a row is seen whole; `None` when it is.
pub fn reveal(row: usize, scrolled: f64, height: f64, row_height: f64) -> Option<f64> {
    let top = row as f64 * row_height;
    if top < scrolled {
        Some(top)
    } else if top + row_height > scrolled + height {
        Some(top + row_height - height)
    } else {
        None
    }
}

/// A length for a style; always whole, so that rows stay sharp.
pub fn px(length: f64) -> String {
    format!("{}px", length as i64)
}

#[cfg(test)]
mod tests {
    use super::{reveal, visible};

    #[test]
    fn has_what_is_seen_and_a_little_more() {
        assert_eq!(visible(0.0, 360.0, 36.0, 10_000), 0..15);
        assert_eq!(visible(3600.0, 360.0, 36.0, 10_000), 96..115);
        assert_eq!(visible(359_640.0, 360.0, 36.0, 10_000), 9986..10_000);
        assert_eq!(visible(0.0, 360.0, 36.0, 3), 0..3);
        assert_eq!(visible(99_999.0, 360.0, 36.0, 3), 3..3);
        assert_eq!(visible(-50.0, 0.0, 36.0, 0), 0..0);
    }

    #[test]
    fn scrolls_no_further_than_needed() {
        assert_eq!(reveal(5, 0.0, 360.0, 36.0), None);
        assert_eq!(reveal(9, 0.0, 360.0, 36.0), None);
        assert_eq!(reveal(10, 0.0, 360.0, 36.0), Some(36.0));
        assert_eq!(reveal(2, 360.0, 360.0, 36.0), Some(72.0));
    }
}
