//! Finding things as people and their tools do: by ARIA role and accessible name, as the browser
//! itself computes them, and by nothing else.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use http::Method;
use serde_json::{Value, json};
use thirtyfour::{
    RequestData, SessionId, WebDriver, WebElement,
    common::command::FormatRequestData,
    error::{WebDriverError, WebDriverErrorInner},
};
use tokio::time::sleep;

/// How long something may take to appear.
pub(crate) const PATIENCE: Duration = Duration::from_secs(30);
const PULSE: Duration = Duration::from_millis(50);
const SCRIPT: &str = include_str!("find.js");

/// What is looked for.
#[derive(Clone)]
pub(crate) struct Query {
    session: WebDriver,
    role: &'static str,
    name: Option<String>,
    inside: Option<Box<Query>>,
    having: Option<(&'static str, String)>,
}

/// What was found.
pub(crate) struct Found {
    /// As people hear it.
    pub(crate) name: String,
    element: WebElement,
}

impl Query {
    /// Anything of this role.
    pub(crate) fn new(session: &WebDriver, role: &'static str) -> Self {
        Self {
            session: session.clone(),
            role,
            name: None,
            inside: None,
            having: None,
        }
    }

    /// Only with exactly this name.
    pub(crate) fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Only what has something of this role and name within it.
    pub(crate) fn having(mut self, role: &'static str, name: impl Into<String>) -> Self {
        self.having = Some((role, name.into()));
        self
    }

    /// Something of this role within what this query finds.
    pub(crate) fn role(&self, role: &'static str) -> Self {
        Self {
            inside: Some(Box::new(self.clone())),
            ..Self::new(&self.session, role)
        }
    }

    /// Everything that is there now.
    pub(crate) async fn all(&self) -> Result<Vec<Found>> {
        match self.look().await {
            Ok(found) => Ok(found),
            Err(error) if is_stale(&error) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Waits until it is there. Of several, the first is taken.
    pub(crate) async fn found(&self) -> Result<Found> {
        self.until("is there", async |found| Ok(found)).await
    }

    /// Waits until it is no longer there.
    pub(crate) async fn gone(&self) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while !self.all().await?.is_empty() {
            if Instant::now() > deadline {
                bail!("{} is still there after {PATIENCE:?}", self.words());
            }
            sleep(PULSE).await;
        }
        Ok(())
    }

    /// Waits until it can be clicked, and clicks it.
    pub(crate) async fn click(&self) -> Result<()> {
        self.until("can be clicked", async |found| {
            Ok(found.element.click().await?)
        })
        .await
    }

    /// Replaces what is in a field.
    pub(crate) async fn fill(&self, text: &str) -> Result<()> {
        self.until("can be filled", async |found| {
            found.element.clear().await?;
            // A line ends with the key that people end it with: one driver leaves other ends out.
            Ok(found
                .element
                .send_keys(text.replace('\n', "\u{e007}"))
                .await?)
        })
        .await
    }

    /// Waits until what is shown within it has this text.
    pub(crate) async fn shows(&self, text: &str) -> Result<()> {
        self.until(&format!("shows {text:?}"), async |found| {
            let shown = found.text().await?;
            if !shown.contains(text) {
                bail!("it shows {shown:?}");
            }
            Ok(())
        })
        .await
    }

    /// Waits until the keyboard speaks to it.
    pub(crate) async fn has_focus(&self) -> Result<()> {
        self.until("has the focus", async |found| {
            if !found.is_focused().await? {
                bail!("something else has it");
            }
            Ok(())
        })
        .await
    }

    /// Waits until an attribute has this value.
    pub(crate) async fn has(&self, attribute: &str, value: &str) -> Result<()> {
        self.until(&format!("has {attribute}={value:?}"), async |found| {
            let is = found.attribute(attribute).await?;
            if is.as_deref() != Some(value) {
                bail!("it has {is:?}");
            }
            Ok(())
        })
        .await
    }

    /// Tries until the first that is found makes `act` succeed. What appears, moves or is drawn
    /// anew meanwhile is looked for again.
    async fn until<T>(&self, what: &str, act: impl AsyncFn(Found) -> Result<T>) -> Result<T> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let problem = match self.all().await?.into_iter().next() {
                None => anyhow::anyhow!("nothing like it is there"),
                Some(found) => match act(found).await {
                    Ok(value) => return Ok(value),
                    Err(error) => error,
                },
            };
            if Instant::now() > deadline {
                let words = self.words();
                return Err(problem.context(format!("no {words} {what} within {PATIENCE:?}")));
            }
            sleep(PULSE).await;
        }
    }

    /// Looks once.
    async fn look(&self) -> Result<Vec<Found>> {
        let root = match &self.inside {
            None => Value::Null,
            Some(outer) => match Box::pin(outer.look()).await?.into_iter().next() {
                None => return Ok(Vec::new()),
                Some(found) => found.element.to_json()?,
            },
        };
        let mut matching = Vec::new();
        for found in self.within(root, self.role, self.name.as_deref()).await? {
            if let Some((role, name)) = &self.having {
                let root = found.element.to_json()?;
                if self.within(root, role, Some(name)).await?.is_empty() {
                    continue;
                }
            }
            matching.push(found);
        }
        Ok(matching)
    }

