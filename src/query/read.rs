//! From text to condition, by recursive descent to a limited depth.
//!
//! ```text
//! either = all { "or" all }
//! all    = { [ "and" ] negated }
//! negated = { "not" | "-" } ( "(" either ")" | word )
//! ```

use super::{
    condition::Condition,
    flaw::{Flaws, Problem},
    term, word,
};

/// Parentheses within parentheses; reading and asking use the stack.
const DEPTH: usize = 16;

/// Reads a text from its beginning to its end, whatever it is.
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
    now_ms: i64,
    depth: usize,
    /// Parentheses opened beyond the limit, whose ends are skipped.
    skipped: usize,
    pub(super) flaws: Flaws,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    End,
    Open,
    Close,
    Or,
    And,
    Not,
    Minus,
    Word,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, now_ms: i64) -> Self {
        Self {
            text,
            at: 0,
            now_ms,
            depth: 0,
            skipped: 0,
            flaws: Flaws::default(),
        }
    }

    /// Any of several, to the end or to the parenthesis that closes them.
    pub(super) fn either(&mut self) -> Option<Condition> {
        let mut branches = Vec::new();
        let mut or = None;
        loop {
            let has_any = self.all(&mut branches);
            let next_or = (self.next() == Next::Or).then(|| self.take(2));
            // The first that lacks a side is enough to say.
            if let Some(or) = or.or(next_or)
                && !has_any
            {
                self.flaws.add(or..or + 2, Problem::LooseOr);
            }
            or = next_or;
            if or.is_none() {
                return joined(branches, Condition::Any);
            }
        }
    }

    /// Adds what has to be met together; whether there was any text for it.
    fn all(&mut self, branches: &mut Vec<Condition>) -> bool {
        let mut conditions = Vec::new();
        let mut has_any = false;
        loop {
            match self.next() {
                Next::End | Next::Or => break,
                Next::Close if self.skipped > 0 => {
                    self.skipped -= 1;
                    self.take(1);
                }
                Next::Close if self.depth > 0 => break,
                Next::Close => {
                    let at = self.take(1);
                    self.flaws.add(at..at + 1, Problem::LooseClose);
                }
                Next::And => {
                    self.take(3);
                }
                Next::Open | Next::Not | Next::Minus | Next::Word => {
                    has_any = true;
                    conditions.extend(self.negated());
                }
            }
        }
        branches.extend(joined(conditions, Condition::All));
        has_any
    }

    fn negated(&mut self) -> Option<Condition> {
        let mut is_negated = false;
        let mut not = self.at..self.at;
        loop {
            let length = match self.next() {
                Next::Not => 3,
                Next::Minus => 1,
                _ => break,
            };
            let start = self.take(length);
            not = start..self.at;
            is_negated = !is_negated;
            if length == 1 {
                // What follows a minus at once is a word, whatever it is.
                let condition = match self.rest().chars().next() {
                    None | Some(')') => None,
                    Some(letter) if letter.is_whitespace() => None,
                    Some('(') => return negate(self.group(), is_negated),
                    Some(_) => Some(self.word()),
                };
                if let Some(condition) = condition {
                    return negate(condition, is_negated);
                }
                self.flaws.add(not, Problem::LooseNot);
                return None;
            }
        }
        let condition = match self.next() {
            Next::Open => self.group(),
            Next::Word => self.word(),
            _ => {
                self.flaws.add(not, Problem::LooseNot);
                None
            }
        };
        negate(condition, is_negated)
    }

    fn group(&mut self) -> Option<Condition> {
        let open = self.take(1);
        if self.depth == DEPTH {
            if self.skipped == 0 {
                self.flaws.add(open..open + 1, Problem::TooDeep);
            }
            self.skipped += 1;
            return None;
        }
        self.depth += 1;
        let condition = self.either();
        self.depth -= 1;
        if self.next() == Next::Close {
            self.take(1);
            if self
                .text
                .get(open + 1..self.at - 1)
                .is_some_and(|text| text.trim().is_empty())
            {
                self.flaws.add(open..self.at, Problem::EmptyGroup);
            }
        } else {
            self.flaws.add(open..open + 1, Problem::OpenGroup);
        }
        condition
    }

    fn word(&mut self) -> Option<Condition> {
        let start = self.at;
        let (end, open_quote) = word::end(self.text, start);
        self.at = end;
        if let Some(quote) = open_quote {
            let length = self
                .rest_from(quote)
                .chars()
                .next()
                .map_or(0, char::len_utf8);
            self.flaws.add(quote..quote + length, Problem::OpenQuote);
        }
        let word = self.text.get(start..end).unwrap_or_default();
        term::read(word, start, self.now_ms, &mut self.flaws)
    }

    /// What comes next, after any blanks.
    fn next(&mut self) -> Next {
        let rest = self.rest();
        let text = rest.trim_start();
        self.at += rest.len() - text.len();
        match text.chars().next() {
            None => return Next::End,
            Some('(') => return Next::Open,
            Some(')') => return Next::Close,
            Some('-') => return Next::Minus,
            Some(_) => {}
        }
        let end = text
            .find(|letter: char| letter.is_whitespace() || letter == ')' || letter == '(')
            .unwrap_or(text.len());
        let word = text.get(..end).unwrap_or_default();
        [("or", Next::Or), ("and", Next::And), ("not", Next::Not)]
            .into_iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(word))
            .map_or(Next::Word, |(_, next)| next)
    }

    /// Goes on by this much; where it was.
    fn take(&mut self, length: usize) -> usize {
        let at = self.at;
        self.at += length;
        at
    }

    fn rest(&self) -> &'a str {
        self.rest_from(self.at)
    }

    fn rest_from(&self, at: usize) -> &'a str {
        self.text.get(at..).unwrap_or_default()
    }
}

fn negate(condition: Option<Condition>, is_negated: bool) -> Option<Condition> {
    match condition {
        Some(condition) if is_negated => Some(Condition::Not(Box::new(condition))),
        condition => condition,
    }
}

fn joined(
    mut conditions: Vec<Condition>,
    join: fn(Vec<Condition>) -> Condition,
) -> Option<Condition> {
    match conditions.len() {
        0 | 1 => conditions.pop(),
        _ => Some(join(conditions)),
    }
}
