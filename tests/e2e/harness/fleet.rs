//! The table of machines, as journeys speak of it.

use anyhow::Result;

use super::{find::Query, page::Page};

/// The machines a page shows.
pub(crate) struct Fleet<'a>(pub(crate) &'a Page);

impl Fleet<'_> {
    /// The table.
    pub(crate) fn table(&self) -> Query {
        self.0.role("grid").named("Machines")
    }

    /// One machine's row.
    pub(crate) fn row(&self, machine: &str) -> Query {
        self.table().role("row").having("button", actions(machine))
    }

    /// Opens a machine's menu and chooses from it.
    pub(crate) async fn choose(&self, machine: &str, verb: &str) -> Result<()> {
        self.table()
            .role("button")
            .named(actions(machine))
            .click()
            .await?;
        self.item(verb).click().await
    }

    /// One line of the open menu.
    pub(crate) fn item(&self, verb: &str) -> Query {
        self.0.role("menu").role("menuitem").named(verb)
    }

    /// Says yes in the dialog that asks before this verb.
    pub(crate) async fn confirm(&self, machine: &str, verb: &str) -> Result<()> {
        let dialog = self.0.role("dialog").named(format!("{verb} {machine}?"));
        dialog.role("button").named(verb).click().await?;
        dialog.gone().await
    }
}

fn actions(machine: &str) -> String {
    format!("Actions for {machine}")
}
