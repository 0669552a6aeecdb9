//! The registry as a whole.

use std::collections::BTreeSet;

use clawtray_contract::{FindingRef, Risk, Severity};

use super::RULES;
use crate::{
    findings::{Fault, Raised, Scene, Words},
    link::LinkState,
    plan::Plan,
    rules::scenes::Stage,
};

/// The runbook's ids, severities, actions and risks, as agreed.
const AGREED: &str = include_str!("../../tests/runbook_ids.txt");

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "info",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn risk(risk: Risk) -> &'static str {
    match risk {
        Risk::Safe => "safe",
        Risk::Confirm => "confirm",
        Risk::Guide => "guide",
    }
}

#[test]
fn every_finding_of_the_runbook_has_its_rule_with_its_actions_and_risks() {
    let agreed: BTreeSet<String> = AGREED
        .lines()
        .filter(|line| !line.starts_with('#'))
        .scan(String::new(), |finding, line| {
            if let Some(action) = line.strip_prefix("  ") {
                return Some(format!("{finding} / {action}"));
            }
            *finding = line.split(' ').next().unwrap_or_default().to_owned();
            Some(line.to_owned())
        })
        .collect();
    let ours: BTreeSet<String> = RULES
        .iter()
        .flat_map(|rule| {
            let actions =
                rule.actions.iter().map(|action| format!("{} / {} {}", rule.id, action.id, risk(action.risk)));
            actions.chain([format!("{} {}", rule.id, severity(rule.severity))])
        })
        .collect();
    assert_eq!(RULES.len(), 72);
    let (missing, surplus): (Vec<_>, Vec<_>) = (agreed.difference(&ours).collect(), ours.difference(&agreed).collect());
    assert!(missing.is_empty() && surplus.is_empty(), "missing {missing:?}, surplus {surplus:?}");
}

#[test]
fn causes_come_before_what_they_explain() {
    for (index, rule) in RULES.iter().enumerate() {
        for cause in rule.explained_by {
            let at = RULES.iter().position(|other| other.id == *cause);
            assert!(at.is_some_and(|at| at < index), "{cause} must be listed before {}", rule.id);
        }
    }
}

#[test]
fn names_and_labels_follow_from_the_ids_and_every_finding_says_what_shows_it() {
    for rule in RULES {
        let dashed = rule.id.replace(['.', '_'], "-");
        assert_eq!(rule.title, format!("finding-{dashed}"));
        assert!(!rule.signals.is_empty(), "{}", rule.id);
        for action in rule.actions {
            assert_eq!(action.label, format!("action-{dashed}-{}", action.id.replace('_', "-")));
        }
    }
}

#[test]
fn an_action_counts_as_built_exactly_where_there_is_a_plan_for_it() {
    let mut stage = Stage::new();
    stage.link.state = LinkState::PairingNeeded {
        reason: "not-paired".into(),
        request: Some("r".into()),
        role: None,
        scopes: Vec::new(),
        since_ms: 0,
    };
    let scene = Scene { facts: &stage.facts, gateway: &stage.gateway, link: &stage.link, now: stage.now };
    for rule in RULES {
        let fault = Fault::new(Words::plain(rule.title), "etag", 0).offer(&rule.action_ids());
        let raised = Raised::fresh(fault);
        for action in rule.actions {
            let plan = Plan::make(rule, &FindingRef::of(rule.id), &raised, (action.id, None), &scene);
            let known = plan.err().is_none_or(|words| words.id != "plan-no-such-action");
            assert_eq!(known, action.built, "{} {}", rule.id, action.id);
        }
    }
}

#[test]
fn the_readme_tells_the_right_number() {
    let readme = include_str!("../../../../../README.md");
    assert!(readme.contains(&format!("{} findings", RULES.len())), "README.md names another number of findings");
}
