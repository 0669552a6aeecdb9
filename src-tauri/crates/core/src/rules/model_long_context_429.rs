//! `model.long_context_429`: the provider refuses long conversations on this account.

use clawtray_contract::{Risk, Severity};
use serde_json::Value;

use crate::{
    findings::{Action, Fault, Rule, Scene, Verdict, Words},
    patch::context1m_places,
    plan::is_long_by_nature,
};

pub(crate) const RULE: Rule = Rule {
    id: "model.long_context_429",
    severity: Severity::Error,
    title: "finding-model-long-context-429",
    visible_after_ms: 0,
    explained_by: &[],
    signals: &["HTTP 429 rate_limit_error: Extra usage is required for long context requests"],
    actions: &[
        Action {
            id: "disable_context1m",
            label: "action-model-long-context-429-disable-context1m",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "switch_to_a_standard_window_model",
            label: "action-model-long-context-429-switch-to-a-standard-window-model",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "add_a_fallback_model",
            label: "action-model-long-context-429-add-a-fallback-model",
            risk: Risk::Confirm,
            built: true,
        },
        Action {
            id: "use_an_api_key_instead",
            label: "action-model-long-context-429-use-an-api-key-instead",
            risk: Risk::Guide,
            built: true,
        },
    ],
    docs: Some("gateway/troubleshooting/skills-and-model-providers"),
    check,
};

