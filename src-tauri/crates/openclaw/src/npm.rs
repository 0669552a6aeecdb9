//! npm, with which OpenClaw is installed.

use crate::cli::{CliOutcome, CliProblem, Limits, Script, classify};
use crate::environment::Environment;
use crate::launch::foreign_environment;
use crate::wording;
use std::path::{Path, PathBuf};
use tokio::sync::mpsc;

/// npm tells its prefix in some hundred milliseconds; on a cold disk it takes seconds.
const PREFIX_LIMIT_MS: u64 = 15_000;

/// npm and the Node that runs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Npm {
    /// The Node program.
    pub node: PathBuf,
    /// That Node's version, without a leading `v`.
    pub node_version: String,
    /// npm's script.
    pub script: PathBuf,
    /// Where npm installs global packages; absent where it did not say.
    pub prefix: Option<PathBuf>,
}

impl Npm {
    /// Asks npm where it installs.
    pub(crate) async fn ask_prefix(&self, base: &Environment) -> Option<PathBuf> {
        let limits = Limits { timeout_ms: PREFIX_LIMIT_MS, ..Limits::default() };
        let args = ["prefix", "--global"].map(String::from);
        let outcome = self.run(&args, base, limits, None).await.ok().filter(CliOutcome::succeeded)?;
        let path = PathBuf::from(outcome.stdout.trim());
        path.is_absolute().then_some(path)
    }

    /// Installs the newest OpenClaw into `prefix` and tells what npm says as it says it. npm puts back what was there
    /// when it fails.
    ///
    /// # Errors
    /// `Refused` with npm's own words, `TimedOut`, or that it could not be started.
    pub async fn install_openclaw(
        &self,
        prefix: &Path,
        base: &Environment,
        limits: Limits,
        lines: Option<mpsc::Sender<String>>,
    ) -> Result<(), CliProblem> {
        let mut args = install_args(prefix);
        // Not shown, for they change nothing of what is installed: npm says what it fetches, and nothing else.
        args.extend(["--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=http"].map(String::from));
        let outcome = self.run(&args, base, limits, lines).await?;
        if outcome.succeeded() {
            return Ok(());
        }
        match wording::npm_error(&outcome.stderr) {
            Some(message) if !outcome.timed_out => Err(CliProblem::Refused { message }),
            _ => Err(classify(&outcome)),
        }
    }

    async fn run(
        &self,
        args: &[String],
        base: &Environment,
        limits: Limits,
        lines: Option<mpsc::Sender<String>>,
    ) -> Result<CliOutcome, CliProblem> {
        let mut environment = foreign_environment(base);
        environment.set("NO_COLOR", "1");
        // Scripts of packages look for `node` on the search path: they get the one that npm runs with.
        if let Some(dir) = self.node.parent() {
            let rest = environment.get("PATH").map(std::env::split_paths).into_iter().flatten();
            if let Ok(path) = std::env::join_paths(std::iter::once(dir.to_path_buf()).chain(rest)) {
                environment.set("PATH", path);
            }
        }
        let working_dir = self.script.parent().unwrap_or(Path::new("/"));
        let (node, entry, environment) = (&self.node, &self.script, &environment);
        Script { node, entry, args, environment, working_dir }.run(None, limits, lines).await
    }
}

/// What is shown before it is done is this.
fn install_args(prefix: &Path) -> Vec<String> {
    let prefix = prefix.display().to_string();
    ["install", "--global", "--prefix", &prefix, "openclaw@latest"].map(String::from).to_vec()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::{Npm, install_args};
    use crate::cli::{CliProblem, Limits};
    use crate::environment::Environment;
    use std::path::{Path, PathBuf};

    /// An npm whose Node is a shell and whose script is one, too.
    fn played(folder: &Path, script: &str) -> Npm {
        let npm = folder.join("npm-cli.js");
        std::fs::write(&npm, script).unwrap();
        Npm { node: "/bin/sh".into(), node_version: "26.10.0".into(), script: npm, prefix: None }
    }

    fn base() -> Environment {
        [("PATH", "/usr/bin:/bin"), ("OPENCLAW_GATEWAY_TOKEN", "tok-visible")].into_iter().collect()
    }

    #[tokio::test]
    async fn it_tells_where_it_installs_and_runs_exactly_what_was_shown_without_the_gateways_token() {
        let folder = tempfile::tempdir().unwrap();
        let said = folder.path().join("said");
        let script = format!(
            "if [ \"$1\" = prefix ]; then echo /opt/my\\ npm; exit; fi\nprintf '%s\\n' \"$@\" \"$OPENCLAW_GATEWAY_TOKEN\" > '{}'",
            said.display()
        );
        let npm = played(folder.path(), &script);
        assert_eq!(npm.ask_prefix(&base()).await, Some(PathBuf::from("/opt/my npm")));
        npm.install_openclaw(Path::new("/opt/my npm"), &base(), Limits::default(), None).await.unwrap();
        let said = std::fs::read_to_string(said).unwrap();
        let shown = install_args(Path::new("/opt/my npm")).join("\n");
        assert!(said.starts_with(&format!("{shown}\n--no-audit\n")), "{said}");
        assert!(said.ends_with("http\n\n"), "the token stays here: {said}");
    }

    #[tokio::test]
    async fn its_own_words_say_why_it_failed_and_one_that_hangs_is_ended() {
        let folder = tempfile::tempdir().unwrap();
        let errors = "echo 'npm error code EACCES' >&2; echo 'npm error Your cache folder contains root-owned files' >&2; \
            echo 'npm error A complete log of this run can be found in: /x' >&2; exit 243";
        let npm = played(folder.path(), errors);
        let failed = npm.install_openclaw(Path::new("/p"), &base(), Limits::default(), None).await;
        let message = "EACCES: Your cache folder contains root-owned files".to_owned();
        assert_eq!(failed, Err(CliProblem::Refused { message }));
        let npm = played(folder.path(), "sleep 600");
        let limits = Limits { timeout_ms: 50, ..Limits::default() };
        let hung = npm.install_openclaw(Path::new("/p"), &base(), limits, None).await;
        assert_eq!(hung, Err(CliProblem::TimedOut { limit_ms: 50 }));
    }
}
