//! Privileges: reading, granting, narrowing and revoking them.
//!
//! Source: BigV reference, Privileges. Unverified, and chosen here: one sees one's own and those
//! on what one administers; one may give one's own up, and a key of one's own may get as much as
//! one has oneself.

use super::World;
use super::call::Call;
use super::people::User;
use super::reply::{Invalid, Refusal, Reply, nothing};
use super::rights::{Level, Privilege, Target};
use crate::json as answer_json;
use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

/// How long a one-time password may be repeated when nobody says, in seconds.
const OTP_AGE: u32 = 900;

impl World {
    /// Calls below `/privileges`.
    pub(super) fn privileges(&mut self, call: &Call, rest: &[&str]) -> Reply {
        match (&call.method, rest) {
            (&Method::GET, []) => Ok(self.listed(|p| p.username == call.user.1)),
            (_, [id]) => {
                let found = self
                    .gate
                    .privileges
                    .iter()
                    .find(|p| p.id.to_string() == **id);
                let privilege = found.ok_or(Refusal::NotFound)?;
                let (id, own) = (privilege.id, privilege.username == call.user.1);
                let level = self.level_on(&call.rights, privilege.target);
                if !own && level < Some(Level::AccountAdmin) {
                    return Err(Refusal::NotFound);
                }
                let above = level > Some(privilege.level);
                match call.method {
                    Method::GET => Ok(answer_json(StatusCode::OK, &self.shown(privilege))),
                    Method::PUT if above => self.change_privilege(id, &call.order),
                    Method::DELETE if above || own => {
                        self.gate.privileges.retain(|p| p.id != id);
                        Ok(nothing())
                    }
                    Method::PUT | Method::DELETE => Err(Refusal::Forbidden),
                    _ => Err(Refusal::NotFound),
                }
            }
            _ => Err(Refusal::NotFound),
        }
    }

    /// Calls on the privileges of one user.
    pub(super) fn privileges_of(&mut self, call: &Call, user: &User) -> Reply {
        match call.method {
            Method::GET => {
                let own = user.id == call.user.0;
                Ok(self.listed(|p| {
                    let level = self.level_on(&call.rights, p.target);
                    p.username == user.name && (own || level >= Some(Level::AccountAdmin))
                }))
            }
            Method::POST => self.grant(call, user),
            _ => Err(Refusal::NotFound),
        }
    }

    /// The privileges on exactly this, for somebody who sees it.
    pub(super) fn privileges_on(&self, call: &Call, target: Target) -> Reply {
        if !call.reads() || !self.dialect.is_later() {
            return Err(Refusal::NotFound);
        }
        let all = self.level_on(&call.rights, target) >= Some(Level::AccountAdmin);
        Ok(self.listed(|p| p.target == target && (all || p.username == call.user.1)))
    }

    fn listed(&self, fits: impl Fn(&Privilege) -> bool) -> crate::Response {
        let list: Vec<Value> = self
            .gate
            .privileges
            .iter()
            .filter(|p| fits(p))
            .map(|p| self.shown(p))
            .collect();
        answer_json(StatusCode::OK, &list.into())
    }

    fn grant(&mut self, call: &Call, user: &User) -> Reply {
        let order = &call.order;
        let level = order.get("level").and_then(Value::as_str);
        let level = match level.map(Level::named) {
            None => return Err(Invalid::one("level", "can't be blank")),
            Some(None) => return Err(Invalid::one("level", "is not included in the list")),
            Some(Some(level)) => level,
        };
        let mut id = 0;
        if let Some(attribute) = level.target_attribute() {
            let given = order.get(attribute).filter(|id| !id.is_null());
            let given = given.ok_or_else(|| Invalid::one(attribute, "can't be blank"))?;
            let number = given.as_u64().and_then(|id| u32::try_from(id).ok());
            id = number.ok_or_else(|| Invalid::one(attribute, "is not a number"))?;
        }
        let target = Target::of(level, id);
        let Some(own) = self.level_on(&call.rights, target) else {
            return Err(match level.target_attribute() {
                Some(attribute) => Invalid::one(attribute, "is invalid"),
                None => Refusal::Forbidden,
            });
        };
        let key = order.get("api_key_id").and_then(Value::as_u64);
        if let Some(key) = key
            && !self
                .gate
                .keys
                .iter()
                .any(|k| u64::from(k.id) == key && k.user == user.id)
        {
            return Err(Invalid::one("api_key_id", "is invalid"));
        }
        let for_own_key = key.is_some() && user.id == call.user.0;
        if level > own || (level == own && !for_own_key) {
            return Err(Refusal::Forbidden);
        }
        let mut privilege = Privilege {
            id: 0,
            username: user.name.clone(),
            level,
            target,
            creating_username: call.user.1.clone(),
            yubikey_required: false,
            yubikey_otp_max_age: OTP_AGE,
            ip_restrictions: Value::Null,
            password_required: order.get("password_required") != Some(&Value::Bool(false)),
            api_key_id: key.map(|key| key as u32),
        };
        narrow(&mut privilege, order)?;
        privilege.id = self.gate.fresh();
        let shown = self.shown(&privilege);
        self.gate.privileges.push(privilege);
        Ok(answer_json(StatusCode::CREATED, &shown))
    }

