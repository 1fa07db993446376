//! The machine of a build, put there with all it was ordered with.

use jiff::Timestamp;

use super::{
    super::{
        World,
        backup::Target,
        catalogue::places::DataCenter,
        disk::{Assignment, Plug},
        interface,
        machine::Machine,
        state::State,
    },
    order::{AddressOrder, DiskOrder, InterfaceOrder, Order},
};

/// Puts a build's machine there, stopped.
pub(super) fn deliver(world: &mut World, id: &str, at: Timestamp) {
    let Some(build) = world.builds.get_mut(id) else {
        return;
    };
    // What is left behind is what a build shows.
    let order = &mut build.order;
    let bare = Order {
        annotations: order.annotations.clone(),
        ..Order::bare(
            order.organization,
            order.zone,
            order.size,
            order.hostname.clone(),
            order.spec_xml.clone(),
        )
    };
    let order = std::mem::replace(order, bare);
    let machine = build.machine.clone();
    let password =
        given_password(&order).unwrap_or_else(|| format!("demo-{}", world.serial.next("pass")));
    world.machines.insert(Machine {
        id: machine.clone(),
        organization: order.organization,
        name: order.name.unwrap_or_else(|| order.hostname.clone()),
        hostname: order.hostname,
        description: order.description,
        created_at: at.as_second(),
        initial_root_password: Some(password),
        state: State::Stopped,
        zone: order.zone,
        size: order.size,
        group: None,
        tags: order.tags,
        interfaces: Vec::new(),
        disks: Vec::new(),
        gpu: None,
        iso: order.iso,
        keys: order.keys,
        annotations: order.annotations,
        trash: None,
        course: 0,
        // Until the build ends nothing else may be done with it.
        busy: true,
    });
    world.regroup(&machine, order.group);
    for interface in order.interfaces {
        add_interface(world, &machine, interface);
    }
    let place = order.zone.data_center;
    for (index, disk) in order.disks.into_iter().enumerate() {
        add_disk(world, &machine, place, disk, (index == 0, at.as_second()));
    }
    for disk in order.shared_disks {
        world.assign_disk(&disk, assignment(&machine, false));
    }
    for (retention, schedule) in order.policies {
        let target = Target::Machine(machine.clone());
        world.make_policy(order.organization, target, retention, schedule);
    }
}

fn given_password(order: &Order) -> Option<String> {
    let contents = order.disks.first()?.plan.contents.as_ref()?;
    let mut options = contents.options.iter();
    let (_, given) = options.find(|(key, value)| key.ends_with("password") && !value.is_empty())?;
    Some(given.clone())
}

fn assignment(machine: &str, boot: bool) -> Assignment {
    Assignment {
        machine: machine.to_owned(),
        attach_on_boot: true,
        boot,
        plug: Plug::Detached,
    }
}

fn add_disk(
    world: &mut World,
    machine: &str,
    place: &'static DataCenter,
    order: DiskOrder,
    (boot, at): (bool, i64),
) {
    let Some(organization) = world.machines.get(machine).map(|one| one.organization) else {
        return;
    };
    let disk = world.make_disk(organization, place, order.plan, at);
    world.assign_disk(&disk, assignment(machine, boot));
    for (retention, schedule) in order.policies {
        world.make_policy(
            organization,
            Target::Disk(disk.clone()),
            retention,
            schedule,
        );
    }
}

fn add_interface(world: &mut World, machine: &str, order: InterfaceOrder) {
    let plug = interface::Plug::Attached;
    let id = world.add_interface(machine, order.place, order.speed, plug);
    let organization = world.machines.get(machine).map(|one| one.organization);
    let interface::Place::Public(network) = order.place else {
        return;
    };
    for address in order.addresses {
        let address = match (address, organization) {
            // Somebody else may have got it since the order.
            (AddressOrder::Existing(address), _) => {
                let found = world.ips.shelf.get(&address);
                found
                    .is_some_and(|one| one.allocation == super::super::ip::Allocation::None)
                    .then_some(address)
            }
            (AddressOrder::New(version), Some(owner)) => world.new_ip(owner, network, version),
            (AddressOrder::New(_), None) => None,
        };
        if let Some(address) = address {
            world.allocate(&address, &id);
        }
    }
}
