//! Why the gateway is down, and since when.

use super::Gateway;
use crate::findings::Findings;

/// Findings that say why the gateway is down: they speak through the one notification about that.
pub(crate) const DOWN: [&str; 15] = [
    "install.missing",
    "install.split_brain",
    "install.node_unsupported",
    "process.state_owned",
    "port.conflict",
    "config.invalid",
    "mode.not_local",
    "bind.no_auth",
    "storage.full",
    "storage.readonly",
    "probe.secretref_unresolved",
    "process.crash_loop",
    "service.config_mismatch",
    "service.not_installed",
    "service.not_running",
];

impl Gateway {
    /// Since when it is down: since what says why began, but not before it was last seen running. A full disk may be known for
    /// hours before the gateway falls over it. `None` while nothing says why.
    pub(crate) fn down_since(&self, findings: &Findings) -> Option<u64> {
        let reasons = findings.all().filter(|(reference, _)| DOWN.contains(&reference.id.as_str()));
        let since = reasons.map(|(_, raised)| raised.since_ms).min()?;
        Some(self.ran_until_ms.map_or(since, |ran| since.max(ran)))
    }
}
