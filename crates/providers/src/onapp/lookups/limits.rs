//! What the user may have (OnApp reference, `GET /users/:id/limits`, from 4.2 on).

use pilothouse_core::{Error, Field, Form, Verb, form::Kind};
use serde_json::Value;

use super::choices::{own_id, own_path};
use crate::{
    node::Node,
    onapp::{
        forms::form,
        panel::Panel,
        plan::{Answer, Next, Plan, is_not_for_us},
        wire,
    },
};

/// (limit, field it bounds)
const BOUNDS: [(&str, &str); 6] = [
    ("cpus", "cpus"),
    ("memory", "memory"),
    ("cpu_shares", "cpu_shares"),
    ("primary_disk_size", "disk"),
    ("swap_disk_size", "swap"),
    ("rate", "speed"),
];
/// (hint, field it is for)
const HINTS: [(&str, &str); 3] = [
    ("best_data_store_group_primary_id", "disk_zone"),
    ("best_data_store_group_swap_id", "swap_zone"),
    ("best_network_group_id", "network_zone"),
];

/// `GET /profile`, then the limits of whoever that is.
pub(super) struct Limits(Stage);

enum Stage {
    Who,
    Limits(String),
    Ready(Vec<Field>),
    Ended,
}

impl Limits {
    pub(super) fn new() -> Self {
        Self(Stage::Who)
    }
}

impl Plan for Limits {
    type Out = Vec<Field>;

    fn next(&mut self, panel: &Panel) -> Result<Next<Vec<Field>>, Error> {
        match std::mem::replace(&mut self.0, Stage::Ended) {
            Stage::Who => {
                self.0 = Stage::Who;
                Ok(Next::ask(panel.get("/profile", "")?))
            }
            Stage::Limits(id) => {
                let request = panel.get(&own_path(&id, "/limits"), "")?;
                self.0 = Stage::Limits(id);
                Ok(Next::ask(request))
            }
            Stage::Ready(fields) => Ok(Next::Give(fields)),
            Stage::Ended => Ok(Next::End),
        }
    }

    fn answered(&mut self, answer: Result<Answer, Error>) -> Result<(), Error> {
        self.0 = match (std::mem::replace(&mut self.0, Stage::Ended), answer) {
            (Stage::Who, answer) => Stage::Limits(own_id(&answer?)?),
            (Stage::Limits(_), Ok(answer)) => Stage::Ready(bounded(&answer.body)),
            // Older panels have none: no field is bounded then.
            (Stage::Limits(_), Err(error)) if is_not_for_us(&error) => Stage::Ready(Vec::new()),
            (_, Err(error)) => return Err(error),
            (stage, Ok(_)) => stage,
        };
        Ok(())
    }
}

/// The fields of Create that something is said about. 0 and null bound nothing: no source says
/// whether 0 means "none" or "no limit", and the panel will say if it is the former.
fn bounded(body: &Value) -> Vec<Field> {
    let outside = Node::from(body).object();
    let limits = wire::inside(outside, "limits");
    let mut form = form(Verb::Create, None);
    let mut fields = Vec::new();
    for (limit, key) in BOUNDS {
        let limit = limits.get(limit).number().filter(|most| *most > 0);
        if let (Some(limit), Some(mut field)) = (limit, take(&mut form, key)) {
            bound(&mut field, limit);
            fields.push(field);
        }
    }
    for (hint, key) in HINTS {
        // In the limits in one source, beside them in another.
        let hint = [limits, outside].map(|place| place.get(hint).text());
        let hint = hint.into_iter().flatten().next();
        if let (Some(hint), Some(field)) = (hint, take(&mut form, key)) {
            fields.push(field.starting(hint));
        }
    }
    fields
}

fn take(form: &mut Form, key: &str) -> Option<Field> {
    let at = form.fields.iter().position(|field| field.key == key)?;
    Some(form.fields.swap_remove(at))
}

fn bound(field: &mut Field, limit: u64) {
    let Kind::Number { least, most, unit } = &mut field.kind else {
        return;
    };
    *most = limit.min(*most);
    *least = (*least).min(*most);
    if field
        .initial
        .parse()
        .is_ok_and(|initial: u64| initial > *most)
    {
        field.initial = most.to_string();
    }
    let words = format!("Your limit is {limit} {unit}");
    let words = [words.trim_end(), "."].concat();
    field.help = if field.help.is_empty() {
        words
    } else {
        [&words, " ", &field.help].concat()
    };
}
