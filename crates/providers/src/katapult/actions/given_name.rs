//! What a machine will be called.

use pilothouse_core::{Order, Verb};

use super::create_machine::spec_text;
use crate::katapult::{
    form_values::{SPEC, WAY},
    spec::{Hostname, Spec},
};

/// A machine is shown by its name and, as long as it has none, by its host name, which Katapult
/// turns into lower case. `None` where Katapult makes one up.
pub(in crate::katapult) fn given_name(order: &Order) -> Option<String> {
    let text = |key| {
        let text = order.input.text(key).map(str::trim);
        text.filter(|text| !text.is_empty())
    };
    match order.verb {
        Verb::Create if text(WAY) == Some(SPEC) => {
            let spec = Spec::parse(spec_text(&order.input)?).ok()?;
            spec.name.or(match spec.hostname? {
                Hostname::Given(host) => Some(host.to_ascii_lowercase()),
                Hostname::Random => None,
            })
        }
        Verb::Create => text("hostname").map(str::to_ascii_lowercase),
        _ => text("name").map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use pilothouse_core::{Input, Target};

    use super::*;

    #[test]
    fn a_name_is_where_the_form_has_it() {
        let spec = |inside: &str| {
            let xml = ["<VirtualMachineSpec>", inside, "</VirtualMachineSpec>"].concat();
            Input::default().with(WAY, SPEC).with("xml", xml)
        };
        let made = Verb::Create;
        for (verb, input, wanted) in [
            (
                made,
                Input::default().with("hostname", " Web-1 "),
                Some("web-1"),
            ),
            (made, Input::default(), None),
            (
                made,
                spec("<Hostname><Hostname>Db-1</Hostname></Hostname>"),
                Some("db-1"),
            ),
            (
                made,
                spec("<Hostname><Hostname>db-1</Hostname></Hostname><Name>Main</Name>"),
                Some("Main"),
            ),
            (
                made,
                spec("<Hostname><Hostname type=\"random\"/></Hostname>"),
                None,
            ),
            (made, spec("<"), None),
            (
                Verb::Rename,
                Input::default().with("name", "New"),
                Some("New"),
            ),
            (Verb::Rename, Input::default().with("hostname", "new"), None),
        ] {
            let mut order = Order::new(verb, Target::account());
            order.input = input;
            assert_eq!(given_name(&order).as_deref(), wanted, "{order:?}");
        }
    }
}
