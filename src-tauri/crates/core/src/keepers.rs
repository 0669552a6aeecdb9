//! Whose a gateway is that this keeper did not start.

use clawtray_contract::Mode;

use crate::{
    event::{Holder, KeptBy, Occupancy},
    facts::Facts,
    findings::Words,
    present::Picture,
};

/// Programs that start others at a person's word: whoever is above them counts.
const SHELLS: [&str; 21] = [
    "sh",
    "bash",
    "dash",
    "zsh",
    "fish",
    "node",
    "nodejs",
    "npm",
    "npx",
    "pnpm",
    "bun",
    "sudo",
    "su",
    "login",
    "env",
    "setsid",
    "nohup",
    "timeout",
    "sshd-session",
    "busybox",
    "openclaw",
];

/// True where everything that can be seen says that the service manager started it as this profile's service. A doubt
/// is a no: a stop of the service would then end one process and mean another.
pub(crate) fn is_the_services(holder: &Holder, facts: &Facts) -> bool {
    let name = facts.surroundings.as_ref().and_then(|around| around.service.as_ref()).map(|service| &service.name);
    let main = facts.unit.as_ref().and_then(|unit| unit.pid);
    if main.is_some() && holder.process.map(|process| process.pid) == main {
        return true;
    }
    match (&holder.kept_by.unit, &holder.kept_by.service) {
        (Some(unit), _) => Some(unit) == name,
        (None, Some(service)) => Some(service) == name,
        // Nothing is seen of it: the manager runs a service and does not say which process that is.
        (None, None) => main.is_none() && facts.unit.as_ref().is_some_and(|unit| unit.active == "active"),
    }
}

/// Who keeps the gateway that Clawtray did not start, in words; absent where that cannot be seen.
pub(crate) fn keeper(picture: &Picture<'_>) -> Option<String> {
    let Some(Occupancy::Gateway(holder)) = &picture.facts.occupancy else { return None };
    let attached = picture.gateway.mode(picture.facts) == Mode::Attached;
    if !attached || holder.process != picture.gateway.process() {
        return None;
    }
    name(&holder.kept_by).map(|words| picture.say(&words))
}

/// The name of a keeper that starts a gateway again when it ends; a terminal or another program does not.
pub(crate) fn starts_again(kept_by: &KeptBy) -> Option<String> {
    let words = name(kept_by)?;
    match words.id {
        "keeper-service" => {
            let unit = kept_by.unit.clone().filter(|unit| unit.ends_with(".service") && !unit.starts_with("user@"));
            unit.or_else(|| kept_by.service.clone())
        }
        "keeper-clawx" => Some("ClawX".to_owned()),
        "keeper-app" => Some("OpenClaw".to_owned()),
        "keeper-other" => Some("OPENCLAW_SUPERVISOR_MODE=external".to_owned()),
        _ => None,
    }
}

/// OpenClaw's own apps and ClawX go by their programs (read in their sources), services by their unit.
fn name(kept_by: &KeptBy) -> Option<Words> {
    let unit = kept_by.unit.as_deref().filter(|unit| unit.ends_with(".service") && !unit.starts_with("user@"));
    if let Some(unit) = unit.or(kept_by.service.as_deref()) {
        return Some(Words::with("keeper-service", vec![("name", unit.into())]));
    }
    let above = kept_by.parents.iter().map(String::as_str);
    let program = above.into_iter().find(|program| {
        let program = program.trim_start_matches('-');
        !SHELLS.contains(&program)
    });
    match program.map(str::to_lowercase).as_deref() {
        Some(program) if program.starts_with("clawx") => Some(Words::plain("keeper-clawx")),
        Some("openclaw" | "openclaw-linux" | "openclaw-tauri" | "openclaw.exe") => Some(Words::plain("keeper-app")),
        Some(_) => program.map(|program| Words::with("keeper-program", vec![("name", program.into())])),
        None if kept_by.external => Some(Words::plain("keeper-other")),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::name;
    use crate::event::KeptBy;

    #[test]
    fn another_keeper_is_named_by_its_unit_its_program_or_not_at_all() {
        let parents =
            |names: &[&str]| KeptBy { parents: names.iter().map(ToString::to_string).collect(), ..KeptBy::default() };
        let of = |kept_by: &KeptBy| name(kept_by).map(|words| words.id);
        let unit = KeptBy { unit: Some("my-openclaw.service".into()), ..parents(&["systemd"]) };
        assert_eq!(of(&unit), Some("keeper-service"));
        let session = KeptBy { unit: Some("user@1000.service".into()), ..parents(&["bash", "ClawX"]) };
        assert_eq!(of(&session), Some("keeper-clawx"));
        assert_eq!(of(&parents(&["node", "openclaw-linux"])), Some("keeper-app"));
        assert_eq!(of(&parents(&["-bash", "gnome-terminal-server"])), Some("keeper-program"));
        assert_eq!(of(&KeptBy { external: true, ..parents(&[]) }), Some("keeper-other"));
        assert_eq!(of(&parents(&["bash"])), None, "a shell says nothing");
    }
}
