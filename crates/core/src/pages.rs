//! Lists that come in pages, as a flow.

use std::time::Duration;

use crate::{Call, Error, ErrorKind, Flow, Response, Step, Timestamp};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Whether there is another one after it.
    pub more: bool,
}

/// Makes the request for a page, counted from 1.
type Make<T> = Box<dyn Fn(u32, Timestamp) -> Result<Call<Page<T>>, Error>>;

/// More pages than any honest list has.
const MOST: u32 = 1000;

/// Reads a list page by page. Yields every page, also an empty one.
pub struct Pages<T> {
    make: Make<T>,
    stage: Stage<T>,
}

enum Stage<T> {
    Asking(u32),
    Sent(u32, Box<Call<Page<T>>>),
    Answered(u32, Page<T>),
    Ended,
}

impl<T> Pages<T> {
    /// Asks nothing yet.
    pub fn new(make: impl Fn(u32, Timestamp) -> Result<Call<Page<T>>, Error> + 'static) -> Self {
        let make: Make<T> = Box::new(make);
        let stage = Stage::Asking(1);
        Self { make, stage }
    }
}

impl<T> Flow<Vec<T>> for Pages<T> {
    fn next(&mut self, now: Timestamp) -> Result<Step<Vec<T>>, Error> {
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Asking(page) => {
                let call = (self.make)(page, now)?;
                let request = Box::new(call.request.clone());
                self.stage = Stage::Sent(page, Box::new(call));
                Ok(Step::Send(request))
            }
            // Asked again before the answer was handed in: it is still awaited.
            waiting @ Stage::Sent(..) => {
                self.stage = waiting;
                Ok(Step::Wait(Duration::from_secs(1)))
            }
            Stage::Answered(page, answer) => {
                // A page without items that claims another would go on forever.
                if answer.more && !answer.items.is_empty() {
                    self.stage = Stage::Asking(page + 1);
                }
                Ok(Step::Yield(answer.items))
            }
            Stage::Ended => Ok(Step::Done),
        }
    }

    fn receive(&mut self, _: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        match std::mem::replace(&mut self.stage, Stage::Ended) {
            Stage::Sent(page, call) => {
                let answer = call.read(&answer?)?;
                if answer.more && page >= MOST {
                    let words = "The provider's list has no end. Try again later.";
                    return Err(Error::new(ErrorKind::BadAnswer, words));
                }
                self.stage = Stage::Answered(page, answer);
            }
            stage => self.stage = stage,
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Page, Pages};
    use crate::{Call, Endpoint, Flow, Request, Response, Step, Timestamp};

    /// What is yielded when page `n` is answered with `pages[n - 1]`.
    fn run(pages: &'static [(&'static [u32], bool)]) -> Vec<Vec<u32>> {
        let endpoint = Endpoint::parse("https://example.net").unwrap();
        let mut flow = Pages::new(move |page, _| {
            let request = Request::get(&endpoint, format!("/list?page={page}"));
            Ok(Call::new(request, move |_| {
                let (items, more) = pages[page as usize - 1];
                let items = items.to_vec();
                Ok(Page { items, more })
            }))
        });
        let now = Timestamp::UNIX_EPOCH;
        let mut yielded = Vec::new();
        loop {
            match flow.next(now).unwrap() {
                Step::Send(_) => flow.receive(now, Ok(Response::new(Vec::new()))).unwrap(),
                Step::Yield(items) => yielded.push(items),
                Step::Wait(_) => panic!("nothing to wait for"),
                Step::Done => return yielded,
            }
        }
    }

    #[test]
    fn pages_are_read_to_the_last_one() {
        assert_eq!(run(&[(&[], false)]), [[0; 0]]);
        assert_eq!(run(&[(&[1, 2], false)]), [[1, 2]]);
        assert_eq!(
            run(&[(&[1, 2], true), (&[3], false)]),
            [vec![1, 2], vec![3]]
        );
        assert_eq!(run(&[(&[1], true), (&[], true)]), [vec![1], vec![]]);
    }
}
