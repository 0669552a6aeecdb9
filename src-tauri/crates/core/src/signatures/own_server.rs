//! Whether a model is asked at a server of the person's own: of it, and of no provider in the world, "no such model" says
//! that the address or the name in the configuration is wrong.

use std::net::IpAddr;

use serde_json::Value;

use crate::event::{JobRun, ModelError};

/// What OpenAI's clients and servers call a model or a path that is not there.
const NOT_FOUND: [&str; 4] = ["model_not_found", "not_found_error", "NotFoundError", "not_found"];

/// OpenClaw's own sentence about it, where it tells neither status nor kind (observed on OpenClaw 2026.9.6).
const SAID: &str = "model was not found by the provider";

/// The server has no such model, or nothing at this address.
pub(super) fn is_not_found(error: &ModelError) -> bool {
    let named = error.kind.as_deref().is_some_and(|kind| NOT_FOUND.contains(&kind));
    named || error.http_status == Some(404) || error.words.contains(SAID)
}

/// The same, of a job's run.
pub(super) fn is_jobs_not_found(run: &JobRun) -> bool {
    !run.ok && run.reason.as_deref() == Some("model_not_found")
}

/// True where the configuration names an address at home for the provider of this model (`provider/model`).
pub(crate) fn is_own(config: Option<&Value>, model: &str) -> bool {
    let Some((provider, _)) = model.split_once('/') else { return false };
    let address = config.and_then(|config| config["models"]["providers"][provider]["baseUrl"].as_str());
    address.and_then(host).is_some_and(is_at_home)
}

/// The host of an address, without its port.
fn host(address: &str) -> Option<&str> {
    let rest = address.split_once("://")?.1;
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?;
    match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next(),
        None => host.split(':').next(),
    }
}

/// This computer, or one of a private network.
fn is_at_home(host: &str) -> bool {
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => address.is_loopback() || address.is_private() || address.is_link_local(),
        Ok(IpAddr::V6(address)) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
        Err(_) => {
            let name = host.to_ascii_lowercase();
            let endings = [".local", ".lan", ".home", ".internal", ".localhost", ".home.arpa"];
            !name.is_empty() && (!name.contains('.') || endings.iter().any(|ending| name.ends_with(ending)))
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::is_own;

    #[test]
    fn an_address_at_home_is_ones_own_and_one_in_the_world_is_not() {
        let own = |address: &str| {
            let config = json!({"models": {"providers": {"mine": {"baseUrl": address}}}});
            is_own(Some(&config), "mine/qwen3")
        };
        for address in [
            "http://127.0.0.1:11434",
            "http://[::1]:8000/v1",
            "http://localhost:1234/v1",
            "http://192.168.1.20:8080",
            "http://me:secret@10.0.0.3/v1",
            "http://studio.local:1234",
            "http://host.docker.internal:11434",
            "http://gpu:8000",
        ] {
            assert!(own(address), "{address}");
        }
        for address in ["https://api.openai.com/v1", "https://8.8.8.8/v1", "https://10.example.com", "nonsense", ""] {
            assert!(!own(address), "{address}");
        }
        assert!(!is_own(None, "mine/qwen3") && !is_own(Some(&json!({})), "mine/qwen3"));
    }
}
