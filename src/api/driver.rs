//! Carries out flows: sends what they ask, waits when they wait, brings the time.

use pilothouse_core::{Error, Flow, Step};

use super::{clock, line::Line};

/// Milliseconds after which whatever else the page has to do gets its turn.
const AT_A_STRETCH: i64 = 8;

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
    let mut since = clock::now();
    while wanted() {
        match flow.next(clock::now())? {
            Step::Send(request) => {
                let answer = line.send(&request).await;
                since = clock::now();
                flow.receive(clock::now(), answer)?;
            }
            Step::Wait(time) => {
                clock::sleep(time).await;
                since = clock::now();
            }
            Step::Yield(news) => each(news),
            Step::Done => return Ok(()),
        }
        if clock::now().as_millisecond() - since.as_millisecond() > AT_A_STRETCH {
            clock::give_way().await;
            since = clock::now();
        }
    }
    Ok(())
}
