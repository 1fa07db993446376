//! Which generation of the brain this is. Source: `BigV` reference, where fields and calls are
//! marked as later ones; sections 2, 5, 6, 13, 14, 16 and 17.

/// How the simulated brain speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// 2013: distributions with dotted versions, no zones, no descriptions, no API keys, no
    /// backups, no un-nested reads; an image needs a root password.
    Original,
    /// Bytemark Cloud Servers, which every client of the vendor was last made for.
    #[default]
    Later,
}

impl Dialect {
    /// Later fields and calls are there.
    pub(super) fn is_later(self) -> bool {
        self == Self::Later
    }
}
