//! One page measured once, from cold to the end.

use std::{thread, time::Duration};

use anyhow::{Context as _, Result, ensure};

use super::{devtools::Browser, page::Page, stage::Stage};

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
    /// The longest task until all lists are read.
    pub(super) loading_longest: f64,
    /// From each key until its rows are painted.
    pub(super) keys: Vec<f64>,
    /// The longest task while typing.
    pub(super) keys_longest: f64,
    /// From each click on a heading until the sorted rows are painted.
    pub(super) sorts: Vec<f64>,
    /// Between each two frames while scrolling.
    pub(super) frames: Vec<f64>,
    /// Work of the main thread for each frame while scrolling.
    pub(super) frame_work: f64,
    /// The tasks of a refresh.
    pub(super) refresh: Vec<f64>,
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

/// Measures the page at this address, with the first so many words.
pub(super) fn measure(
    browser: &mut Browser,
    url: &str,
    stage: &Stage,
    words: usize,
) -> Result<Turn> {
    let mut page = Page::open(browser, url)?;
    let mut turn = Turn::default();
    load(&mut page, &mut turn)?;
    type_words(&mut page, &mut turn, words)?;
    sort(&mut page, &mut turn)?;
    scroll(&mut page, &mut turn)?;
    refresh(&mut page, &mut turn, stage)?;
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
    turn.loading_longest = page.number("bench.longest(0)")?;
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
    page.click("searchbox", "Filter machines")?;
    let since = page.number("performance.now()")?;
    for word in WORDS.iter().take(words) {
        for letter in word.chars() {
            turn.keys.push(key(page, &letter.to_string())?);
        }
        turn.shown[1] = rows(page)?;
        for _ in word.chars() {
            turn.keys.push(key(page, "Backspace")?);
        }
    }
    turn.keys_longest = page.number(&format!("bench.longest({since})"))?;
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
        turn.sorts
            .push(took.with_context(|| format!("{heading} sorts nothing"))?);
        thread::sleep(BETWEEN_KEYS);
    }
    Ok(())
}

fn scroll(page: &mut Page, turn: &mut Turn) -> Result<()> {
    let before = page.task_time()?;
    let times = page.numbers(&format!("bench.scroll({FRAMES})"))?;
    turn.frame_work = (page.task_time()? - before) / FRAMES as f64;
    let next = times.iter().skip(1);
    turn.frames = times.iter().zip(next).map(|(a, b)| b - a).collect();
    page.evaluate("document.querySelector('[role=grid]').scrollTop = 0")?;
    Ok(())
}

/// One machine in a hundred changes; then the page is told to look again.
fn refresh(page: &mut Page, turn: &mut Turn, stage: &Stage) -> Result<()> {
    page.evaluate("bench.quiet(1500)")?;
    stage.change_one_in(100)?;
    // A page that looks by itself may have begun to; it has to end first.
    let before = page.number("bench.quiet(1500)")?;
    turn.refresh = page.traced(|page| {
        page.click("button", "Refresh")?;
        thread::sleep(BETWEEN_KEYS);
        let after = page.number("bench.quiet(400)")?;
        ensure!(after > before, "Refresh asks no provider for anything");
        Ok(())
    })?;
    Ok(())
}
