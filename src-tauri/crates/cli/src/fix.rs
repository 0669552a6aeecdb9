//! `clawtray fix`.

use clawtray_contract::{
    ActionView, Answer, ErrorCode, FindingView, Intent, Outcome, PlanView, Risk, Snapshot, UndoState,
};

use crate::{
    arguments::FixWish,
    doctor, exit,
    finding_names::{self, Named},
    follow, outcome, plan,
    problem::Problem,
    screen::{Look, Screen, short},
    source::{Need, Source},
    start::Places,
};

/// The word for taking a change as enough, in the place of an action.
const ACCEPT: &str = "accept";

/// How often a plan that changed meanwhile is shown again before giving up.
const PLANS: usize = 3;

pub(crate) async fn run(places: &Places, screen: &mut Screen, wish: FixWish) -> Result<u8, Problem> {
    let mut source = Source::open(places, screen, Need::Act).await?;
    let result = with(&mut source, screen, wish).await;
    source.close().await;
    result
}

async fn with(source: &mut Source, screen: &mut Screen, wish: FixWish) -> Result<u8, Problem> {
    let snapshot = source.snapshot().await?;
    if let Some(repair) = wish.undo {
        return undo(source, screen, &snapshot, repair, wish.yes).await;
    }
    if let Some(repair) = wish.accept {
        return accept(source, screen, &snapshot, repair).await;
    }
    if let (Some(wanted), Some(ACCEPT)) = (&wish.finding, wish.action.as_deref()) {
        let repairs = snapshot.gateways.iter().flat_map(|gateway| &gateway.repairs);
        let mut waiting = repairs.filter(|repair| repair.outcome == Some(Outcome::AwaitingProof));
        let about = |repair: &&clawtray_contract::RepairView| {
            repair.finding == *wanted || (wanted.subject.is_none() && repair.finding.id == wanted.id)
        };
        let Some(repair) = waiting.find(about).map(|repair| repair.id) else {
            let id = [("id", short(&wanted.to_string(), 80).into())];
            return Err(Problem::new(ErrorCode::Gone, screen.say_with("cli-accept-nothing", &id)));
        };
        return accept(source, screen, &snapshot, repair).await;
    }
    let Some(wanted) = &wish.finding else { return choose(source, screen, &snapshot, &wish).await };
    match finding_names::find(screen, &snapshot, wanted)? {
        Named::Raised(finding) => {
            let action = action(screen, finding, wish.action.as_deref()).await?;
            carry_out(source, screen, finding, action, &wish).await
        }
        Named::Healthy => {
            let text = screen.say_with("cli-fix-nothing-to-do", &[("id", short(&wanted.to_string(), 80).into())]);
            if screen.json {
                screen.document(&outcome::document(Some(Outcome::NothingToDo), &text, None, None))?;
            } else {
                screen.paragraph("", 0, Look::Good, &text)?;
            }
            Ok(exit::FINE)
        }
    }
}

/// Without a name: everything that can be done, by number. Nothing runs by Return alone.
async fn choose(source: &mut Source, screen: &mut Screen, snapshot: &Snapshot, wish: &FixWish) -> Result<u8, Problem> {
    let findings = || snapshot.gateways.iter().flat_map(|gateway| &gateway.findings);
    if findings().next().is_none() || screen.json {
        let listed: Vec<&FindingView> = findings().collect();
        if screen.json {
            screen.document(&crate::json::findings(listed.iter().copied()))?;
        } else {
            let healthy = screen.say("cli-doctor-healthy");
            screen.line(&healthy)?;
        }
        return Ok(if listed.is_empty() { exit::FINE } else { exit::FINDINGS });
    }
    let mut choices: Vec<(&FindingView, &ActionView)> = Vec::new();
    for finding in findings() {
        screen.paragraph("", 0, Look::Bold, &finding.title)?;
        screen.paragraph("", 0, Look::Dim, &finding.reference().to_string())?;
        if finding.actions.is_empty() {
            let none = screen.say("cli-fix-no-action");
            screen.paragraph("", 4, Look::Dim, &none)?;
        }
        for action in &finding.actions {
            let label = doctor::action_line(screen, &action.label, action.risk, action.blocked_by.as_deref());
            if action.blocked_by.is_some() {
                screen.paragraph("", 6, Look::Dim, &label)?;
                continue;
            }
            choices.push((finding, action));
            screen.paragraph(&format!("  {:>2})", choices.len()), 6, Look::Plain, &label)?;
        }
        screen.gap()?;
    }
    if choices.is_empty() || !screen.terminal.answers {
        let name = screen.say("cli-fix-name-one");
        screen.paragraph("", 0, Look::Plain, &name)?;
        return Ok(exit::FINDINGS);
    }
    let question = screen.say("cli-fix-which");
    let answer = screen.ask(&question).await?.unwrap_or_default();
    let chosen = answer.parse::<usize>().ok().and_then(|number| choices.get(number.checked_sub(1)?));
    match chosen {
        Some((finding, action)) => {
            screen.gap()?;
            carry_out(source, screen, finding, action, wish).await
        }
        None => {
            let nothing = screen.say("cli-fix-nothing-done");
            screen.line(&nothing)?;
            Ok(exit::FINDINGS)
        }
    }
}

