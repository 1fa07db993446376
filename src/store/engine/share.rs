//! What tabs of one browser have in common: every tab knows all jobs, one tab carries out each.
//!
//! A job's id begins with the tab that asked for it, and a tab holds a lock of its own name for as
//! long as it lives. Whoever is given the lock of another tab's name knows that it has ended, and
//! carries on what it left.

use leptos::{
    prelude::{
        GetUntracked, LocalStorage, RwSignal, Set, SetValue, StoredValue, Update, WithUntracked,
        WithValue,
    },
    task::spawn_local,
};

use super::News;
use crate::{
    api::{
        journal,
        tabs::{self, Channel},
    },
    store::{
        Store,
        jobs::{Job, JobId},
    },
};

/// Between the kind of a message and what it says.
const BREAK: char = '\n';

/// This tab among the others; copies are the same tab.
#[derive(Clone, Copy)]
pub(in crate::store) struct Tabs {
    /// The others know of this tab, and it knows what they wrote.
    joined: RwSignal<bool>,
    /// There are others.
    others: RwSignal<bool>,
    /// Ended tabs whose jobs this one carries on.
    adopted: RwSignal<Vec<String>>,
    /// Tabs whose end it waits for.
    awaited: RwSignal<Vec<String>>,
    /// Between the tabs, once this one has joined.
    channel: StoredValue<Option<Channel>, LocalStorage>,
}

impl Default for Tabs {
    fn default() -> Self {
        Self {
            joined: RwSignal::new(false),
            others: RwSignal::new(false),
            adopted: RwSignal::default(),
            awaited: RwSignal::default(),
            channel: StoredValue::new_local(None),
        }
    }
}

impl Tabs {
    /// Whether anything told would be heard.
    pub(in crate::store) fn has_others(self) -> bool {
        self.others.get_untracked()
    }

    fn tell(self, kind: &str, words: &str) {
        let message = [kind, words].join("\n");
        self.channel.with_value(|channel| {
            if let Some(channel) = channel {
                channel.tell(&message);
            }
        });
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
        let is_adopted = |adopted: &Vec<String>| adopted.iter().any(|name| name == owner);
        owner == self.ids.tab() || self.tabs.adopted.with_untracked(is_adopted)
    }

    /// Joins the other tabs, reads the journal, and waits to carry on what ended tabs have left.
    pub(super) async fn join_tabs(self) {
        if self.tabs.channel.with_value(Option::is_some) {
            return;
        }
        let channel = Channel::join();
        channel.listen(move |message: String| hear(self, &message));
        self.tabs.channel.set_value(Some(channel));
        // Before anything is told to anybody: whoever hears of a job waits for this lock.
        hold(&self.ids.tab()).await;
        self.read_journal().await;
        self.tabs.joined.set(true);
        self.tabs.tell("hello", "");
        self.contend();
        self.expect_orders();
        self.start_waiting();
    }

    /// Whether this tab may start anything; if not, joining will.
    pub(super) fn has_joined(self) -> bool {
        let joined = self.tabs.joined.get_untracked();
        if !joined {
            spawn_local(async move { self.join_tabs().await });
        }
        joined
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
            .tabs
            .awaited
            .with_untracked(|awaited| awaited.contains(&owner));
        if job.phase.is_open() && !is_awaited && !self.carries(&job.id) {
            self.carry_on_after(owner);
        }
        self.jobs.take(job);
    }

    /// Waits for a tab to end, then carries on what it has left.
    fn carry_on_after(self, owner: String) {
        self.tabs
            .awaited
            .update(|awaited| awaited.push(owner.clone()));
        spawn_local(async move {
            if !hold(&owner).await {
                return;
            }
            // What it wrote last may have been told to nobody.
            self.read_journal().await;
            self.tabs.adopted.update(|names| names.push(owner));
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
        store.tabs.tell("job", &String::from_utf8_lossy(&entry));
    }
}

/// Tells the other tabs what this one was told of an account.
pub(super) fn tell_news(store: Store, news: &News) {
    if let Ok(words) = serde_json::to_string(news) {
        store.tabs.tell("news", &words);
    }
}

/// Tells the other tabs that these jobs are forgotten.
pub(super) fn tell_forgotten(store: Store, ids: &[String]) {
    if !ids.is_empty() {
        store.tabs.tell("forgotten", &ids.join("\n"));
    }
}

fn hear(store: Store, message: &str) {
    let Some((kind, words)) = message.split_once(BREAK) else {
        return;
    };
    let is_new = !store.tabs.others.get_untracked();
    if is_new {
        store.tabs.others.set(true);
        store.tabs.tell("here", "");
    }
    match kind {
        "news" => {
            if let Ok(news) = serde_json::from_slice(words.as_bytes()) {
                store.take_news(news);
            }
        }
        "job" => {
            if let Ok(job) = Job::read(words.as_bytes()) {
                store.learn(job);
            }
        }
        "forgotten" => store.jobs.drop_ids(words),
        _ => {}
    }
}
