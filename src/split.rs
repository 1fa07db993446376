//! Where the program is cut in two when it is built for the public (feature `split`): what nothing
//! but a part uses is fetched when the part is first needed. Otherwise a part is an ordinary value.

/// A part of the program could not be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotFetched;

impl NotFetched {
    /// What to tell a person.
    pub const WORDS: &str = "This part of the panel could not be fetched from where the panel came from. Check the connection. If it stays so, a newer panel has taken its place: reload.";
}

#[cfg(feature = "split")]
impl From<wasm_split_helpers::SplitLoaderError> for NotFetched {
    fn from(_: wasm_split_helpers::SplitLoaderError) -> Self {
        Self
    }
}

/// Declares a part: an `async` function that fetches it, and the function pointer that is its door.
macro_rules! part {
    ($(#[$doc:meta])* $visible:vis $name:ident: $door:ty = $make:expr;) => {
        $(#[$doc])*
        #[cfg(feature = "split")]
        $visible async fn $name() -> Result<$door, $crate::split::NotFetched> {
            #[wasm_split_helpers::wasm_split($name, fallible)]
            fn fetched() -> Result<$door, $crate::split::NotFetched> {
                let door: $door = $make;
                Ok(door)
            }
            fetched().await
        }

        $(#[$doc])*
        #[cfg(not(feature = "split"))]
        #[allow(clippy::unused_async)]
        $visible async fn $name() -> Result<$door, $crate::split::NotFetched> {
            let door: $door = $make;
            Ok(door)
        }
    };
}

pub(crate) use part;
