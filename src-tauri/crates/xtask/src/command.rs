//! Running other programs and saying plainly when they fail.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use anyhow::{Context as _, Result, bail};

/// As people would type it.
pub(crate) fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// Runs to the end, with its output shown.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{} could not be started", shown(command)))?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs to the end, quietly; what it said comes with the error.
pub(crate) fn run_quietly(command: &mut Command) -> Result<Output> {
    let output = command.output().with_context(|| format!("{} could not be started", shown(command)))?;
    if !output.status.success() {
        let said = [output.stdout.as_slice(), &output.stderr].concat();
        bail!("`{}` failed ({})\n{}", shown(command), output.status, shortened(&String::from_utf8_lossy(&said)));
    }
    Ok(output)
}

/// The beginning, which says what is wrong, and the end, which says where to look.
fn shortened(said: &str) -> String {
    const EACH: usize = 25;
    let lines: Vec<&str> = said.trim().lines().collect();
    if lines.len() <= 2 * EACH {
        return lines.join("\n");
    }
    [&lines[..EACH], &["  ..."], &lines[lines.len() - EACH..]].concat().join("\n")
}

/// The cargo that runs this program.
pub(crate) fn cargo(root: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root);
    command
}

/// npm, which is a script with another name on Windows.
pub(crate) fn npm(folder: &Path) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(folder);
    command
}

/// Finds a program on `PATH`.
pub(crate) fn on_path(program: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path)
        .map(|folder| folder.join(format!("{program}{}", env::consts::EXE_SUFFIX)))
        .find(|candidate| candidate.is_file())
}

/// Whether this is an unattended run, where nobody can be asked and nothing may be left out.
pub(crate) fn unattended() -> bool {
    env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false" && value != "0")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_long_output_the_beginning_and_the_end_are_kept() {
        let long: Vec<String> = (0..200).map(|number| number.to_string()).collect();
        let short = shortened(&long.join("\n"));
        assert!(short.starts_with("0\n1\n") && short.contains("\n  ...\n") && short.ends_with("\n199"), "{short}");
        assert_eq!(shortened("\none\ntwo\n"), "one\ntwo");
    }

    #[test]
    fn a_failure_names_the_command_and_what_it_said() {
        let missing = run_quietly(&mut Command::new("no-such-program-at-all")).unwrap_err();
        assert!(missing.to_string().contains("no-such-program-at-all"), "{missing}");
        let failed = run_quietly(cargo(Path::new(".")).arg("no-such-subcommand")).unwrap_err().to_string();
        assert!(failed.contains("no-such-subcommand` failed"), "{failed}");
        assert!(failed.lines().count() > 1, "{failed}");
    }
}
