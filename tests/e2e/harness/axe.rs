//! axe-core, which finds what is wrong for people with assistive tools.

use std::fs;

use anyhow::{Context, Result, ensure};
use serde::Deserialize;

use super::{environment, page::Page};

/// Runs it with the rules of WCAG 2.2 AA and the best practices, and keeps what is needed.
const RUN: &str = "
const done = arguments[0];
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
axe.run({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }).then(
  ({ violations }) =>
    done({ violations: violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`)) }),
  (error) => done({ error: String(error) }),
);";

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Verdict {
    Violations(Vec<String>),
    Error(String),
}

impl Page {
    /// Wants axe-core to object to nothing in what is shown now.
    pub(crate) async fn is_clean(&self, place: &str) -> Result<()> {
        self.picture(place).await?;
        let problems = self.accessibility_problems().await?;
        ensure!(problems.is_empty(), "{place}:\n{}", problems.join("\n"));
        Ok(())
    }

    /// Shows everything in these colours, `Light` or `Dark`.
    pub(crate) async fn wear(&self, theme: &str) -> Result<()> {
        self.go("#/settings").await?;
        self.role("radio").named(theme).click().await
    }

    /// Everything axe-core objects to in what is shown now; nothing, if all is well.
    pub(crate) async fn accessibility_problems(&self) -> Result<Vec<String>> {
        let script = environment::path("PILOTHOUSE_AXE")?;
        let script = fs::read_to_string(&script)
            .with_context(|| format!("{} cannot be read", script.display()))?;
        self.session().execute(script, Vec::new()).await?;
        let answer = self.session().execute_async(RUN, Vec::new()).await?;
        match answer.convert()? {
            Verdict::Violations(problems) => Ok(problems),
            Verdict::Error(error) => Err(anyhow::anyhow!("axe-core failed: {error}")),
        }
    }
}
