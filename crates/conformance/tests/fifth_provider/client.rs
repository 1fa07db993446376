//! A client of a provider that exists only in this test.

use std::sync::Arc;

use http::Method;
use pilothouse_core::{
    Abilities, Access, Call, Choice, Console, CredentialField, Error, ErrorKind, Facts, Field,
    Flow, Form, Input, Judgement, Login, Machine, Once, Operator, Order, Orders, Provider, Receipt,
    Request, Response, Safety, Section, State, Target, Ticket, Timestamp, Trashed, Verb, VerbRule,
    wire::{escape, json, kind_of_status},
};
use serde_json::Value;

use crate::node::Node;

/// The client of the fleet.
pub(crate) struct Toy;
/// The complete client.
pub(crate) struct ToyOperator;

static FACTS: Facts = Facts {
    id: "toy",
    name: "Toy",
    default_endpoint: None,
    other_endpoints: &[],
    endpoint_help: "The address of the toy.",
    logins: &[Login {
        id: "none",
        label: "No login",
        fields: &[CredentialField {
            key: "name",
            label: "Name",
            help: "Any.",
            secret: false,
            required: false,
        }],
    }],
    answers_browsers: true,
    requests_per_minute: None,
    state_needs_reading: false,
    preferences: &[],
    power: Abilities {
        has: &[
            VerbRule::new(Verb::Start, &[State::Off]),
            VerbRule::new(Verb::PowerOff, &[State::Running]),
        ],
        lacks: &[
            (Verb::ShutDown, "A toy has no system to ask. Use Power off."),
            (Verb::Reboot, "A toy has no system to ask."),
            (Verb::Reset, "A toy has no reset button."),
        ],
    },
};

const WHY_NOT: &str = "A toy is only switched on and off.";
static NOTHING: Abilities = Abilities {
    has: &[],
    lacks: &[
        (Verb::Create, WHY_NOT),
        (Verb::Rebuild, WHY_NOT),
        (Verb::Rename, WHY_NOT),
        (Verb::Resize, WHY_NOT),
        (Verb::Edit, WHY_NOT),
        (Verb::Console, WHY_NOT),
        (Verb::SendKeys, WHY_NOT),
        (Verb::Suspend, WHY_NOT),
        (Verb::Resume, WHY_NOT),
        (Verb::Rescue, WHY_NOT),
        (Verb::Unlock, WHY_NOT),
        (Verb::Delete, WHY_NOT),
        (Verb::Restore, WHY_NOT),
        (Verb::Purge, WHY_NOT),
        (Verb::EmptyTrash, WHY_NOT),
    ],
};

fn body(response: &Response) -> Result<Value, Error> {
    if !response.status().is_success() {
        let kind = kind_of_status(response.status());
        return Err(Error::new(kind, "The toy refused that."));
    }
    json(response)
}

fn read(node: Node<'_>) -> Option<Machine> {
    let mut machine = Machine::bare(node.get("id").text()?, node.get("name").text()?);
    machine.state = match node.get("on").flag() {
        Some(true) => State::Running,
        Some(false) => State::Off,
        None => State::Unknown,
    };
    Some(machine)
}

fn machine(response: &Response) -> Result<Machine, Error> {
    let body = body(response)?;
    let nothing = || Error::new(ErrorKind::BadAnswer, "The toy's answer has no machine in it.");
    read(Node::from(&body)).ok_or_else(nothing)
}

fn path(target: &Target, below: &str) -> String {
    ["/machines/", &escape(target.id.as_str()), below].concat()
}

impl Provider for Toy {
    fn facts(&self) -> &'static Facts {
        &FACTS
    }

    fn check(&self, access: &Access, _: Timestamp) -> Result<Call<String>, Error> {
        let request = Request::get(&access.endpoint, "/machines");
        Ok(Call::new(request, |response| {
            body(response).map(|_| "The toy is there.".to_owned())
        }))
    }

    fn list(&self, access: &Access) -> Box<dyn Flow<Vec<Machine>>> {
        let request = Request::get(&access.endpoint, "/machines");
        Box::new(Once::new(move |_| {
            Ok(Call::new(request, |response| {
                let body = body(response)?;
                Ok(Node::from(&body).items().filter_map(read).collect())
            }))
        }))
    }

    fn read(&self, access: &Access, _: Timestamp, target: &Target) -> Result<Call<Machine>, Error> {
        let request = Request::get(&access.endpoint, path(target, ""));
        Ok(Call::new(request, machine))
    }
}

impl Orders for Toy {
    fn order(
        &self,
        access: &Access,
        _: Timestamp,
        order: &Order,
        step: usize,
    ) -> Result<Option<Call<Receipt>>, Error> {
        let below = match order.verb {
            _ if step > 0 => return Ok(None),
            Verb::Start => "/on",
            Verb::PowerOff => "/off",
            verb => return Err(Error::unsupported(verb)),
        };
        let path = path(&order.target, below);
        let request = Request::new(Method::POST, &access.endpoint, path, Safety::Unsafe);
        let call = Call::new(request, |response| machine(response).map(|_| Receipt::default()));
        Ok(Some(call))
    }

    fn look(
        &self,
        access: &Access,
        now: Timestamp,
        ticket: &Ticket,
    ) -> Result<Call<Judgement>, Error> {
        let call = self.read(access, now, &ticket.order.target)?;
        let goal = ticket.order.verb.goal();
        Ok(call.map(move |machine| {
            let (arrived, note) = (goal == Some(machine.state), None);
            let machine = Some(Box::new(machine));
            if arrived {
                Judgement::Done { machine, note }
            } else {
                Judgement::Pending { percent: None, machine }
            }
        }))
    }
}

impl Operator for ToyOperator {
    fn provider(&self) -> Arc<dyn Provider> {
        Arc::new(Toy)
    }

    fn abilities(&self) -> &'static Abilities {
        &NOTHING
    }

    fn form(&self, _: Verb, _: Option<&Machine>) -> Form {
        Form::default()
    }

    fn lookup(
        &self,
        _: &Access,
        lookup: &str,
        _: &Input,
    ) -> Result<Box<dyn Flow<Vec<Choice>>>, Error> {
        Err(Error::new(ErrorKind::Setup, lookup))
    }

    fn further(
        &self,
        _: &Access,
        lookup: &str,
        _: &Input,
    ) -> Result<Box<dyn Flow<Vec<Field>>>, Error> {
        Err(Error::new(ErrorKind::Setup, lookup))
    }

    fn sections(&self, _: &Access, _: &Target, _: Timestamp) -> Vec<Section> {
        Vec::new()
    }

    fn console(&self, _: &Access, _: Timestamp, _: &Target) -> Result<Call<Console>, Error> {
        Err(Error::unsupported(Verb::Console))
    }

    fn trash(&self, _: &Access) -> Option<Box<dyn Flow<Vec<Trashed>>>> {
        None
    }
}

impl Orders for ToyOperator {
    fn order(
        &self,
        access: &Access,
        now: Timestamp,
        order: &Order,
        step: usize,
    ) -> Result<Option<Call<Receipt>>, Error> {
        Toy.order(access, now, order, step)
    }

    fn look(
        &self,
        access: &Access,
        now: Timestamp,
        ticket: &Ticket,
    ) -> Result<Call<Judgement>, Error> {
        Toy.look(access, now, ticket)
    }
}
