//! Closed sets of words.

/// A set whose members are each written as one word.
pub(super) trait Word: Copy + PartialEq + 'static {
    /// Every member and its word.
    const WORDS: &'static [(&'static str, Self)];

    /// How it is written.
    fn word(self) -> &'static str {
        let mut words = Self::WORDS.iter();
        words
            .find(|(_, one)| *one == self)
            .map_or("", |(word, _)| word)
    }

    /// The member written so.
    fn from_word(word: &str) -> Option<Self> {
        let mut words = Self::WORDS.iter();
        words
            .find(|(one, _)| *one == word)
            .map(|(_, member)| *member)
    }
}
