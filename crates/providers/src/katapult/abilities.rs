//! What the complete client can do, and when.

use pilothouse_core::{
    Abilities,
    State::{Deleted, Failed, Off, Running},
    Verb, VerbRule,
};

/// Which state allows which verb is published for the console alone; the others are those that
/// were seen to work or that nothing speaks against (Katapult reference, "States and power",
/// "Update and resize" and "Delete, trash, restore, purge").
pub(super) static ABILITIES: Abilities = Abilities {
    has: &[
        VerbRule::new(Verb::Create, &[])
            .noting("The machine is always started when it is built.")
            .undone_by(Verb::Delete, ""),
        VerbRule::new(Verb::Rename, &[Running, Off, Failed])
            .noting("Another host name changes the full name too, but nothing inside the machine."),
        VerbRule::new(Verb::Resize, &[Running, Off]).noting(
            "Becoming larger works while it runs; becoming smaller needs it off. Disks stay as large as they are.",
        ),
        VerbRule::new(Verb::Edit, &[Running, Off, Failed]),
        VerbRule::new(Verb::Console, &[Running]).noting("Opens Katapult's page in another tab."),
        VerbRule::new(Verb::Delete, &[Off, Running, Failed])
            .noting(
                "It goes to the trash for 48 hours; its addresses and its host name stay taken. Whether a running machine is accepted is not published: shut it down first if you can.",
            )
            .undone_by(Verb::Restore, "For 48 hours."),
        VerbRule::new(Verb::Restore, &[Deleted])
            .noting("It comes back switched off.")
            .undone_by(Verb::Delete, ""),
        VerbRule::new(Verb::Purge, &[Deleted])
            .losing("The machine and its disks are gone at once."),
        VerbRule::new(Verb::EmptyTrash, &[])
            .noting("For the whole organization, disks and other things included, whoever deleted them.")
            .losing("Everything in the organization's trash is gone at once."),
    ],
    lacks: &[
        (
            Verb::Rebuild,
            "Katapult cannot install a machine anew. Create another one and delete this one.",
        ),
        (
            Verb::SendKeys,
            "Katapult has no keys to send. Open the console and type there.",
        ),
        (
            Verb::Suspend,
            "Katapult lets nobody suspend a machine. Shut it down instead.",
        ),
        (
            Verb::Resume,
            "Katapult suspends machines itself. Ask its support to release one.",
        ),
        (
            Verb::Rescue,
            "Katapult has no rescue system. Attach an ISO in the Katapult Console.",
        ),
        (
            Verb::Unlock,
            "Katapult leaves no locks behind. Wait until the machine's task has ended.",
        ),
    ],
};
