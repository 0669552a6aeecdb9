//! What the gateway says about itself when it accepts a connection.

use crate::bounded::{CODE_BYTES, bounded};
use clawtray_contract::Secret;
use serde_json::Value;

/// The accepted hello, read leniently: what is missing is empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Hello {
    /// The protocol agreed on.
    pub protocol: u64,
    /// The gateway's version, such as `2026.9.6`.
    pub server_version: String,
    /// The build, on newer gateways.
    pub build_id: Option<String>,
    /// Changes with every start of the gateway, also within one process; on newer gateways.
    pub boot_id: Option<String>,
    /// This connection's id.
    pub conn_id: Option<String>,
    /// What was granted.
    pub auth: GrantedAuth,
    /// Method names, not filtered by scope and not complete.
    pub methods: Vec<String>,
    /// Event names, not complete.
    pub events: Vec<String>,
    /// Limits the gateway announces.
    pub policy: Policy,
    /// The gateway's clock when it sent its challenge, milliseconds since 1970: what it says of times is by this clock.
    pub challenged_at_ms: i64,
    /// How long the gateway runs, milliseconds.
    pub uptime_ms: Option<u64>,
    /// State at this moment (health, session defaults ...) without the presence list; null when absent.
    pub snapshot: Value,
}

/// The `auth` part of a hello. Without scopes the connection can do nothing, although it was accepted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct GrantedAuth {
    /// How it was authenticated: `token`, `device-token`, `password`, `none`; absent on older gateways.
    pub method: Option<String>,
    /// The role.
    pub role: Option<String>,
    /// The scopes granted.
    pub scopes: Vec<String>,
    /// This device's token. Store it after every hello: the gateway may have rotated it.
    pub device_token: Option<Secret>,
}

/// The `policy` part of a hello.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// How often a `tick` comes, milliseconds (1 000 to 300 000, 30 000 when absent).
    pub tick_interval_ms: u64,
    /// The largest frame the gateway takes, bytes (25 MiB when absent).
    pub max_payload: u64,
}

const DEFAULT_TICK_MS: u64 = 30_000;
const DEFAULT_MAX_PAYLOAD: u64 = 26_214_400;
const MAX_NAMES: usize = 4096;

impl Hello {
    /// Reads the payload of an accepted connect. None when it is not a hello or names no protocol.
    pub(crate) fn read(mut payload: Value, challenged_at_ms: i64) -> Option<Self> {
        if payload["type"].as_str() != Some("hello-ok") {
            return None;
        }
        let protocol = payload["protocol"].as_u64()?;
        let mut snapshot = payload.get_mut("snapshot").map(Value::take).unwrap_or(Value::Null);
        if let Some(object) = snapshot.as_object_mut() {
            object.remove("presence");
        }
        let server = &payload["server"];
        let auth = &payload["auth"];
        Some(Self {
            protocol,
            server_version: text(&server["version"]).unwrap_or_default(),
            build_id: text(&server["buildId"]),
            boot_id: text(&server["bootId"]),
            conn_id: text(&server["connId"]),
            auth: GrantedAuth {
                method: text(&auth["method"]),
                role: text(&auth["role"]),
                scopes: texts(&auth["scopes"]),
                device_token: auth["deviceToken"].as_str().filter(|token| !token.is_empty()).map(Secret::new),
            },
            methods: texts(&payload["features"]["methods"]),
            events: texts(&payload["features"]["events"]),
            policy: Policy {
                tick_interval_ms: payload["policy"]["tickIntervalMs"]
                    .as_u64()
                    .unwrap_or(DEFAULT_TICK_MS)
                    .clamp(1_000, 300_000),
                max_payload: payload["policy"]["maxPayload"].as_u64().unwrap_or(DEFAULT_MAX_PAYLOAD),
            },
            challenged_at_ms,
            uptime_ms: snapshot["uptimeMs"].as_u64(),
            snapshot,
        })
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(|text| bounded(text, CODE_BYTES).to_owned())
}

fn texts(value: &Value) -> Vec<String> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().take(MAX_NAMES).filter_map(text).collect()
}

#[cfg(test)]
mod tests {
    use super::Hello;
    use serde_json::{Value, json};

    #[test]
    fn reads_todays_hello() {
        let payload: Value = serde_json::from_str(include_str!("../fixtures/hello-protocol4.json")).unwrap();
        let hello = Hello::read(payload, 0).unwrap();
        assert_eq!(hello.protocol, 4);
        assert_eq!(hello.server_version, "2026.9.6");
        assert!(hello.boot_id.is_some() && hello.conn_id.is_some());
        assert_eq!(hello.auth.method.as_deref(), Some("token"));
        assert!(hello.auth.scopes.iter().any(|scope| scope == "operator.admin"));
        assert!(hello.auth.device_token.is_some(), "a device token was issued");
        assert_eq!((hello.policy.tick_interval_ms, hello.policy.max_payload), (30_000, 26_214_400));
        assert!(hello.uptime_ms.is_some());
        assert!(hello.snapshot.get("presence").is_none(), "the presence list is not kept");
    }

    #[test]
    fn reads_the_hello_of_the_older_generation() {
        let payload: Value = serde_json::from_str(include_str!("../fixtures/hello-protocol3.json")).unwrap();
        let hello = Hello::read(payload, 0).unwrap();
        assert_eq!((hello.protocol, hello.server_version.as_str()), (3, "2026.4.29"));
        assert_eq!((hello.boot_id, hello.auth.method), (None, None));
    }

    #[test]
    fn missing_and_foreign_parts_are_empty() {
        let hello =
            Hello::read(json!({"type":"hello-ok","protocol":4,"auth":7,"snapshot":[],"policy":null}), 0).unwrap();
        assert!(hello.auth.scopes.is_empty() && hello.methods.is_empty());
        assert_eq!(hello.policy.tick_interval_ms, 30_000);
        assert!(Hello::read(json!({"type":"hello-ok"}), 0).is_none(), "a hello without a protocol is none");
        assert!(Hello::read(json!([1]), 0).is_none());
    }

    #[test]
    fn a_hello_is_printed_without_its_token() {
        let hello =
            Hello::read(json!({"type":"hello-ok","protocol":4,"auth":{"deviceToken":"dev-visible"}}), 0).unwrap();
        assert!(!format!("{hello:?}").contains("dev-visible"), "a device token was printed");
    }
}
