//! A lookup: its sources one after the other, page by page.

use std::collections::BTreeSet;

use pilothouse_core::{Choice, Error, wire::escape};

use super::source::{Source, Where};
use crate::{
    node::Node,
    onapp::{
        panel::Panel,
        plan::{Answer, Next, Plan, is_not_for_us},
        wire,
    },
};

/// Asked for at a time.
const PER_PAGE: usize = 100;
/// More pages than any list has.
const MOST_PAGES: u32 = 200;

/// Reads the sources in their order.
pub(super) struct Choices {
    sources: &'static [Source],
    /// Go on after a source that answered.
    all: bool,
    page: u32,
    items: usize,
    own_id: Option<String>,
    asks_who: bool,
    /// Values given so far: panels that ignore paging send the same ones again.
    known: BTreeSet<String>,
    ready: Option<Vec<Choice>>,
    any_answered: bool,
}

impl Choices {
    pub(super) fn new(sources: &'static [Source], all: bool) -> Self {
        Self {
            sources,
            all,
            page: 1,
            items: 0,
            own_id: None,
            asks_who: false,
            known: BTreeSet::new(),
            ready: None,
            any_answered: false,
        }
    }

    fn next_source(&mut self) {
        self.sources = self.sources.get(1..).unwrap_or_default();
        (self.page, self.items) = (1, 0);
    }

    fn after_answer(&mut self, more: bool) {
        if more {
            self.page += 1;
        } else if self.all {
            self.next_source();
        } else {
            self.sources = &[];
        }
    }
}

impl Plan for Choices {
    type Out = Vec<Choice>;

    fn next(&mut self, panel: &Panel) -> Result<Next<Vec<Choice>>, Error> {
        if let Some(choices) = self.ready.take() {
            return Ok(Next::Give(choices));
        }
        let Some(source) = self.sources.first() else {
            return Ok(Next::End);
        };
        let request = match (source.at, &self.own_id) {
            (Where::Panel(path), _) => {
                let query = format!("page={}&per_page={PER_PAGE}", self.page);
                panel.get(path, &query)
            }
            (Where::Whole(path), _) => panel.get(path, ""),
            (Where::User(path), Some(id)) => panel.get(&own_path(id, path), ""),
            (Where::User(_), None) => {
                self.asks_who = true;
                panel.get("/profile", "")
            }
        };
        Ok(Next::ask(request?))
    }

    fn answered(&mut self, answer: Result<Answer, Error>) -> Result<(), Error> {
        let asked_who = std::mem::take(&mut self.asks_who);
        let answer = match answer {
            Ok(answer) => answer,
            // The last one's refusal is said if nobody answered.
            Err(error)
                if is_not_for_us(&error) && (self.any_answered || self.sources.len() > 1) =>
            {
                self.next_source();
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        if asked_who {
            self.own_id = Some(own_id(&answer)?);
            return Ok(());
        }
        let Some(source) = self.sources.first() else {
            return Ok(());
        };
        let mut choices = (source.read)(&answer.body);
        let count = Node::from(&answer.body).rows().len();
        if choices.is_empty() && !is_list_like(&answer) {
            return Err(wire::bad_answer("is not a list"));
        }
        choices.retain(|choice| self.known.insert(choice.value.clone()));
        self.items += count;
        let paged = matches!(source.at, Where::Panel(_));
        let full = match answer.limit {
            Some(limit) if (1..PER_PAGE).contains(&limit) => limit,
            _ => PER_PAGE,
        };
        let more = match answer.total {
            Some(total) if total >= count => self.items < total,
            _ => count >= full && count <= PER_PAGE,
        };
        // Nothing new on a further page: this panel knows no pages.
        let stuck = choices.is_empty() && (count == 0 || self.page > 1);
        self.after_answer(paged && more && !stuck && self.page < MOST_PAGES);
        self.any_answered = true;
        self.ready = Some(choices);
        Ok(())
    }
}

fn is_list_like(answer: &Answer) -> bool {
    let body = Node::from(&answer.body);
    body.is_list() || body.is_object() && !body.get("error").is_there()
}

/// The number of whoever is asking, from `/profile`.
pub(super) fn own_id(answer: &Answer) -> Result<String, Error> {
    let user = wire::inside(Node::from(&answer.body), "user");
    let id = user.get("id").text();
    id.ok_or_else(|| wire::bad_answer("does not say who was let in"))
}

/// A path below the user's own.
pub(super) fn own_path(id: &str, path: &str) -> String {
    ["/users/", &escape(id), path].concat()
}
