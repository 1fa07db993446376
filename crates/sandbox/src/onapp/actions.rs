//! Passwords, keys and the network of a machine, and where its other actions are; source: `OnApp`
//! reference, sections 9.2 and 9.3.

use super::World;
use super::call::Call;
use super::dialect::Dialect;
use super::fields::Fields;
use super::machine::secret;
use super::refusal::Refusal;
use super::reply::Reply;
use super::transaction::{Effect, Step};

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
            // The path changed at 5.5; clients of either generation are served.
            "migrate" | "migration" => self.migrate(call, id),
            "change_owner" => self.change_owner(call, id),
            "strict_vm" => {
                self.segregate(call, id)?;
                self.accepted(call, id)
            }
            "clone" => self.clone_machine(call, id),
            "set_vip" | "autobackup_enable" | "autobackup_disable" => self.flip(call, id, action),
            "autoscale_enable" => self.autoscale(call, id),
            // A recorded fault of old panels: the console is read, never posted to.
            "console" => Err(Refusal::Broken),
            _ => Err(Refusal::NotFound),
        }
    }

    /// `PUT /virtual_machines/:id/set_ssh_keys`, of the newest wrapper, with one key.
    pub(super) fn put_ssh_key(&mut self, call: &Call, id: u32) -> Result<Reply, Refusal> {
        self.simple(call, id, "set_ssh_keys")?;
        Ok(self.gone())
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
        let given = given.or_else(|| call.params.holding("new_password").text("new_password"));
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
        let params = |key: &str| call.params.holding(key);
        let kind = params("shutdown_type").text("shutdown_type");
        let known = ["hard", "graceful", "soft"];
        if kind.as_deref().is_some_and(|kind| !known.contains(&kind)) {
            return Err(Refusal::field(
                "shutdown_type",
                "is not included in the list",
            ));
        }
        let startup = params("required_startup").flag("required_startup");
        let machine = self.machine(id)?;
        let able = machine.built && !machine.suspended;
        let effect = if startup.unwrap_or(running) && able {
            Effect::Boot { recovery: false }
        } else {
            Effect::Halt
        };
        let steps = vec![Step::new("rebuild_network", 4.0, effect)];
        self.enqueue(id, steps, call.now);
        self.accepted(call, id)
    }
}