/// The action that was named, or the only one there is.
async fn action<'a>(
    screen: &mut Screen,
    finding: &'a FindingView,
    named: Option<&str>,
) -> Result<&'a ActionView, Problem> {
    if let Some(named) = named {
        let known = finding.actions.iter().map(|action| action.id.clone());
        return finding
            .actions
            .iter()
            .find(|action| action.id == named)
            .ok_or_else(|| finding_names::unknown(screen, "cli-unknown-action", named, known));
    }
    match finding.actions.as_slice() {
        [only] => return Ok(only),
        [] => {
            return Err(Problem::new(ErrorCode::Gone, screen.say("cli-fix-no-action")));
        }
        _ => {}
    }
    if screen.terminal.answers && !screen.json {
        for (index, action) in finding.actions.iter().enumerate() {
            let label = doctor::action_line(screen, &action.label, action.risk, action.blocked_by.as_deref());
            screen.paragraph(&format!("  {:>2})", index + 1), 6, Look::Plain, &label)?;
        }
        let question = screen.say("cli-fix-which");
        let answer = screen.ask(&question).await?.unwrap_or_default();
        let chosen = answer.parse::<usize>().ok().and_then(|number| finding.actions.get(number.checked_sub(1)?));
        return chosen.ok_or_else(|| Problem::new(ErrorCode::NeedsConfirmation, screen.say("cli-fix-nothing-done")));
    }
    let names: Vec<&str> = finding.actions.iter().map(|action| action.id.as_str()).collect();
    let names = [("names", names.join(", ").into())];
    Err(Problem::new(ErrorCode::BadRequest, screen.say_with("cli-several-actions", &names)))
}

/// Plan, yes, progress, outcome.
async fn carry_out(
    source: &mut Source,
    screen: &mut Screen,
    finding: &FindingView,
    action: &ActionView,
    wish: &FixWish,
) -> Result<u8, Problem> {
    if let Some(why) = &action.blocked_by {
        let blocked = [("label", (&action.label).into()), ("why", why.into())];
        return Err(Problem::new(ErrorCode::Busy, screen.say_with("cli-action-blocked", &blocked)));
    }
    let mut choice = wish.choice.clone();
    for _ in 0..PLANS {
        let mut plan = preview(source, screen, finding, action, choice.clone()).await?;
        if choice.is_none() && plan.choices.len() > 1 && !wish.dry_run {
            choice = Some(which_way(screen, &plan).await?);
            plan = preview(source, screen, finding, action, choice.clone()).await?;
        }
        if !screen.json {
            plan::show(screen, &plan)?;
            screen.gap()?;
        }
        if wish.dry_run {
            if screen.json {
                screen.document(&outcome::document(None, &screen.say("cli-fix-dry-run"), Some(&plan), None))?;
            } else {
                let dry = screen.say("cli-fix-dry-run");
                screen.line(&dry)?;
            }
            return Ok(exit::FINE);
        }
        match action.risk {
            Risk::Confirm if !wish.yes => {
                if !screen.terminal.answers {
                    return Err(Problem::new(ErrorCode::NeedsConfirmation, screen.say("cli-fix-needs-yes")));
                }
                let question = screen.say_with("cli-fix-confirm", &[("label", (&plan.label).into())]);
                if !screen.ask_yes(&question).await? {
                    return not_done(screen, &plan);
                }
            }
            // A guide changes nothing here: it opens the place where the person decides.
            Risk::Confirm | Risk::Safe | Risk::Guide => {}
        }
        let intent = Intent::Run {
            finding: finding.reference(),
            action: action.id.clone(),
            plan: Some(plan.etag.clone()),
            choice: choice.clone(),
        };
        match source.send(intent).await {
            Ok(Answer::Repair { repair }) => {
                let repair = follow::to_the_end(source, screen, repair).await?;
                return outcome::report(screen, Some(&plan), &repair);
            }
            // Nothing to follow: it was done at once.
            Ok(_) => return done_at_once(screen, &plan),
            Err(problem) if problem.code() == Some(ErrorCode::PlanChanged) => {
                let changed = screen.say("cli-fix-plan-changed");
                screen.aside(&changed);
            }
            Err(problem) => return Err(problem),
        }
    }
    Err(Problem::new(ErrorCode::PlanChanged, screen.say("cli-fix-plan-changed")))
}

async fn preview(
    source: &mut Source,
    screen: &Screen,
    finding: &FindingView,
    action: &ActionView,
    choice: Option<String>,
) -> Result<PlanView, Problem> {
    match source.send(Intent::Preview { finding: finding.reference(), action: action.id.clone(), choice }).await? {
        Answer::Plan { plan } => Ok(*plan),
        other => Err(unexpected(screen, &other)),
    }
}

