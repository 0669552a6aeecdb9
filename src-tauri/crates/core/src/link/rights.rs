//! Which rights Clawtray asks for: the least that what the person switched on needs.

use crate::settings::Settings;

/// To look.
pub(crate) const READ: &str = "operator.read";
/// To change the configuration and run jobs; the gateway takes it for every other right too.
pub(crate) const ADMIN: &str = "operator.admin";

/// What a connection asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Scopes.
    pub(crate) scopes: Vec<String>,
    /// Agents may ask this computer and wait for its answer.
    pub(crate) answers_agents: bool,
}

impl Wanted {
    pub(crate) fn of(settings: &Settings) -> Self {
        let mut scopes = vec![READ];
        if !settings.only_watch {
            scopes.extend(["operator.pairing", ADMIN]);
        }
        let answers_agents = settings.answer_agents && !settings.only_watch;
        if answers_agents {
            scopes.push("operator.approvals");
        }
        Self { scopes: scopes.into_iter().map(str::to_owned).collect(), answers_agents }
    }

    /// Devices, nodes and senders may be let in from here.
    pub(crate) fn pairs(&self) -> bool {
        holds(&self.scopes, "operator.pairing")
    }

    /// What is wanted and not held.
    pub(crate) fn missing(&self, held: &[String]) -> Vec<String> {
        self.scopes.iter().filter(|scope| !holds(held, scope)).cloned().collect()
    }
}

/// True when the held scopes cover this one, as the gateway sees it: administration covers everything, writing and
/// administration cover reading.
pub(crate) fn holds(held: &[String], scope: &str) -> bool {
    let has = |name: &str| held.iter().any(|held| held == name);
    has(scope) || has(ADMIN) || (scope == READ && has("operator.write"))
}

#[cfg(test)]
mod tests {
    use super::{Wanted, holds};
    use crate::settings::Settings;

    fn names(texts: &[&str]) -> Vec<String> {
        texts.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn only_what_is_switched_on_is_asked_for() {
        let plain = Wanted::of(&Settings::default());
        assert_eq!(plain.scopes, names(&["operator.read", "operator.pairing", "operator.admin"]));
        assert!(!plain.answers_agents, "agents wait for whoever says it answers them");
        let watching = Settings { only_watch: true, answer_agents: true, ..Settings::default() };
        assert_eq!(Wanted::of(&watching).scopes, names(&["operator.read"]));
        assert!(!Wanted::of(&watching).answers_agents);
        let answering = Wanted::of(&Settings { answer_agents: true, ..Settings::default() });
        assert!(answering.answers_agents && answering.scopes.contains(&"operator.approvals".to_owned()));
    }

    #[test]
    fn what_is_missing_is_what_no_held_right_covers() {
        let wanted = Wanted::of(&Settings::default());
        assert_eq!(wanted.missing(&names(&["operator.admin"])), names(&[]));
        assert_eq!(wanted.missing(&names(&["operator.write"])), names(&["operator.pairing", "operator.admin"]));
        assert!(holds(&names(&["operator.write"]), "operator.read"));
        assert!(!holds(&[], "operator.read"));
    }
}
