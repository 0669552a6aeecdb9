//! What the rules about browsers share: which profile is meant, and when lines about it are over.

use serde_json::Value;

use crate::{findings::Scene, signs::Seen};

/// The profile that OpenClaw has of its own.
pub(crate) const OWN: &str = "openclaw";
/// Longest name of a profile that is put into a command, characters.
const NAME_CHARS: usize = 64;

/// The browser that the lines are about has started since.
pub(crate) fn started_since(scene: &Scene<'_>, seen: &Seen) -> bool {
    scene.facts.browsers.started_after(seen.subject.as_deref(), seen.last_ms)
}

/// A tab was opened since in the browser that the lines are about.
pub(crate) fn tab_since(scene: &Scene<'_>, seen: &Seen) -> bool {
    scene.facts.browsers.tab_after(seen.subject.as_deref(), seen.last_ms)
}

/// The browser that the lines are about has started since, or another one is used in its place and has.
pub(crate) fn replaced_since(scene: &Scene<'_>, seen: &Seen) -> bool {
    let used = used(scene);
    let about = seen.subject.as_deref();
    let started = |profile| scene.facts.browsers.started_after(Some(profile), seen.last_ms);
    about.is_some_and(started) || used.is_some_and(|used| about != Some(used) && started(used))
}

/// The profile that is used where none is named; absent where the configuration is not known.
pub(crate) fn used<'a>(scene: &Scene<'a>) -> Option<&'a str> {
    let live = scene.facts.config.as_ref().map(|config| &config.value);
    let file = || scene.facts.surroundings.as_ref().and_then(|around| around.config.value.as_ref());
    let named = live.or_else(file)?.pointer("/browser/defaultProfile").and_then(Value::as_str).map(str::trim);
    Some(named.filter(|name| !name.is_empty()).unwrap_or(OWN))
}

/// A name that a line gave, where it can be the name of a profile.
pub(crate) fn profile(name: Option<&str>) -> Option<String> {
    let usable = |name: &&str| {
        name.chars().count() <= NAME_CHARS
            && name.starts_with(|letter: char| letter.is_ascii_alphanumeric())
            && name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'))
    };
    name.filter(usable).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::profile;
    use crate::{
        facts::LiveConfig,
        rules::{RULES, scenes::Stage},
    };

    fn stands(stage: &Stage, finding: &str) -> bool {
        let rule = RULES.iter().find(|rule| rule.id == finding).unwrap();
        !stage.is_healthy(rule.check)
    }

    #[test]
    fn a_start_of_that_browser_ends_what_lines_said_before_and_of_another_does_not() {
        for finding in ["browser.launch_failed", "browser.executable_missing", "browser.cdp_unreachable"] {
            let mut stage = Stage::new();
            stage.reads_lines();
            stage.sign(finding, Some("work"));
            let at_ms = stage.now.unix_ms;
            stage.facts.browsers.add_started("work".into(), at_ms - 1);
            stage.facts.browsers.add_started("openclaw".into(), at_ms + 1);
            stage.passes(10);
            assert!(stands(&stage, finding), "{finding}");
            stage.facts.browsers.add_started("work".into(), at_ms + 1);
            assert!(!stands(&stage, finding), "{finding}");
        }
    }

    #[test]
    fn a_browser_that_cannot_be_reached_is_over_once_another_is_used_and_runs() {
        let mut stage = Stage::new();
        stage.reads_lines();
        stage.sign("browser.cdp_unreachable", Some("remote"));
        let at_ms = stage.now.unix_ms;
        stage.facts.browsers.add_started("openclaw".into(), at_ms + 1);
        stage.passes(10);
        let configured =
            |profile| LiveConfig { hash: "h".into(), value: json!({"browser": {"defaultProfile": profile}}) };
        stage.facts.config = Some(configured("remote"));
        assert!(stands(&stage, "browser.cdp_unreachable"), "that one is used still");
        stage.facts.config = Some(configured("openclaw"));
        assert!(!stands(&stage, "browser.cdp_unreachable"));
    }

    #[test]
    fn a_tab_ends_that_there_is_none() {
        let mut stage = Stage::new();
        stage.reads_lines();
        stage.sign("browser.no_tabs", Some("user"));
        let at_ms = stage.now.unix_ms;
        stage.facts.browsers.add_tab("openclaw".into(), at_ms + 1);
        stage.passes(10);
        assert!(stands(&stage, "browser.no_tabs"));
        stage.facts.browsers.add_tab("user".into(), at_ms + 1);
        assert!(!stands(&stage, "browser.no_tabs"));
    }

    #[test]
    fn only_what_can_be_a_profile_goes_into_a_command() {
        assert_eq!(profile(Some("my-work_2")).as_deref(), Some("my-work_2"));
        for name in ["--url", "a b", "", "a;b", &"a".repeat(65)] {
            assert_eq!(profile(Some(name)), None, "{name}");
        }
        assert_eq!(profile(None), None);
    }
}
