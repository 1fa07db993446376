//! Both formats through the same readers, and the fleet's client that knows one.

use pilothouse_core::{ErrorKind, Input, Operator, Provider, Step, Verb};
use serde_json::json;

use super::{
    FLEET, OnAppOperator, access, answer, expected, full, now,
    orders::{order, ordered, xml_access},
    target, wrapped,
};

/// The machine of the other tests as a panel writes it in XML.
const MACHINE: &str = r#"
  <virtual_machine>
    <id type="integer">77</id><identifier>q8n2c5t1w4e7rk</identifier>
    <label>shop</label><hostname>shop01</hostname>
    <template_label>Debian 8 x64</template_label>
    <memory type="integer">1536</memory><cpus type="integer">2</cpus>
    <total_disk_size type="integer">51</total_disk_size>
    <built type="boolean">true</built><booted type="boolean">true</booted>
    <locked type="boolean">false</locked><suspended type="boolean">false</suspended>
    <recovery_mode type="boolean" nil="true"/><state>delivered</state>
    <price_per_hour type="float">0.28557783</price_per_hour>
    <deleted_at type="datetime" nil="true"></deleted_at>
    <initial_root_password>r00t-s3cret</initial_root_password>
    <created_at type="datetime">2015-08-25T21:52:34+00:00</created_at>
    <updated_at type="dateTime">2015-08-26T18:43:18Z</updated_at>
    <ip_addresses type="array">
      <ip_address><id type="integer">9</id><address>192.0.2.9</address></ip_address>
      <ip_address><id type="integer">10</id><address></address></ip_address>
      <ip_address><id type="integer">11</id><address>2001:db8::9</address></ip_address>
    </ip_addresses>
  </virtual_machine>"#;

fn document(body: &str) -> String {
    [r#"<?xml version="1.0" encoding="UTF-8"?>"#, body].concat()
}

#[test]
fn a_machine_in_xml_is_the_machine_in_json() {
    let full_client = OnAppOperator.provider();
    let call = full_client.read(&xml_access(), now(), &target()).unwrap();
    assert_eq!(call.request.target(), "/virtual_machines/77.xml");
    assert_eq!(call.read(&answer(200, document(MACHINE))), Ok(expected()));
    let call = full_client.read(&access(), now(), &target()).unwrap();
    assert_eq!(call.request.target(), "/virtual_machines/77.json");
    assert_eq!(
        call.read(&answer(200, wrapped(&full()).to_string())),
        Ok(expected())
    );

    let mut flow = full_client.list(&xml_access());
    let list = document(&format!(
        "<virtual_machines type=\"array\">{MACHINE}</virtual_machines>"
    ));
    let Ok(Step::Send(request)) = flow.next(now()) else {
        panic!("asks")
    };
    assert_eq!(
        request.target(),
        "/virtual_machines.xml?page=1&per_page=100"
    );
    flow.receive(now(), Ok(answer(200, list))).unwrap();
    let Ok(Step::Yield(machines)) = flow.next(now()) else {
        panic!("yields")
    };
    assert_eq!(machines, [expected()]);

    let check = full_client.check(&xml_access(), now()).unwrap();
    let user = document(
        "<user><login>ops</login><email>ops@example.net</email><api_key>s3cret</api_key></user>",
    );
    assert_eq!(
        check.read(&answer(200, user)).unwrap(),
        "Signed in as ops (ops@example.net)."
    );
}

#[test]
fn the_fleet_names_the_format_it_lacks_and_sends_nothing() {
    let access = xml_access();
    let errors = [
        FLEET.check(&access, now()).unwrap_err(),
        FLEET.read(&access, now(), &target()).unwrap_err(),
        FLEET.list(&access).next(now()).unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind, ErrorKind::Setup);
        assert!(error.message.contains("XML"), "{error}");
    }
    let mut odd = super::access();
    odd.preferences.insert("format".into(), "yaml".into());
    assert!(
        FLEET.check(&odd, now()).is_ok(),
        "a value nobody knows is none"
    );
    let preference = FLEET.facts().preferences.first().unwrap();
    assert_eq!((preference.key, preference.values.len()), ("format", 2));
}

#[test]
fn refusals_in_xml_blame_the_same_fields() {
    let resize = || Input::default().with("memory", "512");
    let in_json =
        json!({"errors": {"memory": ["is too small"], "base": ["is locked"]}}).to_string();
    let in_xml = document(
        "<errors><memory type=\"array\"><memory>is too small</memory></memory><base>is locked</base></errors>",
    );
    let sentences =
        document("<errors><error>Memory is too small</error><error>is locked</error></errors>");
    let json = order(Verb::Resize, resize(), 0)
        .read(&answer(422, in_json))
        .unwrap_err();
    for (body, text) in [(in_xml, "is too small"), (sentences, "Memory is too small")] {
        let call = ordered(&xml_access(), Verb::Resize, resize(), 0)
            .unwrap()
            .unwrap();
        let xml = call.read(&answer(422, body)).unwrap_err();
        assert_eq!((xml.kind, xml.outcome), (json.kind, json.outcome));
        assert_eq!(xml.fields, [("memory".to_owned(), text.to_owned())]);
        assert!(xml.message.contains("is locked"), "{xml}");
    }
}
