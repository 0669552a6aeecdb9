//! `clawtray approvals`.

use std::time::Duration;

use clawtray_contract::{ApprovalKind, ApprovalView, Decision, ErrorCode, Field, Intent, Snapshot};
use serde_json::{Value, json};

use crate::{
    arguments::ApprovalWish,
    exit, finding_names, json,
    problem::Problem,
    screen::{Look, Screen, short, width_of},
    source::{Need, Source},
    start::Places,
};

/// How long the gateway may take to carry a decision out.
const DECIDED_WITHIN: Duration = Duration::from_secs(30);

pub(crate) async fn run(places: &Places, screen: &mut Screen, wish: ApprovalWish) -> Result<u8, Problem> {
    match wish {
        ApprovalWish::List => {
            let snapshot = Source::open(places, screen, Need::Look).await?.snapshot().await?;
            list(screen, &snapshot)?;
            Ok(exit::FINE)
        }
        ApprovalWish::Decide { id, decision, yes } => {
            let mut source = Source::open(places, screen, Need::Act).await?;
            let result = decide(&mut source, screen, &id, decision, yes).await;
            source.close().await;
            result
        }
    }
}

fn list(screen: &mut Screen, snapshot: &Snapshot) -> Result<(), Problem> {
    if screen.json {
        return screen.document(&json::approvals(snapshot));
    }
    if snapshot.gateways.iter().all(|gateway| gateway.approvals.is_empty()) {
        let none = screen.say("cli-approvals-none");
        return screen.line(&none);
    }
    let several = snapshot.gateways.len() > 1;
    let mut first = true;
    for (index, gateway) in snapshot.gateways.iter().enumerate() {
        for approval in &gateway.approvals {
            if !std::mem::take(&mut first) {
                screen.gap()?;
            }
            if several {
                screen.paragraph("", 0, Look::Dim, &gateway.name)?;
            }
            show(screen, approval)?;
            let id = super::doctor::shell_word(&approval.id);
            for decision in taken(approval) {
                let (verb, flag) = match decision {
                    Decision::Deny => ("deny", ""),
                    Decision::Approve => ("approve", ""),
                    Decision::ApproveAlways => ("approve", " --always"),
                };
                let words = format!("approvals {verb} {id}{flag}");
                let command = super::doctor::command(&words, (index > 0).then_some(gateway.id.as_str()));
                screen.paragraph("", 2, Look::Dim, &command)?;
            }
        }
    }
    Ok(())
}

/// What the gateway takes as an answer. An older keeper does not say: then the two that are always taken.
fn taken(approval: &ApprovalView) -> Vec<Decision> {
    let all = [Decision::Approve, Decision::ApproveAlways, Decision::Deny];
    if approval.decisions.is_empty() {
        return vec![Decision::Approve, Decision::Deny];
    }
    all.into_iter().filter(|decision| approval.decisions.contains(decision)).collect()
}

/// Who, which rights, since when: before anything can be decided.
fn show(screen: &mut Screen, approval: &ApprovalView) -> Result<(), Problem> {
    screen.paragraph("", 0, Look::Bold, &approval.title)?;
    let kind = screen.say(match approval.kind {
        ApprovalKind::DevicePairing => "cli-approval-device",
        ApprovalKind::NodePairing => "cli-approval-node",
        ApprovalKind::ChannelSender => "cli-approval-sender",
        ApprovalKind::Command => "cli-approval-command",
        ApprovalKind::Plugin => "cli-approval-plugin",
        ApprovalKind::System => "cli-approval-system",
        _ => "cli-approval-other",
    });
    let id = short(&approval.id, 120);
    let about = if approval.since_ms == 0 {
        format!("{kind}, {id}")
    } else {
        let since = screen.ago(approval.since_ms);
        let about = [("kind", kind.into()), ("since", since.into()), ("id", id.into())];
        screen.say_with("cli-approval-about", &about)
    };
    screen.paragraph("", 0, Look::Dim, &about)?;
    fields(screen, "cli-approval-who", &approval.who)?;
    fields(screen, "cli-approval-what", &approval.what)?;
    fields(screen, "cli-approval-rights", &approval.rights)?;
    if let Some(until_ms) = approval.until_ms {
        let left = screen.until(until_ms);
        let until = screen.say_with("cli-approval-until", &[("left", left.into())]);
        screen.paragraph("", 2, Look::Dim, &until)?;
    }
    if let Some(why) = &approval.approve_blocked_by {
        let blocked = screen.say_with("cli-approval-blocked", &[("why", why.into())]);
        screen.paragraph("", 2, Look::Waiting, &blocked)?;
    }
    Ok(())
}

