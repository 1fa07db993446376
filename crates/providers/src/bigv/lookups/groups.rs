//! Accounts and their groups.

use pilothouse_core::{Access, Call, Choice, Error, Request, wire::escape};
use serde_json::Value;

use crate::{
    bigv::{auth, place::Place, wire},
    node::Node,
};

/// `GET /accounts` (BigV reference, "Groups, accounts, overview").
pub(super) fn accounts(access: &Access) -> Result<Call<Vec<Choice>>, Error> {
    let request = auth::sign(Request::get(&access.endpoint, "/accounts"), access)?;
    Ok(Call::new(request, |response| {
        let answer = wire::objects(response)?;
        let mut choices = Vec::new();
        for account in rows(&answer) {
            if let Some(mut choice) = choice(account) {
                let is_suspended = account.get("suspended").flag() == Some(true);
                choice.closed = is_suspended.then(|| "This account is suspended.".to_owned());
                choices.push(choice);
            }
        }
        Ok(choices)
    }))
}

/// `GET /accounts/{account}/groups`. The group everybody has is chosen by its name, so that a
/// form may begin with it.
pub(super) fn groups(access: &Access, account: &str) -> Result<Call<Vec<Choice>>, Error> {
    let path = ["/accounts/", &escape(account), "/groups"].concat();
    let request = auth::sign(Request::get(&access.endpoint, path), access)?;
    Ok(Call::new(request, |response| {
        let answer = wire::objects(response)?;
        let mut choices = Vec::new();
        for group in rows(&answer) {
            if let Some(mut choice) = choice(group) {
                if choice.label == "default" {
                    choice.value.clone_from(&choice.label);
                }
                choices.push(choice);
            }
        }
        Ok(choices)
    }))
}

/// `GET /accounts?view=overview`: the groups of all accounts, as a machine may move to any. The
/// values are those of [`Place::to_text`].
pub(super) fn every_group(access: &Access) -> Result<Call<Vec<Choice>>, Error> {
    let request = Request::get(&access.endpoint, "/accounts?view=overview");
    Ok(Call::new(auth::sign(request, access)?, |response| {
        let answer = wire::objects(response)?;
        let mut choices = Vec::new();
        for account in rows(&answer) {
            let Some(of) = choice(account) else { continue };
            for group in account.get("groups").rows() {
                if let Some(group) = choice(Node::from(group)) {
                    let value = Place::new(of.value.clone(), group.value).to_text();
                    choices.push(Choice::new(value, group.label).with_detail(of.label.clone()));
                }
            }
        }
        Ok(choices)
    }))
}

fn rows(answer: &Value) -> impl Iterator<Item = Node<'_>> {
    Node::from(answer).rows().iter().map(Node::from)
}

/// By its id, or by its name where none is told.
fn choice(row: Node) -> Option<Choice> {
    let value = wire::id_or_name(row)?;
    let label = row.get("name").text().unwrap_or_else(|| value.clone());
    Some(Choice::new(value, label))
}
