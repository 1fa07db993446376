//! One provider in trouble: the others are shown, its old rows stay, and a banner says what is
//! wrong, how old they are and what to do.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::harness::{Fleet, Scene, journey};

/// Waits for a full fleet, makes one provider answer like this, and refreshes.
async fn in_trouble(name: &str, provider: &'static str, fault: Value, words: &str) -> Result<()> {
    let (label, machine) = match provider {
        "onapp" => ("Sandbox OnApp", "web-lon-02"),
        "katapult" => ("Sandbox Katapult", "Shop front"),
        "e24cloud" => ("Sandbox e24cloud", "web-poz-01"),
        _ => ("Sandbox BigV", "web2"),
    };
    journey(name, Scene::default(), async |page, stage| {
        page.open(stage.url()).await?;
        page.role("main").shows("65 machines in 4 accounts").await?;
        page.role("combobox")
            .named("Filter machines")
            .fill(machine)
            .await?;
        Fleet(page).row(machine).shows("Running").await?;
        stage.provider(provider)?.fault(&fault)?;
        page.role("button").named("Refresh").click().await?;

        let problems = page.role("region").named("Problems");
        problems.shows(label).await?;
        problems.shows(words).await?;
        problems.shows("machines are shown as they were").await?;
        page.role("main")
            .shows("65 machines in 4 accounts · 3 of 4 accounts current")
            .await?;
        Fleet(page).row(machine).shows("Running").await?;

        stage.provider(provider)?.heal()?;
        problems
            .role("button")
            .named(format!("Try now: {label}"))
            .click()
            .await?;
        problems.gone().await
    })
    .await
}

macro_rules! trouble {
    ($name:ident, $provider:literal, $fault:expr, $words:literal) => {
        #[tokio::test]
        async fn $name() -> Result<()> {
            in_trouble(stringify!($name), $provider, $fault, $words).await
        }
    };
}

trouble!(
    bigv_is_down,
    "bigv",
    json!({"kind": "down"}),
    "The proxy says"
);
trouble!(
    katapult_is_down,
    "katapult",
    json!({"kind": "down"}),
    "could not be reached"
);
trouble!(
    onapp_shows_a_web_page,
    "onapp",
    json!({"kind": "html"}),
    "502"
);
trouble!(
    e24cloud_is_cut_off,
    "e24cloud",
    json!({"kind": "truncated"}),
    "answer"
);
trouble!(
    bigv_answers_something_else,
    "bigv",
    json!({"kind": "wrong-type"}),
    "answer"
);
trouble!(
    onapp_answers_far_too_much,
    "onapp",
    json!({"kind": "huge"}),
    "larger than"
);
trouble!(
    katapult_is_overrun,
    "katapult",
    json!({"kind": "status-429", "retry_after": 1}),
    "requests"
);
trouble!(
    e24cloud_is_unwell,
    "e24cloud",
    json!({"kind": "status-503"}),
    "503"
);

#[tokio::test]
async fn machines_that_were_never_read_are_not_counted() -> Result<()> {
    let providers = ["onapp", "katapult", "e24cloud", "bigv"];
    journey("never read", Scene::default(), async |page, stage| {
        for provider in providers {
            stage
                .provider(provider)?
                .fault(&json!({"kind": "status-500"}))?;
        }
        page.resize(360, 780).await?;
        page.open(stage.url()).await?;
        let main = page.role("main");
        main.shows("No machine could be read.").await?;
        let problems = page.role("region").named("Problems");
        for label in ["OnApp", "Katapult", "e24cloud", "BigV"] {
            problems.shows(&format!("Sandbox {label}")).await?;
        }
        main.shows("0 of 4 accounts current").await?;
        let words = main.found().await?.text().await?;
        ensure!(!words.contains("0 machines"), "it says {words:?}");
        let wide = page.too_wide().await?;
        ensure!(wide.is_empty(), "{wide:?}");

        for provider in providers {
            stage.provider(provider)?.heal()?;
        }
        page.role("button").named("Refresh").click().await?;
        main.shows("65 machines in 4 accounts").await
    })
    .await
}
