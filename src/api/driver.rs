//! Carries out flows: sends what they ask, waits when they wait, brings the time.

use pilothouse_core::{Error, Flow, Step};

use super::{clock, line::Line};

/// Runs a flow to its end and hands over everything it yields. Stops early, without an error,
/// when `wanted` says nobody waits for it any more.
///
/// # Errors
/// The one the flow ended in.
pub async fn drive<T>(
    flow: &mut dyn Flow<T>,
    line: &Line,
    wanted: impl Fn() -> bool,
    mut each: impl FnMut(T),
) -> Result<(), Error> {
    while wanted() {
        match flow.next(clock::now())? {
            Step::Send(request) => {
                let answer = line.send(&request).await;
                flow.receive(clock::now(), answer)?;
            }
            Step::Wait(time) => clock::sleep(time).await,
            Step::Yield(news) => each(news),
            Step::Done => return Ok(()),
        }
    }
    Ok(())
}
