//! The zones of every region.

use pilothouse_core::{Choice, Error, Response};

use crate::{e24cloud::wire, node::Node};

/// `GET /v2/regions` (e24cloud reference, "Regions"), flattened: the zones of this host's region
/// first, then the others as told. Only those that are said to be available are open.
pub(super) fn read(response: &Response, host: &str) -> Result<Vec<Choice>, Error> {
    let body = wire::succeeded(response)?;
    let regions = Node::from(&body).get("regions");
    if !regions.is_there() {
        return Err(wire::bad_answer("has no list of regions"));
    }
    let mut ranked = Vec::new();
    for region in regions.rows() {
        let region = Node::from(region);
        let name = region.get("name").text().unwrap_or_default();
        let distance = distance(&name, host);
        for row in region.get("zones").rows() {
            ranked.extend(zone(Node::from(row), &name).map(|zone| (distance, zone)));
        }
    }
    ranked.sort_by_key(|(distance, _)| *distance);
    Ok(ranked.into_iter().map(|(_, zone)| zone).collect())
}

fn zone(zone: Node<'_>, region: &str) -> Option<Choice> {
    let id = zone.get("id").text()?;
    let (label, name) = (zone.get("label").text(), zone.get("name").text());
    let label = label.or(name).unwrap_or_else(|| id.clone());
    let mut choice = Choice::new(id, label).with_detail(region);
    if zone.get("available").flag() != Some(true) {
        choice.closed = Some("e24cloud does not offer this zone at the moment.".to_owned());
    }
    Some(choice)
}

/// How sure it is that a region is the one this host serves: 0 for its very name, 1 for a name
/// with the host's town in it, 2 for anything else. What regions are called is not published and
/// has changed, so this only sorts and never leaves a zone out.
fn distance(region: &str, host: &str) -> u8 {
    let label = host.split('.').next().unwrap_or_default();
    let region = plain(region);
    if !label.is_empty() && region == plain(label) {
        return 0;
    }
    // `eu-poland-1warszawa` ends in the town; the region may spell it in English.
    let town = label.rsplit('-').next().unwrap_or_default();
    let town = town.trim_matches(|c: char| c.is_ascii_digit()).get(..4);
    let mut words = region.split(|c: char| !c.is_alphanumeric());
    match town {
        Some(town) if words.any(|word| word.trim_matches(char::is_numeric).starts_with(town)) => 1,
        _ => 2,
    }
}

/// In small letters without Polish marks.
fn plain(text: &str) -> String {
    let unmarked = |c| match c {
        'ą' => 'a',
        'ć' => 'c',
        'ę' => 'e',
        'ł' => 'l',
        'ń' => 'n',
        'ó' => 'o',
        'ś' => 's',
        'ź' | 'ż' => 'z',
        other => other,
    };
    text.trim().to_lowercase().chars().map(unmarked).collect()
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn a_region_is_near_by_its_name_or_town() {
        let poznan2 = "eu-poland-1poznan2.api.e24cloud.com";
        let warsaw = "eu-poland-1warszawa.api.e24cloud.com";
        for (region, host, expected) in [
            ("eu-poland-1poznan2", poznan2, 0),
            (" EU-POLAND-1POZNAN2", poznan2, 0),
            ("eu-poland-1poznan", poznan2, 1),
            ("Poznań DC2", poznan2, 1),
            ("DC1 (POZNAŃ)", poznan2, 1),
            ("Warszawa", poznan2, 2),
            ("Warszawa", warsaw, 1),
            ("Warsaw", warsaw, 1),
            ("eu-poland-1poznan", warsaw, 2),
            ("Poland", warsaw, 2),
            ("", warsaw, 2),
            ("", "", 2),
            ("127", "127.0.0.1", 0),
            ("Poznań", "127.0.0.1", 2),
            ("Poznań", "localhost", 2),
            ("Poznań", "łódź", 2),
        ] {
            assert_eq!(distance(region, host), expected, "{region} {host}");
        }
    }
}
