//! Presses of notifications, and what is told to people who asked where no answer is shown.

use clawtray_contract::{Decision, FindingRef, Route};

use super::App;
use crate::{
    attention::{APPROVALS_KEY, FIX, GATEWAY_KEY},
    effect::Effect,
    event::Surface,
    turn::Turn,
};

impl App {
    /// A button counts for exactly what was on the screen: what changed or ended since is not touched.
    pub(super) fn pressed(&mut self, key: &str, etag: &str, button: &str, turn: &mut Turn) {
        let why = match self.attention.shown().get(key) {
            Some(shown) if shown == etag => None,
            Some(_) => Some("what it was about has changed since"),
            None => Some("what it was about is over"),
        };
        let why = why.or_else(|| self.act_on(key, button, turn).err());
        if let Some(why) = why {
            turn.push(Effect::Ignored { key: key.to_owned(), button: button.to_owned(), why });
        }
    }

    fn act_on(&mut self, key: &str, button: &str, turn: &mut Turn) -> Result<(), &'static str> {
        let shows = matches!(button, "details" | "default");
        if let Some(id) = key.strip_prefix("approval:") {
            let decision = match button {
                "approve" => Decision::Approve,
                "deny" => Decision::Deny,
                _ if shows => {
                    turn.push(Effect::OpenWindow { route: Route::Approval(id.to_owned()) });
                    return Ok(());
                }
                _ => return Err("there is no such button"),
            };
            if self.deciding.contains_key(id) {
                return Err("a decision is under way");
            }
            if let Some(Err(refused)) = self.decide(id, decision, None, None, turn) {
                self.attention.not_decided(id, refused.message, turn.now.unix_ms);
            }
            return Ok(());
        }
        let finding = self.attention.finding_of(key);
        if let Some(action) = button.strip_prefix(FIX) {
            let Some(finding) = finding else { return Err("nothing can be done about it here") };
            self.fix(&finding, action, turn);
            return Ok(());
        }
        if !shows {
            return Err("there is no such button");
        }
        let route = match finding {
            Some(finding) => Route::Finding(finding.to_string()),
            None if key == APPROVALS_KEY => Route::Approval(String::new()),
            None if key == GATEWAY_KEY => Route::Overview,
            None => Route::Finding(String::new()),
        };
        turn.push(Effect::OpenWindow { route });
        Ok(())
    }

    /// What is safe runs at once; what wants confirmation is one more press away, in its sheet.
    fn fix(&mut self, finding: &FindingRef, action: &str, turn: &mut Turn) {
        let outcome = match self.plan(finding, (action, None), turn.now) {
            Ok(plan) if plan.needs_confirmation() => {
                let route = Route::Action { finding: finding.to_string(), action: action.to_owned() };
                turn.push(Effect::OpenWindow { route });
                return;
            }
            Ok(_) => self.run(finding, (action, None), None, Surface::Notification, turn),
            Err(refused) => Err(refused),
        };
        if let Err(refused) = outcome {
            self.attention.refused(refused.message, &self.options.catalogue, turn.now.unix_ms);
        }
    }

    /// Refusals of what was asked for in the menu, which shows no answers.
    pub(super) fn tell_refusals(&mut self, turn: &Turn) {
        for effect in &turn.effects {
            if let Effect::Answer { ticket, result } = effect
                && self.from_menu.remove(ticket)
                && let Err(refused) = result
            {
                self.attention.refused(refused.message.clone(), &self.options.catalogue, turn.now.unix_ms);
            }
        }
    }

    /// A desktop without a place for the icon gets the window once, so that somebody who started Clawtray sees it. A host
    /// that goes away later takes nothing from the person that they had not seen before.
    pub(super) fn offer_window(&mut self, turn: &mut Turn) {
        if self.has_surface || self.options.look_only {
            return;
        }
        let absent = FindingRef::of("desktop.no_tray_host");
        match self.facts.tray_host {
            Some(true) => self.has_surface = true,
            Some(false) if self.options.screen && self.findings.get(&absent).is_some_and(|raised| raised.visible) => {
                self.has_surface = true;
                turn.push(Effect::OfferWindow { route: Route::Overview });
            }
            _ => {}
        }
    }
}
