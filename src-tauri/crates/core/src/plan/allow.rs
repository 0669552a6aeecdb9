//! One more that is allowed: exactly this sender, group, command, address or folder.

use clawtray_contract::DiffLine;
use serde_json::{Value, json};

use super::{
    Plan, Step, Way,
    settings::{add, configuration, path, set},
};
use crate::{
    effect::Request,
    findings::{Rule, Scene, Words},
    patch::value_at,
    saved::{UndoKey, UndoPatch},
    signs::Seen,
};

/// The keys that an action of this kind changes; `None` where it is not one.
///
/// # Errors
/// Where what would be allowed is not known.
pub(super) fn keys(plan: &mut Plan, rule: &Rule, scene: &Scene<'_>) -> Result<Option<Vec<UndoKey>>, Words> {
    let live = || configuration(scene);
    let field = |name: &str| told(scene, rule.id, plan.finding.subject.as_deref(), name);
    Ok(Some(match (rule.id, plan.action.id) {
        ("channel.blocked", "allow_this_sender_or_group") => {
            let sender = field("sender").ok_or(Words::plain("plan-sender-unknown"))?;
            let channel = channel(plan)?;
            let ways = ["allowFrom", "groupAllowFrom"].map(|list| Way {
                id: list.to_owned(),
                label: Words::with(
                    if list == "allowFrom" { "plan-choice-allow-direct" } else { "plan-choice-allow-group" },
                    vec![("sender", sender.as_str().into())],
                ),
            });
            let list = plan.choose(ways.to_vec(), "plan-sender-unknown")?;
            grow(live()?, &["channels", &channel, &list], &sender)
        }
        ("channel.mention_required", "answer_without_a_mention_in_this_group") => {
            let channel = channel(plan)?;
            let groups = value_at(live()?, &path(&["channels", &channel, "groups"])).as_object();
            let silent = |group: &Value| group.get("requireMention").and_then(Value::as_bool) != Some(false);
            let groups = groups.into_iter().flatten().filter(|(id, group)| *id != "*" && silent(group));
            let ways = groups.map(|(id, _)| Way::named(id)).collect();
            let group = plan.choose(ways, "plan-group-unknown")?;
            set(live()?, &["channels", &channel, "groups", &group, "requireMention"], json!(false))
        }
        ("node.allowlist_miss", "allow_this_node_command") => {
            let command = field("command").ok_or(Words::plain("plan-command-unknown"))?;
            let list: &[&str] = if scene.link.is_of_spring() {
                &["gateway", "nodes", "allowCommands"]
            } else {
                &["gateway", "nodes", "commands", "allow"]
            };
            grow(live()?, list, &command)
        }
        ("node.allowlist_miss", "add_it_to_the_allowlist") => {
            let program = field("program").filter(|program| is_one_program(program));
            plan.allow_program(&program.ok_or(Words::plain("plan-command-unknown"))?, scene)?;
            Vec::new()
        }
        ("auth.origin_not_allowed", "allow_this_address") => {
            let origin = field("origin").filter(|origin| is_origin(origin));
            let origin = origin.ok_or(Words::plain("plan-origin-unknown"))?;
            plan.warnings.push(Words::plain("plan-warning-restart"));
            grow(live()?, &["gateway", "controlUi", "allowedOrigins"], &origin)
        }
        // A link that leads out is never followed there.
        ("skills.symlink_escape", "trust_that_folder") if scene.link.is_of_spring() => {
            return Err(Words::plain("plan-key-unknown"));
        }
        ("skills.symlink_escape", "trust_that_folder") => {
            let targets = scene.facts.folder.iter().flat_map(|folder| folder.skill_targets.iter());
            let ways = targets.filter(|target| is_narrow(target)).map(|target| Way::named(target)).collect();
            let folder = plan.choose(ways, "plan-folder-unknown")?;
            let mut keys = grow(live()?, &["skills", "load", "extraDirs"], &folder);
            keys.extend(grow(live()?, &["skills", "load", "allowSymlinkTargets"], &folder));
            keys
        }
        _ => return Ok(None),
    }))
}