fn check(scene: &Scene<'_>) -> Verdict {
    // Who is signed in hears the end of every run, and lines tell of it too.
    let heard = scene.link.hello().is_some() || scene.facts.lines_read;
    let mut faults = Vec::new();
    for (model, refusal) in &scene.facts.long_context {
        let good_since = scene.facts.model_ok_ms.get(model).is_some_and(|at_ms| *at_ms > refusal.at_ms);
        // Work goes on with the other model.
        let stood_in = refusal.instead.as_ref().is_some_and(|instead| {
            scene.facts.model_ok_ms.get(&instead.model).is_some_and(|at_ms| *at_ms > instead.since_ms)
        });
        if good_since || stood_in || refusal.accepted {
            continue;
        }
        let places = scene.facts.config.as_ref().map(|config| context1m_places(&config.value, model));
        let others = ["switch_to_a_standard_window_model", "add_a_fallback_model", "use_an_api_key_instead"];
        let (id, first, awaiting): (_, Option<&'static str>, _) = match &places {
            _ if refusal.changed => ("finding-model-long-context-429-changed", None, true),
            // The window is that long without any setting: there is none to turn off.
            Some(places) if places.is_empty() && is_long_by_nature(model) => {
                ("finding-model-long-context-429-by-nature", None, false)
            }
            Some(places) if places.is_empty() => ("finding-model-long-context-429-no-key", None, true),
            Some(_) => ("finding-model-long-context-429-set", Some("disable_context1m"), false),
            None => ("finding-model-long-context-429-unknown", None, false),
        };
        // Which of them is the right one shows only in the configuration.
        let others = places.iter().flat_map(|_| others);
        let actions: Vec<_> = first.into_iter().chain(others).collect();
        let mut fault = Fault::new(Words::with(id, vec![("model", model.as_str().into())]), "refused", refusal.at_ms)
            .saw("event", refusal.error.words.clone(), Some(refusal.at_ms))
            .offer(&actions);
        for place in places.iter().flatten() {
            let shown = place.value.as_bool().map_or_else(|| Value::to_string(&place.value), |on| on.to_string());
            fault = fault.saw("config", format!("{} = {shown}", place.dotted()), None);
        }
        fault.subject = Some(model.clone());
        fault.began_ms = Some(refusal.at_ms);
        fault.awaiting_proof = awaiting;
        faults.push(fault);
    }
    match (faults.is_empty(), heard || !scene.facts.long_context.is_empty()) {
        (false, _) => Verdict::Unhealthy(faults),
        (true, true) => Verdict::Healthy,
        (true, false) => Verdict::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::{
        event::ModelError,
        facts::{Instead, LiveConfig},
        rules::scenes::Stage,
    };
    use serde_json::json;

    const MODEL: &str = "anthropic/claude-sonnet-4-6";

    fn refused() -> Stage {
        let mut stage = Stage::new();
        stage.run();
        let words = "Extra usage is required for long context requests.".into();
        let error = ModelError { http_status: Some(429), kind: Some("rate_limit_error".into()), words };
        stage.facts.add_long_context(MODEL.into(), 100, error);
        stage
    }

    fn config(value: serde_json::Value) -> Option<LiveConfig> {
        Some(LiveConfig { hash: "h".into(), value })
    }

    #[test]
    fn the_key_is_named_and_can_be_turned_off_where_it_is_set() {
        let mut stage = refused();
        assert!(stage.faults(RULE.check)[0].actions.is_empty(), "which action is right is not known yet");
        stage.facts.config = config(json!({"agents":{"defaults":{"models":{MODEL:{"params":{"context1m":true}}}}}}));
        let faults = stage.faults(RULE.check);
        assert_eq!(faults[0].actions, RULE.action_ids(), "turning the setting off comes first");
        assert!(faults[0].evidence[1].text.ends_with("= true"), "{:?}", faults[0].evidence);
        assert!(!faults[0].awaiting_proof);
    }

    #[test]
    fn without_the_key_it_waits_for_a_later_good_run() {
        let mut stage = refused();
        stage.facts.config = config(json!({}));
        let by_nature = &stage.faults(RULE.check)[0];
        assert_eq!(by_nature.actions[0], "switch_to_a_standard_window_model");
        assert!(!by_nature.awaiting_proof, "its window is that long without the setting");
        stage.facts.long_context.get_mut(MODEL).expect("refused").changed = true;
        assert!(stage.faults(RULE.check)[0].awaiting_proof, "something else was changed");
        stage.facts.add_model_ok(MODEL.into(), 99);
        assert!(stage.faults(RULE.check)[0].awaiting_proof, "a run before the refusal proves nothing");
        stage.facts.add_model_ok(MODEL.into(), 101);
        assert!(stage.is_healthy(RULE.check));
    }

    #[test]
    fn a_good_run_of_the_model_that_stands_in_ends_it_while_it_does() {
        let mut stage = refused();
        let by = |fallbacks: serde_json::Value| {
            config(json!({"agents":{"defaults":{"model":{"primary":MODEL,"fallbacks":fallbacks}}}}))
        };
        stage.facts.config = by(json!(["spare/tiny"]));
        let refusal = stage.facts.long_context.get_mut(MODEL).expect("refused");
        refusal.changed = true;
        refusal.instead = Some(Instead { model: "spare/tiny".into(), since_ms: 200 });
        stage.facts.add_model_ok("spare/tiny".into(), 150);
        assert!(stage.faults(RULE.check)[0].awaiting_proof, "it answered before it was chosen");
        stage.facts.add_model_ok("spare/tiny".into(), 201);
        assert!(stage.is_healthy(RULE.check));
        let again = |stage: &mut Stage, at_ms| {
            let error = ModelError { http_status: Some(429), ..ModelError::default() };
            stage.facts.add_long_context(MODEL.into(), at_ms, error);
        };
        again(&mut stage, 300);
        assert!(stage.is_healthy(RULE.check), "the other one stands in");
        stage.facts.config = by(json!([]));
        again(&mut stage, 400);
        assert!(!stage.faults(RULE.check)[0].awaiting_proof, "nobody stands in any more");
    }

    #[test]
    fn no_refusal_seen_is_healthy_where_runs_are_heard_of() {
        let mut stage = Stage::new();
        assert!(stage.is_unknown(RULE.check), "nobody hears of any run");
        stage.run();
        assert!(stage.is_healthy(RULE.check));
    }
}
