//! The gateway's log.

/// Which lines of the log count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Records {
    /// All.
    #[default]
    All,
    /// Those of modules, which are not in the output (observed on OpenClaw 2026.9.6): the output is read besides.
    OfModules,
}

/// Lines of the log as they stand in the file, secrets replaced, bounded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogLines {
    /// The lines, oldest first.
    pub lines: Vec<String>,
    /// Others write there too: OpenClaw's command line, and gateways of other folders.
    pub shared: bool,
    /// Lines written before this may be of another gateway, milliseconds since 1970.
    pub not_before_ms: Option<u64>,
    /// Which of them count.
    pub records: Records,
}
