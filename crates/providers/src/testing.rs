//! What every client's tests need to be answered.

use pilothouse_core::{Error, Flow, Machine, Response, Safety, Step, Timestamp};

/// When tests happen.
pub(crate) fn now() -> Timestamp {
    "2026-06-02T10:15:30Z".parse().unwrap()
}

/// An answer without headers.
pub(crate) fn answer(status: u16, body: impl Into<Vec<u8>>) -> Response {
    http::Response::builder()
        .status(status)
        .body(body.into())
        .unwrap()
}

/// Every machine of a list that is one request, to this path and query, with this answer.
pub(crate) fn list(
    mut flow: Box<dyn Flow<Vec<Machine>>>,
    target: &str,
    response: Response,
) -> Result<Vec<Machine>, Error> {
    let Step::Send(request) = flow.next(now())? else {
        panic!("sends first")
    };
    assert_eq!(request.target(), target);
    assert_eq!(request.safety, Safety::Read);
    assert!(matches!(flow.next(now())?, Step::Wait(_)));
    flow.receive(now(), Ok(response))?;
    let mut machines = Vec::new();
    loop {
        match flow.next(now())? {
            Step::Yield(few) => machines.extend(few),
            Step::Done => return Ok(machines),
            step => panic!("{step:?} after the answer"),
        }
    }
}
