//! The first request of a connection: who this client is and what it may do.

use crate::identity::{DeviceIdentity, SignedConnect};
use clawtray_contract::Secret;
use serde_json::{Map, Value, json};

/// The oldest protocol this client speaks (OpenClaw of spring 2026).
pub const MIN_PROTOCOL: u32 = 3;
/// The newest protocol this client speaks.
pub const MAX_PROTOCOL: u32 = 4;
/// A client id every gateway generation since protocol 3 knows; the list is closed on the gateway's side.
pub const CLIENT_ID: &str = "gateway-client";
/// The client mode sent with it.
pub const CLIENT_MODE: &str = "ui";

/// The secret a connect frame carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Credential {
    /// The gateway's shared token.
    Token(Secret),
    /// The token the gateway issued to this device.
    DeviceToken(Secret),
    /// Both: the gateway tries the shared token first.
    TokenAndDeviceToken {
        /// The shared token; it is the one signed.
        token: Secret,
        /// The device's own token.
        device_token: Secret,
    },
    /// The gateway's shared password.
    Password(Secret),
    /// Nothing, for a gateway without authentication.
    None,
}

impl Credential {
    fn signed(&self) -> &str {
        match self {
            Self::Token(token) | Self::TokenAndDeviceToken { token, .. } => token.expose(),
            Self::DeviceToken(token) => token.expose(),
            Self::Password(_) | Self::None => "",
        }
    }

    fn to_json(&self) -> Option<Value> {
        match self {
            Self::Token(token) => Some(json!({ "token": token.expose() })),
            Self::DeviceToken(token) => Some(json!({ "deviceToken": token.expose() })),
            Self::TokenAndDeviceToken { token, device_token } => {
                Some(json!({ "token": token.expose(), "deviceToken": device_token.expose() }))
            }
            Self::Password(password) => Some(json!({ "password": password.expose() })),
            Self::None => None,
        }
    }
}

/// Everything a connect frame says besides the signature. The gateway refuses unknown fields, so only these exist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConnectRequest {
    /// One of the gateway's closed list of client ids.
    pub client_id: String,
    /// One of the gateway's closed list of client modes.
    pub client_mode: String,
    /// This program's version.
    pub client_version: String,
    /// A name for this installation. Equal names of silent pairings replace each other, so it should be its own.
    pub display_name: Option<String>,
    /// `linux`, `macos` or `windows`. A change rotates the device token.
    pub platform: String,
    /// Left out normally. A change rotates the device token.
    pub device_family: Option<String>,
    /// `operator`, or `node` in tests.
    pub role: String,
    /// Scopes asked for, such as `operator.read`.
    pub scopes: Vec<String>,
    /// Capabilities. `approvals` makes agents wait for this client's answer.
    pub caps: Vec<String>,
    /// Commands a node offers; left out when empty.
    pub commands: Vec<String>,
    /// The person's language, such as `en-US`.
    pub locale: Option<String>,
    /// The secret.
    pub credential: Credential,
    /// The oldest protocol accepted.
    pub min_protocol: u32,
    /// The newest protocol accepted.
    pub max_protocol: u32,
}

impl ConnectRequest {
    /// An operator's request under the client id every known gateway accepts.
    pub fn operator(client_version: &str, platform: &str, scopes: Vec<String>, credential: Credential) -> Self {
        Self {
            client_id: CLIENT_ID.to_owned(),
            client_mode: CLIENT_MODE.to_owned(),
            client_version: client_version.to_owned(),
            display_name: None,
            platform: platform.to_owned(),
            device_family: None,
            role: "operator".to_owned(),
            scopes,
            caps: Vec::new(),
            commands: Vec::new(),
            locale: None,
            credential,
            min_protocol: MIN_PROTOCOL,
            max_protocol: MAX_PROTOCOL,
        }
    }