fn fields(screen: &mut Screen, head: &str, fields: &[Field]) -> Result<(), Problem> {
    if fields.is_empty() {
        return Ok(());
    }
    let head = screen.say(head);
    screen.paragraph("", 2, Look::Dim, &head)?;
    let labels: Vec<String> = fields.iter().map(|field| short(&field.label, 40)).collect();
    let widest = labels.iter().map(|label| width_of(label)).max().unwrap_or(0);
    for (field, label) in fields.iter().zip(&labels) {
        screen.paragraph(&format!("    {label}"), 4 + widest + 2, Look::Plain, &field.value)?;
    }
    Ok(())
}

async fn decide(
    source: &mut Source,
    screen: &mut Screen,
    id: &str,
    decision: Decision,
    yes: bool,
) -> Result<u8, Problem> {
    let snapshot = source.snapshot().await?;
    let Some(approval) = find(&snapshot, id) else {
        let known = snapshot.gateways.iter().flat_map(|gateway| &gateway.approvals).map(|approval| approval.id.clone());
        return Err(finding_names::unknown(screen, "cli-unknown-approval", id, known));
    };
    let approval = approval.clone();
    if !screen.json {
        show(screen, &approval)?;
        screen.gap()?;
    }
    if !taken(&approval).contains(&decision) {
        let words = taken(&approval).into_iter().map(|decision| match decision {
            Decision::Deny => "deny",
            Decision::Approve => "approve",
            Decision::ApproveAlways => "approve --always",
        });
        let names = [("names", words.collect::<Vec<_>>().join(", ").into())];
        return Err(Problem::new(ErrorCode::BadRequest, screen.say_with("cli-approval-not-taken", &names)));
    }
    if decision != Decision::Deny {
        if let Some(why) = &approval.approve_blocked_by {
            let blocked = screen.say_with("cli-approval-blocked", &[("why", why.into())]);
            return Err(Problem::new(ErrorCode::MissingRights, blocked));
        }
        if !yes {
            if !screen.terminal.answers {
                return Err(Problem::new(ErrorCode::NeedsConfirmation, screen.say("cli-approval-needs-yes")));
            }
            let question = screen.say("cli-approval-confirm");
            if !screen.ask_yes(&question).await? {
                let nothing = screen.say("cli-approval-still-waits");
                if screen.json {
                    screen.document(&document(&approval, decision, false))?;
                } else {
                    screen.line(&nothing)?;
                }
                return Ok(exit::BLOCKED);
            }
        }
    }
    source.send(Intent::Decide { approval: approval.id.clone(), decision, etag: Some(approval.etag.clone()) }).await?;
    let decided = tokio::time::timeout(DECIDED_WITHIN, until_decided(source, &approval.id)).await;
    match decided {
        Ok(Ok(true)) => {}
        Ok(Err(problem)) => return Err(problem),
        Ok(Ok(false)) | Err(_) => {
            return Err(Problem::new(ErrorCode::Failed, screen.say("cli-approval-not-carried-out")));
        }
    }
    if screen.json {
        screen.document(&document(&approval, decision, true))?;
    } else {
        let done = screen.say(match decision {
            Decision::Deny => "cli-denied",
            Decision::Approve => "cli-approved",
            Decision::ApproveAlways => "cli-approved-always",
        });
        screen.line(&done)?;
    }
    Ok(exit::FINE)
}

/// True when the request is gone; false when it came back undecided.
async fn until_decided(source: &mut Source, id: &str) -> Result<bool, Problem> {
    let mut deciding = false;
    let mut snapshot = source.snapshot().await?;
    loop {
        match find(&snapshot, id) {
            None => return Ok(true),
            Some(approval) if approval.deciding.is_some() => deciding = true,
            Some(_) if deciding => return Ok(false),
            Some(_) => {}
        }
        snapshot = source.changed().await?;
    }
}

fn find<'a>(snapshot: &'a Snapshot, id: &str) -> Option<&'a ApprovalView> {
    snapshot.gateways.iter().flat_map(|gateway| &gateway.approvals).find(|approval| approval.id == id)
}

fn document(approval: &ApprovalView, decision: Decision, done: bool) -> Value {
    json!({ "approval": approval, "decision": decision, "done": done })
}
