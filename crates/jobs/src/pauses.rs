//! How long to wait between two looks. Counted by what was waited, never by the clock, which a
//! person may set and a sleeping computer stops.

use std::time::Duration;

/// About two minutes of looks for something nothing has been seen of yet.
const SEARCHING: [u64; 8] = [2, 3, 5, 8, 13, 20, 30, 40];
/// Between looks at something that is under way: the first, and the longest.
const WATCHING: (u64, u64) = (4, 30);

/// The pauses of one search.
pub(crate) struct Pauses {
    looks: usize,
    watched: Duration,
    /// Looks nothing more is to be expected of after.
    most: usize,
}

impl Pauses {
    /// As many looks as are worth it.
    pub(crate) fn new() -> Self {
        Self::few(SEARCHING.len())
    }

    /// At most so many looks.
    pub(crate) fn few(most: usize) -> Self {
        Self {
            looks: 0,
            watched: Duration::ZERO,
            most,
        }
    }

    /// Before the next look at something of which nothing is seen; `None` when it is time to
    /// give up.
    pub(crate) fn searching(&mut self) -> Option<Duration> {
        let seconds = SEARCHING.get(..self.most)?.get(self.looks)?;
        self.looks += 1;
        Some(Duration::from_secs(*seconds))
    }

    /// Before the next look at something that is under way; `None` when patience is over.
    pub(crate) fn watching(&mut self, patience_minutes: i64) -> Option<Duration> {
        let (first, longest) = WATCHING;
        let patience = Duration::from_secs(patience_minutes.unsigned_abs() * 60);
        if self.watched >= patience {
            return None;
        }
        let pause = (self.watched / 4).max(Duration::from_secs(first));
        let pause = pause.min(Duration::from_secs(longest));
        self.watched += pause;
        Some(pause)
    }

    /// How long something under way has been watched.
    pub(crate) fn watched(&self) -> Duration {
        self.watched
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looks_are_bounded_and_grow_apart() {
        let mut pauses = Pauses::new();
        let mut all = Vec::new();
        while let Some(pause) = pauses.searching() {
            all.push(pause.as_secs());
        }
        assert!(all.is_sorted(), "{all:?}");
        assert!((60..=150).contains(&all.iter().sum::<u64>()), "{all:?}");
        let (mut pauses, mut all) = (Pauses::new(), Vec::new());
        while let Some(pause) = pauses.watching(15) {
            all.push(pause.as_secs());
        }
        assert!(all.is_sorted() && all.last() == Some(&30), "{all:?}");
        assert!((900..=930).contains(&all.iter().sum::<u64>()), "{all:?}");
        assert_eq!(Pauses::few(1).searching(), Some(Duration::from_secs(2)));
        let mut one = Pauses::few(1);
        one.searching();
        assert_eq!(one.searching(), None);
    }
}
