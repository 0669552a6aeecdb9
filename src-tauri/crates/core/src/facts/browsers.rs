//! When OpenClaw's browsers last started, and when a tab was last opened in one: what speaks against older lines.

use std::collections::BTreeMap;

use super::SUBJECTS_KEPT;

/// By profile, milliseconds since 1970.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Browsers {
    started: BTreeMap<String, u64>,
    tabs: BTreeMap<String, u64>,
}

impl Browsers {
    /// OpenClaw says that the browser of this profile runs.
    pub fn add_started(&mut self, profile: String, at_ms: u64) {
        add(&mut self.started, profile, at_ms);
    }

    /// OpenClaw has opened a tab in the browser of this profile.
    pub fn add_tab(&mut self, profile: String, at_ms: u64) {
        add(&mut self.tabs, profile, at_ms);
    }

    /// Whether the browser of this profile, or any where none is named, started after `since_ms`.
    pub fn started_after(&self, profile: Option<&str>, since_ms: u64) -> bool {
        after(&self.started, profile, since_ms)
    }

    /// Whether a tab was opened in the browser of this profile, or in any where none is named, after `since_ms`.
    pub fn tab_after(&self, profile: Option<&str>, since_ms: u64) -> bool {
        after(&self.tabs, profile, since_ms)
    }
}

fn add(known: &mut BTreeMap<String, u64>, profile: String, at_ms: u64) {
    if let Some(known_ms) = known.get_mut(&profile) {
        *known_ms = at_ms.max(*known_ms);
    } else if known.len() < SUBJECTS_KEPT {
        known.insert(profile, at_ms);
    }
}

fn after(known: &BTreeMap<String, u64>, profile: Option<&str>, since_ms: u64) -> bool {
    known.iter().any(|(name, at_ms)| profile.is_none_or(|profile| profile == name) && *at_ms > since_ms)
}
