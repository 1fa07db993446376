//! XML by hand, and every tree there and back.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{XML, body, read::tree, reasons};

#[test]
fn the_conventions_are_those_of_rails() {
    for (xml, json) in [
        (
            r#"<?xml version="1.0" encoding="UTF-8"?>
            <virtual_machine>
              <id type="integer">81</id><label>mail &amp; web</label>
              <booted type="boolean">false</booted><built type="boolean">1</built>
              <price_per_hour type="float">0.0213</price_per_hour>
              <price type="decimal">0.0</price>
              <admin_note nil="true"></admin_note><iso_id type="integer" nil="true"/>
              <xen_id type="integer"></xen_id><note></note><state type="symbol">new</state>
              <created_at type="dateTime">2016-02-01T10:00:00+00:00</created_at>
              <preferred_hvs type="array"/>
              <ip_addresses type="array">
                <ip_address><id type="integer">9</id><address>192.0.2.9</address></ip_address>
              </ip_addresses>
            </virtual_machine>"#,
            json!({"virtual_machine": {
                "id": 81, "label": "mail & web", "booted": false, "built": true,
                "price_per_hour": 0.0213, "price": "0.0", "admin_note": null, "iso_id": null,
                "xen_id": null, "note": "", "state": "new",
                "created_at": "2016-02-01T10:00:00+00:00", "preferred_hvs": [],
                "ip_addresses": [{"ip_address": {"id": 9, "address": "192.0.2.9"}}],
            }}),
        ),
        (
            r#"<disks type="array"><disk><id type="integer">1</id></disk><disk type="Disk"><id type="integer">2</id></disk></disks>"#,
            json!([{"disk": {"id": 1}}, {"disk": {"id": 2}}]),
        ),
        (r#"<nil-classes type="array"/>"#, json!([])),
        (
            r#"<a type="array"><b type="integer">3</b><b>x</b><b nil="true"/></a>"#,
            json!([3, "x", null]),
        ),
        (
            r#"<cpu_hourly_stats type="array"><cpu_hourly_stat><cpu_hourly_stat><cpu_time type="integer">7</cpu_time></cpu_hourly_stat></cpu_hourly_stat></cpu_hourly_stats>"#,
            json!([{"cpu_hourly_stat": {"cpu_time": 7}}]),
        ),
        (
            r#"<vm_hourly_stat><billing_stats><disks type="array"><disk><label>root</label><costs type="array"><cost><cost type="float">0.5</cost></cost></costs></disk></disks></billing_stats></vm_hourly_stat>"#,
            json!({"vm_hourly_stat": {"billing_stats": {"disks": [
                {"label": "root", "costs": [{"cost": 0.5}]},
            ]}}}),
        ),
        (
            r#"<a type="array"><item><x>1</x></item></a>"#,
            json!([{"x": "1"}]),
        ),
        ("<version>5.4.0</version>", json!({"version": "5.4.0"})),
        (
            "<hash><version>5.4.0</version></hash>",
            json!({"version": "5.4.0"}),
        ),
        (
            "<user><first-name>Ada</first-name></user>",
            json!({"user": {"first_name": "Ada"}}),
        ),
        (
            "<errors><error>a</error></errors>",
            json!({"errors": ["a"]}),
        ),
        (
            r#"<errors type="array"><error>a</error><error>b</error></errors>"#,
            json!({"errors": ["a", "b"]}),
        ),
        (
            "<disks><disk><id>1</id></disk></disks>",
            json!([{"disk": {"id": "1"}}]),
        ),
        (
            "<a><ip-addresses><ip-address><id>9</id></ip-address></ip-addresses></a>",
            json!({"a": {"ip_addresses": [{"ip_address": {"id": "9"}}]}}),
        ),
        (
            "<disks><usage>1</usage></disks>",
            json!({"disks": {"usage": "1"}}),
        ),
        (
            r#"<errors><label type="array"><label>is short</label></label></errors>"#,
            json!({"errors": {"label": ["is short"]}}),
        ),
        ("<error>a<!-- b --></error>", json!({"error": "a"})),
        (
            r#"<a><id type="integer">many</id><on type="boolean">maybe</on><f type="float">inf</f></a>"#,
            json!({"a": {"id": "many", "on": "maybe", "f": "inf"}}),
        ),
        (
            "<a><b>1</b><c/><b>2</b><b>3</b></a>",
            json!({"a": {"b": ["1", "2", "3"], "c": ""}}),
        ),
        ("\u{feff}\n<a><![CDATA[<b>]]></a>", json!({"a": "<b>"})),
        (
            r#"<a type="integer">18446744073709551615</a>"#,
            json!({"a": u64::MAX}),
        ),
    ] {
        assert_eq!(tree(xml).unwrap(), json, "{xml}");
    }
}

#[test]
fn requests_are_written_with_their_types() {
    for (json, xml) in [
        (
            json!({"virtual_machine": {"label": "a<b", "memory": 512, "on": true, "no": null, "ids": [1, "x"], "f": 0.5}}),
            "<virtual_machine><f type=\"float\">0.5</f><ids type=\"array\"><item type=\"integer\">1</item><item>x</item></ids><label>a&lt;b</label><memory type=\"integer\">512</memory><no nil=\"true\"></no><on type=\"boolean\">true</on></virtual_machine>",
        ),
        (
            json!({"a": 1, "b": "c"}),
            "<hash><a type=\"integer\">1</a><b>c</b></hash>",
        ),
    ] {
        let prolog = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
        let written = String::from_utf8((XML.write)(&json)).unwrap();
        assert_eq!(written, [prolog, xml].concat());
    }
}

#[test]
fn what_is_no_xml_is_named() {
    for (content_type, text, words) in [
        ("application/xml", "", "is empty"),
        ("application/xml", " \n", "is empty"),
        ("text/html; charset=utf-8", "<p>Sorry</p>", "is a web page"),
        ("application/xml", "<!DOCTYPE html><p>", "is a web page"),
        ("application/xml", "<HTML><p>", "is a web page"),
        ("application/json", "{\"id\":1}", "is not valid XML: line 1"),
        ("application/xml", "<a>\n<b>", "is not valid XML: line"),
    ] {
        let response = http::Response::builder()
            .header("content-type", content_type)
            .body(text.as_bytes().to_vec())
            .unwrap();
        let error = body(&response).unwrap_err();
        assert_eq!(error.kind, pilothouse_core::ErrorKind::BadAnswer);
        assert!(error.message.contains(words), "{text}: {error}");
    }
    let response = http::Response::new(vec![b'<', 0xff, b'>']);
    assert!(body(&response).unwrap_err().message.contains("not UTF-8"));
}

#[test]
fn failures_are_read_in_every_shape() {
    for (text, words) in [
        (
            "<errors><error>a &lt; b</error><error>c</error></errors>",
            &["a < b", "c"][..],
        ),
        ("<error>a</error>", &["a"]),
        (
            "<errors><base>no</base><cpu_shares type=\"array\"><e>is odd</e></cpu_shares></errors>",
            &["no", "cpu shares is odd"],
        ),
        (
            "<hash><errors type=\"array\"><error>a</error></errors></hash>",
            &["a"],
        ),
        ("<hash><error>a</error></hash>", &["a"]),
        ("<errors><error>a</error><error>cut", &["a"]),
        ("{\"errors\":[\"a\"]}", &["a"]),
        ("plain", &["plain"]),
        (
            "<virtual_machine><initial_root_password>s3cret</initial_root_password></virtual_machine>",
            &[],
        ),
        ("<html><error>a</error></html>", &[]),
        ("", &[]),
    ] {
        let response = http::Response::new(text.as_bytes().to_vec());
        let found: Vec<String> = reasons(&response)
            .iter()
            .map(super::Reason::words)
            .collect();
        assert_eq!(found, words, "{text}");
    }
}

/// Rails' writer, made a second time: the client's own might err in the same way as its reader.
fn rails(name: &str, value: &Value, pretty: bool) -> String {
    let (kind, inside) = match value {
        Value::Null => (" nil=\"true\"", String::new()),
        Value::Bool(flag) => (" type=\"boolean\"", flag.to_string()),
        Value::Number(number) if number.is_f64() => (" type=\"float\"", number.to_string()),
        Value::Number(number) => (" type=\"integer\"", number.to_string()),
        Value::String(text) => ("", crate::xml::escape(text)),
        Value::Array(items) => {
            let inside = items.iter().map(|item| match item {
                Value::Object(members) => {
                    let (name, inner) = members.iter().next().unwrap();
                    rails(name, inner, pretty)
                }
                item => rails("member", item, pretty),
            });
            (" type=\"array\"", inside.collect())
        }
        Value::Object(members) => {
            let members = members.iter();
            let inside = members.map(|(name, value)| rails(name, value, pretty));
            ("", inside.collect())
        }
    };
    let space = if pretty { "\n  " } else { "" };
    format!("{space}<{name}{kind}>{inside}</{name}>{space}")
}

fn names() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "id",
        "label",
        "memory",
        "booted",
        "note",
        "created_at",
        "ip_address",
        "disk",
        "params",
        "hypervisor_group",
        "limits",
        "virtual_machine",
        "x",
    ])
    .prop_map(str::to_owned)
}

