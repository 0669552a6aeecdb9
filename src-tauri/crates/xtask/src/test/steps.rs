//! The steps, in the order they run: what is quick and tells most comes first.

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context as _, Result, bail};

use crate::{
    command::{cargo, npm, run},
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
    pub(crate) run: fn(&Context<'_>) -> Result<Outcome>,
}

/// What the steps share.
pub(crate) struct Context<'a> {
    workspace: &'a Workspace,
    slow: bool,
    #[allow(dead_code)]
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
            command.env("CLAWTRAY_TEST_SLOW", "1");
            command.env("CLAWTRAY_TEST_OPENCLAW_OLDER", self.workspace.older_program());
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

/// All steps.
pub(crate) const STEPS: &[Step] = &[
    Step { name: "format", run: |context| passed(context.cargo().args(["fmt", "--all", "--check"])) },
    Step { name: "licences and sources", run: |context| licences::check(context.workspace) },
    Step { name: "ui types", run: |context| context.script("typecheck") },
    Step { name: "ui lint", run: |context| context.script("lint") },
    Step { name: "ui tests", run: |context| context.script("test") },
    Step {
        name: "clippy",
        run: |context| {
            passed(context.cargo().args(["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]))
        },
    },
    Step {
        name: "build",
        // All that the next steps run, with one set of features, so that nothing is compiled twice.
        run: |context| passed(context.cargo().args(["build", "--workspace", "--lib", "--bins", "--tests", "--locked"])),
    },
    Step { name: "unit tests", run: |context| tests(context, &["--lib", "--bins"]) },
    Step { name: "integration tests and journeys", run: |context| tests(context, &["--test", "*"]) },
    Step { name: "examples in the documentation", run: |context| tests(context, &["--doc"]) },
    Step { name: "nothing of yours changed", run: |context| context.untouched.compare(&untouched::folders()) },
    Step { name: "nothing left running", run: |context| context.left.compare() },
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
    fn scripts_are_read_and_a_broken_manifest_has_none() {
        assert_eq!(scripts(r#"{"scripts":{"build":"x","test":"y"}}"#), ["build", "test"]);
        assert!(scripts("{").is_empty());
    }
}
