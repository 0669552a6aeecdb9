//! What a person chose in the configuration that the gateway runs with. A line that tells of the time before the choice
//! says nothing any more.

use serde_json::Value;

use crate::{findings::Scene, signs::Seen};

/// The group that a line is about is to be answered without a mention, whichever account is in it (OpenClaw's "Groups"
/// page).
pub(crate) fn answers_without_a_mention(scene: &Scene<'_>, seen: &Seen) -> bool {
    let field = |name| seen.fields.get(name).map(String::as_str);
    let (Some(config), Some(channel), Some(chat)) = (live(scene), field("channel"), field("chat")) else {
        return false;
    };
    let channel = &config["channels"][channel];
    let accounts = channel["accounts"].as_object().into_iter().flatten().map(|(_, account)| account);
    let wants = |place: &Value| {
        let of = |group: &str| place["groups"][group]["requireMention"].as_bool();
        of(chat).or_else(|| of("*"))
    };
    let said: Vec<bool> = std::iter::once(channel).chain(accounts).filter_map(wants).collect();
    !said.is_empty() && !said.contains(&true)
}

/// The sender that a line says is not let in is on a list of that channel by now, whichever account has it (OpenClaw's
/// "Groups" page).
pub(crate) fn allows_sender(scene: &Scene<'_>, seen: &Seen) -> bool {
    let field = |name| seen.fields.get(name).map(String::as_str);
    let (Some(config), Some(channel), Some(sender)) = (live(scene), field("channel"), field("sender")) else {
        return false;
    };
    let channel = &config["channels"][channel];
    let accounts = channel["accounts"].as_object().into_iter().flatten().map(|(_, account)| account);
    let listed = |place: &Value| {
        let lists = [&place["allowFrom"], &place["groupAllowFrom"]].into_iter().filter_map(Value::as_array).flatten();
        lists.filter_map(Value::as_str).any(|one| one == "*" || one == sender)
    };
    std::iter::once(channel).chain(accounts).any(listed)
}

/// The command that a line says is not allowed is allowed by now (OpenClaw's "Node command policy" page; the second
/// place is that of releases of spring 2026).
pub(crate) fn allows_command(scene: &Scene<'_>, seen: &Seen) -> bool {
    let (Some(config), Some(command)) = (live(scene), seen.fields.get("command")) else { return false };
    let lists = [&config["gateway"]["nodes"]["commands"]["allow"], &config["gateway"]["nodes"]["allowCommands"]];
    lists.iter().filter_map(|list| list.as_array()).flatten().any(|allowed| allowed.as_str() == Some(command))
}

/// The page's origin that a line says is not allowed is allowed by now, as OpenClaw compares them.
pub(crate) fn allows_origin(scene: &Scene<'_>, seen: &Seen) -> bool {
    let (Some(config), Some(origin)) = (live(scene), seen.fields.get("origin")) else { return false };
    let allowed = config["gateway"]["controlUi"]["allowedOrigins"].as_array();
    allowed
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::trim)
        .any(|one| one == "*" || one.eq_ignore_ascii_case(origin))
}

fn live<'a>(scene: &Scene<'a>) -> Option<&'a Value> {
    scene.facts.config.as_ref().map(|config| &config.value)
}
