//! One page in a browser context of its own: nothing cached, nothing remembered.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

use super::devtools::Browser;
use crate::files;

/// What notes inside a page what a person would see, and when.
const PROBE: &str = include_str!("../../../bench/probe.js");

/// What a main thread had to do for something, in milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Work {
    /// How long it computed.
    pub(super) sum: f64,
    /// How long the longest task took, if that is over 50 ms: browsers tell of no shorter ones.
    pub(super) longest: f64,
}

/// An open page.
pub(super) struct Page<'a> {
    browser: &'a mut Browser,
    context: String,
    session: String,
    profiles: Option<&'a Path>,
}

impl<'a> Page<'a> {
    /// Opens an empty page in a fresh context. With a folder for profiles, whatever it does is
    /// profiled.
    pub(super) fn open(browser: &'a mut Browser, profiles: Option<&'a Path>) -> Result<Self> {
        let context = browser.ask(None, "Target.createBrowserContext", &json!({}))?;
        let context = text(&context, "browserContextId")?;
        let blank = json!({"url": "about:blank", "browserContextId": context});
        let target = browser.ask(None, "Target.createTarget", &blank)?;
        let attach = json!({"targetId": text(&target, "targetId")?, "flatten": true});
        let attached = browser.ask(None, "Target.attachToTarget", &attach)?;
        let session = text(&attached, "sessionId")?;
        let mut page = Self {
            browser,
            context,
            session,
            profiles,
        };
        page.ask("Page.enable", &json!({}))?;
        // The time computed, rather than the time that went by: this machine does other things too.
        let clock = json!({"timeDomain": "threadTicks"});
        page.ask("Performance.enable", &clock)?;
        if profiles.is_some() {
            page.ask("Profiler.enable", &json!({}))?;
        }
        page.ask("Page.bringToFront", &json!({}))?;
        let probe = json!({"source": PROBE});
        page.ask("Page.addScriptToEvaluateOnNewDocument", &probe)?;
        Ok(page)
    }

    /// Goes to an address.
    pub(super) fn go(&mut self, url: &str) -> Result<()> {
        self.ask("Page.navigate", &json!({"url": url}))?;
        Ok(())
    }

    /// Ends the page with everything its context kept.
    pub(super) fn close(self) -> Result<()> {
        let context = json!({"browserContextId": self.context});
        self.browser
            .ask(None, "Target.disposeBrowserContext", &context)?;
        Ok(())
    }

    /// The value of an expression; a promise's when it is kept.
    pub(super) fn evaluate(&mut self, expression: &str) -> Result<Value> {
        let parameters =
            json!({"expression": expression, "awaitPromise": true, "returnByValue": true});
        let answer = self.ask("Runtime.evaluate", &parameters)?;
        if let Some(thrown) = answer.get("exceptionDetails") {
            bail!("{expression} threw: {thrown}");
        }
        let value = answer.pointer("/result/value").cloned();
        Ok(value.unwrap_or_default())
    }

    /// The value of an expression that is a number.
    pub(super) fn number(&mut self, expression: &str) -> Result<f64> {
        let value = self.evaluate(expression)?;
        let number = value.as_f64();
        number.with_context(|| format!("{expression} is {value}, which is no number"))
    }

    /// The value of an expression that is a list of numbers.
    pub(super) fn numbers(&mut self, expression: &str) -> Result<Vec<f64>> {
        let value = self.evaluate(expression)?;
        let list = value.as_array().into_iter().flatten();
        Ok(list.filter_map(Value::as_f64).collect())
    }

    /// Clicks the middle of a control, as a mouse does.
    pub(super) fn click(&mut self, role: &str, name: &str) -> Result<()> {
        let place = self.numbers(&format!("bench.place('{role}', '{name}')"))?;
        let (Some(x), Some(y)) = (place.first(), place.get(1)) else {
            bail!("{role} {name} is nowhere");
        };
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1});
            self.ask("Input.dispatchMouseEvent", &event)?;
        }
        Ok(())
    }

    /// Presses a key: a letter, Backspace or Escape.
    pub(super) fn press(&mut self, key: &str) -> Result<()> {
        let mut down = json!({"type": "keyDown", "key": key});
        let code = match key {
            "Backspace" => 8,
            "Escape" => 27,
            _ => 0,
        };
        if let Value::Object(down) = &mut down {
            if code == 0 {
                down.insert("text".to_owned(), key.into());
            } else {
                down.insert("windowsVirtualKeyCode".to_owned(), code.into());
            }
        }
        self.ask("Input.dispatchKeyEvent", &down)?;
        let up = json!({"type": "keyUp", "key": key, "windowsVirtualKeyCode": code});
        self.ask("Input.dispatchKeyEvent", &up)?;
        Ok(())
    }

    /// Milliseconds the main thread computed so far.
    fn work(&mut self) -> Result<f64> {
        let answer = self.ask("Performance.getMetrics", &json!({}))?;
        let metrics = answer.get("metrics").and_then(Value::as_array);
        let mut metrics = metrics.into_iter().flatten();
        let metric = metrics.find(|metric| metric.get("name") == Some(&json!("TaskDuration")));
        let seconds = metric.and_then(|metric| metric.get("value")?.as_f64());
        Ok(seconds.context("the browser does not count task time")? * 1000.0)
    }

    /// Bytes of live JavaScript objects, after a collection.
    pub(super) fn heap(&mut self) -> Result<f64> {
        self.ask("HeapProfiler.collectGarbage", &json!({}))?;
        let usage = self.ask("Runtime.getHeapUsage", &json!({}))?;
        let used = usage.get("usedSize").and_then(Value::as_f64);
        used.context("the browser does not tell the heap's size")
    }

    /// Does something and returns what the main thread had to do meanwhile. `name` says what it
    /// was, for the profile.
    pub(super) fn worked(
        &mut self,
        name: &str,
        act: impl FnOnce(&mut Self) -> Result<()>,
    ) -> Result<Work> {
        if self.profiles.is_some() {
            self.ask("Profiler.start", &json!({}))?;
        }
        let since = self.number("performance.now()")?;
        let before = self.work()?;
        act(self)?;
        let work = Work {
            sum: self.work()? - before,
            longest: self.number(&format!("bench.longest({since})"))?,
        };
        if let Some(folder) = self.profiles {
            let answer = self.ask("Profiler.stop", &json!({}))?;
            let profile = answer.get("profile").unwrap_or(&Value::Null);
            let file = folder.join(name).with_extension("cpuprofile");
            files::write(&file, profile.to_string())?;
        }
        Ok(work)
    }

    fn ask(&mut self, method: &str, parameters: &Value) -> Result<Value> {
        let session = self.session.clone();
        self.browser.ask(Some(&session), method, parameters)
    }
}

fn text(answer: &Value, key: &str) -> Result<String> {
    let text = answer.get(key).and_then(Value::as_str);
    Ok(text
        .with_context(|| format!("the browser tells no {key}"))?
        .to_owned())
}