    /// What is of this role, and has this name if one is given, within an element.
    async fn within(&self, root: Value, role: &str, name: Option<&str>) -> Result<Vec<Found>> {
        let arguments = vec![json!("find"), json!(role), json!(name), root];
        let answer = self.session.execute(SCRIPT, arguments).await?;
        let mut found = Vec::new();
        for element in answer.elements()? {
            if !is_role(role, &ask(&element, "computedrole").await?) {
                continue;
            }
            let called = called(role, &element).await?;
            if name.is_none_or(|wanted| wanted == called) {
                let name = called;
                found.push(Found { name, element });
            }
        }
        Ok(found)
    }

    /// Such as `button "Start" in menu`.
    pub(super) fn words(&self) -> String {
        let name = self.name.as_ref().map(|name| format!(" {name:?}"));
        let having = self.having.as_ref();
        let having = having.map(|(role, name)| format!(" with a {role} {name:?}"));
        let inside = self.inside.as_ref();
        let inside = inside.map(|outer| format!(" in {}", outer.words()));
        [Some(self.role.to_owned()), name, having, inside]
            .into_iter()
            .flatten()
            .collect()
    }
}

impl Found {
    /// What is shown within it.
    pub(crate) async fn text(&self) -> Result<String> {
        text(&self.element).await
    }

    /// An attribute's value.
    pub(crate) async fn attribute(&self, name: &str) -> Result<Option<String>> {
        Ok(self.element.attr(name).await?)
    }

    /// What is in a field.
    pub(crate) async fn value(&self) -> Result<String> {
        Ok(self.element.value().await?.unwrap_or_default())
    }

    /// The description people hear after the name.
    pub(crate) async fn description(&self) -> Result<String> {
        let script = "const [element] = arguments;
            const ids = (element.getAttribute('aria-describedby') ?? '').split(/\\s+/);
            const texts = ids.map((id) => document.getElementById(id)?.textContent);
            return texts.filter(Boolean).join(' ') || element.getAttribute('aria-description')
                || element.title || '';";
        said(&self.element, script).await
    }

    /// Whether the keyboard speaks to it.
    pub(crate) async fn is_focused(&self) -> Result<bool> {
        let script = "return document.activeElement === arguments[0]";
        let answer = self.element.handle();
        let answer = answer
            .execute(script, vec![self.element.to_json()?])
            .await?;
        Ok(answer.json() == &Value::Bool(true))
    }
}

/// One of the questions about an element that the library has no words for.
#[derive(Debug)]
struct Question {
    element: String,
    what: &'static str,
}

impl FormatRequestData for Question {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let path = format!("session/{session}/element/{}/{}", self.element, self.what);
        RequestData::new(Method::GET, path)
    }
}

async fn ask(element: &WebElement, what: &'static str) -> Result<String> {
    let question = Question {
        element: element.element_id().to_string(),
        what,
    };
    Ok(element.handle().cmd(question).await?.value()?)
}

/// Whether a role the browser tells is the wanted one. Engines have several words for some.
fn is_role(wanted: &str, told: &str) -> bool {
    const SAME: [(&str, &str); 3] = [
        ("img", "image"),
        // WebKit: a `select` shows its options when it is pressed.
        ("combobox", "button"),
        // Firefox: the standard gives a password's field no role.
        ("textbox", ""),
    ];
    wanted == told || SAME.contains(&(wanted, told))
}

/// The name an element has for people.
async fn called(role: &str, element: &WebElement) -> Result<String> {
    // Named by what is within, which WebKit's driver does not tell of these.
    const BY_CONTENT: [&str; 4] = ["cell", "columnheader", "gridcell", "option"];
    let told = ask(element, "computedlabel").await?;
    if !told.is_empty() || !BY_CONTENT.contains(&role) {
        return Ok(told);
    }
    let script = "const copy = arguments[0].cloneNode(true);
        copy.querySelectorAll('[aria-hidden=true]').forEach((part) => part.remove());
        return copy.textContent.trim().replace(/\\s+/g, ' ');";
    said(element, script).await
}

/// What is shown within an element. The browser says, because drivers have each their own idea of
/// what can be seen.
async fn text(element: &WebElement) -> Result<String> {
    said(
        element,
        "return arguments[0].innerText ?? arguments[0].textContent",
    )
    .await
}

/// The text a script returns about an element.
async fn said(element: &WebElement, script: &str) -> Result<String> {
    let answer = element.handle();
    let answer = answer.execute(script, vec![element.to_json()?]).await?;
    answer.json().as_str().map(str::to_owned).context("no text")
}

/// The page was drawn anew while we looked.
fn is_stale(error: &anyhow::Error) -> bool {
    let error: Option<&WebDriverError> = error.downcast_ref();
    error.is_some_and(|error| {
        matches!(
            error.as_inner(),
            WebDriverErrorInner::StaleElementReference(_) | WebDriverErrorInner::NoSuchElement(_)
        )
    })
}
