//! How a person likes the panel. Kept in this browser.

use serde::{Deserialize, Serialize};

use crate::api::{page, storage};

const NAME: &str = "settings";

/// Light, dark, or as the system says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// Every theme in the order of the choice.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The word in the choice.
    pub const fn label(self) -> &'static str {
        match self {
            Self::System => "Like the system",
            Self::Light => "Light",
            Self::Dark => "Dark",
        }
    }

    /// The one that comes after it when a button steps through them.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::System => Self::Light,
            Self::Light => Self::Dark,
            Self::Dark => Self::System,
        }
    }
}

/// All settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Colours.
    pub theme: Theme,
    /// Seconds between two looks at every account while nothing is going on; 0 for never.
    pub refresh_seconds: u32,
    /// Low rows.
    pub compact: bool,
    /// Keys pressed by themselves are shortcuts.
    pub shortcuts: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            refresh_seconds: 60,
            compact: false,
            shortcuts: true,
        }
    }
}

impl Settings {
    /// Those kept in this browser.
    pub fn load() -> Self {
        storage::load(NAME).unwrap_or_default()
    }

    /// Keeps them, and shows what can be seen of them at once.
    pub fn apply(&self) {
        storage::save(NAME, self);
        page::set_root_attribute(
            "data-theme",
            match self.theme {
                Theme::System => None,
                Theme::Light => Some("light"),
                Theme::Dark => Some("dark"),
            },
        );
    }
}