/// Asks which of several ways it shall be; without somebody to ask, it has to be named.
async fn which_way(screen: &mut Screen, plan: &PlanView) -> Result<String, Problem> {
    if !screen.terminal.answers || screen.json {
        let names: Vec<&str> = plan.choices.iter().map(|choice| choice.id.as_str()).collect();
        let names = [("names", short(&names.join(", "), 400).into())];
        return Err(Problem::new(ErrorCode::BadRequest, screen.say_with("cli-several-choices", &names)));
    }
    screen.paragraph("", 0, Look::Bold, &plan.label)?;
    for (index, choice) in plan.choices.iter().enumerate() {
        screen.paragraph(&format!("  {:>2})", index + 1), 6, Look::Plain, &choice.label)?;
    }
    let question = screen.say("cli-fix-which");
    let answer = screen.ask(&question).await?.unwrap_or_default();
    let chosen = answer.parse::<usize>().ok().and_then(|number| plan.choices.get(number.checked_sub(1)?));
    let nothing = || Problem::new(ErrorCode::NeedsConfirmation, screen.say("cli-fix-nothing-done"));
    chosen.map(|choice| choice.id.clone()).ok_or_else(nothing)
}

/// Takes a change as enough.
async fn accept(source: &mut Source, screen: &mut Screen, snapshot: &Snapshot, id: u64) -> Result<u8, Problem> {
    let number = [("repair", id.into())];
    let Some(repair) = follow::find(snapshot, id) else {
        return Err(Problem::new(ErrorCode::Gone, screen.say_with("cli-undo-unknown", &number)));
    };
    if repair.outcome != Some(Outcome::AwaitingProof) {
        return Err(Problem::new(ErrorCode::Gone, screen.say_with("cli-accept-not-waiting", &number)));
    }
    source.send(Intent::AcceptProof { repair: id }).await?;
    let repair = follow::accepted(source, screen, id).await?;
    outcome::report(screen, None, &repair)
}

fn not_done(screen: &mut Screen, plan: &PlanView) -> Result<u8, Problem> {
    let nothing = screen.say("cli-fix-nothing-done");
    if screen.json {
        screen.document(&outcome::document(Some(Outcome::AbortedByPerson), &nothing, Some(plan), None))?;
    } else {
        screen.line(&nothing)?;
    }
    Ok(exit::BLOCKED)
}

fn done_at_once(screen: &mut Screen, plan: &PlanView) -> Result<u8, Problem> {
    let done = screen.say("cli-done");
    if screen.json {
        screen.document(&outcome::document(None, &done, Some(plan), None))?;
    } else {
        screen.line(&done)?;
    }
    Ok(exit::FINE)
}

async fn undo(
    source: &mut Source,
    screen: &mut Screen,
    snapshot: &Snapshot,
    id: u64,
    yes: bool,
) -> Result<u8, Problem> {
    let number = || [("repair", id.into())];
    let Some(repair) = follow::find(snapshot, id) else {
        return Err(Problem::new(ErrorCode::Gone, screen.say_with("cli-undo-unknown", &number())));
    };
    match &repair.undo {
        UndoState::Available | UndoState::Running => {}
        UndoState::Done => return outcome::report(screen, None, repair),
        UndoState::Refused(why) => return Err(Problem::new(ErrorCode::Busy, why.clone())),
        UndoState::NotOffered => {
            return Err(Problem::new(ErrorCode::Busy, screen.say_with("cli-undo-not-offered", &number())));
        }
    }
    if !screen.json {
        screen.paragraph("", 0, Look::Bold, &repair.label)?;
        let back: Vec<_> = repair
            .diff
            .iter()
            .map(|line| clawtray_contract::DiffLine {
                path: line.path.clone(),
                before: line.after.clone(),
                after: line.before.clone(),
            })
            .collect();
        plan::show_diff(screen, &back)?;
    }
    if !yes {
        if !screen.terminal.answers {
            return Err(Problem::new(ErrorCode::NeedsConfirmation, screen.say("cli-fix-needs-yes")));
        }
        let question = screen.say("cli-undo-confirm");
        if !screen.ask_yes(&question).await? {
            let nothing = screen.say("cli-fix-nothing-done");
            screen.aside(&nothing);
            return Ok(exit::BLOCKED);
        }
    }
    source.send(Intent::UndoRepair { repair: id }).await?;
    let repair = follow::undo(source, screen, id).await?;
    match &repair.undo {
        UndoState::Refused(why) => Err(Problem::new(ErrorCode::Busy, why.clone())),
        _ => {
            let text =
                if repair.outcome == Some(Outcome::Undone) { repair.text.clone() } else { screen.say("cli-undo-done") };
            let repair = clawtray_contract::RepairView { outcome: Some(Outcome::Undone), text, ..repair };
            outcome::report(screen, None, &repair)
        }
    }
}

fn unexpected(screen: &Screen, answer: &Answer) -> Problem {
    Problem::detailed(ErrorCode::Protocol, screen.say("cli-keeper-broken"), short(&format!("{answer:?}"), 200))
}
