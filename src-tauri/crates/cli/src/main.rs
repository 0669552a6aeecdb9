//! `clawtray`: what the keeper knows and can do, in a terminal or a script.

use std::{
    io::{self, IsTerminal, Write},
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

use clawtray_cli::{Surroundings, Terminal, run};

fn main() -> ExitCode {
    let variable = |name: &str| std::env::var_os(name);
    let is_set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
    let shows = io::stdout().is_terminal();
    let width = variable("COLUMNS")
        .and_then(|width| width.to_str()?.parse().ok())
        .or_else(|| shows.then(terminal_size::terminal_size).flatten().map(|(width, _)| usize::from(width.0)));
    let surroundings = Surroundings {
        arguments: std::env::args_os().collect(),
        variables: std::env::vars_os().collect(),
        home: std::env::home_dir(),
        program: std::env::current_exe().ok(),
        terminal: Terminal {
            width: width.unwrap_or(if shows { 80 } else { 120 }),
            colour: shows && !is_set("NO_COLOR") && variable("TERM").is_none_or(|term| term != "dumb"),
            answers: io::stdin().is_terminal() && io::stderr().is_terminal(),
            shows,
        },
        now_ms: || {
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
        },
        input: Box::new(io::BufReader::new(io::stdin())),
        output: Box::new(io::BufWriter::new(io::stdout())),
        errors: Box::new(io::stderr()),
    };
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else {
        // Without a runtime nothing can be asked.
        let _told = writeln!(io::stderr(), "clawtray: the system gives no room to run in");
        return ExitCode::from(2);
    };
    let code = runtime.block_on(run(surroundings));
    // A thread that still waits for a line of input must not keep the process.
    runtime.shutdown_background();
    ExitCode::from(code)
}
