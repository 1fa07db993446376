//! Backups of a machine's discs, where the cluster has them.

use pilothouse_core::{Access, Call, Content, Error, ErrorKind, wire::escape};

use super::{discs::disc, get};
use crate::{
    bigv::{
        chain::{Link, Make},
        wire,
    },
    node::Node,
};

/// `GET {machine}/discs` for what is planned, then `GET …/discs/{disc}/backups` for each disc that
/// has some (BigV reference, "Discs and backups"). Early clusters tell nothing of either.
pub(super) fn discs(access: Access, path: String) -> Result<Call<Link<Content>>, Error> {
    Ok(Call::new(get(&access, path.clone())?, move |response| {
        let answer = wire::objects(response)?;
        let mut facts = Vec::new();
        let mut then = Vec::new();
        for row in Node::from(&answer).rows() {
            let row = Node::from(row);
            let disc = disc(row);
            let name = if disc.name.is_empty() {
                disc.id.clone()
            } else {
                disc.name
            };
            for schedule in row.get("backup_schedules").rows() {
                facts.push((name.clone(), plan(Node::from(schedule))));
            }
            // A count of none is no reason to ask; one that is not told is, where there are plans.
            let has_plans = !row.get("backup_schedules").rows().is_empty();
            let counted = row.get("backup_count").number();
            if !disc.id.is_empty() && counted.map_or(has_plans, |count| count > 0) {
                let access = access.clone();
                let path = [&path, "/", &escape(&disc.id), "/backups"].concat();
                let read = move || backups(&access, path, name);
                then.push(Box::new(read) as Make<Content>);
            }
        }
        if facts.is_empty() && then.is_empty() {
            let words = "BigV tells of none.".to_owned();
            facts.push(("Backups".to_owned(), words));
        }
        let found = if facts.is_empty() {
            Vec::new()
        } else {
            vec![Content::Facts(facts)]
        };
        Ok(Link { found, then })
    }))
}

/// `every 7 days, keeps 1, from 2018-03-01 00:00:00 GMT`. One sample of BigV's names the beginning
/// otherwise; it is free-form text.
fn plan(schedule: Node) -> String {
    let mut words = Vec::new();
    if let Some(seconds) = schedule.get("interval_seconds").number() {
        words.push(["every ", &interval(seconds)].concat());
    }
    if let Some(kept) = schedule.get("capacity").text() {
        words.push(["keeps ", &kept].concat());
    }
    let start = schedule.get("start_at").text();
    if let Some(start) = start.or_else(|| schedule.get("start_date").text()) {
        words.push(["from ", &start].concat());
    }
    words.join(", ")
}

fn interval(seconds: u64) -> String {
    let (length, unit) = match seconds {
        s if s > 0 && s % 86_400 == 0 => (86_400, "day"),
        s if s > 0 && s % 3600 == 0 => (3600, "hour"),
        s if s > 0 && s % 60 == 0 => (60, "minute"),
        _ => (1, "second"),
    };
    match seconds / length {
        1 => unit.to_owned(),
        count => [&count.to_string(), " ", unit, "s"].concat(),
    }
}

/// The backups of one disc. A cluster that counts them but refuses to list them has none to show.
fn backups(access: &Access, path: String, of: String) -> Result<Call<Link<Content>>, Error> {
    Ok(Call::new(get(access, path)?, move |response| {
        let answer = match wire::objects(response) {
            Err(error) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Forbidden) => {
                let words = "BigV does not list them.".to_owned();
                return Ok(Link::end(Content::Facts(vec![(of, words)])));
            }
            answer => answer?,
        };
        let mut backups = Vec::new();
        for row in Node::from(&answer).rows() {
            let row = Node::from(row);
            if !row.is_object() {
                continue;
            }
            let mut backup = disc(row);
            let by_hand = match row.get("manual").flag() {
                Some(true) => ", made by hand",
                _ => "",
            };
            let end = if backup.kind.is_empty() { "" } else { ", " };
            backup.kind = ["backup of ", &of, by_hand, end, &backup.kind].concat();
            backups.push(backup);
        }
        Ok(Link::end(Content::Disks(backups)))
    }))
}

#[cfg(test)]
mod tests {
    #[test]
    fn intervals_are_told_in_the_largest_whole_unit() {
        for (seconds, words) in [
            (604_800, "7 days"),
            (86_400, "day"),
            (7200, "2 hours"),
            (90, "90 seconds"),
            (60, "minute"),
            (0, "0 seconds"),
        ] {
            assert_eq!(super::interval(seconds), words);
        }
    }
}
