//! How the table looks: what machines are put together by, their order, the columns, the rows.

use leptos::prelude::*;

use super::super::fleet::Fleet;
use crate::{
    routes::{Column, Grouping, View},
    ui::{choice::tick, follow::when},
};

/// The choices.
pub(super) fn looks(fleet: Fleet) -> AnyView {
    let view = fleet.view;
    let groups = Grouping::ALL.map(|group| {
        let chosen = when(move || view.read().group == Some(group));
        view! { <option value=group.word() prop:selected=chosen>{group.label()}</option> }
            .into_any()
    });
    let sorts = Column::ALL.map(|column| {
        let chosen = when(move || view.read().sort == column);
        view! { <option value=column.word() prop:selected=chosen>{column.label()}</option> }
            .into_any()
    });
    let columns = Column::ALL.map(|column| {
        tick(
            column.label(),
            column == Column::Name,
            move || view.read().columns.has(column),
            move |shown| {
                let view = view.get_untracked();
                let columns = view.columns.with(column, shown);
                fleet.arrange(View { columns, ..view });
            },
        )
    });
    let group = move |event| {
        let group = Grouping::of(&event_target_value(&event));
        let view = view.get_untracked();
        fleet.arrange(View { group, ..view });
    };
    let sort = move |event| {
        let word = event_target_value(&event);
        let mut all = Column::ALL.into_iter();
        let sort = all.find(|column| column.word() == word).unwrap_or_default();
        let view = view.get_untracked();
        fleet.arrange(View { sort, ..view });
    };
    let reverse = tick(
        "The other way round",
        false,
        move || view.read().descending,
        move |descending| {
            let view = view.get_untracked();
            fleet.arrange(View { descending, ..view });
        },
    );
    let compact = tick(
        "Low rows",
        false,
        move || fleet.is_compact(),
        move |compact| {
            let view = view.get_untracked();
            let compact = Some(compact);
            fleet.arrange(View { compact, ..view });
        },
    );
    let reset = move |_| fleet.arrange(View::default().of(&*view.read_untracked().query));
    view! {
        <div class="looks">
            <label class="look"><span id="look-group">"Group by"</span>
                <select class="input" aria-labelledby="look-group" on:change=group>
                    <option value="" prop:selected=when(move || view.read().group.is_none())>"Nothing"</option>
                    {groups.into_iter().collect_view()}
                </select>
            </label>
            <label class="look"><span id="look-sort">"Sort by"</span>
                <select class="input" aria-labelledby="look-sort" on:change=sort>{sorts.into_iter().collect_view()}</select>
            </label>
            {reverse}
            <fieldset class="look-columns">
                <legend>"Columns"</legend>
                {columns.into_iter().collect_view()}
            </fieldset>
            {compact}
            <button class="button" on:click=reset>"Back to the usual"</button>
        </div>
    }
    .into_any()
}
