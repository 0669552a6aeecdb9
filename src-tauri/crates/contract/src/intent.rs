//! What a person asks for, whichever surface they use.

use serde::{Deserialize, Serialize};

use crate::{approval::Decision, finding::FindingRef, near::NearGateway, repair::PlanView, settings::SettingChange};

/// A place in the window.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case", tag = "page", content = "id")]
pub enum Route {
    /// The readiness ladder and the state.
    #[default]
    Overview,
    /// One finding, as `id` or `id/subject`.
    Finding(String),
    /// One action of a finding, with its sheet filled in. Nothing runs before the person presses there.
    Action {
        /// The finding, as `id` or `id/subject`.
        finding: String,
        /// The action's id.
        action: String,
    },
    /// One approval.
    Approval(String),
    /// Jobs and the heartbeat.
    Automations,
    /// Channels and paired devices.
    Channels,
    /// The last output.
    Logs,
    /// What happened lately.
    History,
    /// Every gateway, and those that could be kept too.
    Gateways,
    /// What the person may choose.
    Settings,
}

/// How long no notifications are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum MuteFor {
    /// An hour.
    Hour,
    /// Until the next morning.
    UntilTomorrow,
    /// Not any longer.
    Off,
}

/// A wish about the service that keeps the gateway. Starting and stopping it are [`Intent::Start`] and the like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ServiceVerb {
    /// Give the gateway to the system's service manager.
    Install,
    /// Take it back: Clawtray keeps it from then on.
    Uninstall,
}

