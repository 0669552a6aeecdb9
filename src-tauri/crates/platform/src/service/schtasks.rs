//! Windows' Task Scheduler, through `schtasks`. It speaks the system's language: only its exit codes, its XML and its
//! numbers are read.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use super::{
    ServiceFailure, UnitState,
    asked::Manager,
    tool::{Said, ask},
};

/// How long one answer may take; OpenClaw 2026.9.6 waits as long.
const ANSWER_LIMIT: Duration = Duration::from_secs(15);

/// Results of a task that are no exit code of its program (`SCHED_S_TASK_*` of winerror.h).
const READY: i64 = 0x4_1300;
const RUNNING: i64 = 0x4_1301;
const NEVER_RAN: i64 = 0x4_1303;
const ENDED_BY_SOMEBODY: i64 = 0x4_1306;
const QUEUED: i64 = 0x4_1325;

/// Place of the last result in `schtasks /Query /V /FO CSV`, counted from zero: host, name, next run, status, logon
/// mode, last run, last result.
const LAST_RESULT: usize = 6;

/// The tasks of this computer, and the folder that stands in for them.
#[derive(Clone, Debug)]
pub struct Schtasks {
    tool: PathBuf,
    startup: Option<PathBuf>,
}

impl Schtasks {
    /// The tasks of this computer and the Startup folder of whoever this process belongs to.
    #[cfg(windows)]
    pub(super) fn here() -> Self {
        let windows = std::env::var_os("SystemRoot").unwrap_or_else(|| r"C:\Windows".into());
        let roaming = std::env::var_os("APPDATA").map(PathBuf::from);
        Self {
            tool: Path::new(&windows).join(r"System32\schtasks.exe"),
            startup: roaming.map(|folder| folder.join(r"Microsoft\Windows\Start Menu\Programs\Startup")),
        }
    }

    #[cfg(all(unix, test))]
    pub(super) fn with_tool(tool: PathBuf, startup: Option<PathBuf>) -> Self {
        Self { tool, startup }
    }

    async fn ask(&self, words: &[&str]) -> Result<Said, ServiceFailure> {
        ask(&self.tool, words, ANSWER_LIMIT).await
    }
}

impl Manager for Schtasks {
    async fn read(&self, task: &str) -> Result<UnitState, ServiceFailure> {
        let definition = self.ask(&["/Query", "/TN", task, "/XML"]).await?;
        if definition.went_well() {
            let details = self.ask(&["/Query", "/TN", task, "/V", "/FO", "CSV", "/NH"]).await?;
            return state(&definition, &details);
        }
        // A refusal and a task that is not there end alike, each in the system's language.
        let all = self.ask(&["/Query", "/FO", "CSV", "/NH"]).await?;
        let folder = self.startup.clone();
        let named = startup_entries(task);
        let starts_by_itself =
            move || folder.is_some_and(|folder| named.iter().any(|name| folder.join(name).is_file()));
        if tokio::task::spawn_blocking(starts_by_itself).await.unwrap_or_default() {
            return Err(ServiceFailure("the Startup folder starts it, and then nothing looks after it".to_owned()));
        }
        absent(&all, task)
    }

    async fn start(&self, task: &str, _definition: &Path) -> Result<(), ServiceFailure> {
        let started = self.ask(&["/Run", "/TN", task]).await?;
        if started.went_well() { Ok(()) } else { Err(refused("start it", started.code)) }
    }
}

fn refused(what: &str, code: Option<i32>) -> ServiceFailure {
    ServiceFailure(format!("schtasks refused to {what} (code {})", code.unwrap_or(-1)))
}

/// What OpenClaw puts into the Startup folder where it may not make a task (OpenClaw 2026.9.6, `schtasks-layout`).
fn startup_entries(task: &str) -> [String; 2] {
    let name: String = task.chars().map(|letter| if r#"<>:"/\|?*"#.contains(letter) { '_' } else { letter }).collect();
    [format!("{name}.cmd"), format!("{name}.vbs")]
}

/// Reads a task from its definition and from the verbose list's line about it.
///
/// # Errors
/// When one of them is not such an answer.
pub(super) fn state(definition: &Said, details: &Said) -> Result<UnitState, ServiceFailure> {
    let not_understood = || ServiceFailure("schtasks' answer was not understood".to_owned());
    let enabled = is_enabled(&definition.text).ok_or_else(not_understood)?;
    let result = last_result(details).ok_or_else(not_understood)?;
    let (active, sub, words) = match result {
        RUNNING => ("active", "running", "success"),
        QUEUED => ("activating", "start", "success"),
        READY | NEVER_RAN | 0 => ("inactive", "dead", "success"),
        ENDED_BY_SOMEBODY => ("inactive", "dead", "terminated"),
        _ => ("failed", "dead", "exit-code"),
    };
    // What is larger is Windows' own word for why the program did not run or how it was ended.
    let exit_code = i32::try_from(result).ok().filter(|code| active == "failed" && (1..0x1_0000).contains(code));
    Ok(UnitState {
        load: if enabled { "loaded" } else { "masked" }.to_owned(),
        active: active.to_owned(),
        sub: sub.to_owned(),
        result: words.to_owned(),
        exit_code,
        ..UnitState::default()
    })
}

/// The answer about a task that could not be read, from the list of all tasks.
///
/// # Errors
/// When the list cannot be had either, or the task is in it.
pub(super) fn absent(all: &Said, task: &str) -> Result<UnitState, ServiceFailure> {
    if !all.went_well() {
        return Err(refused("list the tasks", all.code));
    }
    let quoted = format!("\"\\{task}\"");
    let mut names = all.text.lines().filter_map(|line| line.split(',').next());
    if names.any(|name| name.eq_ignore_ascii_case(&quoted)) {
        return Err(ServiceFailure("this task may not be read".to_owned()));
    }
    let words = |text: &str| text.to_owned();
    Ok(UnitState { load: words("not-found"), active: words("inactive"), ..UnitState::default() })
}

/// Whether a task's settings let it start; `None` where this is no task. What is not said is so.
fn is_enabled(xml: &str) -> Option<bool> {
    let (_, task) = xml.split_once("<Task")?;
    let settings = task.split_once("<Settings").and_then(|(_, rest)| rest.split_once("</Settings>"));
    let said = settings.and_then(|(settings, _)| settings.split_once("<Enabled>"));
    Some(said.is_none_or(|(_, value)| !value.trim_start().to_ascii_lowercase().starts_with("false")))
}

/// The number of the last run. A task with several triggers has a line for each, which all say the same.
fn last_result(details: &Said) -> Option<i64> {
    if !details.went_well() {
        return None;
    }
    details.text.lines().find_map(|line| fields(line).nth(LAST_RESULT)?.parse().ok())
}

/// The fields of a line in which each is quoted.
fn fields(line: &str) -> impl Iterator<Item = &str> {
    line.trim().trim_matches('"').split("\",\"")
}
