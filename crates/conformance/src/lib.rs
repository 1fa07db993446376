//! One behaviour suite for every provider: its client meets its simulation in process, with the
//! clock moved by hand.

mod fill;

use std::{sync::Arc, time::Duration};

use http::header;
use pilothouse_core::{
    Access, Console, Content, Credentials, Endpoint, Error, ErrorKind, Flow, Follow, Input,
    Machine, Operator, Order, Progress, Provider, Request, Response, State, Step, Target,
    Timestamp, Trashed, Verb,
};
use pilothouse_sandbox::{Options, Seed, Simulated};

/// Where simulations pretend to live.
const ENDPOINT: &str = "http://127.0.0.1:4100";
/// More steps than any honest flow takes.
const PATIENCE: usize = 20_000;

/// What happens to a request on its way to the simulation and back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    /// Nothing.
    Fair,
    /// It never arrives.
    LostOnTheWay,
    /// It arrives and is acted on; the answer is lost.
    AnswerLost,
    /// It arrives and is acted on; something else is answered: (status, content type, body).
    Instead(u16, &'static str, &'static str),
}

/// One client and one simulation, face to face.
pub struct Pair {
    /// The client of the fleet.
    pub provider: Arc<dyn Provider>,
    /// The complete client.
    pub operator: Arc<dyn Operator>,
    /// The simulation.
    pub world: Box<dyn Simulated>,
    /// A way in that works.
    pub access: Access,
    /// The time, for both.
    pub now: Timestamp,
    /// What happens to requests that are not reads.
    pub weather_acting: Weather,
    /// What happens to reads.
    pub weather_reading: Weather,
    /// Method and path of everything that arrived.
    pub arrived: Vec<String>,
    /// What becomes of every body on its way back.
    pub mangle: Option<Mangle>,
}

/// Makes another body of an answer's body.
pub type Mangle = Box<dyn Fn(Vec<u8>) -> Vec<u8>>;

impl Pair {
    /// The pair of the provider with this id.
    ///
    /// # Errors
    /// When client or simulation is missing.
    pub fn new(id: &str, seed: Seed) -> Result<Self, Error> {
        let missing = || {
            Error::new(
                ErrorKind::Setup,
                format!("{id} has no client or no simulation"),
            )
        };
        let now = Timestamp::from_second(1_780_000_000).unwrap_or(Timestamp::UNIX_EPOCH);
        let provider = pilothouse_providers::by_id(id).ok_or_else(missing)?;
        let operator = pilothouse_providers::operator_by_id(id).ok_or_else(missing)?;
        let world = pilothouse_sandbox::all(Options { seed, pace: 1.0 }, sandbox_time(now))
            .into_iter()
            .find(|world| world.id() == id)
            .ok_or_else(missing)?;
        let demo = world.demo();
        let endpoint = Endpoint::parse(&format!("{ENDPOINT}{}", demo.base_path))?;
        let credentials = demo
            .values
            .iter()
            .fold(Credentials::new(demo.login), |all, (key, value)| {
                all.with(key, *value)
            });
        Ok(Self {
            provider,
            operator,
            world,
            access: Access::new(endpoint, credentials),
            now,
            weather_acting: Weather::Fair,
            weather_reading: Weather::Fair,
            arrived: Vec::new(),
            mangle: None,
        })
    }

    /// A pair like this one, in a new world.
    ///
    /// # Errors
    /// As [`Pair::new`].
    pub fn anew(&self, seed: Seed) -> Result<Self, Error> {
        let mut anew = Self::new(self.provider.facts().id, seed)?;
        for (key, value) in &self.access.preferences {
            anew = anew.preferring(key, value);
        }
        Ok(anew)
    }

    /// The same pair for an account that prefers this, which the complete client serves.
    #[must_use]
    pub fn preferring(mut self, key: &str, value: &str) -> Self {
        let preferences = &mut self.access.preferences;
        preferences.insert(key.to_owned(), value.to_owned());
        self.provider = self.operator.provider();
        self
    }

