//! The gateway's log.

/// Lines of the log as they stand in the file, secrets replaced, bounded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogLines {
    /// The lines, oldest first.
    pub lines: Vec<String>,
    /// Others write there too: OpenClaw's command line, and gateways of other folders.
    pub shared: bool,
    /// Lines written before this may be of another gateway, milliseconds since 1970.
    pub not_before_ms: Option<u64>,
}
