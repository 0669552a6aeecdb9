//! `cargo xtask setup | run | test | icons | shots`.

mod arguments;
mod command;
#[cfg(target_os = "linux")]
mod elsewhere;
mod icons;
mod run;
mod say;
mod setup;
#[cfg(target_os = "linux")]
mod shots;
mod test;
mod workspace;

use std::process::ExitCode;

use clap::Parser;

use crate::{
    arguments::{Arguments, Task},
    workspace::Workspace,
};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let workspace = Workspace::here();
    let done = match arguments.task {
        Task::Setup(wish) => setup::everything(&workspace, wish.yes).map(|()| ExitCode::SUCCESS),
        Task::Run(wish) => run::run(&workspace, &wish),
        Task::Test(wish) => test::test(&workspace, &wish),
        #[cfg(target_os = "linux")]
        Task::Shots => shots::shots(&workspace).map(|()| ExitCode::SUCCESS),
        Task::Icons(wish) => icons::icons(&workspace, wish.check).map(|()| ExitCode::SUCCESS),
    };
    done.unwrap_or_else(|error| {
        say::trouble(&format!("{error:#}"));
        ExitCode::FAILURE
    })
}
