//! Learns the gateway's shared token again.

use clawtray_contract::Secret;
use clawtray_core::{TOKEN_PLACE, TokenFetch, brings_token_back};
use clawtray_openclaw::{ConfigReading, Limits, cli::Dashboard, command, config::TokenState};

use serde_json::Value;

use super::{grounds::Grounds, vault::Vault};
use crate::words::{LINE, clean};

/// Longest run of the dashboard command, milliseconds.
const DASHBOARD_LIMIT_MS: u64 = 180_000;

/// Reads it where OpenClaw keeps it: in plain in the configuration, else from OpenClaw's dashboard command.
///
/// # Errors
/// In words for a person.
pub(crate) async fn fetch(grounds: &Grounds) -> Result<TokenFetch, String> {
    let token = match written_down(grounds).await {
        Some(token) => token,
        None => from_dashboard(grounds).await?,
    };
    Ok(TokenFetch { changed: grounds.vault.keep_shared_token(token).await })
}

async fn written_down(grounds: &Grounds) -> Option<Secret> {
    readable(grounds, &ConfigReading::read(&grounds.environment.profile.config_path).await)
}

/// The token as the configuration or the environment has it in plain. The configuration wins, as it does for the
/// gateway.
pub(crate) fn readable(grounds: &Grounds, reading: &ConfigReading) -> Option<Secret> {
    match &reading.token {
        TokenState::Plain(token) => Some(token.clone()),
        TokenState::Reference => None,
        TokenState::Absent => grounds.environment.variables.text("OPENCLAW_GATEWAY_TOKEN").map(Secret::new),
    }
}

async fn from_dashboard(grounds: &Grounds) -> Result<Secret, String> {
    let cli = grounds.cli().ok_or("OpenClaw was not found")?;
    let limits = Limits { timeout_ms: DASHBOARD_LIMIT_MS, ..Limits::default() };
    let words = |error: clawtray_openclaw::CliProblem| clean(&error.to_string(), LINE);
    let outcome = cli.run(&command::dashboard_url(), None, limits).await.map_err(words)?;
    let dashboard = Dashboard::of(&outcome).map_err(words)?;
    dashboard.token.ok_or_else(|| "OpenClaw's dashboard address has no token".to_owned())
}

/// The patch as it is sent. Where it brings the gateway's token back into the configuration, the token comes from the
/// vault: nobody else knows it.
///
/// # Errors
/// In words for a person, where the keychain does not give it.
pub(crate) async fn put_back(patch: &Value, vault: &Vault) -> Result<Secret, &'static str> {
    if !brings_token_back(patch) {
        return Ok(Secret::new(patch.to_string()));
    }
    if vault.shared_token().is_none() {
        vault.load().await;
    }
    let token = vault.shared_token().ok_or("the keychain does not give the token; unlock it and try again")?;
    let mut patch = patch.clone();
    if let Some(place) = patch.pointer_mut(TOKEN_PLACE) {
        *place = token.expose().into();
    }
    Ok(Secret::new(patch.to_string()))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use clawtray_contract::Secret;
    use clawtray_platform::keychain::GatewaySecrets;
    use serde_json::json;

    use super::put_back;
    use crate::{
        executors::vault::Vault,
        ports::{Keychain, Later},
    };

    /// A keychain with this token.
    struct With(Option<&'static str>);

    impl Keychain for With {
        fn load<'a>(&'a self, _gateway: &'a str) -> Later<'a, Result<Option<GatewaySecrets>, String>> {
            let shared_token = self.0.map(Secret::new);
            Box::pin(async move { Ok(Some(GatewaySecrets { shared_token, ..GatewaySecrets::default() })) })
        }

        fn save<'a>(&'a self, _gateway: &'a str, _secrets: &'a GatewaySecrets) -> Later<'a, Result<(), String>> {
            Box::pin(async { Ok(()) })
        }
    }

    #[tokio::test]
    async fn only_where_the_token_itself_is_brought_back_it_comes_from_the_keychain() {
        let vault = |token| Vault::new(Arc::new(With(token)), "default", false);
        for mark in ["__OPENCLAW_REDACTED__", "<redacted>"] {
            let patch = json!({"gateway": {"auth": {"token": mark}}, "secrets": null});
            let sent = put_back(&patch, &vault(Some("tok-kept"))).await.unwrap();
            assert_eq!(sent.expose(), r#"{"gateway":{"auth":{"token":"tok-kept"}},"secrets":null}"#);
            assert!(put_back(&patch, &vault(None)).await.is_err(), "a mark is never written");
        }
        let other = json!({"gateway": {"auth": {"password": "__OPENCLAW_REDACTED__"}}});
        assert_eq!(put_back(&other, &vault(Some("tok-kept"))).await.unwrap().expose(), other.to_string());
    }
}
