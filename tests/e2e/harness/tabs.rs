//! Several tabs of one browser.

use anyhow::Result;
use thirtyfour::WindowHandle;

use super::page::Page;

impl Page {
    /// The tab everything is done in now.
    pub(crate) async fn tab(&self) -> Result<WindowHandle> {
        Ok(self.session().window().await?)
    }

    /// Opens another one behind it.
    pub(crate) async fn another_tab(&self) -> Result<WindowHandle> {
        Ok(self.session().new_tab().await?)
    }

    /// Does everything in this tab from now on.
    pub(crate) async fn show_tab(&self, tab: &WindowHandle) -> Result<()> {
        Ok(self.session().switch_to_window(tab.clone()).await?)
    }

    /// Closes the tab everything is done in.
    pub(crate) async fn close_tab(&self) -> Result<()> {
        Ok(self.session().close_window().await?)
    }
}
