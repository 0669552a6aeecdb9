//! `storage.readonly`: OpenClaw may not write to its own folder.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 600_000;

pub(crate) const RULE: Rule = Rule {
    id: "storage.readonly",
    severity: Severity::Error,
    title: "finding-storage-readonly",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["attempt to write a readonly database; EROFS; EACCES under the state directory"],
    actions: &[Action {
        id: "show_owner_and_mode",
        label: "action-storage-readonly-show-owner-and-mode",
        risk: Risk::Safe,
        built: true,
    }],
    docs: Some("gateway/troubleshooting/agent-replies-and-control-ui"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let Some(folder) = &scene.facts.folder else {
        return lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-storage-readonly-text"));
    };
    if let Some(unwritable) = &folder.unwritable {
        return Verdict::one(
            Fault::new(Words::plain("finding-storage-readonly-text"), "readonly", scene.now.unix_ms)
                .saw("files", unwritable.clone(), None)
                .offer(&RULE.action_ids()),
        );
    }
    // What the gateway printed lately may be about something deeper in the folder than was looked at.
    match lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-storage-readonly-text")) {
        Verdict::Unknown => Verdict::Healthy,
        verdict => verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE};
    use crate::{parts::FolderSeen, rules::scenes::Stage};

    #[test]
    fn a_path_that_may_not_be_written_is_named_until_it_may() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "nobody has looked or read a line");
        let unwritable = Some("/s/state: Read-only file system".to_owned());
        stage.facts.folder = Some(FolderSeen { path: "/s".into(), unwritable, ..FolderSeen::default() });
        assert!(stage.faults(RULE.check)[0].evidence[0].text.contains("Read-only"));
        stage.facts.folder = Some(FolderSeen::default());
        assert!(stage.is_healthy(RULE.check));
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check).len(), 1);
        stage.passes(QUIET_MS + 1);
        assert!(stage.is_healthy(RULE.check));
    }
}