/// Objects as answers have them: never empty, and in a list each in its envelope.
fn answers() -> impl Strategy<Value = Value> {
    let text = "[^\u{0}-\u{8}\u{b}\u{c}\u{e}-\u{1f}\u{7f}\u{fffe}\u{ffff}]{0,12}";
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9).prop_map(|n: f64| json!(n)),
        text.prop_map(Value::from),
    ]
    .boxed();
    leaf.clone().prop_recursive(5, 48, 6, move |inner| {
        let object = prop::collection::btree_map(names(), inner, 1..6)
            .prop_map(|members| Value::Object(members.into_iter().collect::<Map<_, _>>()))
            .boxed();
        let doubled = "an envelope named like its only member is one";
        let enveloped = (names(), object.clone())
            .prop_filter(doubled, |(name, object)| {
                let members = object.as_object().unwrap();
                !(members.len() == 1 && members.get(name).is_some_and(Value::is_object))
            })
            .prop_map(|(name, object)| Value::Object(Map::from_iter([(name, object)])));
        prop_oneof![
            object,
            prop::collection::vec(enveloped, 0..5).prop_map(Value::from),
            prop::collection::vec(leaf.clone(), 0..5).prop_map(Value::from),
        ]
    })
}

proptest! {
    #[test]
    fn an_answer_in_xml_is_the_tree_it_is_in_json(value in answers(), pretty in any::<bool>()) {
        let expected = match &value {
            Value::Array(_) => value.clone(),
            _ => json!({ "virtual_machine": value.clone() }),
        };
        prop_assert_eq!(tree(&rails("virtual_machine", &value, pretty)).unwrap(), expected.clone());
        let own = match &value {
            // A request's body is never a bare list.
            Value::Array(_) => json!({ "virtual_machine": { "list": value } }),
            _ => expected,
        };
        let written = String::from_utf8((XML.write)(&own)).unwrap();
        prop_assert_eq!(tree(&written).unwrap(), own, "{}", written);
    }

    #[test]
    fn no_markup_makes_it_panic(text in "(<(a|b|errors|error|item|hash)( type=\"(array|integer|boolean)\"| nil=\"true\")?/?>|</(a|b|errors|error|item|hash)>|1|x| ){0,24}") {
        let response = http::Response::new(text.into_bytes());
        let _ = body(&response);
        let _ = reasons(&response);
    }
}
