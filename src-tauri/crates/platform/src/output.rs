//! What a gateway prints: the file it goes to, and following that file.
//!
//! The gateway writes to a file and never to a pipe, so its output survives ours: a keeper that starts again goes on
//! reading where the last one stopped.

mod clean;
mod file;
mod lines;
mod place;
mod ring;
mod tail;

pub use clean::clean;
pub use file::{OutputFile, Rotation};
pub use lines::{Line, LineAssembler, LineLimits};
pub use ring::{Numbered, Ring};
pub use tail::{Batch, OutputTail, Position, TailFailure};
