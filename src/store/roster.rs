//! An account's machines as its provider last told them, in the provider's order.

use std::{collections::BTreeMap, sync::Arc};

use pilothouse_core::{Machine, MachineId, State, Timestamp};

use crate::query::Texts;

/// A machine with what searching and sorting need of it, made once when it is told.
#[derive(Debug)]
pub struct Entry {
    /// The machine.
    pub machine: Machine,
    /// When this was told.
    pub seen: Timestamp,
    /// A list told of it without its state; the state is from an earlier reading, or missing.
    pub wants_reading: bool,
    /// What is searched of it.
    pub texts: Texts,
    /// Its name for sorting.
    pub sort_name: String,
}

impl Entry {
    fn new(machine: Machine, seen: Timestamp, wants_reading: bool) -> Self {
        let texts = Texts::of(&machine);
        let sort_name = machine.name.to_lowercase();
        Self {
            machine,
            seen,
            wants_reading,
            texts,
            sort_name,
        }
    }
}

/// The machines.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    entries: Vec<Arc<Entry>>,
    places: BTreeMap<MachineId, usize>,
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

    /// How many.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Takes in what was told of a machine.
    ///
    /// A list that leaves the state out does not take away a state (or the other things only a
    /// full reading tells) known from before; it only asks for another reading.
    pub fn take(&mut self, mut machine: Machine, seen: Timestamp) {
        let wants_reading = machine.state == State::Unread;
        let place = self.places.get(&machine.id).copied();
        if let Some(known) = place.and_then(|at| self.entries.get(at))
            && wants_reading
        {
            keep_known(&mut machine, &known.machine);
        }
        let id = machine.id.clone();
        let entry = Arc::new(Entry::new(machine, seen, wants_reading));
        if let Some(slot) = place.and_then(|at| self.entries.get_mut(at)) {
            *slot = entry;
        } else {
            self.places.insert(id, self.entries.len());
            self.entries.push(entry);
        }
    }

    /// Drops a machine that is gone.
    pub fn drop(&mut self, id: &MachineId) {
        self.entries.retain(|entry| entry.machine.id != *id);
        self.index();
    }

    /// Drops every machine a complete list begun at this time did not tell of.
    pub fn keep_seen_since(&mut self, began: Timestamp) {
        if self.entries.iter().any(|entry| entry.seen < began) {
            self.entries.retain(|entry| entry.seen >= began);
            self.index();
        }
    }

    fn index(&mut self) {
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
        assert!(entry.wants_reading);
    }
}
