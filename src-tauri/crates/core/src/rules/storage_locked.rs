//! `storage.locked`: the gateway's database is busy.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Rule, Scene, Verdict, Words},
    rules::lines,
    seen::Seen,
};

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 300_000;

/// A database that is free so long after a line was not only free for a moment, milliseconds.
const SETTLING_MS: u64 = 20_000;

pub(crate) const RULE: Rule = Rule {
    id: "storage.locked",
    severity: Severity::Warning,
    title: "finding-storage-locked",
    visible_after_ms: 0,
    explained_by: &["process.state_owned", "storage.full", "storage.readonly"],
    signals: &["database is locked / database table is locked"],
    actions: &[Action {
        id: "show_what_holds_it",
        label: "action-storage-locked-show-what-holds-it",
        risk: Risk::Safe,
        built: true,
    }],
    docs: Some("gateway/troubleshooting/agent-replies-and-control-ui"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let folder = scene.facts.folder.as_ref();
    // Somebody looked well after the last line, and nobody held it.
    let free_ms = folder.filter(|folder| folder.database_held_by.is_none()).map(|folder| folder.looked_ms);
    let is_over = |last_ms: u64| free_ms.is_some_and(|free_ms| free_ms > last_ms.saturating_add(SETTLING_MS));
    let text = || Words::plain("finding-storage-locked-text");
    let verdict = lines::judge(scene, RULE.id, QUIET_MS, |seen| is_over(seen.last_ms), |_| text());
    let holder = folder.and_then(|folder| Some((folder.database_held_by.clone()?, folder.looked_ms)));
    match (verdict, holder) {
        (Verdict::Unhealthy(mut faults), Some((holder, at_ms))) => {
            for fault in &mut faults {
                let words = Words::with("seen-database-held", vec![("holder", holder.as_str().into())]);
                fault.evidence.insert(0, Seen::new("files", words.into(), Some(at_ms)));
            }
            Verdict::Unhealthy(faults)
        }
        (verdict, _) => verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::{QUIET_MS, RULE, SETTLING_MS};
    use crate::{
        parts::FolderSeen,
        rules::scenes::{self, Stage},
    };

    #[test]
    fn who_holds_it_is_named_and_a_look_that_finds_it_free_ends_it() {
        let mut stage = Stage::new();
        stage.sign(RULE.id, None);
        let looked_ms = stage.now.unix_ms + SETTLING_MS + 1;
        let held = Some("python3 (process 7)".to_owned());
        stage.facts.folder = Some(FolderSeen { looked_ms, database_held_by: held, ..FolderSeen::default() });
        assert!(stage.faults(RULE.check)[0].evidence[0].in_language("en").text.contains("python3"));
        stage.facts.folder = Some(FolderSeen { looked_ms: stage.now.unix_ms, ..FolderSeen::default() });
        assert_eq!(stage.faults(RULE.check).len(), 1, "free for a moment");
        stage.facts.folder = Some(FolderSeen { looked_ms, ..FolderSeen::default() });
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn a_line_raises_it_and_quiet_ends_it() {
        scenes::a_line_raises_it_and_quiet_ends_it(&RULE, QUIET_MS);
    }
}
