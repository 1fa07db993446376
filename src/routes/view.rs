//! What of the fleet is shown and how, and the search part of an address that says so.

use pilothouse_core::wire::escape;

use super::unescape;

/// What of the fleet is shown and in what order; the default view is the bare address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct View {
    /// The query as typed.
    pub query: String,
    /// Column to sort by.
    pub sort: Column,
    /// The other way round.
    pub descending: bool,
    /// What the machines are put together by, under a heading each.
    pub group: Option<Grouping>,
    /// The columns shown.
    pub columns: Columns,
    /// Low rows or high ones; `None` for what the settings say.
    pub compact: Option<bool>,
}

/// Columns the fleet can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Column {
    /// What it is doing.
    State,
    /// What it is called.
    #[default]
    Name,
    /// Whose it is.
    Account,
    /// Its main address.
    Address,
    /// Memory, then processors.
    Size,
    /// Where it is.
    Place,
    /// What it was made from.
    Image,
    /// What it costs an hour.
    Price,
    /// When its provider last changed its record.
    Changed,
}

/// What machines can be put together by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// What they are doing.
    State,
    /// Whose they are.
    Account,
    /// Where they are.
    Place,
    /// What they were made from.
    Image,
    /// Their tags, all of them together.
    Tags,
}

/// A choice of columns. The name is always among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns(u16);

impl Column {
    /// Every column in the order shown.
    pub const ALL: [Self; 9] = [
        Self::State,
        Self::Name,
        Self::Account,
        Self::Address,
        Self::Size,
        Self::Place,
        Self::Image,
        Self::Price,
        Self::Changed,
    ];

    /// Its word in an address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Name => "name",
            Self::Account => "account",
            Self::Address => "address",
            Self::Size => "size",
            Self::Place => "place",
            Self::Image => "image",
            Self::Price => "price",
            Self::Changed => "changed",
        }
    }

    /// Its heading.
    pub const fn label(self) -> &'static str {
        match self {
            Self::State => "State",
            Self::Name => "Name",
            Self::Account => "Account",
            Self::Address => "Address",
            Self::Size => "vCPU · RAM · disk",
            Self::Place => "Place",
            Self::Image => "Image",
            Self::Price => "Price/h",
            Self::Changed => "Changed",
        }
    }

    fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.word() == word)
    }
}

impl Grouping {
    /// Every one in the order of the choice.
    pub const ALL: [Self; 5] = [
        Self::State,
        Self::Account,
        Self::Place,
        Self::Image,
        Self::Tags,
    ];

    /// Its word in an address.
    pub const fn word(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Account => "account",
            Self::Place => "place",
            Self::Image => "image",
            Self::Tags => "tags",
        }
    }

    /// The word in the choice.
    pub const fn label(self) -> &'static str {
        match self {
            Self::State => "State",
            Self::Account => "Account",
            Self::Place => "Place",
            Self::Image => "Image",
            Self::Tags => "Tags",
        }
    }

    /// The one with this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.word() == word)
    }
}

impl Columns {
    /// Every column.
    pub const ALL: Self = Self((1 << Column::ALL.len()) - 1);

    /// Whether a column is shown.
    pub const fn has(self, column: Column) -> bool {
        matches!(column, Column::Name) || self.0 & (1 << column as u16) != 0
    }

    /// The same with a column shown or not.
    #[must_use]
    pub const fn with(self, column: Column, shown: bool) -> Self {
        let bit = 1 << column as u16;
        Self(if shown { self.0 | bit } else { self.0 & !bit })
    }

    /// Those shown, in their order.
    pub fn shown(self) -> impl Iterator<Item = Column> {
        let all = Column::ALL.into_iter();
        all.filter(move |column| self.has(*column))
    }
}

impl Default for Columns {
    fn default() -> Self {
        Self::ALL
    }
}

impl View {
    /// Reads the search part of an address; what it does not say is as usual.
    pub fn parse(search: &str) -> Self {
        let mut view = Self::default();
        for pair in search.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = unescape(value);
            match name {
                "q" => view.query = value,
                "sort" => {
                    let word = value.strip_prefix('-');
                    view.descending = word.is_some();
                    view.sort = Column::of(word.unwrap_or(&value)).unwrap_or_default();
                }
                "group" => view.group = Grouping::of(&value),
                "columns" => {
                    let none = Columns(0).with(Column::Name, true);
                    let named = value.split(',').filter_map(Column::of);
                    view.columns = named.fold(none, |columns, one| columns.with(one, true));
                }
                "rows" => {
                    view.compact = match value.as_str() {
                        "compact" => Some(true),
                        "roomy" => Some(false),
                        _ => None,
                    }
                }
                _ => {}
            }
        }
        view
    }

    /// The search part of its address, with the question mark; empty for the default view.
    pub fn search(&self) -> String {
        let mut search = String::new();
        let mut add = |name: &str, value: &str| {
            search.push(if search.is_empty() { '?' } else { '&' });
            for part in [name, "=", value] {
                search.push_str(part);
            }
        };
        if !self.query.is_empty() {
            add("q", &escape(&self.query));
        }
        if self.sort != Column::default() || self.descending {
            let minus = if self.descending { "-" } else { "" };
            add("sort", &[minus, self.sort.word()].concat());
        }
        if let Some(group) = self.group {
            add("group", group.word());
        }
        if self.columns != Columns::default() {
            let words: Vec<&str> = self.columns.shown().map(Column::word).collect();
            add("columns", &words.join(","));
        }
        if let Some(compact) = self.compact {
            add("rows", if compact { "compact" } else { "roomy" });
        }
        search
    }

    /// The same view of other machines.
    #[must_use]
    pub fn of(&self, query: impl Into<String>) -> Self {
        Self {
            query: query.into(),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, Columns, Grouping, View};

    #[test]
    fn a_view_survives_its_own_address() {
        let bare = Columns::default()
            .with(Column::Image, false)
            .with(Column::Price, false);
        for (view, search) in [
            (View::default(), ""),
            (
                View {
                    group: Some(Grouping::Place),
                    ..View::default()
                },
                "?group=place",
            ),
            (
                View {
                    columns: bare,
                    compact: Some(true),
                    ..View::default().of("a b")
                },
                "?q=a%20b&columns=state,name,account,address,size,place,changed&rows=compact",
            ),
            (
                View {
                    sort: Column::Changed,
                    descending: true,
                    group: Some(Grouping::Tags),
                    compact: Some(false),
                    ..View::default()
                },
                "?sort=-changed&group=tags&rows=roomy",
            ),
        ] {
            assert_eq!(view.search(), search);
            assert_eq!(View::parse(search.trim_start_matches('?')), view);
        }
    }

    #[test]
    fn the_name_is_always_shown_and_nonsense_is_as_usual() {
        let view = View::parse("columns=state,nonsense&group=nonsense&rows=nonsense&sort=-x");
        let shown: Vec<Column> = view.columns.shown().collect();
        assert_eq!(shown, [Column::State, Column::Name]);
        assert_eq!((view.group, view.compact), (None, None));
        assert_eq!((view.sort, view.descending), (Column::Name, true));
        let none = Columns::ALL.with(Column::Name, false);
        assert!(none.has(Column::Name));
    }
}
