//! `skills.symlink_escape`: a skill was skipped because its link leaves the folder of skills.

use clawtray_contract::{Risk, Severity};
use serde_json::Value;

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 86_400_000;

/// A gateway that takes in a change may still print such a line from before it (observed on OpenClaw 2026.9.6),
/// milliseconds.
const TAKING_MS: u64 = 10_000;

pub(crate) const RULE: Rule = Rule {
    id: "skills.symlink_escape",
    severity: Severity::Info,
    title: "finding-skills-symlink-escape",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["Skipping escaped skill path ... reason=symlink-escape; resolves outside its configured root"],
    actions: &[Action {
        id: "trust_that_folder",
        label: "action-skills-symlink-escape-trust-that-folder",
        risk: Risk::Confirm,
        built: true,
    }],
    docs: Some("gateway/troubleshooting/skills-and-model-providers"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    // The links themselves tell when they are gone.
    let none_ms = scene.facts.folder.as_ref().and_then(|folder| {
        let none = folder.skill_links.as_ref().is_some_and(Vec::is_empty);
        none.then_some(folder.looked_ms)
    });
    let trusted_ms = scene.facts.config_valid_ms.filter(|_| are_trusted(scene)).map(|read_ms| read_ms + TAKING_MS);
    let is_over = |last_ms: u64| none_ms.max(trusted_ms).is_some_and(|over_ms| over_ms > last_ms);
    let text = || Words::plain("finding-skills-symlink-escape-text");
    match lines::judge(scene, RULE.id, QUIET_MS, |seen| is_over(seen.last_ms), |_| text()) {
        Verdict::Unknown if trusted_ms.is_some() => Verdict::Healthy,
        verdict => verdict,
    }
}

/// True where the configuration allows every folder that links lead to.
fn are_trusted(scene: &Scene<'_>) -> bool {
    let allowed = scene
        .facts
        .config
        .as_ref()
        .and_then(|config| config.value.pointer("/skills/load/allowSymlinkTargets").and_then(Value::as_array));
    let (Some(allowed), Some(folder)) = (allowed, &scene.facts.folder) else { return false };
    let is_allowed = |target: &String| allowed.iter().any(|one| one.as_str() == Some(target));
    !folder.skill_targets.is_empty() && folder.skill_targets.iter().all(is_allowed)
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{
        facts::LiveConfig,
        parts::FolderSeen,
        rules::scenes::{self, Stage},
    };

    #[test]
    fn it_is_over_once_every_folder_is_trusted_and_not_before() {
        let mut stage = Stage::new();
        stage.reads_lines();
        stage.sign(RULE.id, None);
        let targets = vec!["/srv/team/skills".to_owned(), "/srv/mine".to_owned()];
        stage.facts.folder = Some(FolderSeen { skill_targets: targets, ..FolderSeen::default() });
        let mut trusts = |allowed: serde_json::Value| {
            let value = serde_json::json!({"skills": {"load": {"allowSymlinkTargets": allowed}}});
            stage.facts.config = Some(LiveConfig { hash: String::new(), value });
            stage.facts.config_valid_ms = Some(stage.now.unix_ms);
            stage.is_healthy(RULE.check)
        };
        assert!(!trusts(serde_json::json!(["/srv/mine"])), "the other one is not");
        assert!(trusts(serde_json::json!(["/srv/mine", "/srv/team/skills"])));
        stage.passes(20_000);
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check).len(), 1, "later another one is left out");
    }

    #[test]
    fn it_is_over_once_no_link_leads_out_any_more() {
        let mut stage = Stage::new();
        stage.sign(RULE.id, None);
        let seen = |stage: &Stage, links: &[&str]| {
            let skill_links = Some(links.iter().map(|link| (*link).to_owned()).collect());
            Some(FolderSeen { looked_ms: stage.now.unix_ms + 1, skill_links, ..FolderSeen::default() })
        };
        stage.facts.folder = seen(&stage, &["evil"]);
        assert_eq!(stage.faults(RULE.check).len(), 1);
        stage.facts.folder = seen(&stage, &[]);
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        scenes::a_line_raises_it_and_quiet_ends_it(&RULE, QUIET_MS);
    }
}
