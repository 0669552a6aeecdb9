//! How commands of OpenClaw, and the steps that replace one, ended.

/// Why a copy was not put in place. The configuration is then as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RestoreProblem {
    /// The configuration or the copy is not what it was when the person looked.
    Changed,
    /// A gateway, or another program, has come to its place meanwhile.
    Occupied,
    /// OpenClaw does not accept the copy either.
    NotValid {
        /// OpenClaw's words.
        words: String,
    },
    /// A file could not be read or written, or OpenClaw could not be asked.
    Failed {
        /// What happened.
        words: String,
    },
}

/// Why OpenClaw does not write the configuration, whatever the change is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteRefusal {
    /// It is managed from outside (`OPENCLAW_CONFIG_READONLY=1`).
    ReadOnly,
    /// Nix manages it (`OPENCLAW_NIX_MODE=1`).
    Nix,
    /// The place is in another file, which `$include` names.
    Included {
        /// Dotted path of the place.
        place: String,
    },
}

/// A command that ended well.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CliDone {
    /// What it said it did, one sentence each, redacted.
    pub summary: Vec<String>,
    /// How the configuration file changed, redacted on both sides.
    pub diff: Vec<clawtray_contract::DiffLine>,
}

/// Why a command failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CliProblem {
    /// OpenClaw or Node.js is not there.
    NotFound,
    /// It took too long and was ended.
    TimedOut,
    /// The configuration was written by a newer OpenClaw.
    OlderBinary {
        /// Its words.
        words: String,
    },
    /// No service manager, or not this account's own folder.
    NoService {
        /// Its words.
        words: String,
    },
    /// This OpenClaw has no such command or option.
    NotOffered {
        /// Its words.
        words: String,
    },
    /// The keychain could not be used.
    Keychain {
        /// Why.
        words: String,
    },
    /// The configuration is not OpenClaw's to write. Nothing was changed.
    NotWritten(WriteRefusal),
    /// A key is not what it was when the person looked. Nothing was changed.
    Changed {
        /// Its dotted path.
        path: String,
    },
    /// It printed nothing that can be understood.
    Garbage,
    /// It said no.
    Refused {
        /// Its words, bounded and redacted.
        words: String,
    },
}
