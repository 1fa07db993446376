//! What the complete client can do beyond switching on and off, and what BigV has no call for.

use pilothouse_core::{Abilities, State, Verb, VerbRule};

use State::{Deleted, Off, Restarting, Running, Unknown};

/// One rule or one sentence for each of [`Verb::OTHER`] (BigV reference, "Signal" to "Console").
pub(super) static ABILITIES: Abilities = Abilities {
    has: &[
        VerbRule::new(Verb::Create, &[])
            .noting("BigV works in the background and names no task: a machine is ready when it is seen running. One that stays off has failed.")
            .undone_by(Verb::Delete, ""),
        VerbRule::new(Verb::Rebuild, &[Off])
            .noting("Afterwards the machine is on, but BigV no longer restarts it by itself. Starting it from here turns that on again.")
            .losing("Everything on the discs."),
        VerbRule::new(Verb::Rename, &[Running, Off, Restarting])
            .noting("The host name BigV gave it changes too; the name inside the system does not."),
        VerbRule::new(Verb::Resize, &[Running, Off])
            .noting("The system inside sees new cores and memory only after the machine has been off; a reset is not enough. BigV's advice is to power it off first."),
        VerbRule::new(Verb::Edit, &[Running, Off])
            .noting("A running machine sees another CD or hardware profile only after it has been off."),
        VerbRule::new(Verb::Console, &[Running, Restarting])
            .noting("A command for a terminal: the serial console over SSH."),
        VerbRule::new(Verb::SendKeys, &[Running])
            .noting("What they did can only be seen on the machine's screen."),
        VerbRule::new(Verb::Rescue, &[Off])
            .noting("Starts BigV's rescue system until the machine is off again, and turns automatic restart on.")
            .undone_by(Verb::PowerOff, "Then start the machine again."),
        VerbRule::new(Verb::Delete, &[Running, Off, Restarting, Unknown])
            .noting("The machine is taken down and hidden. It keeps its name and addresses.")
            .undone_by(Verb::Restore, "For some time; BigV does not say how long."),
        VerbRule::new(Verb::Restore, &[Deleted])
            .noting("It comes back switched off.")
            .undone_by(Verb::Delete, ""),
        VerbRule::new(Verb::Purge, &[Running, Off, Restarting, Unknown, Deleted])
            .noting("Its addresses go back to BigV and its name can be used again.")
            .losing("The machine, its discs and its addresses."),
    ],
    lacks: &[
        (
            Verb::Suspend,
            "BigV does not suspend machines. Power it off instead: it stays off until it is started.",
        ),
        (
            Verb::Resume,
            "BigV does not suspend machines, so there is nothing to resume. Start it instead.",
        ),
        (
            Verb::Unlock,
            "BigV has no locks that could be left behind.",
        ),
        (
            Verb::EmptyTrash,
            "BigV removes deleted machines one at a time. Purge each of them.",
        ),
    ],
};
