//! Long lists in one answer, read an element at a time.
//!
//! As one tree, thousands of machines are a quarter of a second's work, and a page that works for
//! so long hears no key.

use std::{borrow::Cow, ops::Range};

use serde_json::Value;

use crate::{
    Call, Error, Flow, Response, Safety, Step, Timestamp,
    flow::Asking,
    wire::{json, with_circumstances},
};

/// Elements read at a time: a few milliseconds' work.
const FEW: usize = 50;

/// What an answer says, but for the objects of its long lists: those are read when they are asked
/// for.
#[derive(Debug)]
pub struct Outline {
    /// The whole answer, with a mark for every object left out.
    pub answer: Value,
    /// Where in the body they are.
    objects: Vec<Range<usize>>,
}

/// The only member of a mark is the number of its object. Every object that could be taken for a
/// mark has been left out itself.
const MARK: &str = "";

impl Outline {
    /// Reads an answer but for the objects of every list that is the member `list` of something.
    ///
    /// # Errors
    /// As [`json`].
    pub fn of(response: &Response, list: &str) -> Result<Self, Error> {
        let (body, objects) = leave_out(response.body(), list);
        // What is wrong is said of the answer as it came.
        let answer = serde_json::from_slice(&body).or_else(|_| json(response))?;
        Ok(Self { answer, objects })
    }

    /// What stands in the answer where this stands in the outline.
    ///
    /// # Errors
    /// As [`json`].
    pub fn whole<'a>(&self, response: &Response, part: &'a Value) -> Result<Cow<'a, Value>, Error> {
        let object = part.get(MARK).and_then(Value::as_u64);
        let place = object.and_then(|object| self.objects.get(object as usize));
        let Some(text) = place.and_then(|place| response.body().get(place.clone())) else {
            return Ok(Cow::Borrowed(part));
        };
        let whole = serde_json::from_slice(text).or_else(|_| json(response))?;
        Ok(Cow::Owned(whole))
    }
}

/// A body with marks for the objects directly in lists of this name, and where those were. Of a
/// body that is not JSON, something that is not JSON either.
fn leave_out(body: &[u8], list: &str) -> (Vec<u8>, Vec<Range<usize>>) {
    let mut outline = Vec::new();
    let mut objects = Vec::new();
    let mut copied = 0;
    let mut depth = 0_usize;
    // How deep the list is, and where its present object begins.
    let (mut inside, mut begun) = (None, None);
    // Only blanks and a colon since the list's name.
    let mut is_named = false;
    let mut at = 0;
    while let Some(&byte) = body.get(at) {
        let start = at;
        at += 1;
        match byte {
            b'"' => {
                while let Some(&byte) = body.get(at) {
                    at += if byte == b'\\' { 2 } else { 1 };
                    if byte == b'"' {
                        break;
                    }
                }
                is_named = body.get(start + 1..at - 1) == Some(list.as_bytes());
                continue;
            }
            b':' | b' ' | b'\t' | b'\n' | b'\r' => continue,
            b'{' if inside == Some(depth) => {
                begun.get_or_insert(start);
                depth += 1;
            }
            b'[' if is_named && inside.is_none() => {
                depth += 1;
                inside = Some(depth);
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                if inside == Some(depth) {
                    inside = None;
                }
                depth = depth.saturating_sub(1);
                if inside == Some(depth)
                    && let Some(begun) = begun.take()
                {
                    outline.extend_from_slice(body.get(copied..begun).unwrap_or_default());
                    outline
                        .extend_from_slice(format!("{{\"{MARK}\":{}}}", objects.len()).as_bytes());
                    objects.push(begun..at);
                    copied = at;
                }
            }
            _ => {}
        }
        is_named = false;
    }
    outline.extend_from_slice(body.get(copied..).unwrap_or_default());
    (outline, objects)
}

/// Reads the next of a list out of its answer; `None` after the last.
pub type Rest<T> = Box<dyn FnMut(&Response) -> Result<Option<T>, Error> + Send>;

/// Everything a list has left.
pub fn all<T>(response: &Response, mut rest: Rest<T>) -> Result<Vec<T>, Error> {
    let mut items = Vec::new();
    while let Some(item) = rest(response)? {
        items.push(item);
    }
    Ok(items)
}

/// A flow of one request for a list that may be long. Yields a few items at a time.
pub struct Gradual<T> {
    asking: Asking<Rest<T>>,
    left: Option<Left<T>>,
}

/// An answer of which not everything was read yet.
struct Left<T> {
    answer: Response,
    safety: Safety,
    rest: Rest<T>,
}

impl<T> Gradual<T> {
    /// Makes the request when it is about to be sent.
    pub fn new(make: impl FnOnce(Timestamp) -> Result<Call<Rest<T>>, Error> + 'static) -> Self {
        Self {
            asking: Asking::Before(Box::new(make)),
            left: None,
        }
    }
}

impl<T> Flow<Vec<T>> for Gradual<T> {
    fn next(&mut self, now: Timestamp) -> Result<Step<Vec<T>>, Error> {
        let Some(mut left) = self.left.take() else {
            return self.asking.next(now);
        };
        let mut items = Vec::new();
        while items.len() < FEW {
            let item = (left.rest)(&left.answer)
                .map_err(|error| with_circumstances(error, &left.answer, left.safety))?;
            let Some(item) = item else {
                return Ok(Step::Yield(items));
            };
            items.push(item);
        }
        self.left = Some(left);
        Ok(Step::Yield(items))
    }

