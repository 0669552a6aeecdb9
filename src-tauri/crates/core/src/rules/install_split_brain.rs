//! `install.split_brain`: an older OpenClaw stands beside a newer one, and the older one is used.

use clawtray_contract::{Mode, Risk, Severity};

use crate::{
    event::{CliProblem, ExitReason, StartedBy},
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 3_600_000;

pub(crate) const RULE: Rule = Rule {
    id: "install.split_brain",
    severity: Severity::Error,
    title: "finding-install-split-brain",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &[
        "more than one openclaw executable with different versions (PATH of the app, of a login shell, service ExecStart/ProgramArguments/task)",
        "config meta.lastTouchedVersion newer than the binary that runs",
        "CLI/log: config was last written by a newer OpenClaw; refusing to start/restart because this binary is older",
    ],
    actions: &[
        Action {
            id: "reinstall_from_newest",
            label: "action-install-split-brain-reinstall-from-newest",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "show_every_install",
            label: "action-install-split-brain-show-every-install",
            risk: Risk::Safe,
            built: true,
        },
        Action {
            id: "remove_the_stale_wrapper",
            label: "action-install-split-brain-remove-the-stale-wrapper",
            risk: Risk::Guide,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/updates-and-rollbacks"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let text = "finding-install-split-brain-text";
    let ended = match scene.facts.last_exit.as_ref().map(|exit| (&exit.reason, exit.at_ms)) {
        Some((ExitReason::OlderBinary { words }, at_ms)) => Some((words, Some(at_ms))),
        _ => None,
    };
    let refused = match &scene.facts.start_problem {
        Some(CliProblem::OlderBinary { words }) => Some((words, None)),
        _ => None,
    };
    if let Some((words, at_ms)) = ended.or(refused) {
        if !scene.gateway.is_down() {
            return Verdict::Unknown;
        }
        let mut fault = Fault::new(Words::plain(text), "older", at_ms.unwrap_or(scene.now.unix_ms))
            .saw("output", words.clone(), at_ms)
            .offer(offered(scene));
        fault.began_ms = at_ms;
        return Verdict::one(fault);
    }
    if let Some(fault) = older_is_started(scene) {
        return Verdict::one(fault);
    }
    // One that came up, or ended for another reason, was not refused for this.
    let over_ms = lines::tried_ms(scene);
    let is_over = |last_ms: u64| over_ms > Some(last_ms);
    let by_lines = lines::judge(scene, RULE.id, QUIET_MS, |seen| is_over(seen.last_ms), |_| Words::plain(text));
    if by_lines == Verdict::Unknown && !scene.facts.installs.is_empty() { Verdict::Healthy } else { by_lines }
}

/// Only where a service starts it is there one to write anew.
fn offered(scene: &Scene<'_>) -> &'static [&'static str] {
    let service = scene.facts.surroundings.as_ref().is_some_and(|around| around.mode == Mode::Service);
    if service { &["reinstall_from_newest"] } else { &[] }
}

/// `openclaw` on `PATH` or the service would start an older one than the newest here. Where the person chose one, the
/// others do not matter.
fn older_is_started(scene: &Scene<'_>) -> Option<Fault> {
    let installs = &scene.facts.installs;
    if installs.iter().any(|install| install.by == StartedBy::Choice) {
        return None;
    }
    let newest = installs.iter().max_by_key(|install| numbers(&install.version))?;
    let stale = installs.iter().find(|install| {
        matches!(install.by, StartedBy::Path | StartedBy::Service)
            && numbers(&install.version) < numbers(&newest.version)
    })?;
    let args = vec![("newest", newest.version.as_str().into()), ("older", stale.version.as_str().into())];
    let etag = format!("{} {}", newest.version, stale.version);
    let mut fault = Fault::new(Words::with("finding-install-split-brain-two", args), etag, scene.now.unix_ms);
    for install in installs.iter().take(8) {
        let node = install.node_version.as_ref().map(|version| format!(", Node {version}")).unwrap_or_default();
        fault = fault.saw("install", format!("{} {}{node}", install.version, install.path), None);
    }
    Some(fault.offer(offered(scene)))
}

/// A version's numbers; what is not a number ends them, so that no order is made up.
fn numbers(version: &str) -> Vec<u64> {
    version.split('.').map_while(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{
        event::{ExitReason, InstallSeen, StartedBy},
        gateway::Observed,
        rules::scenes::Stage,
    };

    #[test]
    fn an_older_one_that_would_be_started_raises_it_and_an_idle_one_does_not() {
        let install = |version: &str, by| InstallSeen {
            path: format!("/o/{version}"),
            version: version.into(),
            node_version: Some("26.1.0".into()),
            by,
        };
        let mut stage = Stage::new();
        stage.facts.installs = vec![install("2026.9.6", StartedBy::Nothing), install("2026.10.1", StartedBy::Path)];
        assert!(stage.is_healthy(RULE.check), "the tenth month is after the ninth");
        for by in [StartedBy::Path, StartedBy::Service] {
            stage.facts.installs = vec![install("2026.9.6", StartedBy::Nothing), install("2026.4.29", by)];
            let faults = stage.faults(RULE.check);
            assert_eq!(faults[0].evidence.len(), 2, "every install is named");
            assert_eq!(faults[0].evidence[0].text, "2026.9.6 /o/2026.9.6, Node 26.1.0");
        }
        stage.facts.installs.push(install("2026.9.6", StartedBy::Choice));
        assert!(stage.is_healthy(RULE.check), "the person chose");
    }

    #[test]
    fn a_later_end_for_another_reason_ends_what_only_a_line_shows() {
        let mut stage = Stage::new();
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check).len(), 1);
        stage.passes(1);
        stage.exit(ExitReason::Code(1));
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn an_older_binary_that_refused_raises_it_until_a_gateway_runs() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "nobody has read a line");
        stage.gateway.observed = Observed::Stopped;
        stage.exit(ExitReason::OlderBinary { words: "is older than the config".into() });
        assert_eq!(stage.faults(RULE.check).len(), 1);
        stage.gateway.observed = Observed::Launching;
        assert!(stage.is_unknown(RULE.check), "only its end tells");
        stage.run();
        stage.facts.last_exit = None;
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check).len(), 1, "another program's refusal is in the log");
        stage.passes(QUIET_MS + 1);
        assert!(stage.is_healthy(RULE.check));
    }
}
