//! What only several lines say: output of a command, a JSON document over many lines.

/// A finding that is shown where all marks stand close together.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Together {
    /// The finding's id.
    pub(crate) finding: &'static str,
    /// Marks that must all be there.
    pub(crate) all: &'static [&'static str],
    /// Marks or findings that speak against it, anywhere in the text.
    pub(crate) none: &'static [&'static str],
    /// Only where what the marks' lines say behind their colon is not the same.
    pub(crate) differ: bool,
}

/// A finding whose lines say something else where a mark stands in the same text, as long as none says more.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Otherwise {
    /// The finding's id.
    pub(crate) finding: &'static str,
    /// The mark.
    pub(crate) beside: &'static str,
    /// Whether a line may mean something else.
    pub(crate) may: fn(&str) -> bool,
}

/// Every one.
pub(crate) static OTHERWISE: &[Otherwise] = &[
    // A plugin whose libraries could not be installed misses them, and nothing of the package.
    Otherwise {
        finding: "install.update_incomplete",
        beside: "~libraries not installed",
        may: |line| super::missing_module(line).is_some(),
    },
    // A gateway that answers holds its own port.
    Otherwise {
        finding: "port.conflict",
        beside: "~probe ok",
        may: |line| {
            let line = super::unframed(line).trim_start_matches("- ");
            line.starts_with("Port ") && line.contains("is already in use")
        },
    },
    // A gateway that answers nobody still holds its own port; of another program it is said that it listens there.
    Otherwise {
        finding: "port.conflict",
        beside: "~probe timed out",
        may: |line| {
            super::unframed(line).trim_start_matches("- ").starts_with("Port ") && line.contains("is already in use")
        },
    },
    // A gateway that answers and was started by hand, where the system has no services.
    Otherwise {
        finding: "service.not_installed",
        beside: "~probe ok",
        may: |line| line.to_ascii_lowercase().contains("no supported service manager"),
    },
    Otherwise { finding: "service.not_running", beside: "~probe ok", may: |line| line.contains("Runtime: unknown") },
    // What a doctor reads of a configuration that it cannot read.
    Otherwise {
        finding: "mode.not_local",
        beside: "~configuration not read",
        may: |line| line.contains("gateway.mode"),
    },
    // A gateway that cannot come up because its port is taken, and no update.
    Otherwise {
        finding: "install.update_incomplete",
        beside: "~held by another",
        may: |line| line.contains("did not become healthy"),
    },
    // What a person may set up, and did not.
    Otherwise {
        finding: "channel.disconnected",
        beside: "~channels to set up",
        may: |line| {
            let line = super::unframed(line);
            line.ends_with(": not linked") || line.contains(": missing (")
        },
    },
    // An entry for a plugin that is gone, which a box breaks before it says that it is ignored.
    Otherwise { finding: "config.invalid", beside: "~entries ignored", may: |line| line.contains("plugin not found:") },
];

/// How far apart the first and the last of the marks may be, lines.
pub(crate) const WITHIN_LINES: u64 = 60;

/// Every combination.
pub(crate) static TOGETHER: &[Together] = &[
    Together {
        finding: "process.hung",
        all: &["~runtime running", "~probe failed"],
        none: &[
            "~port closed",
            "auth.token_mismatch",
            "auth.device_token_mismatch",
            "auth.pairing_required",
            "auth.token_missing",
            "auth.scope_mismatch",
            "service.config_mismatch",
        ],
        differ: false,
    },
    Together {
        finding: "process.hung",
        all: &["~port busy", "~rpc section", "~not ok", "~gateway listens"],
        none: &[],
        differ: false,
    },
    Together {
        finding: "service.not_running",
        all: &["~rpc section", "~not ok", "~port free"],
        none: &[],
        differ: false,
    },
    Together { finding: "service.not_running", all: &["~probe failed", "~port closed"], none: &[], differ: false },
    Together { finding: "cron.job_failed", all: &["~json status error", "~job fields"], none: &[], differ: false },
    Together { finding: "cron.disabled", all: &["~cron off", "~cron status"], none: &[], differ: false },
    Together { finding: "cron.disabled", all: &["~jobs there", "~no next wake"], none: &[], differ: false },
    Together {
        finding: "cron.delivery_failed",
        all: &["~not delivered", "~job fields"],
        none: &["~json status error"],
        differ: false,
    },
    Together {
        finding: "service.config_mismatch",
        all: &["~config of cli", "~config of service"],
        none: &[],
        differ: true,
    },
    Together {
        finding: "install.update_incomplete",
        all: &["~version of cli", "~version of gateway"],
        none: &[],
        differ: true,
    },
    Together { finding: "heartbeat.failed", all: &["~status failed", "~beat fields"], none: &[], differ: false },
];