    fn change_privilege(&mut self, id: u32, order: &Value) -> Reply {
        let found = self.gate.privileges.iter_mut().find(|p| p.id == id);
        let privilege = found.ok_or(Refusal::NotFound)?;
        narrow(privilege, order)?;
        let privilege = privilege.clone();
        Ok(answer_json(StatusCode::OK, &self.shown(&privilege)))
    }

    /// A privilege as JSON.
    pub(super) fn shown(&self, privilege: &Privilege) -> Value {
        let mut fields = Map::new();
        let mut put = |name: &str, value: Value| {
            fields.insert(name.to_owned(), value);
        };
        put("id", privilege.id.into());
        put("username", privilege.username.clone().into());
        put("level", privilege.level.name().into());
        put(
            "creating_username",
            privilege.creating_username.clone().into(),
        );
        put("yubikey_required", privilege.yubikey_required.into());
        put("yubikey_otp_max_age", privilege.yubikey_otp_max_age.into());
        put("ip_restrictions", privilege.ip_restrictions.clone());
        let link = |path: String| json!({ "href": path });
        let mut links = json!({
            "self": link(format!("/privileges/{}", privilege.id)),
            "user": link(format!("/users/{}", privilege.username)),
        });
        let target = match privilege.target {
            Target::Cluster => None,
            Target::Account(id) => Some(("account", format!("/accounts/{id}"), id)),
            Target::Group(id) => Some(("group", format!("/groups/{id}"), id)),
            Target::Machine(id) => Some(("virtual_machine", format!("/virtual_machines/{id}"), id)),
        };
        let later = self.dialect.is_later();
        if let Some((noun, path, id)) = target {
            put(&format!("{noun}_id"), id.into());
            if let Some(links) = links.as_object_mut() {
                links.insert(noun.to_owned(), link(path));
            }
        }
        put("_links", links);
        if later {
            put("password_required", privilege.password_required.into());
            put("api_key_id", privilege.api_key_id.into());
            for (name, value) in self.target_names(privilege.target) {
                put(name, value.into());
            }
        }
        Value::Object(fields)
    }

    fn target_names(&self, target: Target) -> Vec<(&'static str, String)> {
        match target {
            Target::Cluster => Vec::new(),
            Target::Account(id) => {
                let account = self.accounts.iter().find(|a| a.id == id);
                let name = account.map(|a| a.name.clone()).unwrap_or_default();
                vec![("account_name", name)]
            }
            Target::Group(id) => {
                let Some(group) = self.group_by_id(id) else {
                    return Vec::new();
                };
                let mut names = self.target_names(Target::Account(group.account));
                names.push(("group_name", group.name.clone()));
                names
            }
            Target::Machine(id) => {
                let Some(machine) = self.machine_ref(id) else {
                    return Vec::new();
                };
                let mut names = self.target_names(Target::Group(machine.group_id));
                names.push(("virtual_machine_name", machine.name.clone()));
                names
            }
        }
    }
}

/// The only attributes that can be changed.
fn narrow(privilege: &mut Privilege, order: &Value) -> Result<(), Refusal> {
    let mut invalid = Invalid::default();
    let given = |name: &str| order.get(name).filter(|value| !value.is_null());
    let required = given("yubikey_required");
    if required.is_some_and(|r| !r.is_boolean()) {
        invalid.add("yubikey_required", "is not included in the list");
    }
    let age = given("yubikey_otp_max_age");
    if age.is_some_and(|age| age.as_u64().and_then(|a| u32::try_from(a).ok()).is_none()) {
        invalid.add("yubikey_otp_max_age", "is not a number");
    }
    invalid.check()?;
    if let Some(required) = required.and_then(Value::as_bool) {
        privilege.yubikey_required = required;
    }
    if let Some(age) = age.and_then(Value::as_u64) {
        privilege.yubikey_otp_max_age = age as u32;
    }
    if let Some(restrictions) = order.get("ip_restrictions") {
        privilege.ip_restrictions = restrictions.clone();
    }
    Ok(())
}