    fn receive(&mut self, _: Timestamp, answer: Result<Response, Error>) -> Result<(), Error> {
        if let Some(call) = self.asking.answered() {
            let (answer, safety) = (answer?, call.request.safety);
            let rest = call.read(&answer)?;
            self.left = Some(Left {
                answer,
                safety,
                rest,
            });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::{Gradual, Outline, Rest, leave_out};
    use crate::{Call, Endpoint, Error, ErrorKind, Flow, Request, Response, Step, Timestamp};

    fn outline(text: &str) -> (String, Vec<&str>) {
        let (outline, objects) = leave_out(text.as_bytes(), "list");
        let objects = objects.into_iter().map(|place| &text[place]).collect();
        (String::from_utf8(outline).unwrap(), objects)
    }

    #[test]
    fn objects_in_the_list_are_left_out_and_nothing_else_is() {
        for (text, expected, objects) in [
            (r#"{"list":[]}"#, r#"{"list":[]}"#, &[][..]),
            (
                r#"{"a":{"b":1},"list" : [{"c":{"list":[{}]}}, 7,{"d":"}\"]"}],"e":[{}]}"#,
                r#"{"a":{"b":1},"list" : [{"":0}, 7,{"":1}],"e":[{}]}"#,
                &[r#"{"c":{"list":[{}]}}"#, r#"{"d":"}\"]"}"#],
            ),
            (
                r#"[{"list":[{"a":1}]},{"list":[[{"b":2}],{}]},{"list":{"c":3}}]"#,
                r#"[{"list":[{"":0}]},{"list":[[{"b":2}],{"":1}]},{"list":{"c":3}}]"#,
                &[r#"{"a":1}"#, "{}"],
            ),
            (r#"["list",[{}]]"#, r#"["list",[{}]]"#, &[]),
            (r#"{"a":"list","b":[{}]}"#, r#"{"a":"list","b":[{}]}"#, &[]),
            (
                r#"{"list":[{"":5}]}"#,
                r#"{"list":[{"":0}]}"#,
                &[r#"{"":5}"#],
            ),
        ] {
            assert_eq!(outline(text), (expected.to_owned(), objects.to_vec()));
        }
    }

    /// The answer with every object of the list put back.
    fn put_together(text: &str) -> Result<Value, Error> {
        let response = Response::new(text.as_bytes().to_vec());
        let outline = Outline::of(&response, "list")?;
        let mut answer = outline.answer.clone();
        fill(&outline, &response, &mut answer)?;
        Ok(answer)
    }

    fn fill(outline: &Outline, response: &Response, part: &mut Value) -> Result<(), Error> {
        let whole = outline.whole(response, part)?.into_owned();
        if whole != *part {
            *part = whole;
            return Ok(());
        }
        match part {
            Value::Array(items) => items
                .iter_mut()
                .try_for_each(|item| fill(outline, response, item)),
            Value::Object(members) => members
                .values_mut()
                .try_for_each(|member| fill(outline, response, member)),
            _ => Ok(()),
        }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<i32>().prop_map(Value::from),
            r#"[a-c"\\{}\[\]:, ]{0,6}"#.prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
                prop::collection::btree_map("list|a|b\"", inner, 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_was_left_out_is_found_again(value in any_json(), spaced: bool) {
            let text = if spaced {
                serde_json::to_string_pretty(&value).unwrap()
            } else {
                value.to_string()
            };
            prop_assert_eq!(put_together(&text).unwrap(), value);
        }

        #[test]
        fn what_is_cut_off_is_an_error_or_read_as_it_is(value in any_json(), end in any::<prop::sample::Index>()) {
            let mut text = value.to_string().into_bytes();
            text.truncate(end.index(text.len() + 1));
            let text = String::from_utf8_lossy(&text);
            let expected = serde_json::from_str::<Value>(&text).ok();
            prop_assert_eq!(put_together(&text).ok(), expected);
        }
    }

    #[test]
    fn a_list_comes_a_few_at_a_time_and_errors_say_where() {
        let items = |count: u32, last: &str| {
            let mut items: Vec<String> = (0..count).map(|n| format!(r#"{{"n":{n}}}"#)).collect();
            items.push(last.to_owned());
            format!(r#"{{"list":[{}]}}"#, items.join(","))
        };
        let run = |text: String| {
            let endpoint = Endpoint::parse("https://example.net").unwrap();
            let mut flow = Gradual::new(move |_| {
                let request = Request::get(&endpoint, "/list");
                Ok(Call::new(request, |response| {
                    let outline = Outline::of(response, "list")?;
                    let rows = outline.answer["list"].as_array().cloned();
                    let mut rows = rows.unwrap_or_default().into_iter();
                    let rest: Rest<u64> = Box::new(move |response| {
                        let Some(row) = rows.next() else {
                            return Ok(None);
                        };
                        Ok(outline.whole(response, &row)?["n"].as_u64())
                    });
                    Ok(rest)
                }))
            });
            let now = Timestamp::UNIX_EPOCH;
            let mut counts = Vec::new();
            loop {
                match flow.next(now) {
                    Ok(Step::Send(_)) => {
                        let response = Response::new(text.clone().into_bytes());
                        flow.receive(now, Ok(response)).unwrap();
                    }
                    Ok(Step::Yield(items)) => counts.push(items.len()),
                    Ok(Step::Wait(_)) => panic!("nothing to wait for"),
                    Ok(Step::Done) => return (counts, None),
                    Err(error) => return (counts, Some(error)),
                }
            }
        };
        assert_eq!(run(items(0, r#"{"n":1}"#)), (vec![1], None));
        assert_eq!(run(items(119, r#"{"n":1}"#)), (vec![50, 50, 20], None));
        let (counts, error) = run(items(60, r#"{"n":oh}"#));
        let error = error.unwrap();
        assert_eq!((counts, error.kind), (vec![50], ErrorKind::BadAnswer));
        assert_eq!(error.status, Some(200));
        assert!(error.message.contains("line 1"), "{}", error.message);
    }
}
