//! Which machines a query means.

use pilothouse_core::{Machine, State};

use super::{finds, read, web};

#[test]
fn finds_what_is_asked_for() {
    let machine = web();
    for query in [
        "",
        "   ",
        "web",
        "WEB debian",
        "vm-77",
        "acme",
        "\"debian 12\"",
        "“debian 12”",
        "name:web",
        "name=web-1",
        "NAME:Web",
        "id:77",
        "id=VM-77",
        "account:\"acme prod\"",
        "account=\"acme prod\"",
        "provider:sky",
        "provider=skycap",
        "provider=\"sky capsule\"",
        "ip:192.0",
        "ip:2001:db8",
        "ip=2001:DB8::1",
        "zone:łódź",
        "ZONE:ŁÓ",
        "place:1 region:1",
        "image:deb tag:shop",
        "tag=\"eu west\"",
        "tag:x,shop",
        "tag:,shop,",
        "-mail",
        "not mail",
        "not not web",
        "-state:off",
        "mail or web",
        "MAIL OR WEB",
        "mail or web debian",
        "web or mail nothing",
        "(mail or web) debian",
        "web and debian",
        "-(mail or ftp)",
        "not (mail or ftp)",
        "((web))",
        "not(mail)or(mail)",
        "cpu>2",
        "cpu>=4 cpu<=4 cpu:4 cpu=4",
        "cpu:2,4",
        "mem>=8g",
        "mem:8g",
        "mem<8.1g",
        "memory:>7 ram<9",
        "mem=8192m",
        "disk:19.5g",
        "disk>19g",
        "price<=0.05",
        "price=0.05",
        "age>30d",
        "created:1mo",
        "changed<3d",
        "has:ip,price",
        "has:account has:state",
        "-no:tag",
        "-or",
    ] {
        let parsed = read(query);
        assert!(parsed.flaws.is_empty(), "{query}: {:?}", parsed.flaws);
        assert!(finds(query, &machine), "{query}");
    }
}

#[test]
fn leaves_out_what_is_not() {
    let machine = web();
    for query in [
        "mail",
        "web mail",
        "-web",
        "not web",
        "-\"debian 12\"",
        "\"web debian\"",
        "\"shop eu\"",
        "name:debian",
        "name=web",
        "account:\"prod acme\"",
        "account=acme",
        "provider:onyx",
        "ip:10.",
        "ip=192.0.2",
        "zone:man",
        "tag=west",
        "tag:x,y",
        "web -tag:shop",
        "mail or ftp",
        "mail or web ftp",
        "(mail or web) ftp",
        "-(mail or web)",
        "not not mail",
        "cpu>4",
        "cpu<4",
        "cpu:2,8",
        "mem>8g",
        "mem<8g",
        "mem:8.1g",
        "disk>=20g",
        "price<0.05",
        "price>0.05",
        "age<40d",
        "age:39d",
        "changed>1w",
        "no:ip",
        "-has:price",
        "\"or\"",
    ] {
        let parsed = read(query);
        assert!(parsed.flaws.is_empty(), "{query}: {:?}", parsed.flaws);
        assert!(!finds(query, &machine), "{query}");
    }
}

#[test]
fn states_go_by_their_word_or_their_tone() {
    use State::{Building, Deleted, Failed, NotBuilt, Off, Rescue, Restarting, Running};
    use State::{Starting, Stopping, Suspended, Unknown, Unread};
    for (query, found) in [
        ("state:off", vec![Off, Suspended, NotBuilt, Deleted]),
        ("state:of", vec![Off, Suspended, NotBuilt, Deleted]),
        ("state=off", vec![Off]),
        ("STATE:Running", vec![Running, Rescue]),
        ("state:start", vec![Starting]),
        ("state=\"starting…\"", vec![Starting]),
        (
            "state:changing",
            vec![Starting, Stopping, Restarting, Building],
        ),
        ("state:failed", vec![Failed]),
        ("state:failed,rescue", vec![Rescue, Failed]),
        ("state:not-built", vec![NotBuilt]),
        ("state:\"Not built\"", vec![NotBuilt]),
        ("state:unknown", vec![Unread, Unknown]),
        ("state:nonsense", vec![]),
        ("state:…", vec![]),
    ] {
        let states = [
            Running, Off, Starting, Stopping, Restarting, Building, Rescue, Suspended, Failed,
            NotBuilt, Deleted, Unread, Unknown,
        ]
        .into_iter()
        .filter(|state| {
            let machine = Machine {
                state: *state,
                ..web()
            };
            finds(query, &machine)
        });
        assert_eq!(states.collect::<Vec<_>>(), found, "{query}");
    }
}

/// Nobody knows whether a machine has less than what its provider did not tell.
#[test]
fn what_was_not_told_is_in_no_range() {
    let bare = Machine::bare("1", "");
    for (query, found) in [
        ("mem<4g", false),
        ("mem>=0", false),
        ("-mem>4g", true),
        ("price<1", false),
        ("age>1d", false),
        ("no:mem", true),
        ("no:name,place,image,tag,ip,price,age", true),
        ("has:mem,id", true),
        ("has:mem,cpu,disk", false),
        ("zone:x", false),
    ] {
        assert_eq!(finds(query, &bare), found, "{query}");
    }
}

#[test]
fn only_what_filters_is_a_query() {
    for query in ["", " \t", "()", "state:", "mem>x", "or", "\"", "-", "\"\""] {
        assert!(read(query).query.is_empty(), "{query}");
    }
    for query in ["a", "-a", "state:x", "x:", "mem"] {
        assert!(!read(query).query.is_empty(), "{query}");
    }
}

#[test]
fn case_folds_beyond_ascii() {
    let machine = Machine::bare("1", "ΟΔΟΣ İstanbul ÄÖ");
    for query in [
        "οδος",
        "οδοΣ",
        "ΟΔΟ",
        "istanbul",
        "İSTANBUL",
        "name:äö",
        "Äö",
    ] {
        assert!(finds(query, &machine), "{query}");
    }
}
