//! A plan as a person reads it before saying yes.

use clawtray_contract::{DiffLine, PlanView};

use crate::{
    problem::Problem,
    screen::{Look, Screen, short},
};

/// Shows what an action would do.
pub(crate) fn show(screen: &mut Screen, plan: &PlanView) -> Result<(), Problem> {
    screen.paragraph("", 0, Look::Bold, &plan.label)?;
    let name = format!("{} {}", plan.finding, plan.action);
    screen.paragraph("", 0, Look::Dim, &name)?;
    if !plan.choices.is_empty() {
        screen.gap()?;
        for choice in &plan.choices {
            let mark = if choice.chosen { "  *" } else { "  -" };
            let look = if choice.chosen { Look::Plain } else { Look::Dim };
            screen.paragraph(mark, 4, look, &format!("{} ({})", choice.label, choice.id))?;
        }
    }
    if !plan.steps.is_empty() {
        screen.gap()?;
        for (index, step) in plan.steps.iter().enumerate() {
            screen.paragraph(&format!("  {}.", index + 1), 5, Look::Plain, step)?;
        }
    }
    section(screen, "cli-plan-commands", &plan.commands, Look::Plain)?;
    if !plan.diff.is_empty() {
        screen.gap()?;
        let head = screen.say("cli-plan-diff");
        let head = screen.paint(Look::Dim, &head);
        screen.line(&head)?;
        show_diff(screen, &plan.diff)?;
    }
    section(screen, "cli-plan-warnings", &plan.warnings, Look::Waiting)?;
    screen.gap()?;
    let limit = screen.catalogue.duration_ms(plan.limit_ms);
    let undo = if plan.can_undo { "cli-plan-undo" } else { "cli-plan-no-undo" };
    let closing = format!("{} {}", screen.say_with("cli-plan-limit", &[("time", limit.into())]), screen.say(undo));
    screen.paragraph("", 0, Look::Dim, &closing)
}

/// The changed values, one line each.
pub(crate) fn show_diff(screen: &mut Screen, diff: &[DiffLine]) -> Result<(), Problem> {
    for line in diff {
        let path = short(&line.path, 200);
        if let Some(before) = &line.before {
            screen.paragraph("  -", 4, Look::Bad, &format!("{path} = {before}"))?;
        }
        if let Some(after) = &line.after {
            screen.paragraph("  +", 4, Look::Good, &format!("{path} = {after}"))?;
        }
    }
    Ok(())
}

fn section(screen: &mut Screen, head: &str, lines: &[String], look: Look) -> Result<(), Problem> {
    if lines.is_empty() {
        return Ok(());
    }
    screen.gap()?;
    let head = screen.say(head);
    let head = screen.paint(Look::Dim, &head);
    screen.line(&head)?;
    for line in lines {
        screen.paragraph("", 2, look, line)?;
    }
    Ok(())
}
