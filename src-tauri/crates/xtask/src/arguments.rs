//! The words of `cargo xtask`.

use clap::{Args, Parser, Subcommand};

/// Everything a developer and CI need, in one word each.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) task: Task,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Install what building, running and testing need
    Setup(SetupWish),
    /// Start Clawtray on a private OpenClaw, or with --system on your own
    Run(RunWish),
    /// Check and test everything
    Test(TestWish),
    /// Render the icons and their gallery from icons/source
    Icons(IconsWish),
    /// Take pictures of the tray and a notification in real panels
    #[cfg(target_os = "linux")]
    Shots,
}

#[derive(Debug, Args)]
pub(crate) struct IconsWish {
    /// Write nothing; fail where a file is not as the sources say
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SetupWish {
    /// Do not ask before installing system packages
    #[arg(long, short)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RunWish {
    /// Do not ask before installing system packages
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Use your own OpenClaw, settings and keychain
    #[arg(long)]
    pub(crate) system: bool,
    /// Use a private desktop even where a screen is there
    #[arg(long, conflicts_with = "system")]
    pub(crate) headless: bool,
    /// End by itself after so many seconds
    #[arg(long = "for", value_name = "SECONDS")]
    pub(crate) for_s: Option<u64>,
    /// Handed to clawtray-desktop
    #[arg(last = true, value_name = "ARGS")]
    pub(crate) window_arguments: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct TestWish {
    /// Do not ask before installing system packages
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Also the tests that take minutes
    #[arg(long)]
    pub(crate) slow: bool,
    /// Only steps whose name contains this
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> Result<Task, clap::Error> {
        Arguments::try_parse_from(["xtask"].iter().chain(words)).map(|arguments| arguments.task)
    }

    #[test]
    fn the_grammar_holds_together() {
        use clap::CommandFactory;
        Arguments::command().debug_assert();
    }

    #[test]
    fn run_hands_everything_after_two_dashes_to_the_window() {
        let Task::Run(wish) = read(&["run", "--yes", "--for", "5", "--", "--hidden", "--for"]).unwrap() else {
            panic!("not run")
        };
        assert!(wish.yes && !wish.system);
        assert_eq!((wish.for_s, wish.window_arguments), (Some(5), vec!["--hidden".to_owned(), "--for".to_owned()]));
    }

    #[test]
    fn a_private_desktop_is_never_the_persons_own_system() {
        assert!(read(&["run", "--system", "--headless"]).is_err());
    }

    #[test]
    fn only_takes_a_name() {
        let Task::Test(wish) = read(&["test", "--slow", "--only", "ui"]).unwrap() else { panic!("not test") };
        assert!(wish.slow);
        assert_eq!(wish.only.as_deref(), Some("ui"));
        assert!(read(&["test", "--only"]).is_err());
    }
}