    /// The same pair with every credential replaced by another one.
    #[must_use]
    pub fn with_wrong_credentials(mut self) -> Self {
        let login = self.access.credentials.login().to_owned();
        let keys: Vec<String> = self
            .access
            .credentials
            .values()
            .map(|(key, _)| key.to_owned())
            .collect();
        self.access.credentials = keys
            .iter()
            .fold(Credentials::new(login), |all, key| all.with(key, "wrong"));
        self
    }

    /// Lets time pass.
    pub fn wait(&mut self, time: Duration) {
        self.now = self.now.checked_add(time).unwrap_or(self.now);
    }

    /// Sends a request through the weather.
    pub fn send(&mut self, request: &Request) -> Result<Response, Error> {
        let weather = match request.safety {
            pilothouse_core::Safety::Read => self.weather_reading,
            _ => self.weather_acting,
        };
        let lost = || {
            Error::new(ErrorKind::Unreachable, "The connection broke.").for_request(request.safety)
        };
        if weather == Weather::LostOnTheWay {
            return Err(lost());
        }
        let answer = self.deliver(request)?;
        match weather {
            Weather::AnswerLost => Err(lost()),
            Weather::Instead(status, kind, body) => {
                let mut other = Response::new(body.as_bytes().to_vec());
                *other.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
                other
                    .headers_mut()
                    .insert(header::CONTENT_TYPE, http::HeaderValue::from_static(kind));
                Ok(other)
            }
            _ => Ok(answer),
        }
    }

    fn deliver(&mut self, request: &Request) -> Result<Response, Error> {
        let odd = |error: http::Error| Error::new(ErrorKind::Setup, error.to_string());
        let mut sent = http::Request::builder()
            .method(request.method.clone())
            .uri(request.target())
            .header(header::HOST, request.endpoint.authority());
        for (name, value) in &request.headers {
            sent = sent.header(name, value);
        }
        let sent = sent.body(request.body.clone()).map_err(odd)?;
        self.arrived
            .push(format!("{} {}", sent.method(), sent.uri()));
        self.wait(Duration::from_millis(5));
        let mut answer = self.world.handle(&sent, sandbox_time(self.now));
        if let Some(mangle) = &self.mangle {
            *answer.body_mut() = mangle(std::mem::take(answer.body_mut()));
        }
        Ok(answer)
    }

    fn run<T>(&mut self, flow: &mut dyn Flow<T>) -> (Vec<T>, Result<(), Error>) {
        let mut news = Vec::new();
        for _ in 0..PATIENCE {
            match flow.next(self.now) {
                Ok(Step::Send(request)) => {
                    let answer = self.send(&request);
                    if let Err(error) = flow.receive(self.now, answer) {
                        return (news, Err(error));
                    }
                }
                Ok(Step::Wait(time)) => self.wait(time),
                Ok(Step::Yield(one)) => news.push(one),
                Ok(Step::Done) => return (news, Ok(())),
                Err(error) => return (news, Err(error)),
            }
        }
        (
            news,
            Err(Error::new(ErrorKind::TimedOut, "The flow does not end.")),
        )
    }

    /// Lists all machines; what came before an error is there as well.
    pub fn list(&mut self) -> (Vec<Machine>, Result<(), Error>) {
        let mut flow = self.provider.list(&self.access);
        let (pages, result) = self.run(flow.as_mut());
        (pages.into_iter().flatten().collect(), result)
    }

    /// Every answer a list of all machines asks for, in order.
    pub fn answers_of_list(&mut self) -> Result<Vec<Response>, Error> {
        let mut flow = self.provider.list(&self.access);
        let mut answers = Vec::new();
        loop {
            match flow.next(self.now)? {
                Step::Send(request) => {
                    let answer = self.send(&request)?;
                    answers.push(answer.clone());
                    flow.receive(self.now, Ok(answer))?;
                }
                Step::Wait(time) => self.wait(time),
                Step::Yield(_) => {}
                Step::Done => return Ok(answers),
            }
        }
    }

