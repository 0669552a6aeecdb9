//! The engine: the only place where deciding meets doing.
//!
//! Invariants: one task owns the state and is the only one that changes it. Each effect has one executor, which
//! answers with any number of events and exactly one final one, also when it breaks off. A flood of events slows its
//! source down; it never grows the memory, delays a person's wish or makes the icon late. Secrets exist only in the
//! vault and on their way to their one reader.
mod activity;
mod clock;
mod deep;
mod driver;
mod environment;
mod executors;
mod fleet;
mod handle;
mod material;
mod outside;
mod ports;
mod publish;
mod sink;
mod start;
mod timers;
mod wake;
mod words;

pub use clawtray_gateway::{endpoint::is_private, tls::certificate_at};
pub use clock::SystemClock;
pub use deep::deep_look;
pub use environment::{Environment, OnDisk, Roster};
pub use executors::keep::load_settings;
pub use fleet::{
    Fleet, StartedFleet, add_to_settings, choose_openclaw_in_settings, find_gateways, look_at_fleet, openclaw_at,
    remove_from_settings, start_fleet, watch_in_settings,
};
pub use handle::EngineHandle;
pub use material::{export_diagnostics, report_material};
pub use ports::{Clock, Desktop, Keychain, Later, Mind, NoDesktop, Perform};
pub use sink::EventSink;
pub use start::{StartFailure, StartOptions, Started, look, start};
