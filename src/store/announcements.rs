//! What is said to somebody who listens rather than looks: one thing at a time, with a pause after
//! it, and many ends of jobs as their count.

use std::time::Duration;

use leptos::{
    prelude::{RwSignal, Set, Update},
    task::spawn_local,
};

use super::{Store, jobs::Phase};
use crate::api::clock;

/// The shortest time between two things said.
const PAUSE: Duration = Duration::from_secs(2);

/// More ends than this that wait together are only counted.
const SAID_SINGLY: usize = 2;

/// Something to say.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    /// In these words.
    Plain(String),
    /// How a job has ended, in these words if it is alone.
    Ended(Phase, String),
}

/// What waits to be said, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    waiting: Vec<Word>,
    /// Somebody takes from it until it is empty.
    is_speaking: bool,
}

impl Queue {
    /// Adds something; says whether nobody takes from it yet.
    fn push(&mut self, word: Word) -> bool {
        // Said twice, it is no news.
        if !self.waiting.contains(&word) {
            self.waiting.push(word);
        }
        !std::mem::replace(&mut self.is_speaking, true)
    }

    /// Everything that waits, in as few words as it can be said; `None` when nothing does.
    fn take(&mut self) -> Option<String> {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            self.is_speaking = false;
            return None;
        }
        let mut said: Vec<String> = Vec::new();
        let mut ended = Vec::new();
        for word in waiting {
            match word {
                Word::Plain(words) => said.push(words),
                Word::Ended(phase, words) => ended.push((phase, words)),
            }
        }
        if ended.len() > SAID_SINGLY {
            said.push(count(&ended));
        } else {
            said.extend(ended.into_iter().map(|(_, words)| words));
        }
        Some(said.join(" "))
    }
}

/// "12 done, 1 failed."
fn count(ended: &[(Phase, String)]) -> String {
    let phases = [Phase::Done, Phase::Failed, Phase::Unknown, Phase::Stopped];
    let counts = phases.iter().filter_map(|phase| {
        let count = ended.iter().filter(|(is, _)| is == phase).count();
        (count > 0).then(|| [&count.to_string(), " ", &phase.word().to_lowercase()].concat())
    });
    [&counts.collect::<Vec<_>>().join(", "), "."].concat()
}

impl Store {
    /// Says something to whoever listens rather than looks, as soon as what was said before has
    /// had its time.
    pub fn announce(self, words: impl Into<String>) {
        self.say(Word::Plain(words.into()));
    }

    /// Says how a job has ended; many at once are only counted.
    pub fn announce_end(self, phase: Phase, words: String) {
        self.say(Word::Ended(phase, words));
    }

    fn say(self, word: Word) {
        let begins = self.to_say.try_update(|queue| queue.push(word));
        if begins == Some(true) {
            spawn_local(speak(self.to_say, self.announcement));
        }
    }
}

async fn speak(queue: RwSignal<Queue>, aloud: RwSignal<String>) {
    while let Some(words) = queue.try_update(Queue::take).flatten() {
        aloud.set(words);
        clock::sleep(PAUSE).await;
    }
}

#[cfg(test)]
mod tests {
    use super::{Phase, Queue, Word};

    fn plain(words: &str) -> Word {
        Word::Plain(words.into())
    }

    fn ended(phase: Phase, machine: &str) -> Word {
        Word::Ended(phase, format!("Start {machine}: {}.", phase.word()))
    }

    #[test]
    fn says_much_in_few_words() {
        for (waiting, said) in [
            (vec![], None),
            (vec![plain("Saved.")], Some("Saved.")),
            (vec![plain("Saved."), plain("Saved.")], Some("Saved.")),
            (
                vec![
                    ended(Phase::Done, "a"),
                    plain("Saved."),
                    ended(Phase::Failed, "b"),
                ],
                Some("Saved. Start a: Done. Start b: Failed."),
            ),
            (
                vec![
                    ended(Phase::Done, "a"),
                    ended(Phase::Failed, "b"),
                    ended(Phase::Done, "c"),
                    ended(Phase::Unknown, "d"),
                ],
                Some("2 done, 1 failed, 1 unknown."),
            ),
        ] {
            let mut queue = Queue::default();
            for word in waiting {
                queue.push(word);
            }
            assert_eq!(queue.take().as_deref(), said);
        }
    }

    #[test]
    fn one_speaker_at_a_time() {
        let mut queue = Queue::default();
        assert!(queue.push(plain("a")));
        assert!(!queue.push(plain("b")));
        assert_eq!(queue.take().as_deref(), Some("a b"));
        assert!(!queue.push(plain("c")), "the pause is not over");
        assert_eq!(queue.take().as_deref(), Some("c"));
        assert_eq!(queue.take(), None);
        assert!(queue.push(plain("d")));
    }
}
