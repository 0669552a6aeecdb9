//! OpenClaw's configuration file, read by us and never written.

mod changes;
mod copies;
mod diff;
mod explain;
mod includes;
mod parse;
mod position;
mod reading;
mod redact;
mod text_diff;

pub use copies::{ConfigCopy, CopyKind, copies_beside};
pub use explain::{ConfigProblem, ConfigProblemKind, explain_exit_78};
pub use parse::{Broken, parse_json5};
pub use position::{Position, find_position, parse_key_path};
pub use reading::{ConfigParse, ConfigReading, MOST_CONFIG_BYTES, TokenState};
pub use redact::{REDACTED, is_secret_name, looks_secret, redact, secrets_of};
