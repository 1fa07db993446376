//! What will happen, in words and prices.

use leptos::prelude::*;
use pilothouse_core::{
    Field, HourlyPrice, Input, Verb, capability::Undo, form::Kind, input::Entry,
};

use super::plan::Plan;
use crate::{
    components::price,
    ui::follow::{part, part_when, text},
};

/// Longest text that is repeated in a summary.
const LONGEST: usize = 60;

/// The whole summary.
pub(super) fn summary(plan: Plan) -> AnyView {
    let price = (plan.verb() == Verb::Create).then(|| part(move || cost(plan)));
    view! {
        {price}
        {part(move || view! { <p class="build-words">{words(plan)}</p> }.into_any())}
        {warnings(plan)}
        {notes(plan)}
        {part(move || lines(plan))}
    }
    .into_any()
}

/// The button that asks, and how much there is to correct.
pub(super) fn submit(plan: Plan) -> AnyView {
    let label = text(move || match (plan.verb(), plan.copies.get()) {
        (Verb::Create, 1) => "Build machine".to_owned(),
        (Verb::Create, count) => format!("Build {count} machines"),
        (verb, _) => [verb.label(), "…"].concat(),
    });
    let wrong = text(move || match plan.filling.errors.read().len() {
        0 => String::new(),
        1 => "1 field to correct".to_owned(),
        count => format!("{count} fields to correct"),
    });
    let class = if plan.verb() == Verb::Create {
        "button primary"
    } else {
        "button danger"
    };
    view! {
        <div class="build-submit">
            <button class=class type="submit" disabled=plan.is_blocked>{label}</button>
            <p class="error-text">{wrong}</p>
        </div>
    }
    .into_any()
}

fn cost(plan: Plan) -> AnyView {
    let prices = prices(plan);
    let Some(sum) = price::sum(&prices) else {
        let words = if prices.is_empty() {
            "The provider does not publish a price for this here."
        } else {
            "The prices of what is chosen are in several currencies."
        };
        return view! { <p class="muted">{words}</p> }.into_any();
    };
    let sum = sum.times(plan.copies.get());
    view! {
        <p class="build-price"><span class="mono">{sum.an_hour()}</span>" an hour"</p>
        <p class="muted">"about "{sum.a_month()}" a month, as far as the provider says"</p>
    }
    .into_any()
}

/// The prices of the choices made. Reactive.
fn prices(plan: Plan) -> Vec<HourlyPrice> {
    let wanted = plan.filling.wanted();
    let chosen = wanted.entries().filter_map(|(key, entry)| match entry {
        Entry::Text(value) => plan.filling.choice(key, value),
        _ => None,
    });
    chosen.filter_map(|choice| choice.price).collect()
}

/// One sentence. Reactive.
fn words(plan: Plan) -> String {
    let about = plan.filling.about();
    let account = &about.holding.account.label;
    if let Some(machine) = about.machine {
        let doing = about.verb.meaning();
        return format!("{doing}. The machine is {} in {account}.", machine.name);
    }
    match plan.names() {
        Ok(names) if names.len() > 1 => {
            let first = names.first().cloned().unwrap_or_default();
            let last = names.last().cloned().unwrap_or_default();
            let which = if plan.name_key().is_some() {
                format!(", {first} to {last}")
            } else {
                String::new()
            };
            format!("Builds {} machines in {account}{which}.", names.len())
        }
        Ok(names) => match names.first().filter(|name| !name.is_empty()) {
            Some(name) => format!("Builds one machine in {account}: {name}."),
            None => format!("Builds one machine in {account}."),
        },
        Err(words) => words,
    }
}

/// A name that is there already.
fn warnings(plan: Plan) -> AnyView {
    let is_taken = move || {
        let names = plan.names().unwrap_or_default();
        plan.verb() == Verb::Create && names.iter().any(|name| plan.is_taken(name))
    };
    part_when(is_taken, || {
        view! { <p class="warning">"A machine of this name is in the account already."</p> }
            .into_any()
    })
}

