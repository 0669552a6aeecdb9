//! Processes: starting them, recognising them again, waiting for their end, ending them, and finding who holds a port.
//!
//! A process id alone is never trusted: the system hands it to another program once its owner has ended. Everything
//! that acts on a process takes a [`ProcessIdentity`], which also carries the moment the process started.

mod description;
mod identity;
mod keepers;
mod open_files;
mod port;
mod proof;
#[cfg(unix)]
mod ready;
#[cfg(unix)]
mod session;
mod signal;
mod spawn;
mod system;
mod watch;

pub use description::{CommandLine, Description, children_of, describe, group_members};
pub use identity::{ProcessIdentity, boot_id, identity, is_alive};
pub use keepers::{Keepers, keepers_of};
pub use open_files::holders_of;
pub use port::{BindFailure, Listener, PortFailure, can_bind, listener_on, port_of};
pub use proof::{IsGateway, Proof, openclaw_proof, running_gateways};
pub use signal::{SignalFailure, SignalOutcome, kill, terminate};
pub use spawn::{Child, Exit, LaunchFailure, LaunchSpec, spawn};
pub use watch::{WatchFailure, watch};
