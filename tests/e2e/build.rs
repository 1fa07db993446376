//! Machines are made from a form: at every provider, in several copies, from a draft, from a
//! document; and one that is there is installed anew.

use anyhow::{Result, ensure};
use serde_json::json;
use thirtyfour::Key;

use crate::harness::{Fleet, Page, Scene, Stage, journey};

/// The id of the machine that is off, in the small world.
const BACKUP1: &str = "4714";

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
        self.0.press(Key::Enter).await
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
                Ok(["Accepted", "Running", "Done"]
                    .iter()
                    .any(|word| text.contains(word)))
            })
            .await
    }

    async fn is_in_the_fleet(&self, name: &str) -> Result<()> {
        self.0
            .role("link")
            .named("Go to the machines")
            .click()
            .await?;
        self.0.go(&format!("#/machines?q={name}")).await?;
        Fleet(self.0).row(name).found().await?;
        Ok(())
    }
}

#[tokio::test]
async fn a_machine_is_made_at_every_provider() -> Result<()> {
    journey(
        "a machine everywhere",
        Scene::default(),
        async |page, stage| {
            let form = Form(page);
            form.open(stage, "onapp").await?;
            form.choose("Template", "Ubuntu 22.04").await?;
            form.fill("Name", "fresh-onapp").await?;
            form.build("Build machine").await?;
            form.is_taken().await?;
            form.is_in_the_fleet("fresh-onapp").await?;

            form.open(stage, "katapult").await?;
            form.take("Otter Post otter-post").await?;
            form.take("London north London (demo), zone").await?;
            form.choose("Package", "Pebble 2").await?;
            form.choose("Image (optional)", "Debian 12").await?;
            form.fill("Host name (optional)", "fresh-katapult").await?;
            form.build("Build machine").await?;
            form.is_taken().await?;
            form.is_in_the_fleet("fresh-katapult").await?;

            form.open(stage, "e24cloud").await?;
            form.take("DC1/PUBLIC-1 EU/POZNAN-1").await?;
            page.role("textbox")
                .named("User data (optional)")
                .gone()
                .await?;
            form.take("Debian 12 password, SSH key, cloud-init").await?;
            page.role("textbox")
                .named("User data (optional)")
                .found()
                .await?;
            form.fill("Name", "fresh-e24").await?;
            form.build("Build machine").await?;
            form.is_taken().await?;
            form.is_in_the_fleet("fresh-e24").await?;

            form.open(stage, "bigv").await?;
            form.choose("Account", "acme").await?;
            form.choose("Operating system", "Debian 8").await?;
            form.fill("Name", "freshbigv").await?;
            form.build("Build machine").await?;
            // Nobody could log in: the client says so before anything is sent.
            let summary = page.role("region").named("What is to be corrected");
            summary.shows("root password or an SSH key").await?;
            page.role("button")
                .named("Generate Root password")
                .click()
                .await?;
            form.build("Build machine").await?;
            form.is_taken().await?;
            form.is_in_the_fleet("freshbigv").await
        },
    )
    .await
}

#[tokio::test]
async fn choices_that_cannot_be_read_are_read_again_when_asked() -> Result<()> {
    journey("choices fail", Scene::default(), async |page, stage| {
        let (form, katapult) = (Form(page), stage.provider("katapult")?);
        form.open(stage, "katapult").await?;
        page.role("group")
            .named("Package")
            .shows("Choose organization first")
            .await?;
        katapult.fault(&json!({"kind": "status-503", "path": "virtual_machine_packages"}))?;
        form.take("Otter Post otter-post").await?;
        page.role("button")
            .named("Try again: Package")
            .found()
            .await?;
        katapult.heal()?;
        page.role("button")
            .named("Try again: Package")
            .click()
            .await?;
        form.choose("Package", "Pebble 2").await
    })
    .await
}

#[tokio::test]
async fn what_is_wrong_is_said_at_its_field() -> Result<()> {
    journey("a wrong field", Scene::default(), async |page, stage| {
        let form = Form(page);
        form.open(stage, "onapp").await?;
        form.fill("Processors", "many").await?;
        form.build("Build machine").await?;
        let summary = page.role("region").named("What is to be corrected");
        summary.shows("3 fields to correct").await?;
        let processors = page.role("textbox").named("Processors");
        processors.has("aria-invalid", "true").await?;
        summary.role("button").named("Processors").click().await?;
        page.eventually("the focus is there", async || {
            processors.found().await?.is_focused().await
        })
        .await?;
        form.fill("Processors", "2").await?;
        form.choose("Template", "Debian 12").await?;
        form.fill("Name", "corrected").await?;
        summary.gone().await?;
        form.build("Build machine").await?;
        form.is_taken().await
    })
    .await
}

