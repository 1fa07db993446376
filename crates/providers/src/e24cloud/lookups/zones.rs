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

/// How far a region's name is from that of the region this host serves: 0 for the very name, 1
/// for the same town and number, 2 for the same town, 3 for anything else. What regions are
/// called is not published and has changed, so this only sorts and never leaves a zone out.
fn distance(region: &str, host: &str) -> u8 {
    let label = host.split('.').next().unwrap_or_default();
    let region = plain(region);
    if !label.is_empty() && region == plain(label) {
        return 0;
    }
    // `eu-poland-1poznan2` ends in the town and, from the second one there, its number.
    let town = label.rsplit('-').next().unwrap_or_default();
    let number = number_at_end(town);
    // The region may spell the town in English, which its first letters survive.
    let Some(town) = town.trim_matches(|c: char| c.is_ascii_digit()).get(..4) else {
        return 3;
    };
    let mut words = region.split(|c: char| !c.is_alphanumeric());
    if !words.any(|word| word.trim_matches(char::is_numeric).starts_with(town)) {
        return 3;
    }
    if number_at_end(&region) == number {
        1
    } else {
        2
    }
}

/// The digits a name ends in; the first of a kind often has none.
fn number_at_end(name: &str) -> &str {
    let name = name.trim_end_matches(')');
    let rest = name.trim_end_matches(|c: char| c.is_ascii_digit());
    match name.get(rest.len()..) {
        Some(digits) if !digits.is_empty() => digits,
        _ => "1",
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
        let poznan = "eu-poland-1poznan.api.e24cloud.com";
        let poznan2 = "eu-poland-1poznan2.api.e24cloud.com";
        let warsaw = "eu-poland-1warszawa.api.e24cloud.com";
        for (region, host, expected) in [
            ("eu-poland-1poznan2", poznan2, 0),
            (" EU-POLAND-1POZNAN2", poznan2, 0),
            ("Poznań DC2", poznan2, 1),
            ("EU/POZNAN-2", poznan2, 1),
            ("DC2 (POZNAŃ 2)", poznan2, 1),
            ("eu-poland-1poznan", poznan2, 2),
            ("Poznań DC1", poznan2, 2),
            ("EU/POZNAN-2", poznan, 2),
            ("EU/POZNAN-1", poznan, 1),
            ("Poznań", poznan, 1),
            ("Warszawa", poznan2, 3),
            ("Warszawa", warsaw, 1),
            ("Warsaw", warsaw, 1),
            ("eu-poland-1poznan", warsaw, 3),
            ("Poland", warsaw, 3),
            ("", warsaw, 3),
            ("", "", 3),
            ("127", "127.0.0.1", 0),
            ("Poznań", "127.0.0.1", 3),
            ("Poznań", "localhost", 3),
            ("Poznań", "łódź", 3),
        ] {
            assert_eq!(distance(region, host), expected, "{region} {host}");
        }
    }
}
