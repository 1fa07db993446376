//! Tells code from comments and literals: enough of Rust, CSS, JavaScript and HTML for rules that
//! read words.

/// Which comments and literals a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Rust,
    Css,
    JavaScript,
    Html,
    /// Everything is code.
    Other,
}

impl Language {
    pub(super) fn of(extension: &str) -> Self {
        match extension {
            "rs" => Self::Rust,
            "css" => Self::Css,
            "js" | "mjs" => Self::JavaScript,
            "html" | "svg" => Self::Html,
            _ => Self::Other,
        }
    }

    fn has_line_comments(self) -> bool {
        matches!(self, Self::Rust | Self::JavaScript)
    }

    fn has_block_comments(self) -> bool {
        matches!(self, Self::Rust | Self::Css | Self::JavaScript)
    }

    fn quotes(self, character: char) -> bool {
        match self {
            Self::Rust => character == '"',
            Self::Css => matches!(character, '"' | '\''),
            Self::JavaScript => matches!(character, '"' | '\'' | '`'),
            Self::Html | Self::Other => false,
        }
    }
}

/// A text twice, line breaks kept in both.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Split {
    /// Without comments.
    pub(super) code: String,
    /// Without comments and without what stands in literals.
    pub(super) bare: String,
}

impl Split {
    fn code(&mut self, character: char) {
        self.code.push(character);
        self.bare.push(character);
    }

    fn literal(&mut self, character: char) {
        self.code.push(character);
        self.bare.push(blank(character));
    }

    fn comment(&mut self, character: char) {
        self.code.push(blank(character));
        self.bare.push(blank(character));
    }
}

fn blank(character: char) -> char {
    if character == '\n' { '\n' } else { ' ' }
}

/// Separates code, comments and literals.
pub(super) fn split(text: &str, language: Language) -> Split {
    let mut split = Split::default();
    let mut rest = text;
    let mut before = ' ';
    while let Some(character) = rest.chars().next() {
        let (length, kind) = piece(rest, character, before, language);
        let (piece, after) = rest.split_at(length);
        for character in piece.chars() {
            match kind {
                Kind::Code => split.code(character),
                Kind::Literal => split.literal(character),
                Kind::Comment => split.comment(character),
            }
        }
        before = piece.chars().next_back().unwrap_or(' ');
        rest = after;
    }
    split
}

#[derive(Clone, Copy)]
enum Kind {
    Code,
    Literal,
    Comment,
}

/// How many bytes from here are of one kind.
fn piece(rest: &str, character: char, before: char, language: Language) -> (usize, Kind) {
    if language.has_line_comments() && rest.starts_with("//") {
        return (rest.find('\n').unwrap_or(rest.len()), Kind::Comment);
    }
    if language.has_block_comments() && rest.starts_with("/*") {
        return (block_comment(rest, language), Kind::Comment);
    }
    if language == Language::Html && rest.starts_with("<!--") {
        return (through(rest, "-->"), Kind::Comment);
    }
    if language == Language::Rust {
        let inside_word = before.is_alphanumeric() || before == '_';
        if let Some(length) = raw_string(rest).filter(|_| !inside_word) {
            return (length, Kind::Literal);
        }
        if let Some(length) = char_literal(rest) {
            return (length, Kind::Literal);
        }
    }
    if language.quotes(character) {
        return (quoted(rest, character), Kind::Literal);
    }
    (character.len_utf8(), Kind::Code)
}

/// Through the next `end`, or everything.
fn through(rest: &str, end: &str) -> usize {
    rest.find(end).map_or(rest.len(), |at| at + end.len())
}

/// Rust's nest.
fn block_comment(rest: &str, language: Language) -> usize {
    if language != Language::Rust {
        return through(rest, "*/");
    }
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(here) = rest.get(at..).filter(|here| !here.is_empty()) {
        if here.starts_with("/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += here.chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return at + quote.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

/// The length of `r"…"`, `r#"…"#`, `br"…"`.
fn raw_string(rest: &str) -> Option<usize> {
    let after = rest.strip_prefix('b').unwrap_or(rest).strip_prefix('r')?;
    let body = after.trim_start_matches('#');
    let hashes = after.len() - body.len();
    let body = body.strip_prefix('"')?;
    let start = rest.len() - body.len();
    let end = format!("\"{}", "#".repeat(hashes));
    Some(start + through(body, &end))
}

/// The length of `'x'` or `'\n'`; a lifetime is none.
fn char_literal(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix('\'')?;
    let mut characters = body.char_indices();
    let (_, first) = characters.next()?;
    if first == '\\' {
        let escape = body.get(2..)?;
        return Some(3 + escape.find('\'')? + 1);
    }
    match characters.next()? {
        (at, '\'') => Some(1 + at + 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_literals_are_told_from_code() {
        for (language, text, code, bare) in [
            (Language::Rust, "a // b\nc", "a     \nc", "a     \nc"),
            (
                Language::Rust,
                "a /* b /* c */ d */ e",
                "a                   e",
                "a                   e",
            ),
            (
                Language::Rust,
                r#"f("x // y")"#,
                r#"f("x // y")"#,
                "f(        )",
            ),
            (
                Language::Rust,
                r#"f("a\"b", c)"#,
                r#"f("a\"b", c)"#,
                "f(      , c)",
            ),
            (
                Language::Rust,
                "r#\"a\"b\"# c",
                "r#\"a\"b\"# c",
                "         c",
            ),
            (
                Language::Rust,
                "<'a> '\"' '\\'' x",
                "<'a> '\"' '\\'' x",
                "<'a>          x",
            ),
            (
                Language::Css,
                "a{} /* // */ b{}",
                "a{}          b{}",
                "a{}          b{}",
            ),
            (Language::Css, "url(//x)", "url(//x)", "url(//x)"),
            (
                Language::Html,
                "<a> <!-- b --> c",
                "<a>            c",
                "<a>            c",
            ),
            (
                Language::JavaScript,
                "f('a') // b",
                "f('a')     ",
                "f(   )     ",
            ),
        ] {
            let split = split(text, language);
            assert_eq!(split.code, code, "{text}");
            assert_eq!(split.bare, bare, "{text}");
        }
    }

    #[test]
    fn what_does_not_end_goes_to_the_end() {
        for text in ["/* a", "\"a", "r#\"a\"", "'\\", "/* /* */", "\"a\\"] {
            assert_eq!(
                split(text, Language::Rust).code.chars().count(),
                text.chars().count()
            );
        }
    }
}
