//! The names a machine's addresses lead back to.

use pilothouse_core::{Access, Call, Content, Error, ErrorKind, wire::escape};

use super::{get, interfaces::nics};
use crate::{
    bigv::{
        chain::{Link, Make},
        wire,
    },
    node::Node,
};

/// More addresses than this are not asked for one by one.
const MOST: usize = 32;

/// `GET {machine}/nics`, then `GET /ips/{address}` for each (BigV reference, "NICs & IPs").
pub(super) fn interfaces(access: Access, path: String) -> Result<Call<Link<Content>>, Error> {
    Ok(Call::new(get(&access, path)?, move |response| {
        let nics = nics(response)?;
        let addresses = nics.into_iter().flat_map(|nic| nic.addresses).take(MOST);
        let then = addresses.map(|address| {
            let access = access.clone();
            Box::new(move || reverse_name(&access, address)) as Make<Content>
        });
        let (found, then) = (Vec::new(), then.collect());
        Ok(Link { found, then })
    }))
}

/// An address nobody gave a name, or that this login may not ask about, has none to show.
fn reverse_name(access: &Access, address: String) -> Result<Call<Link<Content>>, Error> {
    let path = ["/ips/", &escape(&address)].concat();
    Ok(Call::new(get(access, path)?, |response| {
        let name = match wire::objects(response) {
            Ok(answer) => Node::from(&answer).one().get("rdns").text(),
            Err(error) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Forbidden) => None,
            Err(error) => return Err(error),
        };
        let name = name.unwrap_or_else(|| "None".to_owned());
        Ok(Link::end(Content::Facts(vec![(address, name)])))
    }))
}