#[tokio::test]
async fn what_the_provider_refuses_comes_back_to_its_field() -> Result<()> {
    journey(
        "refused by the provider",
        Scene::default(),
        async |page, stage| {
            let form = Form(page);
            form.open(stage, "bigv").await?;
            form.choose("Account", "acme").await?;
            form.choose("Operating system", "Debian 8").await?;
            page.role("button")
                .named("Generate Root password")
                .click()
                .await?;
            form.fill("Name", "web1").await?;
            page.role("complementary")
                .named("What will happen")
                .shows("A machine of this name is in the account already")
                .await?;
            form.build("Build machine").await?;
            page.role("list")
                .named("What was asked")
                .shows("Failed")
                .await?;
            page.role("button")
                .named("Back to the form")
                .click()
                .await?;
            let name = page.role("textbox").named("Name");
            name.has("aria-invalid", "true").await?;
            name.fill("web77").await?;
            // The password is still there: nothing that was typed is lost.
            form.build("Build machine").await?;
            form.is_taken().await
        },
    )
    .await
}

#[tokio::test]
async fn several_copies_are_made_by_a_pattern() -> Result<()> {
    journey("copies", Scene::default(), async |page, stage| {
        let form = Form(page);
        form.open(stage, "e24cloud").await?;
        form.take("DC1/PUBLIC-1 EU/POZNAN-1").await?;
        form.take("FreeBSD 14 SSH key").await?;
        form.fill("Number of machines", "3").await?;
        page.press(Key::Tab).await?;
        form.fill("Name pattern", "web-poz-{nn}").await?;
        // One of them is there already.
        page.role("list")
            .named("Names")
            .shows("is there already")
            .await?;
        form.fill("Name pattern", "node").await?;
        form.build("Build 3 machines").await?;
        page.role("textbox")
            .named("Name pattern")
            .has("aria-invalid", "true")
            .await?;
        form.fill("Name pattern", "node-{nn}").await?;
        form.build("Build 3 machines").await?;
        let asked = page.role("list").named("What was asked");
        for name in ["node-01", "node-02", "node-03"] {
            asked.shows(name).await?;
        }
        form.is_in_the_fleet("node-03").await
    })
    .await
}

