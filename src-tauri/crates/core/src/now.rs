//! Time as an argument.

/// One moment, read by the engine and handed in with each event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// Wall clock, milliseconds since 1970. May jump; used for what people read and what is kept on disk.
    pub unix_ms: u64,
    /// Monotonic clock, milliseconds since the engine began. Used for every wait.
    pub mono_ms: u64,
    /// Offset of local time from UTC, minutes, for the clock times in sentences.
    pub offset_minutes: i32,
}
