//! What else an OnApp panel can do, and when (OnApp reference, "VM create / read / edit / delete"
//! to "Power and other VM actions" and "State machine as seen through the API").

use pilothouse_core::{Abilities, State, Verb, VerbRule};

use State::{Building, Busy, Failed, NotBuilt, Off, Rescue, Running, Suspended};

/// While a transaction holds a machine, most is refused.
const SETTLED: &[State] = &[Running, Off, Rescue, Suspended, NotBuilt, Failed];

pub(super) static ABILITIES: Abilities = Abilities {
    has: &[
        VerbRule::new(Verb::Create, &[])
            .noting("The answer comes at once; disks and system are made after it, one step after another.")
            .undone_by(Verb::Delete, ""),
        VerbRule::new(Verb::Rebuild, &[Running, Off, Rescue, NotBuilt, Failed])
            .noting("A running machine is stopped first. Machines built from an ISO image cannot be rebuilt.")
            .losing("Everything on the machine's disks; they are formatted. Backups stay."),
        VerbRule::new(Verb::Rename, SETTLED).noting("Changes the label, not the host name."),
        VerbRule::new(Verb::Resize, &[Running, Off])
            .noting("May restart the machine, if its template cannot be resized while it runs. Disks keep their size."),
        VerbRule::new(
            Verb::Edit,
            &[Running, Off, Rescue, Suspended, NotBuilt, Failed, Building, Busy],
        ),
        VerbRule::new(Verb::Console, &[Running, Rescue])
            .noting("The address lets anybody in who has it, for a short while."),
        VerbRule::new(Verb::Suspend, &[Running, Off, Rescue])
            .noting("Whatever is not on disk is lost.")
            .undone_by(Verb::Resume, "It stays off until started."),
        VerbRule::new(Verb::Resume, &[Suspended]).undone_by(Verb::Suspend, ""),
        VerbRule::new(Verb::Rescue, &[Running, Off])
            .noting("The root password is the machine's own; old panels use “recovery” instead.")
            .undone_by(Verb::Reboot, ""),
        VerbRule::new(Verb::Unlock, &[Building, Busy])
            .noting("For a lock that was left behind: work that is still going on is not stopped.")
            .losing("The lock that keeps others from interfering with work that is still going on."),
        VerbRule::new(Verb::Delete, SETTLED)
            .losing("The machine and its disks. OnApp keeps no trash; backups stay unless you ask otherwise."),
    ],
    lacks: &[
        (
            Verb::SendKeys,
            "OnApp takes no keys. Open the console and type there.",
        ),
        (
            Verb::Restore,
            "OnApp keeps nothing that was deleted. Make a new machine; a backup can be its template.",
        ),
        (
            Verb::Purge,
            "OnApp deletes for good at once. Use Delete.",
        ),
        (
            Verb::EmptyTrash,
            "OnApp has no trash: what is deleted is gone at once.",
        ),
    ],
};
