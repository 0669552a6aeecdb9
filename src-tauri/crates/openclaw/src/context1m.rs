//! The old `context1m` model setting: where a configuration has it, and the patches that turn it off and on again.
//!
//! OpenClaw's "Anthropic" provider page calls it a leftover: it selects a long context that some plans do not include.

use serde_json::{Map, Value};

/// One place where `context1m` is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The keys from the top of the configuration to `context1m`, the last one included.
    pub path: Vec<String>,
    /// The model the setting belongs to; `None` for the parameters of a whole agent.
    pub model: Option<String>,
    /// The agent it belongs to; `None` for the defaults of all agents.
    pub agent: Option<String>,
    /// The value as it is.
    pub value: Value,
}

/// Every place that turns `context1m` on. A place that says `false` is not one.
///
/// Looks at the model parameters and the agent parameters of `agents.defaults` and of each of `agents.entries`.
pub fn find_context1m(config: &Value) -> Vec<Place> {
    let mut places = Vec::new();
    let Some(agents) = config.get("agents").and_then(Value::as_object) else { return places };
    if let Some(defaults) = agents.get("defaults") {
        in_agent(defaults, &["agents", "defaults"], None, &mut places);
    }
    for (id, agent) in agents.get("entries").and_then(Value::as_object).into_iter().flatten() {
        in_agent(agent, &["agents", "entries", id], Some(id), &mut places);
    }
    places
}

fn in_agent(agent: &Value, path: &[&str], id: Option<&str>, places: &mut Vec<Place>) {
    in_params(agent, path, None, id, places);
    for (model, settings) in agent.get("models").and_then(Value::as_object).into_iter().flatten() {
        let path: Vec<&str> = path.iter().copied().chain(["models", model.as_str()]).collect();
        in_params(settings, &path, Some(model), id, places);
    }
}

fn in_params(owner: &Value, path: &[&str], model: Option<&str>, agent: Option<&str>, places: &mut Vec<Place>) {
    let Some(value) = owner.pointer("/params/context1m") else { return };
    if matches!(value, Value::Bool(false) | Value::Null) {
        return;
    }
    places.push(Place {
        path: path.iter().copied().chain(["params", "context1m"]).map(str::to_owned).collect(),
        model: model.map(str::to_owned),
        agent: agent.map(str::to_owned),
        value: value.clone(),
    });
}

/// A merge patch that removes the setting at every place.
pub fn patch_to_disable(places: &[Place]) -> Value {
    patch(places, |_| Value::Null)
}

/// A merge patch that puts every setting back as it was found.
pub fn patch_to_restore(places: &[Place]) -> Value {
    patch(places, |place| place.value.clone())
}

fn patch(places: &[Place], value: impl Fn(&Place) -> Value) -> Value {
    let mut root = Map::new();
    for place in places {
        let Some((last, parents)) = place.path.split_last() else { continue };
        let mut level = Some(&mut root);
        for key in parents {
            level = level
                .and_then(|map| map.entry(key.clone()).or_insert_with(|| Value::Object(Map::new())).as_object_mut());
        }
        if let Some(map) = level {
            map.insert(last.clone(), value(place));
        }
    }
    Value::Object(root)
}

#[cfg(test)]
mod tests {
    use super::{find_context1m, patch_to_disable, patch_to_restore};
    use serde_json::{Value, json};

    /// RFC 7396, for checking that a patch really does what it says.
    fn merge(target: &mut Value, patch: &Value) {
        let Value::Object(changes) = patch else {
            *target = patch.clone();
            return;
        };
        if !target.is_object() {
            *target = json!({});
        }
        let map = target.as_object_mut().expect("an object");
        for (key, change) in changes {
            if change.is_null() {
                map.remove(key);
            } else {
                merge(map.entry(key.clone()).or_insert(Value::Null), change);
            }
        }
    }

    fn sample() -> Value {
        json!({"agents": {
            "defaults": {
                "params": {"temperature": 1},
                "models": {
                    "anthropic/claude-sonnet-4-6": {"alias": "s", "params": {"context1m": true, "maxTokens": 9}},
                    "anthropic/claude-opus-4-6": {"params": {"context1m": false}},
                    "other/model": {"params": 7},
                },
            },
            "entries": {
                "main": {"params": {"context1m": "yes"}},
                "ops.team": {"models": {"anthropic/claude-opus-4-5": {"params": {"context1m": true}}}},
                "odd": 3,
            },
        }})
    }

    #[test]
    fn finds_every_enabled_place_with_its_model_and_agent() {
        let found: Vec<_> = find_context1m(&sample()).into_iter().map(|place| (place.agent, place.model)).collect();
        let text = |value: &str| Some(value.to_owned());
        assert_eq!(
            found,
            [
                (None, text("anthropic/claude-sonnet-4-6")),
                (text("main"), None),
                (text("ops.team"), text("anthropic/claude-opus-4-5")),
            ]
        );
    }

    #[test]
    fn disabling_then_restoring_gives_the_same_configuration() {
        let places = find_context1m(&sample());
        let mut config = sample();
        merge(&mut config, &patch_to_disable(&places));
        assert_eq!(find_context1m(&config), []);
        assert_eq!(
            config.pointer("/agents/defaults/models/anthropic~1claude-sonnet-4-6/params/maxTokens"),
            Some(&json!(9))
        );
        merge(&mut config, &patch_to_restore(&places));
        assert_eq!(config, sample());
    }

    #[test]
    fn nothing_to_do_is_an_empty_patch() {
        for config in [json!({}), json!(null), json!({"agents": []}), json!({"agents": {"entries": ["x"]}})] {
            assert_eq!(patch_to_disable(&find_context1m(&config)), json!({}), "{config}");
        }
    }
}
