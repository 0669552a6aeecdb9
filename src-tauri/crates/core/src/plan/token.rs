//! The gateway's token out of OpenClaw's configuration and into the keychain, from where OpenClaw asks Clawtray for it.
//!
//! No finding stands for it: a token in plain is as OpenClaw leaves it. It is offered where it can be proven at once, and
//! where somebody unlocks the keychain before the gateway starts.

use clawtray_contract::{ActionView, FindingRef, Mode, Risk, TokenView};
use clawtray_text::Catalogue;
use serde_json::{Value, json};

use super::{Plan, Step};
use crate::{
    event::{ProviderFault, TokenKept, TokenProvider},
    findings::{Action, Scene, Words},
    gateway::Observed,
    patch::hidden,
    saved::UndoKey,
};

/// What it is filed under, where a finding's name stands otherwise.
pub(crate) const TOKEN: &str = "token";
/// The name of the provider in OpenClaw's configuration, and of the secret that it answers.
const PROVIDER: &str = "clawtray";
const SECRET: &str = "shared-token";

pub(super) static ACTIONS: &[Action] =
    &[Action { id: "keep_in_keychain", label: "action-token-keep", risk: Risk::Confirm, built: true }];

impl Plan {
    /// The plan of an action on the token, or why there is none.
    pub(crate) fn of_token(action: &str, scene: &Scene<'_>) -> Result<Self, Words> {
        let action = super::action_of(TOKEN, action).ok_or(Words::plain("plan-no-such-action"))?;
        let provider = offered(scene)?;
        let mut plan = Self::empty(FindingRef::of(TOKEN), action);
        plan.warnings.push(Words::plain("plan-warning-token-locked"));
        plan.warnings.push(Words::plain("plan-warning-token-copies"));
        if scene.gateway.mode(scene.facts) == Mode::Service {
            plan.warnings.push(Words::plain("plan-warning-token-service"));
        }
        plan.steps.push(Step::ProveToken { provider: Box::new(provider.clone()) });
        let path = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        let reference = json!({"source": "exec", "provider": PROVIDER, "id": SECRET});
        let keys = vec![
            UndoKey { path: path(&["gateway", "auth", "token"]), before: hidden(), after: reference },
            UndoKey { path: path(&["secrets", "providers", PROVIDER]), before: Value::Null, after: entry(provider) },
        ];
        // The gateway is asked for its configuration only where a finding needs it; our own reading tells what is missing.
        let config = scene.facts.surroundings.as_ref().and_then(|around| around.config.value.as_ref());
        plan.change_in(config, keys, scene);
        plan.steps.extend([Step::SignInWithToken, Step::LookAround]);
        Ok(plan)
    }
}

/// The provider as OpenClaw's configuration has it.
fn entry(provider: &TokenProvider) -> Value {
    let mut entry = json!({
        "source": "exec",
        "command": provider.command,
        "args": provider.args,
        "passEnv": provider.pass_env,
        "timeoutMs": provider.timeout_ms,
    });
    if !provider.env.is_empty() {
        entry["env"] = json!(provider.env);
    }
    entry
}

