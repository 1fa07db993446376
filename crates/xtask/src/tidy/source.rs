//! The files the rules read.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use super::lexer::{self, Language};

/// One file.
#[derive(Debug)]
pub(super) struct Source {
    /// Relative to the root.
    pub(super) path: PathBuf,
    /// Its lines; empty for what is not text.
    pub(super) lines: Vec<Line>,
}

/// One line of a file.
#[derive(Debug)]
pub(super) struct Line {
    /// Counted from 1.
    pub(super) number: usize,
    /// Without comments.
    pub(super) code: String,
    /// Without comments and without what stands in literals.
    pub(super) bare: String,
    /// Compiled for tests alone.
    pub(super) test: bool,
}

/// Every file.
pub(super) struct Tree {
    pub(super) files: Vec<Source>,
}

impl Tree {
    /// Reads these files below the root.
    pub(super) fn read(root: &Path, files: &[PathBuf]) -> Result<Self> {
        let mut texts = Vec::new();
        for file in files {
            let content = fs::read(root.join(file))
                .with_context(|| format!("{} cannot be read", file.display()))?;
            texts.push((file.clone(), String::from_utf8(content).unwrap_or_default()));
        }
        Ok(Self::new(texts))
    }

    fn new(texts: Vec<(PathBuf, String)>) -> Self {
        let mut files: Vec<Source> = texts
            .into_iter()
            .map(|(path, text)| Source::new(path, &text))
            .collect();
        let declared: Vec<PathBuf> = files.iter().flat_map(Source::test_modules).collect();
        for file in &mut files {
            if is_test(&file.path) || declared.iter().any(|module| within(&file.path, module)) {
                for line in &mut file.lines {
                    line.test = true;
                }
            }
        }
        Self { files }
    }

    #[cfg(test)]
    pub(super) fn made_up(files: &[(&str, &str)]) -> Self {
        let texts = files.iter();
        Self::new(
            texts
                .map(|(path, text)| (path.into(), (*text).to_owned()))
                .collect(),
        )
    }

    /// The files below one of these paths.
    pub(super) fn below<'a>(
        &'a self,
        paths: &'a [&'a str],
    ) -> impl Iterator<Item = &'a Source> + 'a {
        self.files
            .iter()
            .filter(move |file| paths.iter().any(|path| file.path.starts_with(path)))
    }
}

impl Source {
    fn new(path: PathBuf, text: &str) -> Self {
        let language = Language::of(extension(&path));
        let split = lexer::split(text, language);
        let tests = if language == Language::Rust {
            test_lines(&split.bare)
        } else {
            Vec::new()
        };
        let lines = split
            .code
            .lines()
            .zip(split.bare.lines())
            .enumerate()
            .map(|(index, (code, bare))| Line {
                number: index + 1,
                code: code.to_owned(),
                bare: bare.to_owned(),
                test: tests
                    .iter()
                    .any(|(from, to)| (*from..=*to).contains(&index)),
            })
            .collect();
        Self { path, lines }
    }

    pub(super) fn extension(&self) -> &str {
        extension(&self.path)
    }

    /// The lines that are part of the product.
    pub(super) fn product(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| !line.test)
    }

    /// The files of `#[cfg(test)] mod name;`, without their extension.
    fn test_modules(&self) -> Vec<PathBuf> {
        let Some(directory) = module_directory(&self.path) else {
            return Vec::new();
        };
        let declared = self.lines.iter().filter(|line| line.test);
        declared
            .filter_map(|line| {
                let name = line.bare.trim().strip_suffix(';')?;
                let (_, name) = name.rsplit_once("mod ")?;
                Some(directory.join(name.trim()))
            })
            .collect()
    }
}

/// Where the submodules of a Rust file are.
fn module_directory(path: &Path) -> Option<PathBuf> {
    let parent = path.parent()?;
    match path.file_name()?.to_str()? {
        "mod.rs" | "lib.rs" | "main.rs" => Some(parent.to_path_buf()),
        name => Some(parent.join(name.strip_suffix(".rs")?)),
    }
}

fn within(path: &Path, module: &Path) -> bool {
    path.starts_with(module) || path.with_extension("") == module
}

fn extension(path: &Path) -> &str {
    path.extension()
        .and_then(|e| e.to_str())
        .unwrap_or_default()
}

/// Whole files of tests: in a `tests` directory or of that name, and the conformance suite.
fn is_test(path: &Path) -> bool {
    path.starts_with("crates/conformance")
        || path.with_extension("").iter().any(|part| part == "tests")
}

/// First and last line index of every item that is compiled for tests alone.
fn test_lines(bare: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let line_of = |at: usize| bare.get(..at).map_or(0, |text| text.matches('\n').count());
    for (start, _) in bare.match_indices("#[cfg(") {
        let Some(rest) = bare.get(start..) else {
            continue;
        };
        let Some(close) = rest.find(")]") else {
            continue;
        };
        let condition = rest.get(6..close).unwrap_or_default();
        let mut words = condition.split(|c: char| !c.is_alphanumeric() && c != '_');
        if condition.contains("not(") || !words.any(|word| word == "test") {
            continue;
        }
        let end = close + item_length(rest.get(close..).unwrap_or_default());
        found.push((line_of(start), line_of(start + end)));
    }
    found
}

/// Through the item's closing brace, or its semicolon if it has no body.
fn item_length(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            ';' if depth == 0 => return at,
            '{' => depth += 1,
            '}' if depth <= 1 => return at,
            '}' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn product(path: &str, text: &str) -> Vec<usize> {
        let tree = Tree::made_up(&[(path, text)]);
        tree.files[0].product().map(|line| line.number).collect()
    }

    #[test]
    fn test_modules_are_no_product() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests {\n  fn b() { \"}\" }\n}\nfn c() {}\n";
        assert_eq!(product("src/a.rs", text), [1, 6]);
        let text = "#[cfg(test)]\nuse x;\n#[cfg(all(test, unix))]\nfn t() {\n}\nfn c() {}";
        assert_eq!(product("src/a.rs", text), [6]);
        let text = "#[cfg(not(test))]\nfn a() {}\n#[cfg(feature = \"test\")]\nfn b() {}";
        assert_eq!(product("src/a.rs", text), [1, 2, 3, 4]);
    }

    #[test]
    fn test_files_are_no_product() {
        for path in [
            "src/a/tests.rs",
            "tests/e2e/find.rs",
            "crates/conformance/src/lib.rs",
        ] {
            assert!(product(path, "fn a() {}").is_empty(), "{path}");
        }
        assert_eq!(product("src/contests.rs", "fn a() {}"), [1]);
    }

    #[test]
    fn files_of_test_modules_are_no_product() {
        let tree = Tree::made_up(&[
            ("src/a.rs", "#[cfg(test)]\nmod fixtures;\nmod real;"),
            ("src/a/fixtures.rs", "fn f() {}"),
            ("src/a/real.rs", "fn f() {}"),
        ]);
        assert_eq!(tree.files[1].product().count(), 0);
        assert_eq!(tree.files[2].product().count(), 1);
    }
}
