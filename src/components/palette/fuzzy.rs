//! How well a text fits what somebody typed: its letters in their order, not necessarily side by
//! side.

/// What a letter that is found is worth.
const LETTER: i32 = 2;
/// More for one right after the one before.
const FOLLOWS: i32 = 10;
/// More for one that begins a word, and for one that begins the text.
const BEGINS_WORD: i32 = 7;
const BEGINS_TEXT: i32 = 10;
/// What is lost for a letter that is passed over; no more than `FARTHEST` for all of a gap.
const GAP: i32 = 1;
const FARTHEST: i32 = 12;
/// What a word that is only found in what else is known of a thing is worth of it.
const ELSEWHERE: i32 = 3;
/// Letters beyond these make a text no worse.
const LONG: usize = 40;

/// What is looked for: its words, without case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wanted(Vec<Vec<char>>);

impl Wanted {
    /// What somebody means who typed this.
    pub(super) fn new(typed: &str) -> Self {
        let words = typed.split_whitespace();
        Self(words.map(|word| fold(word).collect()).collect())
    }

    /// Whether everything fits.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How well a text fits, the more the better; `None` if it does not. A word may be in `also`
    /// instead, which is worth less.
    pub(super) fn fit(&self, text: &str, also: &str) -> Option<i32> {
        let mut sum = 0;
        for word in &self.0 {
            sum += match best(word, text) {
                Some(worth) => worth,
                None => best(word, also)? / ELSEWHERE,
            };
        }
        let length = text.chars().take(LONG).count();
        // Of two that fit alike, the shorter: more of it was typed.
        Some(sum * 4 - length as i32)
    }
}

fn fold(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// The most a word can be worth in a text.
fn best(word: &[char], text: &str) -> Option<i32> {
    if !is_within(word, text) {
        return None;
    }
    let letters: Vec<char> = fold(text).collect();
    // What the word so far is worth if its last letter is this one of the text.
    let mut ends: Vec<Option<i32>> = vec![None; letters.len()];
    for (index, wanted) in word.iter().enumerate() {
        let mut next = Vec::with_capacity(letters.len());
        // The best of what ended before, less what was passed over since.
        let mut before = (index == 0).then_some(0);
        let mut floor = -FARTHEST;
        let mut last: Option<char> = None;
        let mut last_end: Option<i32> = None;
        for (letter, end) in letters.iter().zip(&ends) {
            let jumps = before.map(|worth| worth + begins(last, *letter));
            let follows = last_end.map(|worth| worth + FOLLOWS.max(begins(last, *letter)));
            let worth = jumps.max(follows).map(|worth| worth + LETTER);
            next.push(worth.filter(|_| letter == wanted));
            if last_end > before {
                floor = last_end.unwrap_or_default() - FARTHEST;
                before = last_end;
            }
            before = before.map(|worth| (worth - GAP).max(floor));
            (last, last_end) = (Some(*letter), *end);
        }
        ends = next;
    }
    ends.into_iter().flatten().max()
}

/// Whether the letters are there at all, in their order.
fn is_within(word: &[char], text: &str) -> bool {
    let mut letters = fold(text);
    word.iter()
        .all(|wanted| letters.any(|letter| letter == *wanted))
}

/// What a letter is worth for where it stands.
fn begins(before: Option<char>, letter: char) -> i32 {
    match before {
        None => BEGINS_TEXT,
        Some(before) if !before.is_alphanumeric() && letter.is_alphanumeric() => BEGINS_WORD,
        Some(before) if before.is_numeric() != letter.is_numeric() => BEGINS_WORD / 2,
        Some(_) => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::Wanted;

    fn ranked<'a>(typed: &str, texts: &[&'a str]) -> Vec<&'a str> {
        let wanted = Wanted::new(typed);
        let mut fitting: Vec<(i32, &str)> = texts
            .iter()
            .filter_map(|text| Some((wanted.fit(text, "")?, *text)))
            .collect();
        fitting.sort_by_key(|(worth, _)| -worth);
        fitting.into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn better_fits_come_first() {
        for (typed, ranking) in [
            (
                "web",
                &[
                    "web",
                    "web-lon-01",
                    "my-web",
                    "wide ebb",
                    "w-e-b-2",
                    "cobweb",
                ][..],
            ),
            ("wl1", &["web-lon-1", "web-lon-01", "swivel 1"]),
            ("sd", &["sd-1", "Shut down", "usd", "Send"]),
            ("st", &["Start", "Settings", "Lasting"]),
            ("lon 2", &["lon-2", "web-lon-02"]),
            ("02", &["web-02", "web-012"]),
            ("ŁÓDŹ", &["łódź-1"]),
        ] {
            let mut backwards = ranking.to_vec();
            backwards.reverse();
            assert_eq!(ranked(typed, &backwards), ranking, "{typed}");
        }
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        for (typed, text, also, fits) in [
            ("bew", "web", "", false),
            ("webb", "web", "", false),
            ("", "web", "", true),
            ("  ", "", "", true),
            ("x", "", "", false),
            ("web acme", "web-1", "Acme Ltd", true),
            ("web acme", "web-1", "", false),
            ("acme", "web-1", "Acme Ltd", true),
        ] {
            let wanted = Wanted::new(typed);
            assert_eq!(
                wanted.fit(text, also).is_some(),
                fits,
                "{typed:?} in {text:?}"
            );
        }
    }

    #[test]
    fn a_name_counts_more_than_what_else_is_known() {
        let wanted = Wanted::new("acme");
        assert!(wanted.fit("acme-1", "other") > wanted.fit("web-1", "acme"));
    }
}
