//! Every decision of Clawtray.
//!
//! Invariants: nothing here waits, logs, reads a clock, draws randomness or touches the system; nothing here can
//! fail. [`App::handle`] takes what happened and the time, changes the state and returns what is to be done as data.
//! An unknown fact raises nothing. A finding clears only when its rule says healthy. What the person wants is kept
//! apart from what is seen, and nothing automatic overrides it.
mod app;
mod approvals;
mod attention;
mod automatic;
mod budget;
mod choice;
mod deep;
mod diagnose;
mod effect;
mod event;
mod exits;
mod facts;
mod findings;
pub mod fleet;
mod gateway;
mod keepers;
mod ladder;
mod link;
mod menu;
mod now;
mod parts;
mod parts_view;
mod patch;
mod plan;
mod present;
mod repairs;
mod report;
mod rules;
mod runbook;
mod saved;
mod seen;
mod settings;
mod signatures;
mod signs;
mod turn;
mod unlooked;

pub use app::{App, Options};
pub use approvals::{ApprovalRequest, Detail, Source};
pub use automatic::{Tried, Tries};
pub use budget::Budget;
pub use choice::chosen;
pub use deep::{DeepLook, DoctorCheck, add_deep_look};
pub use diagnose::{LogReading, diagnose_text};
pub use effect::{
    CliCommand, CredentialChoice, Effect, Inspection, MODEL_PROMPT, Note, ProcessRef, Request, Ticket, TimerId, Urgency,
};
pub use event::{
    Beat, BrowserSetting, CallProblem, ChoiceProblem, CliDone, CliProblem, ConfigCopy, ConfigCopyKind, ConfigFault,
    ConfigFaultKind, ConfigFile, Event, EventLoop, ExitReason, Fact, HelloFacts, Holder, HttpSign, InstallSeen,
    Installation, JobRun, KeptBy, LinkEvent, LogLines, ModelError, ModelRun, Occupancy, OtherEnd, PackageManager,
    PackageSeen, Probes, ProviderFault, Records, Refusal, Reply, RestoreProblem, SecretsHeld, ServiceFile, ServiceUnit,
    SettingsProblem, SignalOutcome, StartedBy, StateProblem, Surface, Surroundings, TokenFault, TokenFetch, TokenKept,
    TokenProvider, TokenSeen, WriteRefusal,
};
pub use facts::{ExitSeen, ModelRefusal};
pub use link::DeviceFault;
pub use menu::{MenuEntry, TrayModel};
pub use now::Now;
pub use parts::{ChannelAccount, ChannelIssue, FolderSeen, JobDue, MissedRun, Node, Parts, Scheduler, Skips};
pub use patch::{TOKEN_PLACE, brings_token_back, dotted, is_as_meant, merge_patch, value_at};
pub use report::{ReportMaterial, report};
pub use runbook::{RunbookAction, RunbookEntry, RunbookSignature, RunbookWording, runbook, runbook_ids};
pub use saved::{HISTORY_KEPT, REPAIRS_KEPT, SAVED_VERSION, Saved, SavedRepair, UndoKey, UndoPatch};
pub use settings::{GatewayChoice, IconChoice, NotificationSettings, OnQuit, SETTINGS_VERSION, Settings};
pub use signs::{Seen, Sign, Signs};