    /// Proves the way in.
    pub fn check(&mut self) -> Result<String, Error> {
        let call = self.provider.check(&self.access, self.now)?;
        let answer = self.send(&call.request)?;
        call.read(&answer)
    }

    /// Reads one machine.
    pub fn read(&mut self, target: &Target) -> Result<Machine, Error> {
        let call = self.provider.read(&self.access, self.now, target)?;
        let answer = self.send(&call.request)?;
        call.read(&answer)
    }

    /// Orders anything, with what was entered, and follows it to its end.
    pub fn operate(
        &mut self,
        verb: Verb,
        target: &Target,
        input: Input,
    ) -> (Vec<Progress>, Result<(), Error>) {
        let mut order = Order::new(verb, target.clone());
        order.input = input;
        let mut flow = Follow::order(self.operator.clone(), self.access.clone(), order);
        self.run(&mut flow)
    }

    /// A way to a machine's screen.
    pub fn console(&mut self, target: &Target) -> Result<Console, Error> {
        let call = self.operator.console(&self.access, self.now, target)?;
        let answer = self.send(&call.request)?;
        call.read(&answer)
    }

    /// What can be restored; nothing where deleting is final.
    pub fn trash(&mut self) -> Result<Vec<Trashed>, Error> {
        let Some(mut flow) = self.operator.trash(&self.access) else {
            return Ok(Vec::new());
        };
        let (pages, result) = self.run(flow.as_mut());
        result.map(|()| pages.into_iter().flatten().collect())
    }

    /// Every part of a machine's page: (heading, what it shows or why it cannot).
    pub fn sections(
        &mut self,
        target: &Target,
    ) -> Vec<(&'static str, Result<Vec<Content>, Error>)> {
        let sections = self.operator.sections(&self.access, target, self.now);
        let mut read = Vec::new();
        for mut section in sections {
            let (content, result) = self.run(section.read.as_mut());
            read.push((section.title, result.map(|()| content)));
        }
        read
    }

    /// Orders a power action of the fleet and follows it to its end.
    pub fn order(&mut self, target: &Target, verb: Verb) -> (Vec<Progress>, Result<(), Error>) {
        let order = Order::new(verb, target.clone());
        let mut flow = Follow::order(self.operator.clone(), self.access.clone(), order);
        self.run(&mut flow)
    }

    /// The machine of this name, read in full.
    pub fn named(&mut self, name: &str) -> Result<Machine, Error> {
        let (machines, result) = self.list();
        result?;
        let missing = || Error::new(ErrorKind::NotFound, format!("no machine is called {name}"));
        let found = machines
            .into_iter()
            .find(|m| m.name.starts_with(name))
            .ok_or_else(missing)?;
        self.read(&found.target())
    }

    /// A machine without a special name in this state, brought there with the provider's own
    /// verbs if none is.
    pub fn machine_in(&mut self, state: State) -> Result<Machine, Error> {
        let (machines, result) = self.list();
        result?;
        let mut plain = Vec::new();
        for machine in machines.iter().filter(|m| !m.name.starts_with("sim-")) {
            let machine = self.read(&machine.target())?;
            if machine.state == state {
                return Ok(machine);
            }
            plain.push(machine);
        }
        let verb = if state == State::Running {
            Verb::Start
        } else {
            Verb::PowerOff
        };
        for machine in plain {
            if self
                .provider
                .facts()
                .power
                .availability(verb, machine.state)
                .is_ready()
            {
                self.order(&machine.target(), verb).1?;
                return self.read(&machine.target());
            }
        }
        Err(Error::new(
            ErrorKind::NotFound,
            format!("no machine can be brought to {state:?}"),
        ))
    }
}

/// The simulations' own type for the same moment.
fn sandbox_time(now: Timestamp) -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(now.as_millisecond()).unwrap_or_default()
}
