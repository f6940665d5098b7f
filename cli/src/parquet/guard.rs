//! Damaged data must end in a message, and the reader of the format panics at some of it.

use core::cell::Cell;
use core::panic::AssertUnwindSafe;
use std::panic;
use std::sync::Once;

use parquet::errors::ParquetError;

thread_local! {
    static IS_GUARDED: Cell<bool> = const { Cell::new(false) };
}

static QUIET: Once = Once::new();

/// What is read or written; a panic on the way is an error like others, and prints nothing.
pub(super) fn guarded<T>(
    work: impl FnOnce() -> Result<T, ParquetError>,
) -> Result<T, ParquetError> {
    QUIET.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !IS_GUARDED.get() {
                usual(panic);
            }
        }));
    });
    let before = IS_GUARDED.replace(true);
    let done = panic::catch_unwind(AssertUnwindSafe(work));
    IS_GUARDED.set(before);
    done.unwrap_or_else(|_| Err(ParquetError::General("what it says of itself is not so".into())))
}

/// Why a file cannot be read, in the words of the format's reader, without its name for itself.
pub(super) fn reason(error: &ParquetError) -> String {
    let reason = error.to_string();
    let known = ["Parquet error: ", "EOF: ", "NYI: ", "External: "];
    known.iter().find_map(|known| reason.strip_prefix(known)).unwrap_or(&reason).to_owned()
}
