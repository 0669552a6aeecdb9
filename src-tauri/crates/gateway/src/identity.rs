//! This installation's device key and the signature a gateway asks for.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clawtray_contract::Secret;
use ed25519_dalek::{Signer as _, SigningKey};
use sha2::{Digest as _, Sha256};
use std::fmt;
use zeroize::Zeroizing;

/// An Ed25519 key that a gateway pairs with. The key is overwritten when dropped and never printed.
pub struct DeviceIdentity {
    key: SigningKey,
}

/// A stored device key that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the stored device key is not 32 bytes of base64url")]
pub struct BadDeviceKey;

/// What goes into the signature of a connect frame, version 3 of OpenClaw's payload.
#[derive(Clone, Copy)]
pub struct SignedConnect<'a> {
    /// The client id as sent.
    pub client_id: &'a str,
    /// The client mode as sent.
    pub client_mode: &'a str,
    /// The role as sent.
    pub role: &'a str,
    /// The scopes as sent, in the same order.
    pub scopes: &'a [String],
    /// The `ts` of the challenge, milliseconds since 1970.
    pub signed_at_ms: i64,
    /// The credential that is sent: shared token, else device token, else empty (also with a password).
    pub token: &'a str,
    /// The nonce of the challenge.
    pub nonce: &'a str,
    /// The platform as sent; it is signed trimmed and in ASCII lower case.
    pub platform: &'a str,
    /// The device family as sent, empty when it is not sent; normalised like the platform.
    pub device_family: &'a str,
}

impl DeviceIdentity {
    /// Makes a key from 32 random bytes, which the caller takes from the system's generator.
    pub fn generate(seed: &[u8; 32]) -> Self {
        Self { key: SigningKey::from_bytes(seed) }
    }

    /// Reads a key back from its stored form.
    ///
    /// # Errors
    /// When the text is not 32 bytes of unpadded base64url.
    pub fn from_secret(stored: &Secret) -> Result<Self, BadDeviceKey> {
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(stored.expose().trim()).map_err(|_| BadDeviceKey)?);
        let seed: &[u8; 32] = bytes.as_slice().try_into().map_err(|_| BadDeviceKey)?;
        Ok(Self::generate(seed))
    }

    /// The form to store: the 32-byte seed as unpadded base64url.
    pub fn to_secret(&self) -> Secret {
        Secret::new(URL_SAFE_NO_PAD.encode(Zeroizing::new(self.key.to_bytes())))
    }

    /// The public name of this device: lower-case hex SHA-256 of the raw public key.
    pub fn device_id(&self) -> String {
        device_id_of(self.key.verifying_key().as_bytes())
    }

    /// The public key as unpadded base64url.
    pub fn public_key(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.key.verifying_key().as_bytes())
    }

    /// Signs a connect frame; the result is unpadded base64url of the 64 bytes.
    pub fn sign_connect(&self, connect: SignedConnect<'_>) -> String {
        let payload = Zeroizing::new(self.connect_payload(connect));
        URL_SAFE_NO_PAD.encode(self.key.sign(payload.as_bytes()).to_bytes())
    }

    fn connect_payload(&self, connect: SignedConnect<'_>) -> String {
        [
            "v3",
            &self.device_id(),
            connect.client_id,
            connect.client_mode,
            connect.role,
            &connect.scopes.join(","),
            &connect.signed_at_ms.to_string(),
            connect.token,
            connect.nonce,
            &normalised(connect.platform),
            &normalised(connect.device_family),
        ]
        .join("|")
    }
}

impl fmt::Debug for DeviceIdentity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("DeviceIdentity").field("device_id", &self.device_id()).finish_non_exhaustive()
    }
}

fn device_id_of(public_key: &[u8; 32]) -> String {
    let mut id = String::with_capacity(64);
    for byte in Sha256::digest(public_key) {
        for nibble in [byte >> 4, byte & 15] {
            id.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
    id
}

fn normalised(text: &str) -> String {
    text.trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A throw-away key whose signature a real gateway (OpenClaw 2026.9.6) accepted.
    const SEED: [u8; 32] = [
        0x36, 0x18, 0x7e, 0xb3, 0xca, 0xe4, 0xa9, 0xe7, 0xc1, 0x8c, 0x91, 0xc9, 0x81, 0x63, 0x49, 0x7f, 0x96, 0x36,
        0x94, 0x88, 0x78, 0xd2, 0x0a, 0x62, 0x5e, 0x56, 0x01, 0x90, 0xeb, 0xbc, 0x10, 0x91,
    ];

    fn vector(scopes: &[String]) -> SignedConnect<'_> {
        SignedConnect {
            client_id: "openclaw-linux",
            client_mode: "ui",
            role: "operator",
            scopes,
            signed_at_ms: 1_795_343_888_983,
            token: "tok-shared-123456789",
            nonce: "886022c2-e5fe-4782-b776-a76c998e6a2b",
            platform: " Linux ",
            device_family: "",
        }
    }

    fn scopes() -> Vec<String> {
        ["read", "write", "admin", "approvals", "pairing"].iter().map(|name| format!("operator.{name}")).collect()
    }

    #[test]
    fn signs_as_a_real_gateway_accepted_it() {
        let identity = DeviceIdentity::generate(&SEED);
        assert_eq!(identity.device_id(), "3a46b8d1f7ac282c2b4fbfe941ea2014acedf832217f9c73abaad54fef9b076f");
        assert_eq!(identity.public_key(), "9onx6T6t528bU31v9NynCWTMeanUbeEQ35SQHRBklbQ");
        assert_eq!(
            identity.sign_connect(vector(&scopes())),
            "OWkWanW3ZR86g8twuXuCPKbSmpjReHfF_rlqhHtLR3eAcloewk5_WnW3zgmTYKb5o8Kg44I6Hm9CrX4w6iukDQ"
        );
    }

    #[test]
    fn an_empty_scope_list_and_family_keep_their_separators() {
        let identity = DeviceIdentity::generate(&SEED);
        let payload = identity.connect_payload(vector(&[]));
        assert!(payload.contains("|operator||1795343888983|"), "scopes must be an empty field: {payload}");
        assert!(payload.ends_with("|linux|"), "the empty device family keeps its separator: {payload}");
    }

    #[test]
    fn survives_being_stored_and_is_never_printed() {
        let identity = DeviceIdentity::generate(&SEED);
        let stored = identity.to_secret();
        let again = DeviceIdentity::from_secret(&stored).unwrap();
        assert_eq!(again.device_id(), identity.device_id());
        let shown = format!("{identity:?}");
        assert!(!shown.contains(stored.expose()) && !shown.contains("0x36"), "the key was printed: {shown}");
    }

    #[test]
    fn a_damaged_stored_key_is_refused() {
        for text in ["", "short", "not base64url at all!", "AAAA"] {
            assert!(DeviceIdentity::from_secret(&Secret::new(text)).is_err(), "accepted {text:?}");
        }
    }
}