#[tokio::test]
async fn a_draft_comes_back_without_its_secrets() -> Result<()> {
    journey("a draft", Scene::default(), async |page, stage| {
        let form = Form(page);
        form.open(stage, "onapp").await?;
        form.fill("Name", "half-done").await?;
        form.fill("Root password (optional)", "hunter2hunter2")
            .await?;
        page.eventually("the draft is kept", async || {
            Ok(page.storage().await?.contains("half-done"))
        })
        .await?;
        let kept = page.storage().await?;
        ensure!(!kept.contains("hunter2"), "a password is kept: {kept}");
        page.reload().await?;
        page.role("button").named("Discard").found().await?;
        let name = page.role("textbox").named("Name");
        ensure!(
            name.found().await?.value().await? == "half-done",
            "the name is lost"
        );
        page.role("button").named("Discard").click().await?;
        ensure!(
            name.found().await?.value().await?.is_empty(),
            "the draft is still there"
        );
        ensure!(
            !page.storage().await?.contains("half-done"),
            "the draft is still kept"
        );
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_request_is_shown_without_its_secrets() -> Result<()> {
    journey("the request", Scene::default(), async |page, stage| {
        let form = Form(page);
        form.open(stage, "onapp").await?;
        form.choose("Template", "Ubuntu 22.04").await?;
        form.fill("Name", "shown").await?;
        form.fill("Root password (optional)", "hunter2hunter2")
            .await?;
        page.role("tab").named("Request").click().await?;
        for tab in ["curl", "Body"] {
            page.role("tab").named(tab).click().await?;
            let panel = page.role("tabpanel").named(tab);
            panel.shows("INITIAL_ROOT_PASSWORD").await?;
            let text = panel.found().await?.text().await?;
            ensure!(!text.contains("hunter2"), "the password is shown: {text}");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_document_is_corrected_where_it_is_wrong() -> Result<()> {
    journey("a document", Scene::default(), async |page, stage| {
        let form = Form(page);
        form.open(stage, "katapult").await?;
        form.take("Otter Post otter-post").await?;
        form.take("From a spec document").await?;
        page.role("tab").named("Text").click().await?;
        let wrong = "<VirtualMachineSpec>\n  <Name>x</Nam>\n</VirtualMachineSpec>";
        form.fill("Spec document", wrong).await?;
        let flaws = page.role("list").named("Flaws of the document");
        flaws.shows("Line 2").await?;
        page.role("tab").named("Form").click().await?;
        page.role("tabpanel")
            .named("Form")
            .shows("The text cannot be read")
            .await?;
        page.role("tab").named("Text").click().await?;
        let text = page.role("textbox").named("Spec document");
        let kept = text.found().await?.value().await?;
        ensure!(kept == wrong, "what was typed is now {kept:?}");
        let right = "<VirtualMachineSpec><Name>from-text</Name></VirtualMachineSpec>";
        form.fill("Spec document", right).await?;
        page.role("tab").named("Form").click().await?;
        let name = page
            .role("tabpanel")
            .named("Form")
            .role("textbox")
            .named("Name (optional)");
        page.eventually("the form says the same", async || {
            Ok(name.found().await?.value().await? == "from-text")
        })
        .await?;
        name.fill("from-form").await?;
        page.role("tab").named("Text").click().await?;
        page.eventually("the text says the same", async || {
            Ok(text
                .found()
                .await?
                .value()
                .await?
                .contains("<Name>from-form</Name>"))
        })
        .await
    })
    .await
}

#[tokio::test]
async fn a_document_is_form_and_text_at_once_where_there_is_room() -> Result<()> {
    journey(
        "a document beside",
        Scene::default(),
        async |page, stage| {
            page.resize(1600, 900).await?;
            let form = Form(page);
            form.open(stage, "katapult").await?;
            form.take("Otter Post otter-post").await?;
            form.take("From a spec document").await?;
            let side = |name: &str| page.role("region").named(name).role("textbox");
            let text = side("Text").named("Spec document");
            let name = side("Form").named("Name (optional)");
            text.found().await?;
            page.role("tab").named("Text").gone().await?;
            text.fill("<VirtualMachineSpec><Name>from-text</Name></VirtualMachineSpec>")
                .await?;
            page.eventually("the form says the same", async || {
                Ok(name.found().await?.value().await? == "from-text")
            })
            .await?;
            name.fill("from-form").await?;
            let written = "<Name>from-form</Name>";
            page.eventually("the text says the same", async || {
                Ok(text.found().await?.value().await?.contains(written))
            })
            .await?;
            page.is_clean("form and text").await?;
            page.resize(1280, 900).await?;
            page.role("tab").named("Text").click().await?;
            side("Text").gone().await?;
            let text = page.role("textbox").named("Spec document");
            let kept = text.found().await?.value().await?;
            ensure!(kept.contains(written), "it is not kept: {kept}");
            Ok(())
        },
    )
    .await
}

#[tokio::test]
async fn a_machine_is_installed_anew_once_its_name_is_typed() -> Result<()> {
    journey("a rebuild", Scene::default(), async |page, stage| {
        page.open(&format!("{}#/machines?q=account:bigv", stage.url()))
            .await?;
        Fleet(page).row("backup1").shows("Off").await?;
        let bigv = stage.provider("bigv")?;
        page.go(&format!("#/build/sandbox-bigv/{BACKUP1}")).await?;
        let form = Form(page);
        form.choose("Operating system", "Debian 8").await?;
        page.role("button")
            .named("Generate Root password")
            .click()
            .await?;
        page.role("button").named("Rebuild…").click().await?;
        let sure = page.role("dialog").named("Rebuild backup1?");
        sure.shows("Cannot be taken back").await?;
        sure.role("textbox")
            .named("Type backup1 to confirm")
            .fill("backup")
            .await?;
        page.press(Key::Enter).await?;
        ensure!(
            bigv.count("POST", "reimage")? == 0,
            "it was asked without its name"
        );
        sure.role("textbox")
            .named("Type backup1 to confirm")
            .fill("backup1")
            .await?;
        sure.role("button").named("Rebuild").click().await?;
        form.is_taken().await
    })
    .await
}

#[tokio::test]
async fn the_form_is_accessible_and_works_by_keyboard() -> Result<()> {
    journey(
        "an accessible form",
        Scene::default(),
        async |page, stage| {
            let form = Form(page);
            for theme in ["Light", "Dark"] {
                page.open(&format!("{}#/settings", stage.url())).await?;
                page.role("radio").named(theme).click().await?;
                for account in ["onapp", "katapult", "e24cloud", "bigv"] {
                    form.open(stage, account).await?;
                    form.build("Build machine").await?;
                    page.role("region")
                        .named("What is to be corrected")
                        .found()
                        .await?;
                    let problems = page.accessibility_problems().await?;
                    ensure!(
                        problems.is_empty(),
                        "{account}, {theme}:\n{}",
                        problems.join("\n")
                    );
                }
            }
            // With the keyboard alone: the summary leads to the field.
            let summary = page.role("region").named("What is to be corrected");
            form.open(stage, "e24cloud").await?;
            form.build("Build machine").await?;
            summary.found().await?;
            page.role("tab").named("Summary").found().await?;
            for (link, keys) in [("Zone", " "), ("Template", " "), ("Name", "by-keyboard")] {
                summary.role("button").named(link).click().await?;
                if link != "Name" {
                    // A set of choices takes the focus as a whole; the first of them is next.
                    page.press(Key::Tab).await?;
                }
                page.types(keys).await?;
            }
            page.press(Key::Enter).await?;
            form.is_taken().await
        },
    )
    .await
}
