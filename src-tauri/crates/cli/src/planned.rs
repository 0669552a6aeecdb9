//! A wish that no finding stands for: its plan, a yes, and following it to its end.

use clawtray_contract::{Answer, ErrorCode, Intent, Outcome};

use crate::{
    exit, follow, outcome, plan,
    problem::Problem,
    screen::{Screen, short},
    source::{Need, Source},
    start::Places,
};

/// How far it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Consent {
    /// Only show the plan.
    pub(crate) dry_run: bool,
    /// Nobody needs to be asked.
    pub(crate) yes: bool,
}

/// Shows what `preview` answers and, after a yes, sends what `run` makes of the plan's tag.
///
/// # Errors
/// Why there is no plan, or why it was not carried out.
pub(crate) async fn carry_out(
    places: &Places,
    screen: &mut Screen,
    preview: Intent,
    run: impl FnOnce(String) -> Intent,
    consent: Consent,
) -> Result<u8, Problem> {
    let mut source = Source::open(places, screen, Need::Act).await?;
    let result = with(&mut source, screen, preview, run, consent).await;
    source.close().await;
    result
}

async fn with(
    source: &mut Source,
    screen: &mut Screen,
    preview: Intent,
    run: impl FnOnce(String) -> Intent,
    consent: Consent,
) -> Result<u8, Problem> {
    let plan = match source.send(preview).await? {
        Answer::Plan { plan } => *plan,
        other => return Err(unexpected(screen, &other)),
    };
    if !screen.json {
        plan::show(screen, &plan)?;
        screen.gap()?;
    }
    if consent.dry_run {
        let dry = screen.say("cli-fix-dry-run");
        if screen.json {
            screen.document(&outcome::document(None, &dry, Some(&plan), None))?;
        } else {
            screen.line(&dry)?;
        }
        return Ok(exit::FINE);
    }
    if !consent.yes {
        if !screen.terminal.answers {
            return Err(Problem::new(ErrorCode::NeedsConfirmation, screen.say("cli-fix-needs-yes")));
        }
        let question = screen.say_with("cli-fix-confirm", &[("label", (&plan.label).into())]);
        if !screen.ask_yes(&question).await? {
            let nothing = screen.say("cli-fix-nothing-done");
            if screen.json {
                screen.document(&outcome::document(Some(Outcome::AbortedByPerson), &nothing, Some(&plan), None))?;
            } else {
                screen.line(&nothing)?;
            }
            return Ok(exit::BLOCKED);
        }
    }
    match source.send(run(plan.etag.clone())).await? {
        Answer::Repair { repair } => {
            let repair = follow::to_the_end(source, screen, repair).await?;
            outcome::report(screen, Some(&plan), &repair)
        }
        other => Err(unexpected(screen, &other)),
    }
}

fn unexpected(screen: &Screen, answer: &Answer) -> Problem {
    Problem::detailed(ErrorCode::Protocol, screen.say("cli-keeper-broken"), short(&format!("{answer:?}"), 200))
}
