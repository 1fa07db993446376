//! An account's machines as its provider last told them, in the provider's order.

use std::{collections::BTreeMap, sync::Arc};

use pilothouse_core::{Machine, MachineId, State, Timestamp};

use crate::query::{Texts, fold};

/// A machine with what searching and sorting need of it, made once when it is told. The same one
/// for as long as nothing else is told.
#[derive(Debug)]
pub struct Entry {
    /// The machine.
    pub machine: Machine,
    /// What is searched of it.
    pub texts: Texts,
    /// Its name for sorting.
    pub sort_name: String,
    /// Its tags in one text.
    pub tags: String,
}

impl Entry {
    fn new(machine: Machine) -> Self {
        Self {
            texts: Texts::of(&machine),
            sort_name: fold(&machine.name),
            tags: machine.tags.join(", "),
            machine,
        }
    }
}

/// What changes about an entry with every look, while the machine is the same.
#[derive(Clone, Copy, Debug)]
struct Mark {
    /// When it was told last.
    seen: Timestamp,
    /// A list told of it without its state; the state is from an earlier reading, or missing.
    wants_reading: bool,
}

/// The machines.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    entries: Vec<Arc<Entry>>,
    marks: Vec<Mark>,
    places: BTreeMap<MachineId, usize>,
    removals: u32,
}

impl Roster {
    /// All of them.
    pub fn entries(&self) -> &[Arc<Entry>] {
        &self.entries
    }

    /// One of them.
    pub fn get(&self, id: &MachineId) -> Option<&Arc<Entry>> {
        self.entries.get(*self.places.get(id)?)
    }

    /// When one of them was told of last.
    pub fn seen(&self, id: &MachineId) -> Option<Timestamp> {
        Some(self.marks.get(*self.places.get(id)?)?.seen)
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How often machines were dropped. For as long as it stays the same, every entry stays at its
    /// place and new ones come after it.
    pub const fn removals(&self) -> u32 {
        self.removals
    }

    /// Those that have to be read one by one, these first.
    pub fn unread<'a>(&'a self, first: &'a [MachineId]) -> impl Iterator<Item = &'a Arc<Entry>> {
        let first = first.iter().filter_map(|id| self.places.get(id).copied());
        let wants = |at: &usize| self.marks.get(*at).is_some_and(|mark| mark.wants_reading);
        first
            .chain(0..self.entries.len())
            .filter(wants)
            .filter_map(|at| self.entries.get(at))
    }

    /// Takes in what was told of a machine; says whether that is any news.
    ///
    /// A list that leaves the state out does not take away a state (or the other things only a
    /// full reading tells) known from before; it only asks for another reading.
    pub fn take(&mut self, mut machine: Machine, seen: Timestamp) -> bool {
        let wants_reading = machine.state == State::Unread;
        let mark = Mark {
            seen,
            wants_reading,
        };
        let Some(at) = self.places.get(&machine.id).copied() else {
            self.places.insert(machine.id.clone(), self.entries.len());
            self.entries.push(Arc::new(Entry::new(machine)));
            self.marks.push(mark);
            return true;
        };
        let (Some(entry), Some(known)) = (self.entries.get_mut(at), self.marks.get_mut(at)) else {
            return false;
        };
        *known = mark;
        if wants_reading {
            keep_known(&mut machine, &entry.machine);
        }
        let is_news = entry.machine != machine;
        if is_news {
            *entry = Arc::new(Entry::new(machine));
        }
        is_news
    }

    /// Takes in what was told of some machines; says whether that is any news.
    pub fn take_all(&mut self, machines: Vec<Machine>, seen: Timestamp) -> bool {
        let mut is_news = false;
        for machine in machines {
            is_news |= self.take(machine, seen);
        }
        is_news
    }

    /// Drops a machine that is gone.
    pub fn drop(&mut self, id: &MachineId) {
        if let Some(at) = self.places.get(id).copied() {
            self.entries.remove(at);
            self.marks.remove(at);
            self.index();
        }
    }

    /// Drops every machine a complete list begun at this time did not tell of; says whether there
    /// was any.
    pub fn keep_seen_since(&mut self, began: Timestamp) -> bool {
        if self.marks.iter().all(|mark| mark.seen >= began) {
            return false;
        }
        let mut marks = self.marks.iter();
        self.entries
            .retain(|_| marks.next().is_some_and(|mark| mark.seen >= began));
        self.marks.retain(|mark| mark.seen >= began);
        self.index();
        true
    }

    fn index(&mut self) {
        self.removals += 1;
        self.places.clear();
        for (at, entry) in self.entries.iter().enumerate() {
            self.places.insert(entry.machine.id.clone(), at);
        }
    }
}

fn keep_known(told: &mut Machine, known: &Machine) {
    told.state = known.state;
    told.provider_state.clone_from(&known.provider_state);
    told.cpus = told.cpus.or(known.cpus);
    told.memory = told.memory.or(known.memory);
    told.disk = told.disk.or(known.disk);
    told.price = told.price.take().or_else(|| known.price.clone());
    told.image = told.image.take().or_else(|| known.image.clone());
    if told.tags.is_empty() {
        told.tags.clone_from(&known.tags);
    }
}

#[cfg(test)]
mod tests {
    use super::{Machine, Roster, State, Timestamp};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn names(roster: &Roster) -> Vec<&str> {
        roster
            .entries()
            .iter()
            .map(|entry| entry.machine.name.as_str())
            .collect()
    }

