//! Things with an id, found by it without looking at the others and listed in the order they came.

use std::collections::{BTreeMap, HashMap};

/// Rows by id, oldest first.
pub(super) struct Shelf<T> {
    rows: BTreeMap<u64, T>,
    places: HashMap<String, u64>,
    next: u64,
}

impl<T> Default for Shelf<T> {
    fn default() -> Self {
        Self {
            rows: BTreeMap::new(),
            places: HashMap::new(),
            next: 0,
        }
    }
}

impl<T> Shelf<T> {
    /// Puts a row at the end.
    pub(super) fn insert(&mut self, id: &str, row: T) {
        self.next += 1;
        self.places.insert(id.to_owned(), self.next);
        self.rows.insert(self.next, row);
    }

    /// By id.
    pub(super) fn get(&self, id: &str) -> Option<&T> {
        self.rows.get(self.places.get(id)?)
    }

    /// By id, to change.
    pub(super) fn get_mut(&mut self, id: &str) -> Option<&mut T> {
        self.rows.get_mut(self.places.get(id)?)
    }

    /// Takes a row away.
    pub(super) fn remove(&mut self, id: &str) -> Option<T> {
        self.rows.remove(&self.places.remove(id)?)
    }

    /// All rows.
    pub(super) fn iter(&self) -> impl Iterator<Item = &T> {
        self.rows.values()
    }
}

#[cfg(test)]
mod tests {
    use super::Shelf;

    #[test]
    fn rows_keep_their_order_and_leave_no_trace() {
        let mut shelf = Shelf::default();
        for id in ["b", "a", "c"] {
            shelf.insert(id, id.to_owned());
        }
        if let Some(row) = shelf.get_mut("a") {
            row.push('!');
        }
        assert_eq!(shelf.iter().collect::<Vec<_>>(), ["b", "a!", "c"]);
        assert_eq!(shelf.remove("a").as_deref(), Some("a!"));
        assert_eq!(shelf.remove("a"), None);
        assert_eq!(shelf.get("a"), None);
        assert_eq!(shelf.iter().count(), 2);
    }
}
