//! What a machine has and can lose: volumes and addresses. Each is in its machine's hands, or in
//! nobody's.
//!
//! Source: e24cloud reference, Volumes, images, addresses, VLANs.

use super::World;
use super::machine::{Machine, State};
use super::work::{Change, printed};
use jiff::Timestamp;

/// Something that can be attached to one machine at a time.
pub(super) trait Loose: Sized {
    /// Its id.
    fn id(&self) -> &str;
    /// Since when it has been attached, as printed.
    fn attached(&mut self) -> &mut Option<String>;
    /// Those a machine has.
    fn of(machine: &Machine) -> &Vec<Self>;
    /// The same, to change them.
    fn of_mut(machine: &mut Machine) -> &mut Vec<Self>;
    /// Those no machine has.
    fn free(world: &World) -> &Vec<Self>;
    /// The same, to change them.
    fn free_mut(world: &mut World) -> &mut Vec<Self>;
}

impl World {
    /// All of a kind, each with the machine it is attached to; those of machines first.
    pub(super) fn every<'a, T: Loose + 'a>(
        &'a self,
    ) -> impl Iterator<Item = (&'a T, Option<&'a Machine>)> {
        let of_machines = self.machines.iter().flat_map(|machine| {
            // What a machine leaves behind stays in its list.
            let holder = Some(machine).filter(|m| m.state != State::Gone);
            T::of(machine).iter().map(move |one| (one, holder))
        });
        of_machines.chain(T::free(self).iter().map(|one| (one, None)))
    }

    /// The one with this id, and the machine it is attached to.
    pub(super) fn holding<'a, T: Loose + 'a>(
        &'a self,
        id: &str,
    ) -> Option<(&'a T, Option<&'a Machine>)> {
        self.every::<T>().find(|(one, _)| one.id() == id)
    }

    /// What the work on one comes to. A machine that has gone meanwhile gets nothing.
    pub(super) fn change<T: Loose>(&mut self, id: &str, change: &Change, at: Timestamp) {
        let Some(mut one) = self.take::<T>(id) else {
            return;
        };
        *one.attached() = None;
        match change {
            Change::Delete => {}
            Change::Attach(machine) => match self.find_mut(machine) {
                Some(machine) => {
                    *one.attached() = Some(printed(at));
                    T::of_mut(machine).push(one);
                    machine.touch();
                }
                None => T::free_mut(self).push(one),
            },
            Change::Detach(_) | Change::Make => T::free_mut(self).push(one),
        }
    }

    fn take<T: Loose>(&mut self, id: &str) -> Option<T> {
        if let Some(place) = T::free(self).iter().position(|one| one.id() == id) {
            return Some(T::free_mut(self).remove(place));
        }
        self.machines.iter_mut().find_map(|machine| {
            let place = T::of(machine).iter().position(|one| one.id() == id)?;
            machine.touch();
            Some(T::of_mut(machine).remove(place))
        })
    }
}
