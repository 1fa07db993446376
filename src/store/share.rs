//! What tabs of one browser have in common: every tab knows all jobs, one tab carries out each.
//!
//! A job's id begins with the tab that asked for it, and a tab holds a lock of its own name for as
//! long as it lives. Whoever is given the lock of another tab's name knows that it has ended, and
//! carries on what it left.

use leptos::{
    prelude::{LocalStorage, RwSignal, StoredValue, Update, WithUntracked, WithValue},
    task::spawn_local,
};

use super::{
    Store,
    jobs::{Job, JobId},
};
use crate::api::{
    clock, journal,
    tabs::{self, Channel},
};

/// Between the kind of a message and what it says.
const BREAK: char = '\n';

/// This tab among the others; copies are the same tab.
#[derive(Clone, Copy)]
pub struct Tab {
    count: RwSignal<u32>,
    /// Its own name, then those of ended tabs whose jobs it carries on.
    names: RwSignal<Vec<String>>,
    /// Tabs whose end it waits for.
    awaited: RwSignal<Vec<String>>,
    channel: StoredValue<Channel, LocalStorage>,
}

impl Tab {
    /// A tab with a name no other has.
    pub fn new() -> Self {
        let chance = (js_sys::Math::random() * 1e9) as u64;
        let name = format!("{}-{chance}", clock::now().as_millisecond());
        Self {
            count: RwSignal::default(),
            names: RwSignal::new(vec![name]),
            awaited: RwSignal::default(),
            channel: StoredValue::new_local(Channel::join()),
        }
    }

    /// An id no other tab makes, and this one once.
    pub fn next_id(self) -> String {
        self.count.update(|count| *count += 1);
        let count = self.count.with_untracked(|count| *count);
        self.names.with_untracked(|names| {
            let name = names.first().map_or("", String::as_str);
            format!("{name}-{count}")
        })
    }

    fn tell(self, kind: &str, words: &str) {
        let message = [kind, words].join("\n");
        self.channel.with_value(|channel| channel.tell(&message));
    }
}

impl Default for Tab {
    fn default() -> Self {
        Self::new()
    }
}

/// The tab a job was asked in.
fn owner(id: &JobId) -> &str {
    id.0.rsplit_once('-').map_or("", |(tab, _)| tab)
}

impl Store {
    /// Whether this tab carries out the job with this id.
    pub(super) fn carries(self, id: &JobId) -> bool {
        let owner = owner(id);
        self.tab
            .names
            .with_untracked(|names| names.iter().any(|name| name == owner))
    }

    /// Joins the other tabs, reads the journal, and waits to carry on what ended tabs have left.
    pub async fn join_tabs(self) {
        let own = self
            .tab
            .names
            .with_untracked(|names| names.first().cloned());
        spawn_local(async move {
            hold(&own.unwrap_or_default()).await;
        });
        self.tab
            .channel
            .with_value(|channel| channel.listen(move |message: String| hear(self, &message)));
        self.read_journal().await;
    }

    async fn read_journal(self) {
        match journal::all().await {
            Ok(entries) => {
                for (id, entry) in entries {
                    match Job::read(entry.as_bytes()) {
                        Ok(job) => self.learn(job),
                        Err(words) => self.jobs.fail(format!("{words} (entry {id})")),
                    }
                }
            }
            Err(words) => self.jobs.fail(words),
        }
    }

    /// Takes in a job of another tab.
    fn learn(self, job: Job) {
        // What this tab is at work on, it knows better.
        if self.jobs.is_running(&job.id) {
            return;
        }
        let owner = owner(&job.id).to_owned();
        let is_awaited = self
            .tab
            .awaited
            .with_untracked(|awaited| awaited.contains(&owner));
        if job.phase.is_open() && !is_awaited && !self.carries(&job.id) {
            self.carry_on_after(owner);
        }
        self.jobs.take(job);
    }

    /// Waits for a tab to end, then carries on what it has left.
    fn carry_on_after(self, owner: String) {
        self.tab
            .awaited
            .update(|awaited| awaited.push(owner.clone()));
        spawn_local(async move {
            if !hold(&owner).await {
                return;
            }
            // What it wrote last may have been told to nobody.
            self.read_journal().await;
            self.tab.names.update(|names| names.push(owner));
            self.start_waiting();
        });
    }
}

/// Holds a tab's name for as long as this tab lives, once it is free; says whether that is sure.
async fn hold(name: &str) -> bool {
    let held = tabs::lock(&["tab ", name].concat()).await;
    let is_held = held.is_some();
    // Given back by the browser when this tab ends.
    std::mem::forget(held);
    is_held
}

/// Tells the other tabs how a job stands.
pub(super) fn tell_job(store: Store, job: &Job) {
    if let Ok(entry) = job.write() {
        store.tab.tell("job", &String::from_utf8_lossy(&entry));
    }
}

/// Tells the other tabs that these jobs are forgotten.
pub(super) fn tell_forgotten(store: Store, ids: &[String]) {
    if !ids.is_empty() {
        store.tab.tell("forgotten", &ids.join("\n"));
    }
}

fn hear(store: Store, message: &str) {
    let Some((kind, words)) = message.split_once(BREAK) else {
        return;
    };
    match kind {
        "job" => {
            if let Ok(job) = Job::read(words.as_bytes()) {
                store.learn(job);
            }
        }
        "forgotten" => store.jobs.drop_ids(words),
        _ => {}
    }
}
