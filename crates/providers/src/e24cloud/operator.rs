//! The complete client: everything beyond listing machines and switching them on and off.

use std::sync::Arc;

use pilothouse_core::{
    Abilities, Access, Call, Choice, Console, Error, ErrorKind, Field, Flow, Form, Input,
    Judgement, Machine, Operator, Order, Orders, Provider, Receipt, Section, State, Target, Ticket,
    Timestamp, Trashed, Verb, VerbRule,
};

use super::{
    E24Cloud,
    actions::{create_machine, delete_machine, open_console, rename_machine, resize_machine},
    forms, lookups, sections,
};

/// The complete client.
pub(crate) struct E24CloudOperator;

/// States in which a machine is left alone. Which ones each call needs is not published; while
/// something else is being done to the machine, nothing more should be asked of it.
const SETTLED: &[State] = &[State::Running, State::Off];

static ABILITIES: Abilities = Abilities {
    has: &[
        VerbRule::new(Verb::Create, &[])
            .noting("The system disk comes with the template; its size is seen afterwards.")
            .undone_by(Verb::Delete, ""),
        VerbRule::new(Verb::Rename, SETTLED),
        VerbRule::new(Verb::Resize, SETTLED)
            .noting("A running machine goes down for this. Disks keep their size."),
        VerbRule::new(Verb::Console, &[State::Running])
            .noting("Gives host, port and password for a VNC viewer."),
        VerbRule::new(Verb::Delete, SETTLED)
            .noting("There is no trash. Extra disks and addresses are detached, or deleted if you ask for it.")
            .losing("The machine, its system disk and everything on it are lost at once; so are its extra disks and addresses if you choose to delete them."),
    ],
    lacks: &[
        (
            Verb::Rebuild,
            "e24cloud cannot install anew. Create another machine and delete this one.",
        ),
        (
            Verb::Edit,
            "e24cloud keeps no notes with a machine. Rename it instead.",
        ),
        (
            Verb::SendKeys,
            "e24cloud cannot press keys. Open the console and press them there.",
        ),
        (
            Verb::Suspend,
            "e24cloud cannot suspend. Shut the machine down instead.",
        ),
        (
            Verb::Resume,
            "e24cloud suspends nothing that could be resumed. Start the machine instead.",
        ),
        (
            Verb::Rescue,
            "e24cloud has no rescue system. Open the console and repair the machine there.",
        ),
        (
            Verb::Unlock,
            "e24cloud shows no locks. Wait until its work on the machine is done.",
        ),
        (
            Verb::Restore,
            "e24cloud deletes for good; there is nothing to restore.",
        ),
        (
            Verb::Purge,
            "e24cloud deletes for good; delete is all it needs.",
        ),
        (
            Verb::EmptyTrash,
            "e24cloud deletes for good and has no trash.",
        ),
    ],
};

impl Operator for E24CloudOperator {
    fn provider(&self) -> Arc<dyn Provider> {
        Arc::new(E24Cloud)
    }

    fn abilities(&self) -> &'static Abilities {
        &ABILITIES
    }

    fn form(&self, verb: Verb, machine: Option<&Machine>) -> Form {
        forms::form(verb, machine)
    }

    fn lookup(
        &self,
        access: &Access,
        lookup: &str,
        _input: &Input,
    ) -> Result<Box<dyn Flow<Vec<Choice>>>, Error> {
        lookups::lookup(access, lookup)
    }

    fn further(
        &self,
        _access: &Access,
        lookup: &str,
        _input: &Input,
    ) -> Result<Box<dyn Flow<Vec<Field>>>, Error> {
        Err(lookups::unknown(lookup))
    }

    fn sections(&self, access: &Access, target: &Target, _now: Timestamp) -> Vec<Section> {
        sections::sections(access, target)
    }

    fn console(
        &self,
        access: &Access,
        now: Timestamp,
        target: &Target,
    ) -> Result<Call<Console>, Error> {
        open_console::open_console(access, now, target)
    }

    fn trash(&self, _access: &Access) -> Option<Box<dyn Flow<Vec<Trashed>>>> {
        None
    }
}

impl Orders for E24CloudOperator {
    fn order(
        &self,
        access: &Access,
        now: Timestamp,
        order: &Order,
        step: usize,
    ) -> Result<Option<Call<Receipt>>, Error> {
        can_be_ordered(order.verb)?;
        forms::check(order.verb, &order.input)?;
        let call = match order.verb {
            verb if Verb::POWER.contains(&verb) => return E24Cloud.order(access, now, order, step),
            // Everything is one request.
            _ if step > 0 => return Ok(None),
            Verb::Create => create_machine::create_machine,
            Verb::Rename => rename_machine::rename_machine,
            Verb::Resize => resize_machine::resize_machine,
            Verb::Delete => delete_machine::delete_machine,
            verb => return Err(Error::unsupported(verb)),
        };
        call(access, now, order).map(Some)
    }

    fn look(
        &self,
        access: &Access,
        now: Timestamp,
        ticket: &Ticket,
    ) -> Result<Call<Judgement>, Error> {
        can_be_ordered(ticket.order.verb)?;
        match ticket.order.verb {
            Verb::Create => create_machine::look(access, now, ticket),
            Verb::Rename => rename_machine::look(access, now, ticket),
            Verb::Resize => resize_machine::look(access, now, ticket),
            Verb::Delete => delete_machine::look(access, now, ticket),
            _ => E24Cloud.look(access, now, ticket),
        }
    }
}

/// A console is opened, not ordered; what e24cloud lacks is refused in its own words.
fn can_be_ordered(verb: Verb) -> Result<(), Error> {
    if verb == Verb::Console {
        let words = "A console is opened, not ordered.";
        return Err(Error::new(ErrorKind::Unsupported, words));
    }
    let lacking = ABILITIES.lacks.iter().find(|(lacking, _)| *lacking == verb);
    match lacking {
        Some((_, words)) => Err(Error::new(ErrorKind::Unsupported, *words)),
        None => Ok(()),
    }
}
