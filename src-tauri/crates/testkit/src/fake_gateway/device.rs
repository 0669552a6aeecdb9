//! The devices a fake gateway knows, waits for and turns away.

use super::handshake::{Judgement, refused};
use super::script::{Reply, Script};
use super::{State, handshake};
use serde_json::{Value, json};

/// Pairing state of one fake gateway.
#[derive(Default)]
pub(crate) struct Devices {
    pending: Vec<Value>,
    paired: Vec<Paired>,
    issued: u64,
}

struct Paired {
    device_id: String,
    role: String,
    display_name: Value,
    scopes: Vec<String>,
    token: String,
}

impl Devices {
    /// The answer of `device.pair.list`.
    pub(crate) fn list(&self) -> Value {
        let paired: Vec<Value> = self
            .paired
            .iter()
            .map(|device| {
                json!({ "deviceId": device.device_id, "displayName": device.display_name, "role": device.role,
                    "roles": [device.role], "scopes": device.scopes, "approvedVia": "silent", "connected": true,
                    "tokens": [{ "role": device.role, "scopes": device.scopes, "createdAtMs": 1 }] })
            })
            .collect();
        json!({ "pending": self.pending, "paired": paired })
    }

    fn find(&self, device_id: &Value, role: &Value) -> Option<&Paired> {
        self.paired.iter().find(|paired| *device_id == paired.device_id && *role == paired.role)
    }

    fn pair(&mut self, device_id: &Value, role: &Value, display_name: &Value, scopes: &[String]) -> String {
        self.issued += 1;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let token = format!("device-token-{}", self.issued);
        self.paired.retain(|paired| *device_id != paired.device_id || *role != paired.role);
        self.paired.push(Paired {
            device_id: text(device_id),
            role: text(role),
            display_name: display_name.clone(),
            scopes: scopes.to_vec(),
            token: token.clone(),
        });
        token
    }
}

/// Names the way a connect was authenticated, or refuses it.
pub(crate) fn check_credential(state: &State, script: &Script, params: &Value) -> Result<&'static str, Judgement> {
    let auth = &params["auth"];
    let shared = |expected: &Option<String>| expected.as_ref().map(|text| json!(text));
    if script.token.is_none() && script.password.is_none() {
        return Ok("none");
    }
    let sent = [&auth["token"], &auth["password"]];
    if shared(&script.token).is_some_and(|token| sent.contains(&&token)) {
        return Ok("token");
    }
    if shared(&script.password).is_some_and(|password| sent.contains(&&password)) {
        return Ok("password");
    }
    let known = state.live().devices.find(&params["device"]["id"], &params["role"]).map(|paired| paired.token.clone());
    if let Some(known) = known.map(Value::from)
        && (auth["deviceToken"] == known || auth["token"] == known)
    {
        return Ok("device-token");
    }
    let details = |code: &str, reason: &str, retry: bool, next: &str| json!({ "code": code, "authReason": reason, "canRetryWithDeviceToken": retry, "recommendedNextStep": next });
    Err(if auth["deviceToken"].is_string() && !auth["token"].is_string() {
        refused(
            "INVALID_REQUEST",
            "unauthorized: device token mismatch (rotate/reissue device token)",
            details("AUTH_DEVICE_TOKEN_MISMATCH", "device_token_mismatch", false, "update_auth_credentials"),
        )
    } else if auth["token"].is_string() {
        refused(
            "INVALID_REQUEST",
            "unauthorized: gateway token mismatch (provide gateway auth token)",
            details("AUTH_TOKEN_MISMATCH", "token_mismatch", true, "retry_with_device_token"),
        )
    } else if auth["password"].is_string() {
        refused(
            "INVALID_REQUEST",
            "unauthorized: gateway password mismatch",
            details("AUTH_PASSWORD_MISMATCH", "password_mismatch", false, "update_auth_credentials"),
        )
    } else {
        refused(
            "INVALID_REQUEST",
            "unauthorized: gateway token missing (provide gateway auth token)",
            details("AUTH_TOKEN_MISSING", "token_missing", false, "update_auth_configuration"),
        )
    })
}

