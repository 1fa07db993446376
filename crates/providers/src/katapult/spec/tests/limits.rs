//! Texts meant to do harm.

use super::around;
use crate::katapult::spec::{Spec, SpecDocument};
use pilothouse_core::Document;

#[test]
fn entities_are_never_expanded() {
    let bomb = r#"<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>
<VirtualMachineSpec><Name>&b;</Name></VirtualMachineSpec>"#;
    let outside = r#"<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/hosts">]>
<VirtualMachineSpec><Name>&a;</Name></VirtualMachineSpec>"#;
    for text in [bomb, outside, &around("<Name>&a;</Name>")] {
        assert_eq!(SpecDocument.flaws(text).len(), 1, "{text}");
        assert!(Spec::parse(text).is_err(), "{text}");
    }
}

#[test]
fn deep_documents_are_refused() {
    for name in ["Name", "DiskTemplate", "a"] {
        let open = format!("<{name}>").repeat(100_000);
        let close = format!("</{name}>").repeat(100_000);
        let found = SpecDocument.flaws(&around(&[open, close].concat()));
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        assert!(found[0].words.contains("more than 100"), "{found:?}");
    }
}

#[test]
fn no_more_is_said_than_anybody_reads() {
    let option = "<Option key=\"a\">b</Option>".repeat(50_000);
    for body in [
        "<Surprise/>".repeat(50_000),
        "<Zone/>".repeat(50_000),
        format!("<Tags>{}</Tags>", "x<Tag/>".repeat(50_000)),
        format!("<DiskTemplate>{option}</DiskTemplate>"),
        format!("<{}/>", "a".repeat(1_000_000)),
    ] {
        let found = SpecDocument.flaws(&around(&body));
        let size: usize = found.iter().map(|flaw| flaw.words.len()).sum();
        assert!((1..=102).contains(&found.len()), "{}", found.len());
        assert!(size < 40_000, "{size}");
    }
    let names: String = (0..1000_u32).fold(String::new(), |names, index| {
        names + &format!(" a{index}=\"\"")
    });
    let found = SpecDocument.flaws(&around(&format!("<Zone{names}>a</Zone>")));
    assert_eq!(found.len(), 100);
}

#[test]
fn large_documents_are_read() {
    let tags = "<Tag>web</Tag>".repeat(100_000);
    let text = around(&format!("<Tags>{tags}</Tags>"));
    let spec = Spec::parse(&text).unwrap();
    assert_eq!(spec.tags.len(), 100_000);
    assert!(spec.write().len() < text.len() * 2);
}
