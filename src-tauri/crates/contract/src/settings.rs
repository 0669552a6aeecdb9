//! What a person may choose in the window, and how a choice is told.

use serde::{Deserialize, Serialize};

/// What becomes of the gateway when Clawtray quits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum OnQuit {
    /// It goes on and the next keeper adopts it.
    #[default]
    LeaveRunning,
    /// It is stopped first.
    StopGateway,
}

/// Which tray picture is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum IconChoice {
    /// Coloured, or in high contrast where the desktop asks for it.
    #[default]
    Auto,
    /// Coloured, for light and dark panels.
    Color,
    /// For light panels.
    LightPanel,
    /// For dark panels.
    DarkPanel,
    /// White with a black rim.
    HighContrast,
}

/// A kind of notification that can be switched off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// The gateway is down, and back.
    Gateway,
    /// Somebody asks for rights.
    Approvals,
    /// Findings of severity error.
    Problems,
    /// Failed jobs and heartbeats.
    Jobs,
    /// Repairs that ended.
    Repairs,
}

/// Which kinds notify.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct NotifyView {
    /// [`NoteKind::Gateway`].
    pub gateway: bool,
    /// [`NoteKind::Approvals`].
    pub approvals: bool,
    /// [`NoteKind::Problems`].
    pub problems: bool,
    /// [`NoteKind::Jobs`].
    pub jobs: bool,
    /// [`NoteKind::Repairs`].
    pub repairs: bool,
}

/// When nothing notifies, by the local clock; may go over midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct QuietHours {
    /// Minutes after midnight.
    pub from_minute: u16,
    /// Minutes after midnight; this one is not quiet any more.
    pub to_minute: u16,
}

/// Something that Clawtray can do unasked when a finding stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct AutomaticView {
    /// The finding's id.
    pub finding: String,
    /// Its title.
    pub title: String,
    /// What is done then, in words.
    pub label: String,
    /// It is done without asking.
    pub on: bool,
}

/// What the person chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SettingsView {
    /// Which kinds notify.
    pub notify: NotifyView,
    /// When nothing notifies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub quiet_hours: Option<QuietHours>,
    /// Quiet hours and muting hold back the gateway's own notifications and approvals too.
    pub mute_everything: bool,
    /// What becomes of the gateway when Clawtray quits.
    pub on_quit: OnQuit,
    /// Which tray picture is drawn.
    pub icon: IconChoice,
    /// What is done without asking.
    #[serde(default)]
    pub automatic: Vec<AutomaticView>,
    /// Whether the keeper starts with the session; absent where that cannot be known or chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub start_at_login: Option<bool>,
    /// Why nothing of it can be changed here, in words: the file is broken, or from a newer Clawtray.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub blocked_by: Option<String>,
}

/// One choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case", tag = "setting", content = "value")]
pub enum SettingChange {
    /// A kind of notification.
    Notify {
        /// Which.
        kind: NoteKind,
        /// Wanted or not.
        on: bool,
    },
    /// Quiet hours, or none.
    QuietHours(Option<QuietHours>),
    /// Whether quiet hours and muting hold back everything.
    MuteEverything(bool),
    /// What becomes of the gateway when Clawtray quits.
    OnQuit(OnQuit),
    /// Which tray picture is drawn.
    Icon(IconChoice),
    /// Whether something is done unasked.
    Automatic {
        /// The finding's id, as in [`AutomaticView`].
        finding: String,
        /// Without asking, or not.
        on: bool,
    },
}
