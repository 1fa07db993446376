//! What is said to people who listen rather than look: one thing after the other, with time to
//! hear each. What comes too fast is said together.

use std::{sync::Mutex, time::Duration};

use leptos::{prelude::Set, task::spawn_local};

use super::{Store, engine::Wish, jobs::Phase};
use crate::api::clock;

/// Milliseconds between two announcements, so that a reader has come to an end of the first.
const PAUSE: i64 = 2_000;

/// Announcements said in full together; more are only counted.
const IN_FULL: usize = 3;

/// What waits to be said.
#[derive(Debug, Default)]
pub struct Announcements(Mutex<Queue>);

/// One thing to say.
#[derive(Debug)]
struct Saying {
    words: String,
    /// What it counts as when it is said together with others of its kind; empty for nothing.
    counts_as: &'static str,
}

#[derive(Debug, Default)]
struct Queue {
    waiting: Vec<Saying>,
    /// When something was last said, in milliseconds.
    said_at: Option<i64>,
    /// Somebody will come for what waits.
    is_awaited: bool,
    /// What was last said.
    said: String,
}

impl Queue {
    /// Takes something in. Gives how many milliseconds from now to come for it; nothing if
    /// somebody will come already.
    fn push(&mut self, saying: Saying, now: i64) -> Option<i64> {
        self.waiting.push(saying);
        if self.is_awaited {
            return None;
        }
        self.is_awaited = true;
        let since = self.said_at.map_or(PAUSE, |at| now - at);
        // A clock that was put back must not silence anybody for longer.
        Some((PAUSE - since).clamp(0, PAUSE))
    }

    /// All that waits, as one announcement.
    fn take(&mut self, now: i64) -> String {
        self.is_awaited = false;
        self.said_at = Some(now);
        let mut words = together(&self.waiting);
        self.waiting.clear();
        if words == self.said {
            // A region that stays as it is, is not read again.
            words.push('\u{a0}');
        }
        self.said.clone_from(&words);
        words
    }
}

/// Many things to say as one. Those of a kind are counted: "12 done, 1 failed."
fn together(sayings: &[Saying]) -> String {
    if let [one] = sayings {
        return one.words.clone();
    }
    let mut kinds: Vec<(&str, usize)> = Vec::new();
    let mut others: Vec<&str> = Vec::new();
    let counted = sayings.iter().filter(|one| !one.counts_as.is_empty());
    let counts = counted.count() > 1;
    for saying in sayings {
        let (kind, words) = (saying.counts_as, saying.words.as_str());
        if !counts || kind.is_empty() {
            if !others.contains(&words) {
                others.push(words);
            }
        } else if let Some((_, count)) = kinds.iter_mut().find(|(known, _)| *known == kind) {
            *count += 1;
        } else {
            kinds.push((kind, 1));
        }
    }
    let kinds: Vec<String> = kinds
        .into_iter()
        .map(|(kind, count)| [&count.to_string(), " ", &kind.to_ascii_lowercase()].concat())
        .collect();
    let tally = kinds.join(", ");
    let rest = others.len().saturating_sub(IN_FULL);
    let mut sentences: Vec<String> = others
        .into_iter()
        .take(IN_FULL)
        .chain(Some(tally.as_str()))
        .map(sentence)
        .collect();
    if rest > 0 {
        sentences.push(["And ", &rest.to_string(), " more."].concat());
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences.join(" ")
}

/// The same words with an end.
fn sentence(words: &str) -> String {
    let words = words.trim();
    if words.is_empty() || words.ends_with(['.', '!', '?', '…']) {
        words.to_owned()
    } else {
        [words, "."].concat()
    }
}

impl Store {
    /// Says something to whoever listens rather than looks, as soon as what was said before has
    /// had its time.
    pub fn announce(self, words: impl Into<String>) {
        self.wish(Wish::Say(words.into(), ""));
    }

    /// The same of something that has ended: of many at once it is only said how many ended how.
    pub fn announce_end(self, words: String, how: Phase) {
        self.wish(Wish::Say(words, how.word()));
    }

    /// Says something in its turn; what it counts as when many things are said together.
    pub(super) fn say(self, words: String, counts_as: &'static str) {
        let saying = Saying { words, counts_as };
        let Ok(mut queue) = self.announcements.0.lock() else {
            return;
        };
        if let Some(wait) = queue.push(saying, clock::now().as_millisecond()) {
            spawn_local(async move {
                clock::sleep(Duration::from_millis(wait.unsigned_abs())).await;
                if let Ok(mut queue) = self.announcements.0.lock() {
                    let words = queue.take(clock::now().as_millisecond());
                    drop(queue);
                    self.announcement.set(words);
                }
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PAUSE, Queue, Saying, together};

    fn saying(counts_as: &'static str, words: &str) -> Saying {
        Saying {
            words: words.into(),
            counts_as,
        }
    }

    #[test]
    fn what_comes_together_is_said_together() {
        let (done, failed) = (
            saying("Done", "a: Done. "),
            saying("Failed", "b: Failed. Why"),
        );
        assert_eq!(together(&[done]), "a: Done. ");
        assert_eq!(
            together(&[failed, saying("", "Saved")]),
            "b: Failed. Why. Saved."
        );
        let mut many: Vec<Saying> = (0..12).map(|_| saying("Done", "x")).collect();
        many.insert(3, saying("Failed", "y"));
        assert_eq!(together(&many), "12 done, 1 failed.");
        many.push(saying("", "Acme: not reachable."));
        assert_eq!(together(&many), "Acme: not reachable. 12 done, 1 failed.");
        let others = ["a", "b", "a", "c", "d", "e"].map(|words| saying("", words));
        assert_eq!(together(&others), "a. b. c. And 2 more.");
    }

    #[test]
    fn a_burst_is_said_no_more_often_than_every_pause() {
        let mut queue = Queue::default();
        let mut due: Option<i64> = None;
        let mut said = Vec::new();
        for now in (1_000_000_i64..1_010_000).step_by(10) {
            if now < 1_005_000
                && let Some(wait) = queue.push(saying("Done", "x: Done."), now)
            {
                assert_eq!(due, None, "only one comes for it");
                due = Some(now + wait);
            }
            if due.is_some_and(|due| due <= now) {
                due = None;
                said.push((now, queue.take(now)));
            }
        }
        let words: Vec<&str> = said.iter().map(|(_, words)| words.as_str()).collect();
        assert_eq!(words.first(), Some(&"x: Done."), "the first at once");
        assert!(said.windows(2).all(|two| two[1].0 - two[0].0 >= PAUSE));
        assert_eq!(said.len(), 4, "{said:?}");
        assert_eq!(words[1], "200 done.");
        assert_ne!(words[2], words[1], "said again, it differs");
    }

    #[test]
    fn a_clock_put_back_silences_nobody() {
        let mut queue = Queue::default();
        assert_eq!(queue.push(saying("", "a"), 9_000_000), Some(0));
        queue.take(9_000_000);
        assert_eq!(queue.push(saying("", "b"), 5), Some(PAUSE));
    }
}
