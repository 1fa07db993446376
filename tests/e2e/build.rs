//! Machines are made from a form: at every provider, in several copies, from a draft, from a
//! document; and one that is there is installed anew.

use anyhow::{Result, ensure};
use serde_json::json;
use thirtyfour::Key;

use crate::harness::{Fleet, Page, Scene, Stage, journey};

/// The form of the build page.
struct Form<'a>(&'a Page);

impl Form<'_> {
    async fn open(&self, stage: &Stage, account: &str) -> Result<()> {
        let route = format!("{}#/build?account=sandbox-{account}", stage.url());
        self.0.open(&route).await?;
        self.0.role("heading").named("New machine").found().await?;
        Ok(())
    }

    async fn fill(&self, field: &str, text: &str) -> Result<()> {
        self.0.role("textbox").named(field).fill(text).await
    }

    /// Chooses from a list by typing part of what is wanted.
    async fn choose(&self, field: &str, text: &str) -> Result<()> {
        self.0.role("combobox").named(field).fill(text).await?;
        self.0.role("option").found().await?;
        self.0.press(Key::Enter.into()).await
    }

    async fn take(&self, choice: &str) -> Result<()> {
        self.0.role("radio").named(choice).click().await
    }

    async fn build(&self, button: &str) -> Result<()> {
        self.0.role("button").named(button).click().await
    }

    /// Waits for the one thing asked to be under way or done.
    async fn is_taken(&self) -> Result<()> {
        let asked = self.0.role("list").named("What was asked");
        self.0
            .eventually("the provider has taken it", async || {
                let text = asked.found().await?.text().await?;
                Ok(["Accepted", "Running", "Done"].iter().any(|word| text.contains(word)))
            })
            .await
    }

    async fn is_in_the_fleet(&self, name: &str) -> Result<()> {
        self.0.role("link").named("Go to the machines").click().await?;
        self.0.go(&format!("#/machines?q={name}")).await?;
        Fleet(self.0).row(name).found().await?;
        Ok(())
    }
}
