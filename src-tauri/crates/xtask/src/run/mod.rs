//! `cargo xtask run`: Clawtray on a private OpenClaw, until Ctrl-C.

#[cfg(target_os = "linux")]
mod headless;
mod keychain;
mod left;
mod private;
mod program;
mod status;

use std::{
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel},
    time::{Duration, Instant},
};

use anyhow::{Context as _, Result, bail};

use self::{private::Private, program::Program};
use crate::{
    arguments::RunWish,
    command::{cargo, run as run_command},
    say, setup,
    workspace::Workspace,
};

/// How long the keeper may take until it answers. A first start of the window on a busy machine is slow.
const KEEPER_WITHIN: Duration = Duration::from_secs(90);
/// How long the gateway may take to finish running work and stop.
const STOP_WITHIN: Duration = Duration::from_secs(90);

/// What the loop waits for.
enum Event {
    /// Ctrl-C, or the system asks to end.
    Interrupted,
    /// A line of `clawtray status --watch --json`.
    Status(String),
    /// `clawtray status --watch` has ended.
    StatusEnded,
    /// Something the private desktop saw.
    #[cfg_attr(not(target_os = "linux"), expect(dead_code, reason = "only Linux has a private desktop"))]
    Seen(String),
}

/// Where the programs run.
struct Surroundings {
    /// Takes the place of the environment; `None` adds to the surrounding one.
    whole: Option<Vec<(String, String)>>,
    /// Set on top.
    added: Vec<(String, OsString)>,
    private: Option<Private>,
    #[cfg(target_os = "linux")]
    desktop: Option<std::sync::Arc<clawtray_testkit::desktop::Desktop>>,
}

impl Surroundings {
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        if let Some(whole) = &self.whole {
            command.env_clear().envs(whole.iter().map(|(name, value)| (name, value)));
        }
        command.envs(self.added.iter().map(|(name, value)| (name, value)));
        command
    }

    fn headless(&self) -> bool {
        self.whole.is_some()
    }
}

pub(crate) fn run(workspace: &Workspace, wish: &RunWish) -> Result<ExitCode> {
    let screen = !wish.headless && screen_is_there(std::env::consts::OS, &|name| std::env::var_os(name));
    if wish.system && !screen {
        bail!("--system needs a screen; without one, use `clawtray` in the terminal");
    }
    setup::everything(workspace, wish.yes)?;
    build(workspace)?;
    private::sweep(&workspace.runs());
    let (events, happened) = channel();
    ctrlc::set_handler({
        let events = events.clone();
        move || {
            let _ = events.send(Event::Interrupted);
        }
    })
    .context("Ctrl-C cannot be watched")?;
    let surroundings = surroundings(workspace, wish, screen)?;
    tell_where(&surroundings);
    let outcome = keep_running(workspace, wish, &surroundings, events, &happened);
    let ended = end(workspace, wish, surroundings);
    outcome.and(ended)?;
    Ok(ExitCode::SUCCESS)
}

fn build(workspace: &Workspace) -> Result<()> {
    let step = say::Step::begin("programs");
    step.working("cargo build");
    let packages = ["-p", "clawtray-keeper", "-p", "clawtray-cli", "-p", "clawtray-desktop"];
    run_command(cargo(&workspace.root).args(["build", "--quiet", "--bins"]).args(packages))?;
    for name in ["clawtrayd", "clawtray", "clawtray-desktop"] {
        if !workspace.binary(name).is_file() {
            bail!("cargo built no {}", workspace.binary(name).display());
        }
    }
    step.end("built");
    Ok(())
}

