//! The keyboard alone: how somebody gets about who has nothing else.

use anyhow::{Result, bail};
use thirtyfour::Key;

use super::{find::Query, page::Page};

/// More stops than any page has between two things.
const STOPS: usize = 120;

impl Page {
    /// Presses Tab until the keyboard is on what is wanted.
    pub(crate) async fn tab_to(&self, wanted: &Query) -> Result<()> {
        self.walk_to(wanted, false).await
    }

    /// The same the other way, with Shift.
    pub(crate) async fn tab_back_to(&self, wanted: &Query) -> Result<()> {
        self.walk_to(wanted, true).await
    }

    /// Goes to a button or a link by Tab and presses Enter.
    pub(crate) async fn enter(&self, wanted: &Query) -> Result<()> {
        self.tab_to(wanted).await?;
        self.press(Key::Enter).await
    }

    /// Goes to a field by Tab and types over what is in it.
    pub(crate) async fn type_into(&self, field: &Query, text: &str) -> Result<()> {
        self.tab_to(field).await?;
        self.chord(Key::Control, 'a').await?;
        self.types(text).await
    }

    /// Moves with this key until the keyboard is on what is wanted, as in menus and sets of choices.
    pub(crate) async fn move_to(&self, wanted: &Query, key: Key) -> Result<()> {
        for _ in 0..STOPS {
            if is_on(wanted).await? {
                return Ok(());
            }
            self.press(key.clone()).await?;
        }
        bail!("{} is not reached with one key", wanted.words());
    }

    async fn walk_to(&self, wanted: &Query, back: bool) -> Result<()> {
        wanted.found().await?;
        for _ in 0..STOPS {
            if is_on(wanted).await? {
                return Ok(());
            }
            if back {
                let chain = self.session().action_chain().key_down(Key::Shift);
                let chain = chain.key_down(Key::Tab).key_up(Key::Tab);
                chain.key_up(Key::Shift).perform().await?;
            } else {
                self.press(Key::Tab).await?;
            }
            self.come_back().await?;
        }
        bail!("{} is not reached by Tab", wanted.words());
    }

    /// Comes back from the browser's own buttons, where Tab leads after the last of the page: what a
    /// driver types there does not find its way back as a person's keys do.
    async fn come_back(&self) -> Result<()> {
        let script = "if (!document.hasFocus()) window.focus()";
        self.session().execute(script, Vec::new()).await?;
        Ok(())
    }
}

async fn is_on(wanted: &Query) -> Result<bool> {
    match wanted.all().await?.first() {
        Some(found) => found.is_focused().await,
        None => Ok(false),
    }
}
