//! From the command line's words to an exit code.

use std::{
    ffi::OsString,
    io::{BufRead, Write},
    path::PathBuf,
};

use clawtray_contract::ErrorCode;
use clawtray_engine::Environment;
use clawtray_platform::paths::{PathsFailure, current_user_id};
use clawtray_text::Catalogue;

use crate::{
    approvals,
    arguments::{Parsed, Verb, parse},
    doctor, exit, fix, gateways, history, logs, openclaw,
    problem::Problem,
    report, run_state, runbook,
    screen::{Screen, Terminal},
    secret, secret_get, secret_migrate, service, status, wishes,
};

/// Everything outside that a command looks at.
pub struct Surroundings {
    /// The words of the command line, the program's name first.
    pub arguments: Vec<OsString>,
    /// The environment variables.
    pub variables: Vec<(OsString, OsString)>,
    /// The person's home folder.
    pub home: Option<PathBuf>,
    /// This program's own file; the window's program lies beside it.
    pub program: Option<PathBuf>,
    /// What the terminal is like.
    pub terminal: Terminal,
    /// The time, milliseconds since 1970.
    pub now_ms: fn() -> u64,
    /// Standard input.
    pub input: Box<dyn BufRead + Send>,
    /// Standard output.
    pub output: Box<dyn Write + Send>,
    /// Standard error: questions, and what went wrong.
    pub errors: Box<dyn Write + Send>,
}

impl std::fmt::Debug for Surroundings {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Surroundings").field("arguments", &self.arguments).finish_non_exhaustive()
    }
}

/// What every command gets beside the screen.
#[derive(Debug)]
pub(crate) struct Places {
    /// The environment: folders, profile, keychain.
    pub(crate) environment: Environment,
    /// This program's own file.
    pub(crate) program: Option<PathBuf>,
    /// The gateway that was named.
    pub(crate) gateway: Option<String>,
}

/// Runs one command and gives the exit code. Never panics on what comes from outside.
pub async fn run(surroundings: Surroundings) -> u8 {
    let home = surroundings.home.filter(|home| home.is_absolute()).ok_or(PathsFailure::NoHome);
    let variables = surroundings.variables;
    let environment = home.and_then(|home| Environment::from_variables(variables, &home, &current_user_id()));
    let languages = environment.as_ref().map(|environment| environment.languages.clone()).unwrap_or_default();
    let catalogue = Catalogue::for_languages(&languages);
    let parsed = parse(&catalogue, &surroundings.arguments, surroundings.terminal);
    let mut screen = Screen::new(
        catalogue,
        surroundings.terminal,
        surroundings.now_ms,
        surroundings.input,
        surroundings.output,
        surroundings.errors,
    );
    let (verb, gateway) = match parsed {
        Parsed::Verb { verb, json, gateway } => {
            screen.json = json;
            (verb, gateway)
        }
        Parsed::Help(text) => return end(&mut screen, Ok(exit::FINE), Some(&text)),
        Parsed::Wrong(text) => {
            screen.aside(text.trim_end());
            return exit::NO_LOOK;
        }
    };
    let result = match environment {
        Ok(environment) => {
            let places = Places { environment, program: surroundings.program, gateway };
            dispatch(verb, &places, &mut screen).await
        }
        Err(failure) => Err(Problem::detailed(ErrorCode::Failed, screen.say("cli-no-paths"), failure)),
    };
    end(&mut screen, result, None)
}

async fn dispatch(verb: Verb, places: &Places, screen: &mut Screen) -> Result<u8, Problem> {
    match verb {
        Verb::Status { watch } => status::run(places, screen, watch).await,
        Verb::Doctor { explain: Some(id), .. } => doctor::explain(places, screen, &id).await,
        Verb::Doctor { logs: Some(file), .. } => doctor::logs(screen, &file).await,
        Verb::Doctor { deep: true, .. } => doctor::deep(places, screen).await,
        Verb::Doctor { watch, .. } => doctor::run(places, screen, watch).await,
        Verb::Report { output, yes } => report::run(places, screen, output, yes).await,
        Verb::Runbook => runbook::run(screen),
        Verb::Fix(wish) => fix::run(places, screen, wish).await,
        Verb::Approvals(wish) => approvals::run(places, screen, wish).await,
        Verb::Logs(wish) => logs::run(places, screen, &wish).await,
        Verb::History { lines, repair } => history::run(places, screen, lines, repair).await,
        Verb::RunState(wish) => run_state::run(places, screen, wish).await,
        Verb::Service(wish) => service::run(places, screen, wish).await,
        Verb::Quit { stop_gateway } => wishes::quit(places, screen, stop_gateway).await,
        Verb::Open => wishes::open(places, screen).await,
        Verb::Dashboard => wishes::dashboard(places, screen).await,
        Verb::SecretGet { name } => secret_get::run(places, screen, &name).await,
        Verb::SecretSet => secret::set(places, screen).await,
        Verb::SecretMigrate(consent) => secret_migrate::run(places, screen, consent).await,
        Verb::OpenClaw(wish) => openclaw::run(places, screen, &wish).await,
        Verb::Gateways(wish) => gateways::run(places, screen, &wish).await,
    }
}

/// Tells how it ended and gives the exit code.
fn end(screen: &mut Screen, result: Result<u8, Problem>, text: Option<&str>) -> u8 {
    let result = result.and_then(|code| {
        if let Some(text) = text {
            screen.line(text.trim_end())?;
        }
        screen.flush()?;
        Ok(code)
    });
    match result {
        Ok(code) => code,
        Err(Problem::OutputClosed) => exit::FINE,
        Err(Problem::Output(error)) => {
            let words = screen.say_with("cli-output-failed", &[("words", error.to_string().into())]);
            screen.aside(&words);
            exit::NO_LOOK
        }
        Err(Problem::Told(error)) => {
            let code = exit::of_error(error.code);
            if screen.json {
                let told = screen.document(&serde_json::json!({ "error": error })).and_then(|()| screen.flush());
                return if matches!(told, Err(Problem::OutputClosed)) { exit::FINE } else { code };
            }
            // Nothing more to say when this cannot be written.
            let _shown = screen.flush();
            screen.aside(&crate::screen::short(&error.message, 2_000));
            if let Some(detail) = &error.detail {
                screen.aside(&format!("  {}", crate::screen::short(detail, 1_000)));
            }
            code
        }
    }
}
