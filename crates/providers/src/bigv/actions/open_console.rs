//! A way to a machine's console.

use std::net::IpAddr;

use pilothouse_core::{Access, Call, Console, Error, ErrorKind, Request, Target};

use super::read_machine::path;
use crate::{
    bigv::{auth, wire},
    node::Node,
};

/// Stands in a command for what the login does not tell.
const NOBODY: &str = "BIGV_USER";

/// `GET {machine}` for its management address (BigV reference, "Console"): BigV has no call that
/// opens a console, it is an SSH server. The command is pasted into a terminal, so nothing gets
/// into it that is not an address or a plain user name.
pub(in crate::bigv) fn open_console(
    access: &Access,
    target: &Target,
) -> Result<Call<Console>, Error> {
    let request = Request::get(&access.endpoint, path(target));
    let user = auth::plain_user_name(&access.credentials);
    Ok(Call::new(auth::sign(request, access)?, move |response| {
        let answer = wire::objects(response)?;
        let vm = Node::from(&answer).one();
        let address = vm.get("management_address").text().unwrap_or_default();
        let Ok(address) = address.trim().parse::<IpAddr>() else {
            let words = "BigV tells no usable management address of this machine, so there is no way to its console.";
            return Err(Error::new(ErrorKind::BadAnswer, words));
        };
        Ok(command(user.as_deref(), address))
    }))
}

fn command(user: Option<&str>, address: IpAddr) -> Console {
    let who = user.unwrap_or(NOBODY);
    let at = [who, "@", &address.to_string()].concat();
    let through = match address {
        IpAddr::V4(_) => address.to_string(),
        IpAddr::V6(_) => ["[", &address.to_string(), "]"].concat(),
    };
    let mut note = String::new();
    if user.is_none() {
        note.push_str("Put your BigV user name in place of ");
        note.push_str(NOBODY);
        note.push_str(". ");
    }
    note += "Your SSH key has to be among the authorized keys of your BigV user. For the graphical screen run \"ssh -L 9999:";
    note += &[&through, ":5900 ", &at].concat();
    note += "\" and point a VNC viewer at localhost:9999.";
    let line = ["ssh ", &at].concat();
    Console::Command { line, note }
}

#[cfg(test)]
mod tests {
    use pilothouse_core::{Access, Console, Credentials, Endpoint, ErrorKind, MachineId, Target};

    use super::open_console;

    fn opened(credentials: Credentials, body: &str) -> Result<(String, String), ErrorKind> {
        let endpoint = Endpoint::parse("https://uk0.bigv.io").unwrap();
        let target = Target {
            id: MachineId::new("8"),
            locator: "/accounts/1/groups/2/virtual_machines/8".into(),
        };
        let call = open_console(&Access::new(endpoint, credentials), &target).unwrap();
        assert_eq!(call.request.path, "/accounts/1/groups/2/virtual_machines/8");
        let answer = http::Response::new(body.as_bytes().to_vec());
        match call.read(&answer) {
            Ok(Console::Command { line, note }) => Ok((line, note)),
            Ok(other) => panic!("{other:?}"),
            Err(error) => Err(error.kind),
        }
    }

    #[test]
    fn the_command_leads_to_the_management_address() {
        let person = |name: &str| {
            Credentials::new("password")
                .with("username", name)
                .with("password", "x")
        };
        let v4 = r#"[{"id":8,"management_address":"192.0.2.40"}]"#;
        for (credentials, body, line, tunnel) in [
            (
                person("ops"),
                v4,
                "ssh ops@192.0.2.40",
                "9999:192.0.2.40:5900 ops@192.0.2.40",
            ),
            (
                person("o.p-s_1"),
                r#"{"management_address":"2001:db8::40"}"#,
                "ssh o.p-s_1@2001:db8::40",
                "9999:[2001:db8::40]:5900",
            ),
            (
                Credentials::new("token").with("token", "t"),
                v4,
                "ssh BIGV_USER@192.0.2.40",
                "in place of BIGV_USER",
            ),
            (
                person("-v"),
                v4,
                "ssh BIGV_USER@192.0.2.40",
                "authorized keys",
            ),
            (
                person("a;rm"),
                v4,
                "ssh BIGV_USER@192.0.2.40",
                "localhost:9999",
            ),
        ] {
            let (told, note) = opened(credentials, body).unwrap();
            assert_eq!(told, line);
            assert!(note.contains(tunnel), "{note}");
        }
        for body in [
            "{}",
            r#"{"management_address":null}"#,
            r#"{"management_address":"192.0.2.1; reboot"}"#,
            "[]",
        ] {
            assert_eq!(
                opened(person("ops"), body),
                Err(ErrorKind::BadAnswer),
                "{body}"
            );
        }
    }
}
