//! `clawtray service install` and `service uninstall`: the plan, a yes, and following it to its end.

use clawtray_contract::{Answer, ErrorCode, Intent, Outcome};

use crate::{
    arguments::ServiceWish,
    exit, follow, outcome, plan,
    problem::Problem,
    screen::{Screen, short},
    source::{Need, Source},
    start::Places,
};

pub(crate) async fn run(places: &Places, screen: &mut Screen, wish: ServiceWish) -> Result<u8, Problem> {
    let mut source = Source::open(places, screen, Need::Act).await?;
    let result = with(&mut source, screen, wish).await;
    source.close().await;
    result
}

async fn with(source: &mut Source, screen: &mut Screen, wish: ServiceWish) -> Result<u8, Problem> {
    let plan = match source.send(Intent::PreviewService { verb: wish.verb }).await? {
        Answer::Plan { plan } => *plan,
        other => return Err(unexpected(screen, &other)),
    };
    if !screen.json {
        plan::show(screen, &plan)?;
        screen.gap()?;
    }
    if wish.dry_run {
        let dry = screen.say("cli-fix-dry-run");
        if screen.json {
            screen.document(&outcome::document(None, &dry, Some(&plan), None))?;
        } else {
            screen.line(&dry)?;
        }
        return Ok(exit::FINE);
    }
    if !wish.yes {
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
    match source.send(Intent::RunService { verb: wish.verb, plan: plan.etag.clone() }).await? {
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
