//! What the words of the command line ask for.

use std::{ffi::OsString, path::PathBuf};

use clawtray_contract::{Decision, FindingRef, ServiceVerb};

use crate::planned::Consent;

/// What is wanted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Verb {
    Status {
        watch: bool,
    },
    Doctor {
        explain: Option<String>,
        logs: Option<OsString>,
        watch: bool,
        deep: bool,
    },
    Runbook,
    Report {
        output: Option<PathBuf>,
        yes: bool,
    },
    Fix(FixWish),
    Approvals(ApprovalWish),
    Logs(LogsWish),
    /// With at most so many of the last lines of each end.
    History {
        lines: usize,
        /// Everything that is kept of this one repair.
        repair: Option<u64>,
    },
    RunState(RunWish),
    Service(ServiceWish),
    Quit {
        stop_gateway: bool,
    },
    Open,
    Dashboard,
    /// What OpenClaw runs to learn a secret.
    SecretGet {
        /// The one name that is answered.
        name: String,
    },
    SecretSet,
    SecretMigrate(Consent),
    OpenClaw(OpenClawWish),
    Gateways(GatewaysWish),
}

/// `fix`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FixWish {
    pub(crate) finding: Option<FindingRef>,
    pub(crate) action: Option<String>,
    pub(crate) dry_run: bool,
    pub(crate) yes: bool,
    pub(crate) undo: Option<u64>,
    /// Take the change of that repair as enough, without waiting for proof.
    pub(crate) accept: Option<u64>,
    /// The way to carry the action out, where there are several.
    pub(crate) choice: Option<String>,
}

/// `approvals`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ApprovalWish {
    List,
    Decide { id: String, decision: Decision, yes: bool },
}

/// `logs`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LogsWish {
    pub(crate) lines: usize,
    pub(crate) follow: bool,
}

/// `openclaw`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum OpenClawWish {
    /// Use this one and no other.
    Use(PathBuf),
    /// Use whichever is found.
    Search,
}

/// `gateways`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum GatewaysWish {
    List,
    Watch(String),
    Unwatch(String),
    /// Find gateways on the network.
    Find {
        /// Also where it is metered.
        metered: bool,
    },
    Add {
        id: String,
        address: String,
        pin: Option<String>,
        yes: bool,
    },
    Remove(String),
}

/// Whether the gateway shall run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RunVerb {
    Start,
    Stop { now: bool },
    Restart,
}

/// `start`, `stop`, `restart`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RunWish {
    pub(crate) verb: RunVerb,
    /// How long to follow until it is so, seconds; 0 does not follow.
    pub(crate) wait_s: Option<u64>,
    /// Only where a service keeps the gateway.
    pub(crate) service: bool,
}

/// `service install`, `service uninstall`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ServiceWish {
    pub(crate) verb: ServiceVerb,
    pub(crate) dry_run: bool,
    pub(crate) yes: bool,
}
