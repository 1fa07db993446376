//! What goes wrong, once, with the first request that changes something (or the last, where it
//! says so), or with the page that sent it.

/// A way to go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    Nothing,
    Refused,
    ResetBefore,
    ResetAfter,
    LastLost,
    LostThenDown,
    SilentNotDone,
    SilentDone,
    Error500NotDone,
    Error500Done,
    Html502,
    CutJson,
    TooMany,
    NotKept,
    ReloadDrafted,
    ReloadBeforeSending,
    ReloadAfterSending,
    ReloadPolling,
    SecondTab,
    ClockForward,
    ClockBack,
    /// Not of the matrix: what it does is done twice by design.
    SentTwice,
}

impl Fault {
    pub(crate) const ALL: [Self; 21] = [
        Self::Nothing,
        Self::Refused,
        Self::ResetBefore,
        Self::ResetAfter,
        Self::LastLost,
        Self::LostThenDown,
        Self::SilentNotDone,
        Self::SilentDone,
        Self::Error500NotDone,
        Self::Error500Done,
        Self::Html502,
        Self::CutJson,
        Self::TooMany,
        Self::NotKept,
        Self::ReloadDrafted,
        Self::ReloadBeforeSending,
        Self::ReloadAfterSending,
        Self::ReloadPolling,
        Self::SecondTab,
        Self::ClockForward,
        Self::ClockBack,
    ];

    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Nothing => "no fault",
            Self::Refused => "connection refused, for half a minute",
            Self::ResetBefore => "connection reset before it was sent",
            Self::ResetAfter => "connection reset after it was sent",
            Self::LastLost => "answer of the last of its requests lost",
            Self::LostThenDown => "answer lost, then nothing gets through for half a minute",
            Self::SilentNotDone => "time-out, not carried out",
            Self::SilentDone => "time-out, carried out",
            Self::Error500NotDone => "500, not carried out",
            Self::Error500Done => "500, carried out",
            Self::Html502 => "502 with a web page, carried out",
            Self::CutJson => "answer cut in half",
            Self::TooMany => "429 with Retry-After",
            Self::NotKept => "the journal cannot be written",
            Self::ReloadDrafted => "page reloaded before anything",
            Self::ReloadBeforeSending => "page reloaded after writing down, before sending",
            Self::ReloadAfterSending => "page reloaded after sending",
            Self::ReloadPolling => "page reloaded while polling",
            Self::SecondTab => "a second tab begins from what the first has written down",
            Self::ClockForward => "clock set an hour forward once accepted",
            Self::ClockBack => "clock set an hour back once accepted",
            Self::SentTwice => "answer lost, and sent once more by the browser itself",
        }
    }

    /// Whether the provider is to act on the request that was hit.
    pub(crate) const fn reaches_the_provider(self) -> bool {
        !matches!(
            self,
            Self::Refused
                | Self::ResetBefore
                | Self::SilentNotDone
                | Self::Error500NotDone
                | Self::TooMany
                | Self::NotKept
                | Self::ReloadBeforeSending
        )
    }
}