    /// The `params` of the connect request, signed for this challenge.
    pub(crate) fn params(&self, identity: &DeviceIdentity, nonce: &str, challenge_ts_ms: i64) -> Value {
        let signature = identity.sign_connect(SignedConnect {
            client_id: &self.client_id,
            client_mode: &self.client_mode,
            role: &self.role,
            scopes: &self.scopes,
            signed_at_ms: challenge_ts_ms,
            token: self.credential.signed(),
            nonce,
            platform: &self.platform,
            device_family: self.device_family.as_deref().unwrap_or_default(),
        });
        let mut client = Map::new();
        client.insert("id".to_owned(), json!(self.client_id));
        client.insert("version".to_owned(), json!(self.client_version));
        client.insert("platform".to_owned(), json!(self.platform));
        client.insert("mode".to_owned(), json!(self.client_mode));
        insert_text(&mut client, "displayName", self.display_name.as_deref());
        insert_text(&mut client, "deviceFamily", self.device_family.as_deref());
        let mut params = Map::new();
        params.insert("minProtocol".to_owned(), json!(self.min_protocol));
        params.insert("maxProtocol".to_owned(), json!(self.max_protocol));
        params.insert("client".to_owned(), Value::Object(client));
        params.insert("role".to_owned(), json!(self.role));
        params.insert("scopes".to_owned(), json!(self.scopes));
        params.insert("caps".to_owned(), json!(self.caps));
        if !self.commands.is_empty() {
            params.insert("commands".to_owned(), json!(self.commands));
        }
        insert_text(&mut params, "locale", self.locale.as_deref());
        if let Some(auth) = self.credential.to_json() {
            params.insert("auth".to_owned(), auth);
        }
        params.insert(
            "device".to_owned(),
            json!({
                "id": identity.device_id(),
                "publicKey": identity.public_key(),
                "signature": signature,
                "signedAt": challenge_ts_ms,
                "nonce": nonce,
            }),
        );
        Value::Object(params)
    }
}

fn insert_text(object: &mut Map<String, Value>, key: &str, text: Option<&str>) {
    if let Some(text) = text {
        object.insert(key.to_owned(), json!(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(credential: Credential) -> Value {
        let mut request = ConnectRequest::operator("0.1.0", "linux", vec!["operator.read".to_owned()], credential);
        request.display_name = Some("Desk".to_owned());
        request.params(&DeviceIdentity::generate(&[7; 32]), "nonce-1", 42)
    }

    #[test]
    fn asks_for_both_protocol_generations_under_the_common_client_id() {
        let params = params(Credential::Token(Secret::new("t")));
        assert_eq!(params["minProtocol"], 3);
        assert_eq!(params["maxProtocol"], 4);
        assert_eq!(params["client"]["id"], "gateway-client");
        assert_eq!(params["client"]["mode"], "ui");
        assert_eq!(params["device"]["signedAt"], 42);
        assert_eq!(params["device"]["nonce"], "nonce-1");
    }

    #[test]
    fn each_credential_goes_into_its_own_field() {
        let token = || Secret::new("t");
        let device = || Secret::new("d");
        assert_eq!(params(Credential::Token(token()))["auth"], json!({"token": "t"}));
        assert_eq!(params(Credential::DeviceToken(device()))["auth"], json!({"deviceToken": "d"}));
        assert_eq!(
            params(Credential::TokenAndDeviceToken { token: token(), device_token: device() })["auth"],
            json!({"token": "t", "deviceToken": "d"})
        );
        assert_eq!(params(Credential::Password(token()))["auth"], json!({"password": "t"}));
        assert!(params(Credential::None).get("auth").is_none(), "no credential must send no auth field");
    }

    #[test]
    fn a_request_is_printed_without_its_secret() {
        let request = ConnectRequest::operator("1", "linux", vec![], Credential::Password(Secret::new("pw-visible")));
        assert!(!format!("{request:?}").contains("pw-visible"), "a password was printed");
    }
}