    #[test]
    fn keeps_order_and_replaces_in_place() {
        let mut roster = Roster::default();
        for (id, name) in [("1", "a"), ("2", "b"), ("3", "c"), ("2", "B")] {
            roster.take(Machine::bare(id, name), NOW);
        }
        assert_eq!(names(&roster), ["a", "B", "c"]);
        let later = Timestamp::from_second(1).unwrap();
        for (id, name) in [("3", "c"), ("1", "a")] {
            roster.take(Machine::bare(id, name), later);
        }
        roster.keep_seen_since(later);
        assert_eq!(names(&roster), ["a", "c"]);
        roster.take(Machine::bare("3", "C"), NOW);
        assert_eq!(names(&roster), ["a", "C"]);
        roster.drop(&pilothouse_core::MachineId::new("1"));
        assert_eq!(names(&roster), ["C"]);
    }

    #[test]
    fn a_list_without_states_takes_no_state_away() {
        let mut roster = Roster::default();
        roster.take(
            Machine {
                state: State::Running,
                cpus: Some(4),
                ..Machine::bare("1", "a")
            },
            NOW,
        );
        roster.take(Machine::bare("1", "renamed"), NOW);
        let entry = roster.entries().first().unwrap();
        assert_eq!(
            (entry.machine.state, entry.machine.cpus),
            (State::Running, Some(4))
        );
        assert_eq!(entry.machine.name, "renamed");
        assert_eq!(roster.unread(&[]).count(), 1);
    }

    #[test]
    fn what_is_told_again_is_no_news() {
        let mut roster = Roster::default();
        let told = |id: &str, name: &str| Machine {
            state: State::Off,
            ..Machine::bare(id, name)
        };
        let later = Timestamp::from_second(1).unwrap();
        assert!(roster.take(told("1", "a"), NOW));
        assert!(roster.take(told("2", "b"), NOW));
        let first = std::sync::Arc::clone(&roster.entries()[0]);
        assert!(!roster.take(told("1", "a"), later));
        assert!(std::sync::Arc::ptr_eq(&first, &roster.entries()[0]));
        assert!(
            !roster.take(Machine::bare("1", "a"), later),
            "state left out"
        );
        assert_eq!(roster.unread(&[]).count(), 1);
        assert!(roster.take(told("1", "A"), later));
        assert_eq!(roster.removals(), 0);
        assert!(roster.keep_seen_since(later));
        assert!(!roster.keep_seen_since(later));
        assert_eq!((names(&roster), roster.removals()), (vec!["A"], 1));
    }

    #[test]
    fn what_can_be_seen_is_read_first() {
        let mut roster = Roster::default();
        for id in ["1", "2", "3"] {
            roster.take(Machine::bare(id, id), NOW);
        }
        let first = [pilothouse_core::MachineId::new("3")];
        let next = roster.unread(&first).next().unwrap();
        assert_eq!(next.machine.name, "3");
    }
}
