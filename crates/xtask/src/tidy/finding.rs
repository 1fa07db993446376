//! A broken rule: where, which, and the way out.

use std::{
    fmt,
    path::{Path, PathBuf},
};

/// Sorted by place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Finding {
    path: PathBuf,
    line: usize,
    rule: String,
    advice: String,
}

impl Finding {
    /// `rule` says what was found in words that end a sentence; `advice` is one of its own.
    pub(super) fn new(
        path: &Path,
        line: usize,
        rule: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self {
            path: path.to_path_buf(),
            line,
            rule: rule.into(),
            advice: advice.into(),
        }
    }

    /// `path:line`
    pub(super) fn place(&self) -> String {
        format!("{}:{}", self.path.display(), self.line)
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}. {}", self.place(), self.rule, self.advice)
    }
}
