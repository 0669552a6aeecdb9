//! The steps, in the order they run: what is quick and tells most comes first.

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context as _, Result, bail};

#[cfg(target_os = "linux")]
use crate::elsewhere;
use crate::{
    command::{cargo, npm, run},
    icons,
    test::{left, licences, untouched},
    workspace::Workspace,
};

/// How a step that did not fail ended.
pub(crate) enum Outcome {
    Passed,
    /// Cannot be done here; why.
    Skipped(String),
}

/// One step.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) name: &'static str,
    /// Only with `--slow`.
    pub(crate) slow: bool,
    pub(crate) run: fn(&Context<'_>) -> Result<Outcome>,
}

/// What the steps share.
pub(crate) struct Context<'a> {
    workspace: &'a Workspace,
    slow: bool,
    #[cfg_attr(not(target_os = "linux"), allow(dead_code))]
    yes: bool,
    scripts: Vec<String>,
    untouched: untouched::Picture,
    left: left::Before,
}

impl<'a> Context<'a> {
    /// Looks at the person's folders before anything runs.
    pub(crate) fn new(workspace: &'a Workspace, slow: bool, yes: bool) -> Result<Self> {
        let manifest = fs::read_to_string(workspace.ui().join("package.json")).unwrap_or_default();
        Ok(Self {
            workspace,
            slow,
            yes,
            scripts: scripts(&manifest),
            untouched: untouched::Picture::take(&untouched::folders()),
            left: left::Before::now(),
        })
    }

    fn cargo(&self) -> Command {
        let mut command = cargo(&self.workspace.root);
        command
            .env("CLAWTRAY_BIN_DIR", self.workspace.target.join("debug"))
            .env("CLAWTRAY_TEST_OPENCLAW", self.workspace.openclaw_program())
            .env("CLAWTRAY_TEST_NODE", self.workspace.node_program().unwrap_or_else(|| PathBuf::from("node")));
        if self.slow {
            let node = self.workspace.older_node_program().unwrap_or_else(|| PathBuf::from("node"));
            command.env("CLAWTRAY_TEST_OPENCLAW_OLDER", self.workspace.older_program());
            command.env("CLAWTRAY_TEST_NODE_OLDER", node);
        }
        command
    }

    fn script(&self, name: &str) -> Result<Outcome> {
        if !self.scripts.iter().any(|known| known == name) {
            bail!("ui/package.json has no script {name:?}");
        }
        passed(npm(&self.workspace.ui()).args(["run", name]))
    }
}

/// How the names of slow tests begin.
const SLOW: &str = "slow_";

const fn step(name: &'static str, run: fn(&Context<'_>) -> Result<Outcome>) -> Step {
    Step { name, slow: false, run }
}

