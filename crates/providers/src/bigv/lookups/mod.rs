//! What can be chosen in forms.

use pilothouse_core::{Access, Call, Choice, Error, ErrorKind, Flow, Input, Once};

mod definitions;
mod groups;

type Choices = Box<dyn Flow<Vec<Choice>>>;

/// The choices of a lookup, each list in one answer: BigV has no pages.
pub(super) fn lookup(access: &Access, lookup: &str, input: &Input) -> Result<Choices, Error> {
    let access = access.clone();
    if let Some(list) = definitions::List::of(lookup) {
        return Ok(once(move || definitions::definitions(&access, list)));
    }
    Ok(match lookup {
        "accounts" => once(move || groups::accounts(&access)),
        "every_group" => once(move || groups::every_group(&access)),
        "groups" => {
            let Some(account) = input.text("account").map(str::to_owned) else {
                return Err(Error::new(ErrorKind::Setup, "Choose an account first."));
            };
            once(move || groups::groups(&access, &account))
        }
        _ => return Err(unknown(lookup)),
    })
}

/// What becomes of the name of a list nobody knows.
pub(super) fn unknown(lookup: &str) -> Error {
    let words = ["BigV has no list \"", lookup, "\"."].concat();
    Error::new(ErrorKind::Setup, words)
}

fn once(make: impl FnOnce() -> Result<Call<Vec<Choice>>, Error> + 'static) -> Choices {
    Box::new(Once::new(move |_| make()))
}
