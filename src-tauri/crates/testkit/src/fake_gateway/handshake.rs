//! How a fake gateway judges a connect request.

use super::{State, device};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::{Signature, VerifyingKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::sync::atomic::{AtomicU64, Ordering};

static NONCES: AtomicU64 = AtomicU64::new(1);

/// What a connect request gets.
pub(crate) enum Judgement {
    Accepted { hello: Value, scopes: Vec<String> },
    Refused { error: Value, close: Option<(u16, String)> },
}

/// A challenge that was never used before in this process.
pub(crate) fn challenge() -> Value {
    let number = NONCES.fetch_add(1, Ordering::Relaxed);
    json!({ "nonce": format!("nonce-{number}"), "ts": 1_795_343_888_983_u64 + number })
}

pub(crate) fn refused(top_code: &str, message: &str, details: Value) -> Judgement {
    Judgement::Refused {
        error: json!({ "code": top_code, "message": message, "details": details }),
        close: Some((1008, message.chars().take(100).collect())),
    }
}

fn invalid(message: &str, code: &str) -> Judgement {
    refused("INVALID_REQUEST", message, json!({ "code": code }))
}

/// Judges in the order of a real gateway: shape, protocol, signature, credential, pairing.
pub(crate) fn judge(state: &State, params: &Value, challenge: &Value) -> Judgement {
    if let Some(unknown) = unknown_field(params) {
        let message = format!("invalid connect params: at root: unexpected property '{unknown}'");
        return refused("INVALID_REQUEST", &message, Value::Null);
    }
    let script = state.script().clone();
    if !script.ready {
        return Judgement::Refused {
            error: json!({ "code": "UNAVAILABLE", "message": "gateway starting; retry shortly", "retryable": true,
                "retryAfterMs": 500, "details": { "reason": "startup-sidecars" } }),
            close: Some((1013, "gateway starting".to_owned())),
        };
    }
    let (oldest, newest) = (params["minProtocol"].as_u64(), params["maxProtocol"].as_u64());
    if oldest.is_none_or(|oldest| oldest > script.protocol) || newest.is_none_or(|newest| newest < script.protocol) {
        return Judgement::Refused {
            error: json!({ "code": "INVALID_REQUEST", "message": "protocol mismatch",
                "details": { "code": "PROTOCOL_MISMATCH", "clientMinProtocol": oldest, "clientMaxProtocol": newest,
                    "expectedProtocol": script.protocol, "minimumProbeProtocol": 3 } }),
            close: Some((1002, "protocol mismatch".to_owned())),
        };
    }
    if let Err(judgement) = check_device(params, challenge) {
        return judgement;
    }
    let method = match device::check_credential(state, &script, params) {
        Ok(method) => method,
        Err(judgement) => return judgement,
    };
    let scopes = texts(&params["scopes"]);
    let token = match device::admit(state, &script, params, &scopes) {
        Ok(token) => token,
        Err(judgement) => return judgement,
    };
    let mut hello = json!({
        "type": "hello-ok", "protocol": script.protocol,
        "server": { "version": script.version, "connId": format!("conn-{}", challenge["nonce"].as_str().unwrap_or_default()) },
        "features": { "methods": ["health", "cron.list"], "events": ["tick", "cron"] },
        "auth": { "role": params["role"], "scopes": scopes, "deviceToken": token },
        "policy": { "maxPayload": script.max_payload, "maxBufferedBytes": 52_428_800,
            "tickIntervalMs": script.tick_interval_ms },
        "snapshot": { "presence": [], "health": { "ok": true }, "uptimeMs": 5000 },
    });
    if let Some(boot_id) = &script.boot_id {
        hello["server"]["bootId"] = json!(boot_id);
        hello["auth"]["method"] = json!(method);
    }
    merge(&mut hello, &script.hello_patch);
    Judgement::Accepted { hello, scopes }
}

const FIELDS: [&str; 15] = [
    "minProtocol",
    "maxProtocol",
    "client",
    "role",
    "scopes",
    "caps",
    "commands",
    "permissions",
    "pathEnv",
    "locale",
    "userAgent",
    "auth",
    "device",
    "capabilities",
    "env",
];

fn unknown_field(params: &Value) -> Option<String> {
    params.as_object()?.keys().find(|key| !FIELDS.contains(&key.as_str())).cloned()
}

fn check_device(params: &Value, challenge: &Value) -> Result<(), Judgement> {
    let device = &params["device"];
    if !device.is_object() {
        return Err(refused("NOT_PAIRED", "device identity required", json!({ "code": "DEVICE_IDENTITY_REQUIRED" })));
    }
    if device["nonce"] != challenge["nonce"] {
        return Err(invalid("device nonce mismatch", "DEVICE_AUTH_NONCE_MISMATCH"));
    }
    if device["signedAt"] != challenge["ts"] {
        return Err(invalid("device signature expired", "DEVICE_AUTH_SIGNATURE_EXPIRED"));
    }
    let key = bytes(&device["publicKey"]);
    if device["id"] != hex(&Sha256::digest(&key)) {
        return Err(invalid("device identity mismatch", "DEVICE_AUTH_DEVICE_ID_MISMATCH"));
    }
    if verify(&key, &bytes(&device["signature"]), signed_text(params).as_bytes()).is_none() {
        return Err(invalid("device signature invalid", "DEVICE_AUTH_SIGNATURE_INVALID"));
    }
    Ok(())
}

fn signed_text(params: &Value) -> String {
    let (client, device, auth) = (&params["client"], &params["device"], &params["auth"]);
    let token = auth["token"].as_str().or_else(|| auth["deviceToken"].as_str()).unwrap_or_default();
    let lower = |value: &Value| value.as_str().unwrap_or_default().trim().to_ascii_lowercase();
    let plain = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    format!(
        "v3|{}|{}|{}|{}|{}|{}|{}|{}|{}|{}",
        plain(&device["id"]),
        plain(&client["id"]),
        plain(&client["mode"]),
        plain(&params["role"]),
        texts(&params["scopes"]).join(","),
        device["signedAt"],
        token,
        plain(&device["nonce"]),
        lower(&client["platform"]),
        lower(&client["deviceFamily"]),
    )
}

fn verify(key: &[u8], signature: &[u8], text: &[u8]) -> Option<()> {
    let key = VerifyingKey::from_bytes(key.try_into().ok()?).ok()?;
    key.verify_strict(text, &Signature::from_bytes(signature.try_into().ok()?)).ok()
}

fn bytes(value: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(value.as_str().unwrap_or_default()).unwrap_or_default()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn texts(value: &Value) -> Vec<String> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn merge(target: &mut Value, patch: &Value) {
    match (target, patch) {
        (_, Value::Null) => {}
        (Value::Object(target), Value::Object(patch)) => {
            for (key, value) in patch {
                merge(target.entry(key.clone()).or_insert(Value::Null), value);
            }
        }
        (target, patch) => *target = patch.clone(),
    }
}