/// A wish. Every surface sends these and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case", tag = "intent")]
#[non_exhaustive]
pub enum Intent {
    /// Keep the gateway running, beginning now. Resets a spent restart budget.
    Start,
    /// Stop the gateway and keep it stopped. `now` ends a wait for running work.
    Stop {
        /// The person's second word: do not wait any longer.
        now: bool,
    },
    /// Stop and start again.
    Restart,
    /// Show what an action would do. Answer: [`Answer::Plan`].
    Preview {
        /// The finding.
        finding: FindingRef,
        /// The action's id.
        action: String,
        /// The chosen way, by its id in [`PlanView::choices`]; absent for the first one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        choice: Option<String>,
    },
    /// Run an action. Answer: [`Answer::Repair`].
    Run {
        /// The finding.
        finding: FindingRef,
        /// The action's id.
        action: String,
        /// The `etag` of the plan the person saw; needed for actions that want confirmation.
        #[serde(default)]
        plan: Option<String>,
        /// The chosen way, as in the plan the person saw.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        choice: Option<String>,
    },
    /// Show what a wish about the service would do. Answer: [`Answer::Plan`].
    PreviewService {
        /// Which wish.
        verb: ServiceVerb,
    },
    /// Carry a wish about the service out. Answer: [`Answer::Repair`].
    RunService {
        /// Which wish.
        verb: ServiceVerb,
        /// The `etag` of the plan the person saw.
        plan: String,
    },
    /// Stop a running repair at the next safe point.
    CancelRepair {
        /// The repair's number.
        #[cfg_attr(test, ts(type = "number"))]
        repair: u64,
    },
    /// Take a repair's change back.
    UndoRepair {
        /// The repair's number.
        #[cfg_attr(test, ts(type = "number"))]
        repair: u64,
    },
    /// Take the change as enough without waiting for proof.
    AcceptProof {
        /// The repair's number.
        #[cfg_attr(test, ts(type = "number"))]
        repair: u64,
    },
    /// Decide an approval. Bound to exactly this request.
    Decide {
        /// The gateway's request id.
        approval: String,
        /// What was decided.
        decision: Decision,
        /// The `etag` of the request as the person saw it: anything else is not decided. Absent where only its id was
        /// given, as on a command line.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        etag: Option<String>,
    },
    /// Run a scheduled job now.
    RunJob {
        /// The gateway's id of the job.
        job: String,
    },
    /// Open the gateway's own dashboard in the browser.
    OpenDashboard,
    /// Open Clawtray's window, or bring it to the front.
    OpenWindow {
        /// Where.
        #[serde(default)]
        route: Route,
    },
    /// Hold notifications back. Approvals and the gateway's own still come, unless the settings say otherwise.
    Mute {
        /// How long.
        muted: MuteFor,
    },
    /// Start the keeper when the person logs in.
    StartAtLogin {
        /// Or do not.
        on: bool,
    },
    /// Change one thing in the settings.
    Choose {
        /// What.
        change: SettingChange,
    },
    /// What the window in front shows, so that nothing is notified that is in front of the person's eyes. Sent by the
    /// window alone.
    Looking {
        /// Where; absent when the window is not in front.
        route: Option<Route>,
    },
    /// A wish about one gateway. Without this, a wish is about the primary one, or about all where it concerns the
    /// keeper itself (muting, quitting). Wishes of this kind do not nest.
    For {
        /// The gateway's id.
        gateway: String,
        /// What is wished of it.
        wish: Box<Intent>,
    },
    /// Keep another gateway that was found on this computer, from now on and after the next start.
    WatchGateway {
        /// Its id, as in [`crate::FoundGateway`].
        gateway: String,
    },
    /// Leave a gateway alone from now on. It goes on or stops as when Clawtray quits. The last one cannot be left.
    UnwatchGateway {
        /// Its id.
        gateway: String,
    },
    /// Ask the network which gateways there are, for some seconds. Never done unless a person asks. Answer:
    /// [`Answer::Near`].
    FindGateways {
        /// Also where the network is metered; without it, that is refused with
        /// [`crate::ErrorCode::NeedsConfirmation`].
        #[serde(default)]
        metered: bool,
    },
    /// Look at the address of a gateway on another computer, before it is added. Nothing is changed. Answer:
    /// [`Answer::Elsewhere`].
    LookElsewhere {
        /// Its address, as `wss://host:port`, `ws://host:port` or `ssh://destination:port`.
        address: String,
    },
    /// Keep a gateway on another computer, from now on and after the next start.
    AddGateway {
        /// The name it gets here.
        gateway: String,
        /// Its address, as in [`Intent::LookElsewhere`].
        address: String,
        /// The certificate that the person compared and accepted: its SHA-256 in hexadecimal digits.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        certificate: Option<String>,
        /// The person was told that everybody on the way can read along.
        #[serde(default)]
        open: bool,
    },
    /// Forget a gateway on another computer, with its secrets. The last one cannot be forgotten.
    RemoveGateway {
        /// Its id.
        gateway: String,
    },
    /// Make a gateway that is kept the first one: wishes without an address are about it.
    PrimaryGateway {
        /// Its id.
        gateway: String,
    },
    /// Look at everything again now.
    Refresh,
    /// Read the keychain again: a secret was changed from outside.
    ReloadSecrets,
    /// End the keeper.
    Quit {
        /// Stop the gateway too; otherwise it goes on and the next keeper adopts it.
        stop_gateway: bool,
    },
}

/// What came of an intent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case", tag = "answer")]
#[non_exhaustive]
pub enum Answer {
    /// Taken; the snapshot shows what follows.
    Accepted,
    /// The plan asked for.
    Plan {
        /// The plan.
        plan: Box<PlanView>,
    },
    /// Who announced itself, by name.
    Near {
        /// At most 50.
        near: Vec<NearGateway>,
    },
    /// What is known of the address.
    Elsewhere {
        /// The address, written out.
        address: String,
        /// The certificate that is shown there, to be compared and accepted; absent where there is none to accept.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        certificate: Option<String>,
        /// Everybody on the way can read along.
        open: bool,
    },
    /// A repair has begun.
    Repair {
        /// Its number; the snapshot carries its progress.
        #[cfg_attr(test, ts(type = "number"))]
        repair: u64,
    },
}
