//! Makes sure that configuration and keychain have the same shared token before the gateway starts.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use clawtray_contract::Secret;
use clawtray_core::{CliProblem, SecretsHeld};
use clawtray_openclaw::{Cli, ConfigParse, ConfigReading, Limits, cli::PatchResult, command, config::TokenState};
use serde_json::{Value, json};

use super::{
    cli::problem,
    grounds::{Grounds, random},
};

/// Longest run of `config patch`, milliseconds.
const PATCH_LIMIT_MS: u64 = 180_000;

/// What the configuration needs.
#[derive(Debug, PartialEq, Eq)]
enum Need {
    /// Nothing: it is not ours to change, or it lacks nothing.
    Nothing,
    /// The token that is written there goes into the keychain.
    Copy(Secret),
    /// A token; with the mode too where there is no file yet.
    Token { with_mode: bool },
}

/// Prepares. A configuration that cannot be read, belongs to a newer OpenClaw, or says how it wants to be
/// authenticated is left as it is.
///
/// # Errors
/// When OpenClaw is not there, or its command did not take the token.
pub(crate) async fn prepare(grounds: &Grounds) -> Result<SecretsHeld, CliProblem> {
    let cli = grounds.cli().ok_or(CliProblem::NotFound)?;
    let reading = ConfigReading::read(&grounds.environment.profile.config_path).await;
    let from_environment = grounds.environment.variables.text("OPENCLAW_GATEWAY_TOKEN").map(Secret::new);
    if reading.is_newer_than(&cli.openclaw().version) {
        return Ok(grounds.vault.held());
    }
    match need(&reading, from_environment.as_ref(), has_password(grounds)) {
        Need::Nothing => {}
        Need::Copy(token) => {
            if grounds.vault.shared_token().is_none() {
                grounds.vault.keep_shared_token(token).await;
            }
        }
        Need::Token { with_mode } => {
            give_token(grounds, &cli, with_mode).await?;
        }
    }
    Ok(grounds.vault.held())
}

/// Lets the configuration ask for a token, whatever it asks for now: at a person's word, where OpenClaw refuses to
/// start without anything to ask for.
///
/// # Errors
/// When OpenClaw is not there or older than the configuration, or its command did not take the token.
pub(crate) async fn make_token(grounds: &Grounds) -> Result<SecretsHeld, CliProblem> {
    let cli = grounds.cli().ok_or(CliProblem::NotFound)?;
    let reading = ConfigReading::read(&grounds.environment.profile.config_path).await;
    if reading.is_newer_than(&cli.openclaw().version) {
        let words = format!("OpenClaw {} is older than this configuration", cli.openclaw().version);
        return Err(CliProblem::OlderBinary { words });
    }
    give_token(grounds, &cli, false).await?;
    Ok(grounds.vault.held())
}

async fn give_token(grounds: &Grounds, cli: &Cli, with_mode: bool) -> Result<(), CliProblem> {
    let token = match grounds.vault.shared_token() {
        Some(token) => token,
        None => new_token().map_err(|words| CliProblem::Refused { words })?,
    };
    grounds.vault.keep_shared_token(token.clone()).await;
    let limits = Limits { timeout_ms: PATCH_LIMIT_MS, ..Limits::default() };
    let patch = Secret::new(patch(&token, with_mode).to_string());
    let outcome = cli.run(&command::config_patch_stdin(), Some(patch), limits).await.map_err(problem)?;
    PatchResult::of(&outcome).map_err(problem)?;
    tracing::info!("the configuration was given a token");
    Ok(())
}

fn has_password(grounds: &Grounds) -> bool {
    grounds.environment.variables.text("OPENCLAW_GATEWAY_PASSWORD").is_some()
}

fn need(reading: &ConfigReading, from_environment: Option<&Secret>, has_password: bool) -> Need {
    let token_wanted = match &reading.parse {
        ConfigParse::Missing => true,
        ConfigParse::TooLarge | ConfigParse::Unreadable(_) | ConfigParse::Broken(_) => return Need::Nothing,
        ConfigParse::Value(_) => {
            let by_token = reading.auth_mode.as_deref().is_none_or(|mode| mode == "token");
            by_token && reading.password == TokenState::Absent && reading.gateway_mode.as_deref() == Some("local")
        }
    };
    match &reading.token {
        TokenState::Plain(token) => Need::Copy(token.clone()),
        TokenState::Reference => Need::Nothing,
        TokenState::Absent => match from_environment {
            // The gateway takes it from the variable where the configuration has none; so do we.
            Some(token) if reading.exists => Need::Copy(token.clone()),
            _ if token_wanted && !has_password => Need::Token { with_mode: !reading.exists },
            _ => Need::Nothing,
        },
    }
}

fn new_token() -> Result<Secret, String> {
    Ok(Secret::new(URL_SAFE_NO_PAD.encode(random::<32>()?)))
}

fn patch(token: &Secret, with_mode: bool) -> Value {
    let auth = json!({"mode": "token", "token": token.expose()});
    if with_mode { json!({"gateway": {"mode": "local", "auth": auth}}) } else { json!({"gateway": {"auth": auth}}) }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use clawtray_contract::Secret;
    use clawtray_openclaw::ConfigReading;

    use super::{Need, need, new_token};

    fn reading(text: &str) -> ConfigReading {
        ConfigReading::from_text(Path::new("/c.json"), text.to_owned())
    }

    #[test]
    fn an_empty_home_gets_mode_and_token() {
        let missing = ConfigReading::read_blocking(Path::new("/nowhere/at/all.json"));
        assert_eq!(need(&missing, None, false), Need::Token { with_mode: true });
    }

    #[test]
    fn only_a_local_configuration_that_lacks_just_a_token_is_given_one() {
        assert_eq!(need(&reading("{gateway:{mode:'local'}}"), None, false), Need::Token { with_mode: false });
        let left_alone = [
            "{",
            "{}",
            "{gateway:{mode:'remote'}}",
            "{gateway:{mode:'local',auth:{mode:'none'}}}",
            "{gateway:{mode:'local',auth:{mode:'password',password:'p'}}}",
            "{gateway:{mode:'local',auth:{token:'${OC_TOKEN}'}}}",
            "{gateway:{mode:'local',auth:{token:{source:'env',provider:'default',id:'OC'}}}}",
        ];
        for text in left_alone {
            assert_eq!(need(&reading(text), None, false), Need::Nothing, "{text}");
        }
        assert_eq!(need(&reading("{gateway:{mode:'local'}}"), None, true), Need::Nothing, "a password is set");
    }

    #[test]
    fn a_token_that_is_there_is_copied() {
        let plain = reading("{gateway:{mode:'local',auth:{token:'tok-1'}}}");
        assert_eq!(need(&plain, Some(&Secret::new("tok-env")), false), Need::Copy(Secret::new("tok-1")));
        let local = reading("{gateway:{mode:'local'}}");
        assert_eq!(need(&local, Some(&Secret::new("tok-env")), false), Need::Copy(Secret::new("tok-env")));
    }

    #[test]
    fn tokens_are_long_and_never_the_same() {
        let (one, two) = (new_token().unwrap(), new_token().unwrap());
        assert_eq!(one.expose().len(), 43);
        assert!(one != two);
    }
}