/// The program that OpenClaw would ask, or why this is not the place or the moment.
fn offered<'a>(scene: &Scene<'a>) -> Result<&'a TokenProvider, Words> {
    let refuse = |id| Err(Words::plain(id));
    if scene.facts.remote.is_some() {
        return refuse("plan-token-elsewhere");
    }
    let around = scene.facts.surroundings.as_ref();
    let Some((around, token)) = around.and_then(|around| Some((around, around.token.as_ref()?))) else {
        return refuse("plan-token-not-looked");
    };
    match token.kept {
        TokenKept::Plain => {}
        TokenKept::WithClawtray => return refuse("plan-token-there"),
        TokenKept::Elsewhere => return refuse("plan-token-reference"),
        TokenKept::Nowhere => return refuse("plan-token-none"),
    }
    match scene.gateway.mode(scene.facts) {
        Mode::Attached => return refuse("plan-token-somebody-elses"),
        // Without a person nobody unlocks the keychain.
        Mode::Service if around.lingers != Some(false) => return refuse("plan-token-lingers"),
        _ => {}
    }
    if let Some(service) = around.other_services.first() {
        return Err(Words::with("plan-token-other-service", vec![("service", service.as_str().into())]));
    }
    if let Some(words) = &scene.facts.secrets.keychain_problem {
        return Err(Words::with("plan-token-no-keychain", vec![("words", words.as_str().into())]));
    }
    let of_path = |id, path: &str| Words::with(id, vec![("path", path.into())]);
    let provider = token.provider.as_ref().map_err(|fault| match fault {
        ProviderFault::NotFound => Words::plain("plan-token-no-program"),
        ProviderFault::NotOwn { path } => of_path("plan-token-not-own", path),
        ProviderFault::Link { path } => of_path("plan-token-link", path),
        ProviderFault::Writable { path } => of_path("plan-token-writable", path),
        ProviderFault::NameTaken => Words::plain("plan-token-name-taken"),
    })?;
    // The proof is a sign-in.
    if scene.link.hello().is_none() || !matches!(scene.gateway.observed, Observed::Running { .. }) {
        return refuse("plan-token-needs-gateway");
    }
    Ok(provider)
}

