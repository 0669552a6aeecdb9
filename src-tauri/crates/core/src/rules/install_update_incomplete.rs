//! `install.update_incomplete`: an update of OpenClaw was begun and not finished.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
    signatures,
    signs::Seen,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 86_400_000;

pub(crate) const RULE: Rule = Rule {
    id: "install.update_incomplete",
    severity: Severity::Error,
    title: "finding-install-update-incomplete",
    // The end of the gateway tells whether such lines mean it; it comes right after them.
    visible_after_ms: 10_000,
    explained_by: &["install.split_brain"],
    signals: &[
        "update status --json shows pending/failed hand-off",
        "plugin load failed: dependency tree corrupted",
        "Gateway version mismatch after update",
        "startup migrations did not complete cleanly",
    ],
    actions: &[Action {
        id: "finish_the_update",
        label: "action-install-update-incomplete-finish-the-update",
        risk: Risk::Confirm,
        built: true,
    }],
    docs: Some("gateway/troubleshooting/updates-and-rollbacks"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let say = |_: &Seen| Words::plain("finding-install-update-incomplete-text");
    let is_over = |seen: &Seen| is_finished(scene, seen) || is_of_something_else(scene, seen);
    lines::judge(scene, RULE.id, QUIET_MS, is_over, say)
}

/// The package is whole, and the gateway that was started from it after the line is of its version.
fn is_finished(scene: &Scene<'_>, seen: &Seen) -> bool {
    let Some(package) = &scene.facts.package else { return false };
    let running = scene.link.hello().and_then(|hello| hello.version.as_deref());
    package.missing.is_empty()
        && running == Some(package.version.as_str())
        && scene.facts.probes.as_ref().and_then(|probes| probes.started_ms) > Some(seen.last_ms)
}

/// All its lines only miss a module, and the package says otherwise: it is whole, the module can be found from it, and
/// the gateway that runs is of that version. What could not load it has a trouble of its own, such as a plugin whose
/// libraries were never installed.
fn is_of_something_else(scene: &Scene<'_>, seen: &Seen) -> bool {
    let Some(package) = &scene.facts.package else { return false };
    let is_there = |module: &str| package.present.iter().any(|present| present == module);
    let running = scene.link.hello().and_then(|hello| hello.version.as_deref());
    package.missing.is_empty()
        && running.is_none_or(|version| version == package.version)
        && seen.lines.iter().all(|line| signatures::missing_module(&line.text).is_some_and(is_there))
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{
        event::{PackageSeen, Probes},
        findings::Verdict,
        rules::scenes,
        signs::Sign,
    };

    #[test]
    fn a_missing_module_of_a_whole_package_is_no_update_and_of_another_it_is() {
        let line = |line: &str| Sign { finding: RULE.id, subject: None, fields: [].into(), line: line.into() };
        let mut stage = scenes::Stage::new();
        stage.run();
        stage.reads_lines();
        let now_ms = stage.now.unix_ms;
        stage.facts.signs.add(line("x failed to load: Error: Cannot find module 'json5'"), "output", now_ms);
        let raised = |stage: &scenes::Stage| matches!((RULE.check)(&stage.scene()), Verdict::Unhealthy(_));
        assert!(raised(&stage), "nothing is known of the package");
        let whole = PackageSeen { version: "2026.9.6".into(), present: vec!["json5".into()], missing: vec![] };
        stage.facts.package = Some(whole.clone());
        assert!(!raised(&stage));
        stage.facts.package = Some(PackageSeen { missing: vec!["dist/a.mjs".into()], ..whole.clone() });
        assert!(raised(&stage), "files are missing");
        stage.facts.package = Some(PackageSeen { present: vec![], ..whole.clone() });
        assert!(raised(&stage), "that very module is missing");
        stage.facts.package = Some(whole);
        if let crate::link::LinkState::Ready(hello) = &mut stage.link.state {
            hello.version = Some("2026.9.5".into());
        }
        assert!(raised(&stage), "another version runs than the one that lies there");
        if let crate::link::LinkState::Ready(hello) = &mut stage.link.state {
            hello.version = Some("2026.9.6".into());
        }
        assert!(!raised(&stage));
        stage.facts.signs.add(line("Update failed"), "output", now_ms);
        assert!(raised(&stage), "another line tells of an update");
    }

    #[test]
    fn a_whole_gateway_that_was_started_after_it_ends_it() {
        let mut stage = scenes::Stage::new();
        stage.run();
        stage.reads_lines();
        stage.sign(RULE.id, None);
        let started_ms = Some(stage.now.unix_ms + 1);
        stage.facts.probes = Some(Probes { started_ms, ..Probes::default() });
        if let crate::link::LinkState::Ready(hello) = &mut stage.link.state {
            hello.version = Some("2026.9.6".into());
        }
        let over = |stage: &scenes::Stage| (RULE.check)(&stage.scene()) == Verdict::Healthy;
        assert!(!over(&stage), "nothing is known of the package");
        let whole = PackageSeen { version: "2026.9.6".into(), present: vec![], missing: vec![] };
        stage.facts.package = Some(PackageSeen { missing: vec!["dist/a.mjs".into()], ..whole.clone() });
        assert!(!over(&stage), "files are missing");
        stage.facts.package = Some(PackageSeen { version: "2026.9.7".into(), ..whole.clone() });
        assert!(!over(&stage), "the older one still runs");
        stage.facts.package = Some(whole);
        assert!(over(&stage));
        stage.facts.probes = Some(Probes { started_ms: Some(stage.now.unix_ms), ..Probes::default() });
        assert!(!over(&stage), "it says so itself");
    }

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        scenes::a_line_raises_it_and_quiet_ends_it(&RULE, QUIET_MS);
    }
}
