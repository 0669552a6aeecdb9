//! OpenClaw's own folder: room on its disk, and whether this account may write there.

use std::path::{Path, PathBuf};

use clawtray_core::FolderSeen;
use clawtray_openclaw::ConfigReading;
use clawtray_platform::{
    disk,
    process::{IsGateway, openclaw_proof},
};
use serde_json::Value;

use super::grounds::{Grounds, blocking};
use crate::words::{LINE, NAME, clean, clean_list};

/// What OpenClaw writes all the time.
pub(crate) const ENTRIES: [&str; 4] = ["openclaw.json", "state", "state/openclaw.sqlite", "logs"];

/// The gateway's database, below OpenClaw's folder.
const DATABASE: &str = "state/openclaw.sqlite";

/// Most links named.
const LINKS_NAMED: usize = 20;

/// Looks; writes nothing. `None` when there is no folder yet or the system cannot be asked.
pub(crate) async fn look(grounds: &Grounds) -> Option<FolderSeen> {
    let folder = grounds.environment.profile.state_dir.clone();
    let config = ConfigReading::read(&grounds.environment.profile.config_path).await;
    let looked_ms = grounds.clock.now().unix_ms;
    let skills = skills_folder(&folder, config.value());
    let path = clean(&folder.display().to_string(), LINE);
    let (room, held_by, links, targets) = blocking(move || {
        let links = skills.as_ref().and_then(|skills| disk::links_out(skills).ok());
        let targets = skills.map(|skills| targets(&skills, links.as_deref().unwrap_or_default())).unwrap_or_default();
        disk::room(&folder, &ENTRIES).map(|room| (room, holder(&folder.join(DATABASE)), links, targets))
    })
    .await
    .flatten()?;
    Some(FolderSeen {
        path,
        free_bytes: room.free_bytes,
        unwritable: room.unwritable.map(|(path, words)| clean(&format!("{}: {words}", path.display()), LINE)),
        looked_ms,
        database_held_by: held_by.map(|holder| clean(&holder, NAME)),
        skill_links: links.map(|links| clean_list(&links, LINKS_NAMED)),
        skill_targets: clean_list(&targets, LINKS_NAMED),
    })
}

/// Who else writes to the database. The gateway itself does all the time, for a moment.
fn holder(database: &Path) -> Option<String> {
    let proof = openclaw_proof(disk::database_writer(database)?);
    let process = proof.process.filter(|_| !matches!(proof.is_gateway, IsGateway::Yes { .. }))?;
    Some(format!("{} (process {})", process.name, process.pid))
}

/// The folders that links lead to: of a single skill its parent, for that is the root that is trusted.
fn targets(skills: &Path, links: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for real in links.iter().filter_map(|link| skills.join(link).canonicalize().ok()) {
        let root = if real.join("SKILL.md").is_file() { real.parent().map(Path::to_path_buf) } else { Some(real) };
        if let Some(root) = root.map(|root| root.display().to_string())
            && !found.contains(&root)
        {
            found.push(root);
        }
    }
    found
}

/// The workspace's folder of skills, where the configuration leaves the workspace in its usual place.
fn skills_folder(state_dir: &Path, config: Option<&Value>) -> Option<PathBuf> {
    let elsewhere = config?.pointer("/agents/defaults/workspace").is_some_and(|workspace| !workspace.is_null());
    (!elsewhere).then(|| state_dir.join("workspace/skills"))
}

#[cfg(test)]
mod tests {
    use super::skills_folder;
    use serde_json::json;
    use std::path::Path;

    #[test]
    fn a_workspace_that_is_elsewhere_or_unknown_is_not_looked_for() {
        let state = Path::new("/s");
        assert_eq!(skills_folder(state, Some(&json!({}))), Some("/s/workspace/skills".into()));
        assert_eq!(skills_folder(state, Some(&json!({"agents": {"defaults": {"workspace": "/w"}}}))), None);
        assert_eq!(skills_folder(state, None), None);
    }
}