/// All steps.
pub(crate) const STEPS: &[Step] = &[
    step("format", |context| passed(context.cargo().args(["fmt", "--all", "--check"]))),
    step("licences and sources", |context| licences::check(context.workspace)),
    step("ui types", |context| context.script("typecheck")),
    step("ui lint", |context| context.script("lint")),
    step("ui tests", |context| context.script("test")),
    step("clippy", |context| {
        passed(context.cargo().args(["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]))
    }),
    // All that the next steps run, with one set of features, so that nothing is compiled twice.
    step("build", |context| {
        passed(context.cargo().args(["build", "--workspace", "--lib", "--bins", "--tests", "--locked"]))
    }),
    step("icons are as their sources say", |context| icons::icons(context.workspace, true).map(|()| Outcome::Passed)),
    step("unit tests", |context| tests(context, &["--lib", "--bins"])),
    step("integration tests and journeys", |context| tests(context, &["--test", "*"])),
    step("examples in the documentation", |context| tests(context, &["--doc"])),
    // What is ignored with "slow: ..." begins with `slow_`; what else is ignored is no test by itself.
    Step { slow: true, ..step("slow tests", |context| tests(context, &["--test", "*", "--", "--ignored", SLOW])) },
    Step { slow: true, ..step("tests with OpenClaw of spring 2026", with_older) },
    #[cfg(target_os = "linux")]
    Step {
        slow: true,
        ..step("other systems: macOS", |context| elsewhere::check_macos(context.workspace, context.yes))
    },
    #[cfg(target_os = "linux")]
    Step {
        slow: true,
        ..step("other systems: Windows", |context| elsewhere::check_windows(context.workspace, context.yes))
    },
    #[cfg(target_os = "linux")]
    Step {
        slow: true,
        ..step("other systems: tests under Wine", |context| elsewhere::test_windows(context.workspace, context.yes))
    },
    #[cfg(target_os = "linux")]
    Step {
        slow: true,
        ..step("other systems: icon under Wine", |context| elsewhere::icon_under_wine(context.workspace, context.yes))
    },
    step("nothing of yours changed", |context| context.untouched.compare(&untouched::folders())),
    step("nothing left running", |context| context.left.compare()),
];

fn passed(command: &mut Command) -> Result<Outcome> {
    run(command).map(|()| Outcome::Passed)
}

fn tests(context: &Context<'_>, which: &[&str]) -> Result<Outcome> {
    if which.contains(&"--test") {
        for name in ["clawtrayd", "clawtray", "clawtray-desktop"] {
            let program = context.workspace.binary(name);
            fs::metadata(&program).with_context(|| format!("{} was not built", program.display()))?;
        }
    }
    passed(context.cargo().args(["test", "--workspace", "--locked", "--no-fail-fast"]).args(which))
}

/// The suites that run with both generations of OpenClaw, all of their tests.
const BOTH_GENERATIONS: &[&str] = &["actions", "faults_devices", "faults_signin", "gateways", "journeys"];

/// Kills of a gateway of spring 2026: the figures are those of today's.
const KILLS: &str = "4";

/// The same suites once more, with OpenClaw of spring 2026 in the place of today's.
fn with_older(context: &Context<'_>) -> Result<Outcome> {
    let node = context.workspace.older_node_program().unwrap_or_else(|| PathBuf::from("node"));
    let mut command = context.cargo();
    command
        .env("CLAWTRAY_TEST_OPENCLAW", context.workspace.older_program())
        .env("CLAWTRAY_TEST_NODE", node)
        .env("CLAWTRAY_KILLS", KILLS)
        .args(["test", "--package", "clawtray-desktop", "--locked", "--no-fail-fast"])
        .args(BOTH_GENERATIONS.iter().flat_map(|suite| ["--test", suite]))
        .args(["--", "--include-ignored"]);
    passed(&mut command)
}

/// The names of the scripts in a `package.json`.
fn scripts(manifest: &str) -> Vec<String> {
    let manifest: serde_json::Value = serde_json::from_str(manifest).unwrap_or_default();
    let scripts = manifest.get("scripts").and_then(serde_json::Value::as_object);
    scripts.map(|scripts| scripts.keys().cloned().collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_steps_have_one_name() {
        let mut names: Vec<_> = STEPS.iter().map(|step| step.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), STEPS.len());
    }

    #[test]
    fn what_runs_with_both_generations_is_there() {
        let tests = Workspace::here().root.join("tests");
        for suite in BOTH_GENERATIONS {
            assert!(tests.join(format!("{suite}.rs")).is_file(), "{suite}");
        }
    }

    /// A slow test that the slow step does not run would never be run.
    #[test]
    fn what_is_ignored_as_slow_is_named_so_and_the_other_way_round() {
        fn look(folder: &std::path::Path, slow: &mut usize) {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() && !path.ends_with("target") {
                    look(&path, slow);
                } else if path.extension().is_some_and(|extension| extension == "rs")
                    && !path.ends_with("test/steps.rs")
                {
                    let text = fs::read_to_string(&path).unwrap();
                    let lines: Vec<&str> = text.lines().map(str::trim).collect();
                    for (number, line) in lines.iter().enumerate() {
                        let is_ignored = line.starts_with("#[ignore = \"slow: ");
                        let name = |line: &&str| {
                            let line = line.strip_prefix("async ").unwrap_or(line);
                            line.strip_prefix("fn ").map(|name| name.starts_with(SLOW))
                        };
                        if is_ignored {
                            assert_eq!(lines[number + 1..].iter().find_map(name), Some(true), "{}", path.display());
                            *slow += 1;
                        } else if name(line) == Some(true) {
                            let ignored = lines[..number].iter().rev().take(3).any(|line| line.starts_with("#[ignore"));
                            assert!(ignored, "{}: {line}", path.display());
                        }
                    }
                }
            }
        }
        let (root, mut slow) = (Workspace::here().root, 0);
        look(&root.join("tests"), &mut slow);
        look(&root.join("src-tauri"), &mut slow);
        assert!(slow > 0, "there are slow tests");
    }

    #[test]
    fn scripts_are_read_and_a_broken_manifest_has_none() {
        assert_eq!(scripts(r#"{"scripts":{"build":"x","test":"y"}}"#), ["build", "test"]);
        assert!(scripts("{").is_empty());
    }
}
