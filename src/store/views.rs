//! Views of the fleet that somebody gave a name, and how it looks when no view is named. Kept in
//! this browser.

use leptos::prelude::{Update, With};
use serde::{Deserialize, Serialize};

use super::Store;
use crate::{api::storage, routes::View};

const NAME: &str = "views";

/// A view with a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// Its name, unique.
    pub name: String,
    /// The search part of its address.
    pub search: String,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Views {
    /// How the fleet looked when somebody last arranged it: the search part of an address without
    /// a query.
    pub usual: String,
    /// Those with a name, in the order they were saved.
    pub saved: Vec<Saved>,
}

impl Saved {
    /// The view itself.
    pub fn view(&self) -> View {
        View::parse(self.search.trim_start_matches('?'))
    }
}

impl Views {
    /// Those kept in this browser.
    pub fn load() -> Self {
        storage::load(NAME).unwrap_or_default()
    }

    /// The fleet as it was last arranged.
    pub fn usual(&self) -> View {
        View::parse(self.usual.trim_start_matches('?'))
    }

    /// Gives a view a name. A view of that name is replaced where it is.
    pub fn save(&mut self, name: &str, view: &View) {
        let saved = Saved {
            name: name.trim().to_owned(),
            search: view.search(),
        };
        match self.saved.iter_mut().find(|one| one.name == saved.name) {
            Some(one) => *one = saved,
            None if saved.name.is_empty() => {}
            None => self.saved.push(saved),
        }
    }

    /// Gives a saved view another name; nothing happens if it is taken or empty.
    pub fn rename(&mut self, name: &str, other: &str) {
        let other = other.trim();
        let is_taken = self.saved.iter().any(|one| one.name == other);
        let mut saved = self.saved.iter_mut();
        if let Some(one) = saved.find(|one| one.name == name)
            && !is_taken
            && !other.is_empty()
        {
            other.clone_into(&mut one.name);
        }
    }

    /// Forgets a saved view.
    pub fn forget(&mut self, name: &str) {
        self.saved.retain(|one| one.name != name);
    }
}

impl Store {
    /// Changes the views and keeps them.
    pub fn change_views(self, change: impl FnOnce(&mut Views)) {
        self.views.update(|views| {
            change(views);
            storage::save(NAME, views);
        });
    }

    /// The fleet as it was last arranged, of these machines. Reactive.
    pub fn usual_view(self, query: &str) -> View {
        self.views.with(Views::usual).of(query)
    }
}

#[cfg(test)]
mod tests {
    use super::{View, Views};

    fn names(views: &Views) -> Vec<&str> {
        views.saved.iter().map(|one| one.name.as_str()).collect()
    }

    #[test]
    fn names_are_unique_and_never_empty() {
        let mut views = Views::default();
        let of = |query: &str| View::default().of(query);
        for (name, query) in [
            (" Off ", "state:off"),
            ("Web", "web"),
            ("  ", "x"),
            ("Off", "no"),
        ] {
            views.save(name, &of(query));
        }
        assert_eq!(names(&views), ["Off", "Web"]);
        assert_eq!(views.saved[0].view(), of("no"));
        for other in ["Off", "", " "] {
            views.rename("Web", other);
            assert_eq!(names(&views), ["Off", "Web"]);
        }
        views.rename("Web", " Front ");
        views.forget("Off");
        assert_eq!(names(&views), ["Front"]);
    }
}
