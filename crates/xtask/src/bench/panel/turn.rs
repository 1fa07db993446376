//! One page measured once, from cold to the end.

use std::{path::Path, thread, time::Duration};

use anyhow::{Context as _, Result, ensure};

use super::{
    devtools::Browser,
    page::{Page, Work},
    stage::Stage,
};

/// Each is typed letter by letter and deleted again; every key changes how many rows match.
const WORDS: [&str; 9] = [
    "1234", "207", "995", "1708", "62", "2301", "443", "581", "1096",
];
const HEADINGS: [&str; 5] = ["State", "Image", "Account", "Place", "Name"];
/// Frames in which the list is scrolled from its first row to its last: five seconds.
const FRAMES: usize = 300;
/// A person does not type faster.
const BETWEEN_KEYS: Duration = Duration::from_millis(90);

/// What was measured. Times are in milliseconds, sizes in bytes.
#[derive(Clone, Debug, Default)]
pub(super) struct Turn {
    /// From the start of navigation until the first row is painted.
    pub(super) first_row: f64,
    /// Until all lists are read.
    pub(super) loading: Work,
    /// From each key until its rows are painted.
    pub(super) keys: Vec<f64>,
    /// While typing.
    pub(super) typing: Work,
    /// From each click on a heading until the sorted rows are painted.
    pub(super) sorts: Vec<f64>,
    /// While sorting.
    pub(super) sorting: Work,
    /// Between each two frames while scrolling.
    pub(super) frames: Vec<f64>,
    /// While scrolling.
    pub(super) scrolling: Work,
    /// While refreshing.
    pub(super) refreshing: Work,
    /// Live JavaScript objects at the end.
    pub(super) heap: f64,
    /// WebAssembly's memory at the end; it never shrinks.
    pub(super) wasm: f64,
    /// The page's own files as they came.
    pub(super) wire: f64,
    /// The page's own files, unpacked.
    pub(super) raw: f64,
    /// How many rows were there at the end, and how many matched a word: for comparing the pages.
    pub(super) shown: [u64; 2],
}

/// Measures the page at this address, with the first so many words. Profiles are put into a
/// folder if there is one for them.
pub(super) fn measure(
    browser: &mut Browser,
    url: &str,
    stage: &Stage,
    words: usize,
    profiles: Option<&Path>,
) -> Result<Turn> {
    let mut page = Page::open(browser, profiles)?;
    let mut turn = Turn::default();
    page.go(url)?;
    turn.loading = page.worked("load", |page| load(page, &mut turn))?;
    page.click("field", "Filter machines")?;
    turn.typing = page.worked("type", |page| type_words(page, &mut turn, words))?;
    // What the panel suggests lies over the headings.
    page.press("Escape")?;
    turn.sorting = page.worked("sort", |page| sort(page, &mut turn))?;
    turn.scrolling = page.worked("scroll", |page| scroll(page, &mut turn))?;
    page.evaluate("document.querySelector('[role=grid]').scrollTop = 0")?;
    page.evaluate("bench.quiet(1500)")?;
    // One machine in a hundred changes; then the page is told to look again. If it began to look
    // by itself, that has to end first.
    stage.change_one_in(100)?;
    let before = page.number("bench.quiet(1500)")?;
    turn.refreshing = page.worked("refresh", |page| refresh(page, before))?;
    turn.heap = page.heap()?;
    turn.wasm = page.number("bench.memory?.buffer.byteLength ?? 0")?;
    page.close()?;
    Ok(turn)
}

fn load(page: &mut Page, turn: &mut Turn) -> Result<()> {
    turn.first_row = page.number(
        "new Promise((done) => { const look = () => globalThis.bench?.firstRow \
         ? done(bench.firstRow) : setTimeout(look, 20); look(); })",
    )?;
    let bytes = page.numbers("bench.bytes()")?;
    turn.wire = bytes.first().copied().unwrap_or_default();
    turn.raw = bytes.get(1).copied().unwrap_or_default();
    page.evaluate("bench.quiet(1500)")?;
    turn.shown[0] = rows(page)?;
    Ok(())
}

fn rows(page: &mut Page) -> Result<u64> {
    let count = "document.querySelector('[role=grid]').getAttribute('aria-rowcount') - 1";
    let count = page.evaluate(count)?;
    count
        .as_u64()
        .context("the table does not tell how many rows it has")
}

fn type_words(page: &mut Page, turn: &mut Turn, words: usize) -> Result<()> {
    for word in WORDS.iter().take(words) {
        for letter in word.chars() {
            turn.keys.push(key(page, &letter.to_string())?);
        }
        turn.shown[1] = rows(page)?;
        for _ in word.chars() {
            turn.keys.push(key(page, "Backspace")?);
        }
    }
    Ok(())
}

fn key(page: &mut Page, key: &str) -> Result<f64> {
    page.evaluate("bench.arm('filter')")?;
    page.press(key)?;
    let took = page.evaluate("bench.result")?;
    thread::sleep(BETWEEN_KEYS);
    let took = took.as_f64();
    took.with_context(|| format!("{key} changed nothing that is shown"))
}

fn sort(page: &mut Page, turn: &mut Turn) -> Result<()> {
    for heading in HEADINGS {
        page.evaluate("bench.arm('sort')")?;
        page.click("button", heading)?;
        let took = page.evaluate("bench.result")?.as_f64();
        let took = took.with_context(|| format!("{heading} sorts nothing"))?;
        turn.sorts.push(took);
        thread::sleep(BETWEEN_KEYS);
    }
    Ok(())
}

fn scroll(page: &mut Page, turn: &mut Turn) -> Result<()> {
    let times = page.numbers(&format!("bench.scroll({FRAMES})"))?;
    let next = times.iter().skip(1);
    turn.frames = times.iter().zip(next).map(|(a, b)| b - a).collect();
    Ok(())
}

fn refresh(page: &mut Page, asked_before: f64) -> Result<()> {
    page.click("button", "Refresh")?;
    thread::sleep(BETWEEN_KEYS);
    let asked = page.number("bench.quiet(400)")?;
    ensure!(
        asked > asked_before,
        "Refresh asks no provider for anything"
    );
    Ok(())
}
