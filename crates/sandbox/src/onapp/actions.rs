//! The actions that are neither power nor building: passwords, keys, network, placement, owner,
//! switches; source: `OnApp` reference, sections 9.2 to 9.4.

use super::World;
use super::call::Call;
use super::dialect::Dialect;
use super::fields::Fields;
use super::lookups;
use super::machine::secret;
use super::refusal::Refusal;
use super::reply::Reply;
use super::transaction::{Effect, Step};
use super::user;

impl World {
    /// `POST /virtual_machines/:id/<action>`
    pub(super) fn act(&mut self, call: &Call, id: u32, action: &str) -> Result<Reply, Refusal> {
        match action {
            "unlock" => self.unlock(call, id),
            "reset_password" => self.reset_password(call, id),
            "set_ssh_keys" => self.simple(call, id, "set_ssh_keys"),
            "update_firewall_rules" => self.simple(call, id, "update_custom_firewall_rule"),
            "rebuild_network" => self.rebuild_network(call, id),
            "resize" => self.old_resize(call, id),
            "migrate" if self.dialect == Dialect::Legacy => self.migrate(call, id),
            "migration" if self.dialect == Dialect::Modern => self.migrate(call, id),
            "change_owner" => self.change_owner(call, id),
            "set_vip" => {
                let machine = self.machine_mut(id, call.now)?;
                machine.vip = !machine.vip;
                self.accepted(call, id)
            }
            // A recorded fault of old panels: the console is read, never posted to.
            "console" => Err(Refusal::Broken),
            _ => Err(Refusal::NotFound),
        }
    }

    fn simple(&mut self, call: &Call, id: u32, action: &'static str) -> Result<Reply, Refusal> {
        self.unlocked(id)?;
        self.enqueue(id, vec![Step::new(action, 1.5, Effect::None)], call.now);
        let reply = self.accepted(call, id)?;
        // Newer panels answer 200 here, and only here.
        let plain = self.dialect == Dialect::Modern && action == "set_ssh_keys";
        Ok(if plain { reply.with_200() } else { reply })
    }

    fn reset_password(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        const KEY: &str = "initial_root_password_encryption_key";
        const AGAIN: &str = "initial_root_password_encryption_key_confirmation";
        let running = self.unlocked(id)?.booted;
        let params = call.params.inside("virtual_machine");
        let mut fields = Fields::new(&params);
        fields.password("initial_root_password");
        if params.has(AGAIN) && params.text(KEY) != params.text(AGAIN) {
            fields.problem(AGAIN, "doesn't match confirmation");
            // The trailing blank is the panel's.
            fields.problem(
                "base",
                "Virtual server root password cannot be reset at the moment. ",
            );
        }
        fields.finish()?;
        let given = params.text("initial_root_password");
        let given = given.or_else(|| call.params.text("new_password"));
        let changes = self.machine(id)?.transactions.len() as u32;
        let set = Effect::Password {
            password: given.unwrap_or_else(|| secret(id.wrapping_add(changes << 16))),
            passphrase: params.text(KEY),
        };
        let mut steps = vec![Step::new("reset_root_password", 2.0, set)];
        if running {
            let boot = Effect::Boot { recovery: false };
            steps.insert(0, Step::new("stop_virtual_machine", 1.5, Effect::Halt));
            steps.push(Step::new("startup_virtual_machine", 3.0, boot));
        }
        self.enqueue(id, steps, call.now);
        self.accepted(call, id)
    }

    /// `GET /virtual_machines/:id/with_decrypted_password`
    pub(super) fn decrypted(&self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let machine = self.machine(id)?;
        let given = call.params.text("initial_root_password_encryption_key");
        if machine.passphrase.is_some() && machine.passphrase != given {
            return Err(Refusal::Sentence(
                "Encryption passphrase is invalid".to_owned(),
            ));
        }
        let mut view = self.view(machine);
        if let Some(password) = view.get_mut("initial_root_password") {
            *password = machine.root_password.clone().into();
        }
        Ok(Reply::one("virtual_machine", view))
    }

    fn rebuild_network(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        self.not_from_iso(id)?;
        let running = self.unlocked(id)?.booted;
        let startup = call.params.flag("required_startup").unwrap_or(running);
        let effect = if startup {
            Effect::Boot { recovery: false }
        } else {
            Effect::Halt
        };
        let steps = vec![Step::new("rebuild_network", 4.0, effect)];
        self.enqueue(id, steps, call.now);
        self.accepted(call, id)
    }

    fn migrate(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        let machine = self.unlocked(id)?;
        let inner = call.params.inside("virtual_machine").number("destination");
        let destination = inner.or_else(|| call.params.number("destination"));
        let hypervisor = destination
            .and_then(|id| u32::try_from(id).ok())
            .filter(|id| (1..=lookups::HYPERVISORS).contains(id) && *id != machine.hypervisor)
            .ok_or_else(|| Refusal::unfit("Virtual Server cannot be migrated"))?;
        let action = if machine.booted {
            "hot_migrate"
        } else {
            "cold_migrate"
        };
        let steps = vec![Step::new(action, 6.0, Effect::Move { hypervisor })];
        self.enqueue(id, steps, call.now);
        self.accepted(call, id)
    }

    /// There is one user, so the only new owner there can be is the old one.
    fn change_owner(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        self.unlocked(id)?;
        match call.params.number("user_id") {
            Some(wanted) if wanted == i64::from(user::ID) => self.accepted(call, id),
            _ if self.dialect == Dialect::Legacy => Err(Refusal::Broken),
            _ => Err(Refusal::field("user_id", "is invalid")),
        }
    }
}
