//! The engine that carries out jobs, writes the journal and speaks with the other tabs. A part of
//! its own, fetched once the fleet is on its way.

mod carry;
mod lead;
mod share;

use leptos::task::spawn_local;

pub(super) use lead::{News, Told};
pub(super) use share::Tabs;

use super::{Store, jobs::JobId};
use crate::split::part;

/// What the engine is asked to do.
pub(super) enum Wish {
    /// Read the journal, join the other tabs, carry on what is open.
    Join,
    /// Start what waits.
    Start,
    /// Go on with an account's jobs that wanted something which may be here now.
    GoOn(String),
    /// Take back what has not been sent yet of a batch.
    Stop(String),
    /// Take back one job, if it has not been sent.
    StopOne(JobId),
    /// Say something to whoever listens; what it counts as among many.
    Say(String, &'static str),
    /// Tell the other tabs what this one was told of an account.
    Tell(News),
    /// Forget every job that has ended.
    ForgetEnded,
    /// Forget an account's jobs.
    ForgetAccount(String),
}

/// Does what is wished.
pub(super) type Engine = fn(Store, Wish);

part! {
    /// The engine.
    pub(super) engine: Engine = |store, wish| match wish {
        Wish::Join => spawn_local(async move { store.join_tabs().await }),
        Wish::Start => store.begin(),
        Wish::GoOn(account) => store.go_on_with(&account),
        Wish::Stop(batch) => store.stop_waiting(&|job| job.batch.as_ref() == Some(&batch)),
        Wish::StopOne(id) => store.stop_waiting(&|job| job.id == id),
        Wish::Say(words, counts_as) => store.say(words, counts_as),
        Wish::Tell(news) => share::tell_news(store, &news),
        Wish::ForgetEnded => store.forget(&store.jobs.forget_ended()),
        Wish::ForgetAccount(account) => store.forget(&store.jobs.forget(&account)),
    };
}