/// What this provider does differently, and whether it can be taken back.
fn notes(plan: Plan) -> AnyView {
    let about = plan.filling.about();
    let Some(rule) = about.operator.abilities().rule(about.verb) else {
        return ().into_any();
    };
    let undo = match rule.undo {
        Undo::Again => String::new(),
        Undo::By(Verb::Delete, _) => "Taken back by deleting it.".to_owned(),
        Undo::By(verb, words) => ["Taken back by: ", verb.label(), ". ", words].concat(),
        Undo::Never(words) => ["Cannot be taken back. Lost: ", words].concat(),
    };
    let is_lost = matches!(rule.undo, Undo::Never(_));
    view! {
        {(!rule.note.is_empty()).then(|| view! { <p class="muted">{rule.note}</p> })}
        {(!undo.is_empty()).then(|| view! { <p class="muted" class:warning=is_lost>{undo}</p> })}
    }
    .into_any()
}

/// What was entered, field by field. Reactive.
fn lines(plan: Plan) -> AnyView {
    let wanted = plan.filling.wanted();
    let form = plan.filling.form.get();
    let lines = form.fields.iter().filter_map(|field| {
        let entry = wanted.entry(&field.key)?;
        let words = told(plan, field, entry)?;
        Some(view! { <dt>{field.label.clone()}</dt><dd>{words}</dd> })
    });
    view! { <dl class="build-lines">{lines.collect_view()}</dl> }.into_any()
}

/// An entry in words; `None` for what goes without saying.
fn told(plan: Plan, field: &Field, entry: &Entry) -> Option<String> {
    Some(match (&field.kind, entry) {
        (Kind::Flag, Entry::Text(text)) if text == "false" && field.initial != "true" => {
            return None;
        }
        (Kind::Flag, Entry::Text(text)) => if text == "true" { "Yes" } else { "No" }.to_owned(),
        (Kind::Number { unit, .. }, Entry::Text(text)) => [text, " ", unit].concat(),
        (Kind::OneOf(choices), Entry::Text(text)) => {
            let choice = choices.iter().find(|choice| choice.value == *text);
            choice.map_or_else(|| text.clone(), |choice| choice.label.clone())
        }
        (Kind::Lines { .. }, Entry::Text(text)) => match text.lines().count() {
            1 => "1 line".to_owned(),
            count => format!("{count} lines"),
        },
        (_, Entry::Text(text)) => {
            let choice = plan.filling.choice(&field.key, text);
            choice.map_or_else(|| shortened(text), |choice| choice.label)
        }
        (_, Entry::Many(values)) => {
            let label = |value: &String| {
                let choice = plan.filling.choice(&field.key, value);
                choice.map_or_else(|| value.clone(), |choice| choice.label)
            };
            values.iter().map(label).collect::<Vec<_>>().join(", ")
        }
        (Kind::Rows { fields, .. }, Entry::Rows(rows)) => rows
            .iter()
            .map(|row| row_words(fields, row))
            .collect::<Vec<_>>()
            .join("; "),
        (_, Entry::Rows(rows)) => rows.len().to_string(),
        (_, Entry::Group(_)) => "As entered".to_owned(),
        (_, Entry::Secret(_)) => "Entered".to_owned(),
    })
}

/// A row by what tells it from others: its numbers and texts.
fn row_words(fields: &[Field], row: &Input) -> String {
    let words = fields.iter().filter_map(|field| {
        let text = row.text(&field.key)?;
        match &field.kind {
            Kind::Number { unit, .. } => Some([text, " ", unit].concat()),
            Kind::Text { .. } | Kind::Lookup { .. } => Some(shortened(text)),
            _ => None,
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

fn shortened(text: &str) -> String {
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    let kept: String = text.chars().take(LONGEST).collect();
    [&kept, "…"].concat()
}