/// Whether windows can be shown.
fn screen_is_there(system: &str, variable: &dyn Fn(&str) -> Option<OsString>) -> bool {
    let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    system != "linux" || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

fn surroundings(workspace: &Workspace, wish: &RunWish, screen: bool) -> Result<Surroundings> {
    let private = if wish.system { None } else { Some(Private::create(&workspace.runs())?) };
    let added = match &private {
        Some(private) => private.environment(workspace, screen)?,
        None => Vec::new(),
    };
    #[cfg(target_os = "linux")]
    {
        let desktop = if screen { None } else { Some(std::sync::Arc::new(headless::start()?)) };
        let whole = desktop.as_ref().map(|desktop| desktop.env());
        Ok(Surroundings { whole, added, private, desktop })
    }
    #[cfg(not(target_os = "linux"))]
    Ok(Surroundings { whole: None, added, private })
}

fn tell_where(surroundings: &Surroundings) {
    say::line("");
    match &surroundings.private {
        Some(private) => say::line(&format!("Running with everything private below {}", private.folder().display())),
        None => say::line("Running with your own OpenClaw, settings and keychain"),
    }
    say::line("Ctrl-C ends it.\n");
}

/// From the start of the window until Ctrl-C.
fn keep_running(
    workspace: &Workspace,
    wish: &RunWish,
    surroundings: &Surroundings,
    events: Sender<Event>,
    happened: &Receiver<Event>,
) -> Result<()> {
    let deadline = wish.for_s.map(|seconds| Instant::now() + Duration::from_secs(seconds));
    #[cfg(target_os = "linux")]
    let _tray = surroundings.desktop.as_ref().map(|desktop| headless::report(desktop, events.clone()));
    let mut window_command = surroundings.command(&workspace.binary("clawtray-desktop"));
    window_command.args(&wish.window_arguments);
    let log = surroundings.private.as_ref().map(|private| private.folder().join("window.log"));
    let _window = Program::start(window_command, log.as_deref())?;
    if !wait_for_keeper(workspace, surroundings, deadline, happened)? {
        return Ok(());
    }
    let mut watch = surroundings.command(&workspace.binary("clawtray"));
    watch.args(["status", "--watch", "--json"]);
    let _watch = Program::start_reading(watch, events)?;
    show(workspace, surroundings, deadline, happened)
}

/// Prints what happens.
fn show(
    workspace: &Workspace,
    surroundings: &Surroundings,
    deadline: Option<Instant>,
    happened: &Receiver<Event>,
) -> Result<()> {
    let mut told = String::new();
    let mut picture_at = None;
    let mut pictured = !surroundings.headless();
    loop {
        let until = [deadline, picture_at].into_iter().flatten().min();
        let event = match until {
            Some(until) => happened.recv_timeout(until.saturating_duration_since(Instant::now())),
            None => happened.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match event {
            Ok(Event::Interrupted) | Err(RecvTimeoutError::Disconnected) => {
                if let Some(at) = picture_at.take() {
                    let _: Instant = at;
                    picture(workspace, surroundings)?;
                }
                return Ok(());
            }
            Ok(Event::StatusEnded) => {
                say::line(&status::at("Clawtray has quit"));
                return Ok(());
            }
            Ok(Event::Seen(text)) => say::line(&status::at(&text)),
            Ok(Event::Status(json)) => {
                let Some(seen) = status::read(&json) else { continue };
                if seen.text != told {
                    say::line(&status::at(&seen.text));
                    told = seen.text;
                }
                if seen.running && !pictured {
                    pictured = true;
                    // The page draws itself after the state is known.
                    picture_at = Some(Instant::now() + Duration::from_secs(4));
                }
            }
            Err(RecvTimeoutError::Timeout) => {
                let now = Instant::now();
                let over = deadline.is_some_and(|deadline| deadline <= now);
                if picture_at.take_if(|at| over || *at <= now).is_some() {
                    picture(workspace, surroundings)?;
                }
                if over {
                    return Ok(());
                }
            }
        }
    }
}

/// Asks the command line until the keeper answers. `false` when the person does not want to wait any longer.
fn wait_for_keeper(
    workspace: &Workspace,
    surroundings: &Surroundings,
    deadline: Option<Instant>,
    happened: &Receiver<Event>,
) -> Result<bool> {
    let began = Instant::now();
    loop {
        let mut ask = surroundings.command(&workspace.binary("clawtray"));
        let answer = ask.args(["status", "--json"]).stdin(Stdio::null()).output()?;
        if status::keeper_answers(&String::from_utf8_lossy(&answer.stdout)) {
            return Ok(true);
        }
        let now = Instant::now();
        if began + KEEPER_WITHIN < now || deadline.is_some_and(|deadline| deadline < now) {
            let said = [answer.stdout, answer.stderr].concat();
            let log = surroundings.private.as_ref().map(Private::window_log).unwrap_or_default();
            bail!("no keeper answers.\n{}\n{log}", String::from_utf8_lossy(&said).trim());
        }
        match happened.recv_timeout(Duration::from_millis(250)) {
            Ok(Event::Interrupted) | Err(RecvTimeoutError::Disconnected) => return Ok(false),
            Ok(Event::Seen(text)) => say::line(&status::at(&text)),
            Ok(Event::Status(_) | Event::StatusEnded) | Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

/// Writes the picture of the private screen.
fn picture(workspace: &Workspace, surroundings: &Surroundings) -> Result<()> {
    #[cfg(target_os = "linux")]
    if let Some(desktop) = &surroundings.desktop {
        let path: PathBuf = workspace.runs().join("screenshot.png");
        desktop.screenshot(&path)?;
        say::line(&status::at(&format!("Screenshot: {}", path.display())));
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (workspace, surroundings, PathBuf::new());
    Ok(())
}

/// Stops what was started, and makes sure that it has stopped.
fn end(workspace: &Workspace, wish: &RunWish, surroundings: Surroundings) -> Result<()> {
    say::line("\nEnding ...");
    let mut quit = surroundings.command(&workspace.binary("clawtray"));
    quit.arg("quit");
    // The person's own gateway outlives a trial run.
    if !wish.system {
        quit.arg("--stop-gateway");
    }
    let quit = Program::start(quit, None).and_then(|mut quit| quit.wait(STOP_WITHIN));
    let Some(private) = &surroundings.private else {
        return quit.map(|_| ());
    };
    let left = left::end(private.folder(), Duration::from_secs(20));
    keychain::forget(&surroundings, private.folder());
    #[cfg(target_os = "linux")]
    let desktop_folder = surroundings.desktop.as_ref().map(|desktop| desktop.folder().to_owned());
    let folder = private.folder().to_owned();
    drop(surroundings);
    #[cfg(target_os = "linux")]
    if let Some(folder) = desktop_folder.filter(|folder| folder.exists()) {
        bail!("the private desktop left {} behind", folder.display());
    }
    if !left.is_empty() {
        bail!("these had to be killed:\n  {}", left.join("\n  "));
    }
    if !quit.as_ref().is_ok_and(std::process::ExitStatus::success) {
        say::line("  `clawtray quit` did not answer; everything has ended all the same");
    }
    fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be removed", folder.display()))?;
    say::line("Everything has ended; nothing was left behind.");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_linux_can_be_without_a_screen() {
        let with =
            |name: &'static str, value: &'static str| move |asked: &str| (asked == name).then(|| OsString::from(value));
        assert!(screen_is_there("linux", &with("DISPLAY", ":0")));
        assert!(screen_is_there("linux", &with("WAYLAND_DISPLAY", "wayland-0")));
        assert!(!screen_is_there("linux", &with("DISPLAY", "")));
        assert!(!screen_is_there("linux", &|_| None));
        assert!(screen_is_there("macos", &|_| None));
    }
}
