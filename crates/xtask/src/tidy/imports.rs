//! The paths a Rust file names: in `use` items and in place.

use super::source::Source;

/// A path as its segments, `crate`, `self` and `super` resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Import {
    pub(super) line: usize,
    /// Into the panel itself: without the crate's name. Else the first is the other crate's name.
    pub(super) segments: Vec<String>,
    pub(super) ours: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    Separator,
    Mark(char),
}

/// The module a file of the panel is, by its path below `src`.
pub(super) fn module(source: &Source) -> Vec<String> {
    let below = source.path.strip_prefix("src").unwrap_or(&source.path);
    let mut parts: Vec<String> = below
        .with_extension("")
        .iter()
        .map(|part| part.to_string_lossy().into_owned())
        .collect();
    if matches!(
        parts.last().map(String::as_str),
        Some("mod" | "lib" | "main")
    ) {
        parts.pop();
    }
    parts
}

/// Every path with more than one segment in the product part of a file of the panel.
pub(super) fn imports(source: &Source) -> Vec<Import> {
    let tokens: Vec<(usize, Token)> = source
        .product()
        .flat_map(|line| tokens(&line.bare).into_iter().map(|t| (line.number, t)))
        .collect();
    let mut reader = Reader {
        tokens: &tokens,
        at: 0,
        module: module(source),
        found: Vec::new(),
    };
    reader.read();
    reader.found
}

fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        if character.is_alphanumeric() || character == '_' {
            word.push(character);
            continue;
        }
        if !word.is_empty() {
            found.push(Token::Word(std::mem::take(&mut word)));
        }
        match character {
            ':' if characters.next_if_eq(&':').is_some() => found.push(Token::Separator),
            c if c.is_whitespace() => {}
            c => found.push(Token::Mark(c)),
        }
    }
    if !word.is_empty() {
        found.push(Token::Word(word));
    }
    found
}

struct Reader<'a> {
    tokens: &'a [(usize, Token)],
    at: usize,
    module: Vec<String>,
    found: Vec<Import>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(_, token)| token)
    }

    fn line(&self) -> usize {
        self.tokens.get(self.at).map_or(0, |(line, _)| *line)
    }

    fn take(&mut self, token: &Token) -> bool {
        let is = self.peek() == Some(token);
        self.at += usize::from(is);
        is
    }

    fn word(&mut self) -> Option<String> {
        let Some(Token::Word(word)) = self.peek() else {
            return None;
        };
        let word = word.clone();
        self.at += 1;
        Some(word)
    }

    fn read(&mut self) {
        while self.at < self.tokens.len() {
            let line = self.line();
            match self.word() {
                Some(word) if word == "use" => {
                    self.take(&Token::Separator);
                    self.tree(&[]);
                }
                Some(word) => self.in_place(line, word),
                None => self.at += 1,
            }
        }
    }

    /// One branch of a `use` item.
    fn tree(&mut self, prefix: &[String]) {
        let line = self.line();
        let mut path = prefix.to_vec();
        loop {
            if self.take(&Token::Mark('{')) {
                while !self.take(&Token::Mark('}')) && self.at < self.tokens.len() {
                    self.tree(&path);
                    // Whatever is neither a branch nor its end is stepped over.
                    if !self.take(&Token::Mark(',')) && self.peek() != Some(&Token::Mark('}')) {
                        self.at += 1;
                    }
                }
                return;
            }
            match self.word() {
                Some(word) if word == "self" && !path.is_empty() => {}
                Some(word) => path.push(word),
                None => {
                    self.take(&Token::Mark('*'));
                }
            }
            if !self.take(&Token::Separator) {
                break;
            }
        }
        if self.take(&Token::Word("as".to_owned())) {
            self.word();
        }
        self.note(line, path);
    }

    /// A path outside `use` items.
    fn in_place(&mut self, line: usize, first: String) {
        let mut path = vec![first];
        while self.take(&Token::Separator) {
            match self.word() {
                Some(word) => path.push(word),
                None => break,
            }
        }
        if path.len() > 1 {
            self.note(line, path);
        }
    }

    fn note(&mut self, line: usize, path: Vec<String>) {
        let mut base = self.module.clone();
        let mut rest = path.iter().map(String::as_str).peekable();
        let mut ours = false;
        match rest.peek().copied() {
            Some("crate" | "pilothouse") => {
                rest.next();
                base.clear();
                ours = true;
            }
            Some("self") => {
                rest.next();
                ours = true;
            }
            Some("super") => {
                ours = true;
                while rest.next_if_eq(&"super").is_some() {
                    base.pop();
                }
            }
            _ => base.clear(),
        }
        base.extend(rest.map(str::to_owned));
        if !base.is_empty() {
            self.found.push(Import {
                line,
                segments: base,
                ours,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::source::Tree;
    use super::*;

    fn read(path: &str, text: &str) -> Vec<String> {
        let tree = Tree::made_up(&[(path, text)]);
        imports(&tree.files[0])
            .into_iter()
            .map(|import| {
                let mark = if import.ours { "~" } else { "" };
                format!("{} {mark}{}", import.line, import.segments.join("::"))
            })
            .collect()
    }

    #[test]
    fn every_way_to_name_a_path() {
        for (text, expected) in [
            (
                "use crate::store::fleet::Fleet;",
                vec!["1 ~store::fleet::Fleet"],
            ),
            (
                "use crate::{\n  ui::Button,\n  store::{self, jobs::*},\n};",
                vec!["2 ~ui::Button", "3 ~store", "3 ~store::jobs"],
            ),
            ("use super::row::Row;", vec!["1 ~pages::machines::row::Row"]),
            ("use super::super::build;", vec!["1 ~pages::build"]),
            (
                "use self::a::B as C;",
                vec!["1 ~pages::machines::grid::a::B"],
            ),
            (
                "use std::fmt;\nuse ::http::Uri;",
                vec!["1 std::fmt", "2 http::Uri"],
            ),
            ("fn f() { crate::api::send(x) }", vec!["1 ~api::send"]),
            ("let x = Vec::<u8>::new();", vec![]),
            ("// use crate::api;\nlet a = \"crate::api\";", vec![]),
            (
                "pub use web_sys::{Request, Storage};",
                vec!["1 web_sys::Request", "1 web_sys::Storage"],
            ),
        ] {
            assert_eq!(read("src/pages/machines/grid.rs", text), expected, "{text}");
        }
    }

    #[test]
    fn a_file_is_its_module() {
        for (path, expected) in [
            ("src/main.rs", ""),
            ("src/store/mod.rs", "store"),
            ("src/store/fleet.rs", "store::fleet"),
            ("src/pages/machines/mod.rs", "pages::machines"),
        ] {
            let tree = Tree::made_up(&[(path, "")]);
            assert_eq!(module(&tree.files[0]).join("::"), expected);
        }
    }

    #[test]
    fn a_broken_file_ends_all_the_same() {
        for text in [
            "use crate::{a, ",
            "use {",
            "use a::{{;",
            "use ;",
            "crate::",
            "use a as",
        ] {
            let _ = read("src/a.rs", text);
        }
    }
}