impl Plan {
    /// One more program that all agents may run on the gateway's computer. The list is the gateway's own document, not
    /// its configuration.
    fn allow_program(&mut self, program: &str, scene: &Scene<'_>) -> Result<(), Words> {
        if scene.link.hello().is_none() {
            return Err(Words::plain("plan-needs-link"));
        }
        self.warnings.push(Words::with("plan-warning-allow-program", vec![("program", program.into())]));
        self.shown_diff.push(DiffLine {
            path: "exec-approvals: agents[\"*\"].allowlist".to_owned(),
            before: None,
            after: Some(program.to_owned()),
        });
        self.later_proof = true;
        self.undo = Some(UndoPatch { keys: Vec::new(), allowed: Some(program.to_owned()) });
        self.steps.push(Step::Call(Request::AllowProgram { program: program.to_owned(), allow: true }));
        Ok(())
    }
}

/// A whole path without anything that a list of patterns would read as more than itself.
fn is_one_program(path: &str) -> bool {
    let whole = path.starts_with('/') || path.get(1..3).is_some_and(|start| start == ":\\");
    whole
        && !path.contains(['*', '?', '[', ']', '{', '}', '~', '$'])
        && !path.ends_with(['/', '\\'])
        && !path.contains("..")
}

/// What the newest line about it told under that name.
fn told(scene: &Scene<'_>, finding: &str, subject: Option<&str>, name: &str) -> Option<String> {
    let about = |seen: &&Seen| seen.subject.as_deref() == subject;
    let mut seen: Vec<&Seen> = scene.facts.signs.of(finding).filter(about).collect();
    seen.sort_by_key(|seen| std::cmp::Reverse(seen.last_ms));
    seen.into_iter().find_map(|seen| seen.fields.get(name).cloned())
}

fn channel(plan: &Plan) -> Result<String, Words> {
    let subject = plan.subject();
    let channel = subject.split('/').next().unwrap_or_default();
    if channel.is_empty() { Err(Words::plain("plan-channel-unknown")) } else { Ok(channel.to_owned()) }
}

/// One more in a list; the list is begun where there is none. Nothing where it is there already.
fn grow(config: &Value, segments: &[&str], text: &str) -> Vec<UndoKey> {
    let path = path(segments);
    match value_at(config, &path) {
        Value::Null => vec![UndoKey { path, before: Value::Null, after: json!([text]) }],
        _ => add(config, segments, text),
    }
}

/// A scheme and a host, and nothing more.
fn is_origin(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty() && !host.contains(['/', '*', '@', ' ']))
}

/// A folder of its own somewhere below a home, never a home, a disk or all of either.
fn is_narrow(folder: &str) -> bool {
    let parts: Vec<&str> = folder.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").collect();
    let home = matches!(parts.first(), Some(&("home" | "Users")));
    parts.len() >= if home { 3 } else { 2 } && !parts.contains(&"..") && !folder.contains('~')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{grow, is_narrow, is_origin};

    #[test]
    fn a_list_is_begun_where_there_is_none_and_never_holds_the_same_twice() {
        let config = json!({"channels": {"telegram": {"allowFrom": ["1"]}}});
        assert_eq!(grow(&config, &["channels", "telegram", "allowFrom"], "2")[0].after, json!(["1", "2"]));
        assert_eq!(grow(&config, &["channels", "telegram", "groupAllowFrom"], "2")[0].after, json!(["2"]));
        assert!(grow(&config, &["channels", "telegram", "allowFrom"], "1").is_empty());
    }

    #[test]
    fn only_a_folder_of_its_own_is_trusted_and_only_a_plain_address_allowed() {
        for wide in ["/", "~", "/home/me", "/Users/me", "~/x", "/home/me/..", "C:\\", "/srv"] {
            assert!(!is_narrow(wide), "{wide}");
        }
        for narrow in ["/home/me/skills", "/srv/team/skills"] {
            assert!(is_narrow(narrow), "{narrow}");
        }
        assert!(is_origin("https://control.example.com") && is_origin("http://192.168.1.5:18789"));
        for wrong in ["*", "https://*", "https://a/b", "ftp://a", "https://", "null"] {
            assert!(!is_origin(wrong), "{wrong}");
        }
    }
}
