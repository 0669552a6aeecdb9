//! `storage.full`: the disk is full.

use clawtray_contract::{Risk, Severity};

use crate::{
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    rules::lines,
};

/// Less free room than this and OpenClaw's databases and logs soon fail, bytes.
const LEAST_FREE: u64 = 500_000_000;

/// Without another such line for so long it is over, milliseconds.
const QUIET_MS: u64 = 600_000;

pub(crate) const RULE: Rule = Rule {
    id: "storage.full",
    severity: Severity::Error,
    title: "finding-storage-full",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["database or disk is full; ENOSPC on write; free space under 500 MB on the state volume"],
    actions: &[Action {
        id: "show_the_largest_openclaw_folders",
        label: "action-storage-full-show-the-largest-openclaw-folders",
        risk: Risk::Safe,
        built: true,
    }],
    docs: Some("gateway/troubleshooting/agent-replies-and-control-ui"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    let free = scene.facts.folder.as_ref().and_then(|folder| Some((folder, folder.free_bytes?)));
    if let Some((folder, bytes)) = free {
        if bytes < LEAST_FREE {
            let left = i64::try_from(bytes / 1_000_000).unwrap_or(i64::MAX);
            let text = Words::with("finding-storage-full-left", vec![("megabytes", left.into())]);
            return Verdict::one(
                Fault::new(text, "full", scene.now.unix_ms)
                    .saw(
                        "files",
                        Words::with(
                            "seen-megabytes-free",
                            vec![("path", folder.path.as_str().into()), ("megabytes", left.into())],
                        ),
                        None,
                    )
                    .offer(&RULE.action_ids()),
            );
        }
        // There is room again, whatever was printed before.
        return Verdict::Healthy;
    }
    lines::judge(scene, RULE.id, QUIET_MS, |_| false, |_| Words::plain("finding-storage-full-text"))
}

#[cfg(test)]
mod tests {
    use super::{LEAST_FREE, QUIET_MS, RULE};
    use crate::{parts::FolderSeen, rules::scenes::Stage};

    fn seen(free_bytes: u64) -> Option<FolderSeen> {
        Some(FolderSeen { path: "/s".into(), free_bytes: Some(free_bytes), unwritable: None, ..FolderSeen::default() })
    }

    #[test]
    fn too_little_room_raises_it_and_room_ends_it_whatever_was_printed() {
        let mut stage = Stage::new();
        stage.facts.folder = seen(LEAST_FREE - 1);
        assert_eq!(stage.faults(RULE.check)[0].text.id, "finding-storage-full-left");
        stage.facts.folder = seen(LEAST_FREE);
        stage.sign(RULE.id, None);
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn where_the_disk_cannot_be_asked_the_lines_tell() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check));
        stage.sign(RULE.id, None);
        assert_eq!(stage.faults(RULE.check).len(), 1);
        stage.passes(QUIET_MS + 1);
        assert!(stage.is_healthy(RULE.check));
    }
}
