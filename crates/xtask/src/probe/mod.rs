//! `cargo xtask probe`: a provider's client by hand, for whoever writes or debugs one.
//!
//! What is parsed, printed and sent goes through the very code the panel runs.

mod document;
pub(crate) mod send;

use std::{env, fs, io::Read, path::PathBuf, sync::Arc};

use anyhow::{Context, Result, anyhow, bail};
use clap::{Args, Subcommand};
use pilothouse_core::{Operator, Response, Timestamp, Verb};
use pilothouse_probe::{Act, End, Replay, Setting, act, acts, replay, request_as_json};
use serde_json::{Value, json};

#[derive(Args)]
pub(crate) struct Options {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Lists providers, or what one of them can do.
    List {
        /// The provider's id.
        provider: Option<String>,
    },
    /// Reads a saved answer and prints what the panel would make of it.
    Parse(Parse),
    /// Prints the requests an action sends, as far as they depend on no answer.
    Request(Request),
    /// Carries an action out against a real endpoint and prints what comes of it. Credentials
    /// come from the environment: `PILOTHOUSE_` and the field's key in capitals.
    Send(Send),
    /// Reads a document such as a build spec, says what is wrong with it, and writes it back as
    /// the client would send it.
    Spec(document::Options),
}

/// What an action is about.
#[derive(Args)]
struct About {
    /// The provider's id.
    provider: String,
    /// `check`, `list`, `read`, `trash`, a verb, `look:VERB`, `explain:VERB`, `lookup:NAME`,
    /// `further:NAME` or `section:NUMBER`.
    action: String,
    /// JSON with any of endpoint, login, credentials, preferences, machine, form, task, made,
    /// accepted; `-` for standard input.
    #[arg(long, value_name = "FILE")]
    input: Option<PathBuf>,
    /// The time, as `2026-06-02T10:15:30Z`; the machine's own if not given.
    #[arg(long, value_name = "TIME")]
    now: Option<Timestamp>,
}

#[derive(Args)]
struct Parse {
    #[command(flatten)]
    about: About,
    /// The answer's status.
    #[arg(long, default_value_t = 200)]
    status: u16,
    /// The answer's body; once more for each further request the action sends.
    #[arg(long, value_name = "FILE", required = true)]
    body: Vec<PathBuf>,
    /// A header of the answer, as `Name: value`.
    #[arg(long, value_name = "HEADER")]
    header: Vec<String>,
}

#[derive(Args)]
struct Request {
    #[command(flatten)]
    about: About,
}

#[derive(Args)]
struct Send {
    #[command(flatten)]
    about: About,
}

/// Does what was asked; whether it went well.
pub(crate) fn run(options: &Options) -> Result<bool> {
    match &options.what {
        What::List { provider } => list(provider.as_deref()).map(|()| true),
        What::Parse(parse) => parse.run(),
        What::Request(request) => request.run(),
        What::Send(send) => send::run(&send.about),
        What::Spec(options) => document::run(options),
    }
}

fn list(provider: Option<&str>) -> Result<()> {
    let Some(provider) = provider else {
        for operator in pilothouse_providers::operators() {
            let facts = operator.provider().facts();
            println!("{}  {}", facts.id, facts.name);
        }
        return Ok(());
    };
    for act in acts(client(provider)?.as_ref())? {
        println!("{act}");
    }
    Ok(())
}

/// The client of the provider with this id.
pub(crate) fn client(id: &str) -> Result<Arc<dyn Operator>> {
    let known = || -> Vec<_> {
        let operators = pilothouse_providers::operators();
        operators
            .iter()
            .map(|one| one.provider().facts().id)
            .collect()
    };
    pilothouse_providers::operator_by_id(id)
        .ok_or_else(|| anyhow!("{id} is no provider; there are {}", known().join(", ")))
}

impl About {
    fn client(&self) -> Result<Arc<dyn Operator>> {
        client(&self.provider)
    }

    fn act(&self) -> Result<Act> {
        Ok(Act::parse(&self.action)?)
    }

    fn now(&self) -> Timestamp {
        self.now.unwrap_or_else(send::now)
    }

    fn setting(&self, credential: impl Fn(&str) -> Option<String>) -> Result<Setting> {
        let json = match &self.input {
            Some(file) => serde_json::from_slice(&read(file)?)
                .with_context(|| format!("{} is not JSON", file.display()))?,
            None => Value::Null,
        };
        let verb = match self.act()? {
            Act::Order(verb) | Act::Look(verb) | Act::Explain(verb) => Some(verb),
            // Choices are asked for while a machine is made.
            Act::Lookup(_) | Act::Further(_) => Some(Verb::Create),
            _ => None,
        };
        Ok(Setting::read(
            self.client()?.as_ref(),
            verb,
            &json,
            credential,
        )?)
    }
}

impl Parse {
    fn run(&self) -> Result<bool> {
        let mut answers = Vec::new();
        for file in &self.body {
            let mut answer = http::Response::builder().status(self.status);
            for header in &self.header {
                let (name, value) = header
                    .split_once(':')
                    .ok_or_else(|| anyhow!("a header is “Name: value”, not “{header}”"))?;
                answer = answer.header(name.trim(), value.trim());
            }
            let answer: Response = answer.body(read(file)?)?;
            answers.push(answer);
        }
        let setting = self.about.setting(|_| None)?;
        let now = self.about.now();
        let mut act = act(&self.about.client()?, &self.about.act()?, &setting, now)?;
        let went = replay(act.as_mut(), answers, now);
        print(&told(&went));
        Ok(!matches!(went.end, End::Failed(_)))
    }
}

/// What came of an action, as one JSON object.
fn told(went: &Replay) -> Value {
    let end = match &went.end {
        End::Done => json!("done"),
        End::Failed(error) => json!({"failed": error}),
        End::Asks => json!({"asks": went.sent.last().map(request_as_json)}),
        End::Waits(time) => json!({"waits": {"seconds": time.as_secs_f64()}}),
    };
    json!({"told": went.told, "end": end})
}

impl Request {
    fn run(&self) -> Result<bool> {
        let setting = self.about.setting(|_| None)?;
        let (client, now) = (self.about.client()?, self.about.now());
        let Act::Order(verb) = self.about.act()? else {
            let mut act = act(&client, &self.about.act()?, &setting, now)?;
            let went = replay(act.as_mut(), Vec::new(), now);
            if let End::Failed(error) = went.end {
                return Err(error.into());
            }
            went.sent
                .iter()
                .for_each(|request| print(&request_as_json(request)));
            return Ok(true);
        };
        if verb == Verb::Console {
            let call = client.console(&setting.access, now, &setting.target)?;
            print(&request_as_json(&call.request));
            return Ok(true);
        }
        let mut order = pilothouse_core::Order::new(verb, setting.target);
        order.input = setting.input;
        for step in 0.. {
            match client.order(&setting.access, now, &order, step)? {
                Some(call) => print(&request_as_json(&call.request)),
                None if step == 0 => bail!("this action sends nothing"),
                None => break,
            }
        }
        Ok(true)
    }
}

fn read(file: &PathBuf) -> Result<Vec<u8>> {
    if file.as_os_str() == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    fs::read(file).with_context(|| format!("{} cannot be read", file.display()))
}

fn print(value: &Value) {
    println!("{value:#}");
}

/// A credential from the environment.
fn from_environment(key: &str) -> Option<String> {
    env::var(format!("PILOTHOUSE_{}", key.to_uppercase())).ok()
}
