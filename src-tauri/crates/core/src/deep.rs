//! What OpenClaw's own slow commands tell beyond what is seen all the time. Gathered when a person asks,
//! and once after an update.

use std::collections::BTreeMap;

use clawtray_contract::{Evidence, FindingView, Severity, Snapshot};
use clawtray_text::Catalogue;
use serde::{Deserialize, Serialize};

use crate::{plan::documentation, rules::rule, signatures::excerpt, signs::Sign};

/// What was gathered. Foreign text, cleaned and bounded; without secrets.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeepLook {
    /// When, milliseconds since 1970.
    pub looked_ms: u64,
    /// It was gathered by itself after an update, and not because a person asked.
    pub after_update: bool,
    /// Findings of `doctor --lint --json`; absent when it did not answer.
    pub checks: Option<Vec<DoctorCheck>>,
    /// Warnings of `gateway probe --json`: code and message; absent when it did not answer.
    pub warnings: Option<Vec<(String, String)>>,
    /// Other services that look like a gateway, from `gateway status --deep --json`; absent when it did not answer.
    pub extra_services: Option<Vec<String>>,
    /// What is wrong with the service's definition, from there as well.
    pub service_issues: Option<Vec<String>>,
    /// Commands that this OpenClaw does not have: 2026.4.29 has no `doctor --lint`.
    pub not_offered: Vec<String>,
    /// Commands that did not answer, and why.
    pub failed: Vec<(String, String)>,
}

/// One finding of OpenClaw's own doctor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DoctorCheck {
    /// The check's id, such as `core/doctor/security`.
    pub id: String,
    /// `info`, `warning` or `error`.
    pub severity: String,
    /// What it says.
    pub message: String,
    /// What it says to do.
    pub hint: Option<String>,
    /// The place in the configuration, or the file.
    pub path: Option<String>,
}

/// Checks of OpenClaw's doctor that a rule of ours answers by itself.
static COVERED: &[&str] = &[
    "core/doctor/disk-space",
    "core/doctor/final-config-validation",
    "core/doctor/gateway-daemon",
    "core/doctor/gateway-health",
    "core/doctor/gateway-services/extra",
    "core/doctor/node-runtime",
];

/// Warning codes of `gateway probe`, and the findings they are.
static WARNINGS: &[(&str, &str)] = &[
    ("multiple_gateways", "probe.multiple_gateways"),
    ("ssh_tunnel_failed", "probe.ssh_fallback"),
    ("probe_scope_limited", "probe.scope_limited"),
];

/// What a warning of OpenClaw's own shows, where it is one of ours.
pub(crate) fn sign_of(code: &str, words: &str) -> Option<Sign> {
    let (_, finding) = WARNINGS.iter().find(|(known, _)| *known == code)?;
    Some(Sign { finding, subject: None, fields: BTreeMap::new(), line: excerpt(words) })
}

/// Findings that only this look tells for certain.
pub(crate) fn tells(finding: &str) -> bool {
    ["service.duplicate", "service.config_mismatch"].contains(&finding) || WARNINGS.iter().any(|(_, id)| *id == finding)
}

/// Most findings of OpenClaw's doctor that are told.
const CHECKS_TOLD: usize = 60;

/// Adds to a snapshot what the look tells: findings that were not looked at, and OpenClaw's own. What a live rule has
/// answered stands as it is.
pub fn add_deep_look(snapshot: &mut Snapshot, look: &DeepLook, catalogue: &Catalogue) {
    let Some(gateway) = snapshot.gateways.first_mut() else { return };
    let mut answered: Vec<(&str, Vec<String>)> = Vec::new();
    if let Some(warnings) = &look.warnings {
        for (code, id) in WARNINGS {
            let said = warnings.iter().filter(|(known, _)| known == code).map(|(_, words)| words.clone());
            answered.push((id, said.collect()));
        }
    }
    if let Some(services) = &look.extra_services {
        answered.push(("service.duplicate", services.clone()));
    }
    if let Some(issues) = &look.service_issues {
        answered.push(("service.config_mismatch", issues.clone()));
    }
    for (id, said) in answered {
        let open = gateway.not_looked_at.iter().position(|unknown| unknown == id);
        let Some(place) = open else { continue };
        gateway.not_looked_at.remove(place);
        if !said.is_empty()
            && let Some(finding) = native(id, &said, look.looked_ms, catalogue)
        {
            gateway.findings.push(finding);
        }
    }
    let checks = look.checks.iter().flatten().filter(|check| !COVERED.contains(&check.id.as_str()));
    gateway.findings.extend(checks.take(CHECKS_TOLD).map(|check| own(check, look.looked_ms)));
}

