//! Running OpenClaw's commands and understanding their answers.

mod answer;
mod document;
mod problem;
mod run;
mod teller;

pub use answer::{
    ConfigIssue, ConfigValidation, Dashboard, DoctorSummary, PatchResult, ServiceAnswer, ServiceRuntime, ServiceStatus,
    WrittenFile,
};
pub use document::find_json;
pub use problem::{CliProblem, classify};
pub(crate) use run::Script;
pub use run::{Cli, CliOutcome, Limits};
