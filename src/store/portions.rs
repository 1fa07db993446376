//! Long lists in portions: taking thousands of machines in at once would make the page deaf.

use std::vec;

use pilothouse_core::{Error, Flow, Machine, Response, Step, Timestamp};

/// Machines handed over at a time: a few milliseconds' work.
const PORTION: usize = 250;

/// A list that yields no more than a portion at a time.
pub(super) struct Portions {
    list: Box<dyn Flow<Vec<Machine>>>,
    rest: vec::IntoIter<Machine>,
}

impl Portions {
    /// Of this list.
    pub(super) fn of(list: Box<dyn Flow<Vec<Machine>>>) -> Self {
        let rest = Vec::new().into_iter();
        Self { list, rest }
    }
}

impl Flow<Vec<Machine>> for Portions {
    fn next(&mut self, now: Timestamp) -> Result<Step<Vec<Machine>>, Error> {
        if self.rest.len() == 0 {
            match self.list.next(now)? {
                Step::Yield(machines) if machines.len() > PORTION => {
                    self.rest = machines.into_iter();
                }
                other => return Ok(other),
            }
        }
        Ok(Step::Yield(self.rest.by_ref().take(PORTION).collect()))
    }

    fn receive(&mut self, now: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        self.list.receive(now, answer)
    }
}

#[cfg(test)]
mod tests {
    use pilothouse_core::{Error, Flow, Machine, Response, Step, Timestamp};

    use super::Portions;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    /// Yields pages of so many machines.
    struct Pages(Vec<usize>);

    impl Flow<Vec<Machine>> for Pages {
        fn next(&mut self, _: Timestamp) -> Result<Step<Vec<Machine>>, Error> {
            let machine = |n: usize| Machine::bare(n.to_string(), "");
            Ok(match self.0.pop() {
                Some(count) => Step::Yield((0..count).map(machine).collect()),
                None => Step::Done,
            })
        }

        fn receive(&mut self, _: Timestamp, _: Result<Response, Error>) -> Result<(), Error> {
            Ok(())
        }
    }

    #[test]
    fn every_machine_comes_once_and_never_too_many_together() {
        for (pages, expected) in [
            (&[][..], &[][..]),
            (&[0], &[0]),
            (&[250, 3], &[3, 250]),
            (&[1, 501], &[250, 250, 1, 1]),
        ] {
            let mut portions = Portions::of(Box::new(Pages(pages.to_vec())));
            let mut counts = Vec::new();
            while let Step::Yield(machines) = portions.next(NOW).unwrap() {
                counts.push(machines.len());
            }
            assert_eq!(counts, expected);
        }
    }
}