fn native(id: &str, said: &[String], looked_ms: u64, catalogue: &Catalogue) -> Option<FindingView> {
    let rule = rule(id)?;
    let evidence = |text: &String| Evidence { source: "cli".into(), text: excerpt(text), at_ms: Some(looked_ms) };
    Some(FindingView {
        id: id.into(),
        subject: None,
        severity: rule.severity,
        title: catalogue.say(rule.title),
        text: catalogue.say("finding-from-text"),
        since_ms: looked_ms,
        evidence: said.iter().take(5).map(evidence).collect(),
        // An action works on what a live rule sees.
        actions: Vec::new(),
        explains: Vec::new(),
        etag: "deep".into(),
        awaiting_proof: false,
        docs: rule.docs.map(documentation),
    })
}

/// OpenClaw's own words, under its own name.
fn own(check: &DoctorCheck, looked_ms: u64) -> FindingView {
    let severity = match check.severity.as_str() {
        "error" => Severity::Error,
        "warning" => Severity::Warning,
        _ => Severity::Info,
    };
    let evidence =
        check.path.iter().map(|path| Evidence { source: "cli".into(), text: excerpt(path), at_ms: Some(looked_ms) });
    FindingView {
        id: "openclaw.doctor".into(),
        subject: Some(check.id.clone()),
        severity,
        title: excerpt(&check.message),
        text: check.hint.as_deref().map(excerpt).unwrap_or_default(),
        since_ms: looked_ms,
        evidence: evidence.collect(),
        actions: Vec::new(),
        explains: Vec::new(),
        etag: "deep".into(),
        awaiting_proof: false,
        docs: Some(documentation("cli/doctor")),
    }
}

/// A finding for tests of whatever shows findings.
#[cfg(test)]
pub(crate) fn tests_finding(evidence: Evidence) -> FindingView {
    let mut finding = own(&DoctorCheck::default(), 5);
    finding.evidence.push(evidence);
    finding
}

#[cfg(test)]
mod tests {
    use super::{COVERED, DeepLook, DoctorCheck, WARNINGS, add_deep_look};
    use crate::rules::rule;
    use clawtray_contract::{Severity, Snapshot};
    use clawtray_text::Catalogue;

    fn snapshot(not_looked_at: &[&str]) -> Snapshot {
        let (app, now) = (crate::app::tests_app(), crate::now::Now { unix_ms: 5, mono_ms: 0, offset_minutes: 0 });
        let mut snapshot = app.snapshot(now);
        let gateway = &mut snapshot.gateways[0];
        gateway.findings.clear();
        gateway.not_looked_at = not_looked_at.iter().map(|id| (*id).to_owned()).collect();
        snapshot
    }

    #[test]
    fn what_nobody_looked_at_is_answered_and_what_a_rule_answered_stands() {
        let look = DeepLook {
            looked_ms: 5,
            warnings: Some(vec![("multiple_gateways".into(), "two of them".into())]),
            extra_services: Some(vec!["openclaw-gateway-old.service".into()]),
            service_issues: Some(vec![]),
            ..DeepLook::default()
        };
        let mut snapshot = snapshot(&["probe.multiple_gateways", "probe.ssh_fallback", "service.config_mismatch"]);
        add_deep_look(&mut snapshot, &look, &Catalogue::for_languages(&[]));
        let gateway = &snapshot.gateways[0];
        assert!(gateway.not_looked_at.is_empty(), "{:?}", gateway.not_looked_at);
        let ids: Vec<&str> = gateway.findings.iter().map(|finding| finding.id.as_str()).collect();
        assert_eq!(ids, ["probe.multiple_gateways"], "the duplicate service was judged before");
    }

    #[test]
    fn a_command_that_did_not_answer_leaves_things_unknown() {
        let mut snapshot = snapshot(&["probe.multiple_gateways"]);
        add_deep_look(&mut snapshot, &DeepLook::default(), &Catalogue::for_languages(&[]));
        assert_eq!(snapshot.gateways[0].not_looked_at, ["probe.multiple_gateways"]);
    }

    #[test]
    fn openclaws_own_findings_keep_their_name_and_lose_their_secrets() {
        let check = |id: &str| DoctorCheck {
            id: id.into(),
            severity: "warning".into(),
            message: "plaintext token=abcdefghijklmnop1234".into(),
            ..DoctorCheck::default()
        };
        let look =
            DeepLook { checks: Some(vec![check("core/doctor/security"), check(COVERED[0])]), ..DeepLook::default() };
        let mut snapshot = snapshot(&[]);
        add_deep_look(&mut snapshot, &look, &Catalogue::for_languages(&[]));
        let [finding] = snapshot.gateways[0].findings.as_slice() else { panic!("one, for the other is covered") };
        assert_eq!(finding.reference().to_string(), "openclaw.doctor/core/doctor/security");
        assert_eq!((finding.severity, finding.title.as_str()), (Severity::Warning, "plaintext token=<redacted>"));
    }

    #[test]
    fn every_warning_is_a_finding_of_the_runbook() {
        assert!(WARNINGS.iter().all(|(_, id)| rule(id).is_some()));
    }
}
