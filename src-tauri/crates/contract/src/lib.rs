//! What crosses a border: between the keeper, the window and the command line.
//!
//! Invariant: this crate holds data only. It depends on serde and nothing else, decides nothing, and no type in it
//! can carry a secret: [`Secret`] has no `Serialize`. `ui/src/host/contract.ts` is generated from these types; a
//! test fails when the two differ.
mod approval;
mod error;
mod exit;
mod finding;
mod frame;
mod gateway;
mod intent;
mod near;
mod parts;
mod repair;
mod secret;
mod settings;
mod snapshot;
#[cfg(test)]
mod typescript;

pub use approval::{ApprovalKind, ApprovalView, Decision, Field};
pub use error::{AppError, ErrorCode};
pub use exit::ExitView;
pub use finding::{ActionView, Consequence, Evidence, FindingRef, FindingView, Risk, Severity};
pub use frame::{ClientFrame, ClientKind, KeeperFrame, MAX_FRAME_BYTES, SOCKET_PROTOCOL};
pub use gateway::{
    Desired, GatewayDetails, GatewayView, HealthyWords, Ladder, Mode, Rung, RungState, State, TokenView,
};
pub use intent::{Answer, Intent, MuteFor, Route, ServiceVerb};
pub use near::NearGateway;
pub use parts::{ChannelState, ChannelView, DeviceView, HeartbeatView, JobView, PartsView, RunView};
pub use repair::{AskedBy, DiffLine, Outcome, PlanChoice, PlanView, RepairView, StepState, StepView, UndoState};
pub use secret::Secret;
pub use settings::{AutomaticView, IconChoice, NoteKind, NotifyView, OnQuit, QuietHours, SettingChange, SettingsView};
pub use snapshot::{AppView, FoundGateway, HistoryEntry, HistoryKind, Notice, Snapshot};