/// Where the token is kept, in words, and what can be done about that; nothing where it is not known or elsewhere.
pub(crate) fn token_view(scene: &Scene<'_>, busy: Option<String>, catalogue: &Catalogue) -> Option<TokenView> {
    let kept = scene.facts.surroundings.as_ref()?.token.as_ref()?.kept;
    if scene.facts.remote.is_some() {
        return None;
    }
    let text = catalogue.say(match kept {
        TokenKept::Nowhere => return None,
        TokenKept::Plain => "token-kept-plain",
        TokenKept::WithClawtray => "token-kept-keychain",
        TokenKept::Elsewhere => "token-kept-elsewhere",
    });
    let why_not = offered(scene).err().map(|words| catalogue.say_with(words.id, &words.args));
    let view = |action: &Action| ActionView {
        id: action.id.to_owned(),
        label: catalogue.say(action.label),
        risk: action.risk,
        blocked_by: busy.clone().or_else(|| why_not.clone()),
    };
    let actions = if kept == TokenKept::Plain { ACTIONS.iter().map(view).collect() } else { Vec::new() };
    Some(TokenView { text, actions })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use clawtray_contract::Mode;
    use serde_json::{Value, json};

    use super::{PROVIDER, Plan};
    use crate::{
        event::{ProviderFault, TokenKept, TokenProvider, TokenSeen},
        findings::Words,
        plan::Step,
        rules::scenes::Stage,
    };

    const HIDDEN: &str = "__OPENCLAW_REDACTED__";

    fn provider() -> TokenProvider {
        TokenProvider {
            command: "/home/ann/.local/bin/clawtray".into(),
            args: ["secret", "get", "shared-token", "--gateway", "default"].map(String::from).to_vec(),
            pass_env: vec!["HOME".into(), "DBUS_SESSION_BUS_ADDRESS".into()],
            env: BTreeMap::from([("CLAWTRAY_HOME".to_owned(), "/tmp/c".to_owned())]),
            timeout_ms: 15_000,
        }
    }

    fn stage() -> Stage {
        let mut stage = Stage::new();
        stage.run();
        stage.around().config.value = Some(json!({"gateway": {"mode": "local", "auth": {"token": "<redacted>"}}}));
        stage.around().token = Some(TokenSeen { kept: TokenKept::Plain, provider: Ok(provider()) });
        stage
    }

    fn made(stage: &Stage) -> Result<Plan, Words> {
        Plan::of_token("keep_in_keychain", &stage.scene())
    }

    #[test]
    fn the_token_is_proven_before_the_configuration_loses_it_and_the_sign_in_proves_the_rest() {
        let plan = made(&stage()).unwrap();
        let [Step::ProveToken { provider: asked }, Step::Patch { keys }, Step::SignInWithToken, Step::LookAround] =
            plan.steps.as_slice()
        else {
            panic!("{:?}", plan.steps)
        };
        assert_eq!(**asked, provider(), "what is proven is what OpenClaw will run");
        assert_eq!(keys[0].after, json!({"source": "exec", "provider": PROVIDER, "id": "shared-token"}));
        assert_eq!(keys[0].before, json!(HIDDEN), "the token itself never comes here");
        let entry = &keys[1].after["providers"][PROVIDER];
        assert_eq!((keys[1].path.clone(), keys[1].before.clone()), (vec!["secrets".to_owned()], Value::Null));
        assert_eq!((&entry["env"]["CLAWTRAY_HOME"], &entry["passEnv"][0]), (&json!("/tmp/c"), &json!("HOME")));
        let warned: Vec<_> = plan.warnings.iter().map(|words| words.id).collect();
        assert_eq!(warned, ["plan-warning-token-locked", "plan-warning-token-copies"]);
        assert!(plan.needs_confirmation() && plan.undo.is_some() && !plan.interrupts());
        assert!(Plan::of_token("another", &stage().scene()).is_err());
    }

    #[test]
    fn without_a_folder_of_its_own_nothing_is_set_for_the_provider() {
        let mut stage = stage();
        let bare = TokenProvider { env: BTreeMap::new(), ..provider() };
        stage.around().token = Some(TokenSeen { kept: TokenKept::Plain, provider: Ok(bare) });
        let plan = made(&stage).unwrap();
        assert!(!plan.commands().concat().contains("CLAWTRAY_HOME"), "{:?}", plan.commands());
    }

    #[test]
    fn it_is_offered_nowhere_else_and_the_reason_is_said() {
        let path = || "/usr/bin/clawtray".to_owned();
        let faults = [
            (ProviderFault::NotFound, "plan-token-no-program"),
            (ProviderFault::NotOwn { path: path() }, "plan-token-not-own"),
            (ProviderFault::Link { path: path() }, "plan-token-link"),
            (ProviderFault::Writable { path: path() }, "plan-token-writable"),
            (ProviderFault::NameTaken, "plan-token-name-taken"),
        ];
        type Change = Box<dyn Fn(&mut Stage)>;
        let mut rows: Vec<(&str, Change)> = vec![
            ("plan-token-not-looked", Box::new(|stage| stage.around().token = None)),
            ("plan-token-lingers", Box::new(|stage| stage.around().mode = Mode::Service)),
            (
                "plan-token-lingers",
                Box::new(|stage| (stage.around().mode, stage.around().lingers) = (Mode::Service, Some(true))),
            ),
            ("plan-token-other-service", Box::new(|stage| stage.around().other_services = vec!["/etc/x".into()])),
            (
                "plan-token-no-keychain",
                Box::new(|stage| stage.facts.secrets.keychain_problem = Some("it is locked".into())),
            ),
            ("plan-token-needs-gateway", Box::new(|stage| stage.link.state = crate::link::LinkState::Idle)),
        ];
        for kept in [
            (TokenKept::WithClawtray, "plan-token-there"),
            (TokenKept::Elsewhere, "plan-token-reference"),
            (TokenKept::Nowhere, "plan-token-none"),
        ] {
            rows.push((
                kept.1,
                Box::new(move |stage| {
                    stage.around().token = Some(TokenSeen { kept: kept.0, provider: Ok(provider()) });
                }),
            ));
        }
        for (fault, id) in faults {
            rows.push((
                id,
                Box::new(move |stage| {
                    let provider = Err(fault.clone());
                    stage.around().token = Some(TokenSeen { kept: TokenKept::Plain, provider });
                }),
            ));
        }
        for (id, change) in rows {
            let mut stage = stage();
            change(&mut stage);
            assert_eq!(made(&stage).unwrap_err().id, id);
        }
        let mut served = stage();
        (served.around().mode, served.around().lingers) = (Mode::Service, Some(false));
        let plan = made(&served).unwrap();
        assert!(plan.warnings.iter().any(|words| words.id == "plan-warning-token-service"));
    }
}
