//! Which shortcut was pressed, key by key.

use super::table::{Does, Keys, SHORTCUTS};

/// Milliseconds the second key of two may take.
const PATIENCE: i64 = 1_200;

/// What was pressed of two keys so far.
#[derive(Debug, Default)]
pub(super) struct Sequence {
    begun: Option<(&'static str, i64)>,
}

/// What a key amounts to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// It is no shortcut's.
    Nothing,
    /// It is the first of two.
    Begins,
    /// It completes a shortcut.
    Does(Does),
}

impl Sequence {
    /// Takes in a key that was pressed by itself, at a time in milliseconds. A second key that
    /// fits none ends what was begun and does nothing else, so that a slip has no consequences.
    pub(super) fn press(&mut self, key: &str, now: i64) -> Step {
        let begun = self.begun.take();
        let begun = begun.filter(|(_, at)| (0..=PATIENCE).contains(&(now - at)));
        if let Some((first, _)) = begun {
            let complete = find(|keys| matches!(keys, Keys::Two(a, b) if a == first && b == key));
            if complete != Step::Nothing {
                return complete;
            }
        } else if let alone @ Step::Does(_) =
            find(|keys| matches!(keys, Keys::One(one) if one == key))
        {
            return alone;
        }
        let first = SHORTCUTS.iter().find_map(|shortcut| match shortcut.keys {
            Keys::Two(first, _) if first == key => Some(first),
            _ => None,
        });
        self.begun = first.map(|first| (first, now));
        first.map_or(Step::Nothing, |_| Step::Begins)
    }

    /// Forgets what was begun.
    pub(super) fn forget(&mut self) {
        self.begun = None;
    }
}

/// What a key does together with Ctrl or ⌘.
pub(super) fn command(key: &str) -> Step {
    find(|keys| matches!(keys, Keys::Command(with) if with.eq_ignore_ascii_case(key)))
}

fn find(is: impl Fn(Keys) -> bool) -> Step {
    let mut all = SHORTCUTS.iter();
    let found = all.find(|shortcut| is(shortcut.keys));
    found.map_or(Step::Nothing, |found| Step::Does(found.does))
}

#[cfg(test)]
mod tests {
    use super::{Does, Keys, PATIENCE, SHORTCUTS, Sequence, Step, command};

    /// What keys pressed at these times do.
    fn pressed(keys: &[(&str, i64)]) -> Vec<Step> {
        let mut sequence = Sequence::default();
        let steps = keys.iter();
        steps.map(|(key, at)| sequence.press(key, *at)).collect()
    }

    #[test]
    fn every_shortcut_is_done_by_its_keys_and_no_two_share_them() {
        for (index, shortcut) in SHORTCUTS.iter().enumerate() {
            let last = match shortcut.keys {
                Keys::One(key) => pressed(&[(key, 0)]),
                Keys::Two(first, second) => pressed(&[(first, 0), (second, PATIENCE)]),
                Keys::Command(key) => vec![command(key), command(&key.to_ascii_uppercase())],
            };
            assert_eq!(last.last(), Some(&Step::Does(shortcut.does)));
            let others = SHORTCUTS.iter().skip(index + 1);
            assert!(others.clone().all(|other| other.keys != shortcut.keys));
            assert!(others.clone().all(|other| other.does != shortcut.does));
            assert_eq!(shortcut.does.keys(), Some(shortcut.keys));
        }
    }

    #[test]
    fn keys_amount_to() {
        use Step::{Begins, Nothing};
        let goes = Step::Does(Does::Machines);
        for (keys, steps) in [
            (vec![("x", 0), ("m", 1)], vec![Nothing, Nothing]),
            (vec![("g", 0), ("m", 1_300)], vec![Begins, Nothing]),
            (
                vec![("g", 0), ("x", 10), ("m", 20)],
                vec![Begins, Nothing, Nothing],
            ),
            (vec![("g", 0), ("r", 10)], vec![Begins, Nothing]),
            (
                vec![("g", 0), ("g", 900), ("m", 1_800)],
                vec![Begins, Begins, goes],
            ),
            (
                vec![("g", 0), ("m", 10), ("m", 20)],
                vec![Begins, goes, Nothing],
            ),
            (vec![("g", 5_000), ("m", 10)], vec![Begins, Nothing]),
            (vec![("G", 0), ("m", 10)], vec![Nothing, Nothing]),
            (
                vec![("Shift", 0), ("?", 10)],
                vec![Nothing, Step::Does(Does::Map)],
            ),
            (vec![("k", 0)], vec![Nothing]),
        ] {
            assert_eq!(pressed(&keys), steps, "{keys:?}");
        }
        assert_eq!(command("m"), Nothing);
    }

    #[test]
    fn what_was_begun_can_be_forgotten() {
        let mut sequence = Sequence::default();
        sequence.press("g", 0);
        sequence.forget();
        assert_eq!(sequence.press("m", 1), Step::Nothing);
    }
}
