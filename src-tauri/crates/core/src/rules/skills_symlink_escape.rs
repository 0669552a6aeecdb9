//! `skills.symlink_escape`: a skill was skipped because its link leaves the folder of skills.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 86_400_000;

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
    let is_over = |last_ms: u64| none_ms.is_some_and(|none_ms| none_ms > last_ms);
    let text = || Words::plain("finding-skills-symlink-escape-text");
    lines::judge(scene, RULE.id, QUIET_MS, |seen| is_over(seen.last_ms), |_| text())
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{
        parts::FolderSeen,
        rules::scenes::{self, Stage},
    };

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