/// Lets a device in and gives its token, or has it wait for approval.
pub(crate) fn admit(state: &State, script: &Script, params: &Value, scopes: &[String]) -> Result<String, Judgement> {
    let (device_id, role) = (&params["device"]["id"], &params["role"]);
    let known = {
        let live = state.live();
        live.devices.find(device_id, role).map(|paired| (paired.scopes.clone(), paired.token.clone()))
    };
    let reason = match &known {
        Some((granted, token)) if scopes.iter().all(|scope| granted.contains(scope)) => return Ok(token.clone()),
        Some(_) => "scope-upgrade",
        None => "not-paired",
    };
    if !script.asks_for_pairing {
        return Ok(state.live().devices.pair(device_id, role, &params["client"]["displayName"], scopes));
    }
    let request = json!({
        "deviceId": device_id, "publicKey": params["device"]["publicKey"], "displayName": params["client"]["displayName"],
        "platform": params["client"]["platform"], "clientId": params["client"]["id"], "clientMode": params["client"]["mode"],
        "role": role, "roles": [role], "scopes": scopes, "remoteIp": "203.0.113.9", "silent": false,
        "isRepair": known.is_some(), "ts": 1_795_344_034_530_u64,
    });
    let request_id = wait_for_approval(state, request);
    let mut details = json!({ "code": "PAIRING_REQUIRED", "reason": reason, "requestId": request_id, "deviceId": device_id,
        "remediationHint": "Approve this device from the pending pairing requests.",
        "requestedRole": role, "requestedScopes": scopes });
    if let Some((granted, _)) = known {
        details["approvedScopes"] = json!(granted);
        details["approvedRoles"] = json!([role]);
    }
    Err(refused("NOT_PAIRED", "pairing required: device is not approved yet", details))
}

/// Adds a request, or finds the equal one, and tells those who may approve.
fn wait_for_approval(state: &State, mut request: Value) -> String {
    {
        let mut live = state.live();
        let same =
            |pending: &&Value| pending["deviceId"] == request["deviceId"] && pending["scopes"] == request["scopes"];
        if let Some(pending) = live.devices.pending.iter().find(same) {
            return pending["requestId"].as_str().unwrap_or_default().to_owned();
        }
        live.devices.issued += 1;
        request["requestId"] = json!(format!("request-{}", live.devices.issued));
        live.devices.pending.push(request.clone());
    }
    state.tell_scope("operator.pairing", "device.pair.requested", &request);
    request["requestId"].as_str().unwrap_or_default().to_owned()
}

/// A request that no connection made.
pub(crate) fn request_pairing(state: &State, device_id: &str, display_name: &str, scopes: &[&str]) -> String {
    let request = json!({
        "deviceId": device_id, "publicKey": "", "displayName": display_name, "platform": "linux",
        "clientId": "gateway-client", "clientMode": "ui", "role": "operator", "roles": ["operator"], "scopes": scopes,
        "remoteIp": "203.0.113.9", "silent": false, "isRepair": false, "ts": 1_795_344_034_530_u64,
    });
    wait_for_approval(state, request)
}

/// `device.pair.approve` and `device.pair.reject`.
pub(crate) fn resolve(state: &State, method: &str, params: &Value) -> Reply {
    let (request, decision) = {
        let mut live = state.live();
        let place = live.devices.pending.iter().position(|pending| pending["requestId"] == params["requestId"]);
        let Some(place) = place else {
            return Reply::Error(json!({ "code": "INVALID_REQUEST", "message": "unknown requestId" }));
        };
        let request = live.devices.pending.remove(place);
        let decision = if method.ends_with("approve") {
            let scopes = handshake::texts(&request["scopes"]);
            live.devices.pair(&request["deviceId"], &request["role"], &request["displayName"], &scopes);
            "approved"
        } else {
            "rejected"
        };
        (request, decision)
    };
    let resolved = json!({ "requestId": request["requestId"], "deviceId": request["deviceId"], "decision": decision,
        "ts": 1_795_344_036_090_u64 });
    state.tell_scope("operator.pairing", "device.pair.resolved", &resolved);
    Reply::Ok(json!({ "requestId": request["requestId"], "deviceId": request["deviceId"] }))
}
