//! What is stored for one gateway, and how it is written down.

use clawtray_contract::Secret;
use serde::{Deserialize, Serialize};

use super::KeychainFailure;

/// The largest item, in bytes of its JSON document: what a Windows credential holds. The same everywhere, so that
/// nobody's secrets stop fitting on another system.
pub const MAX_ITEM_BYTES: usize = 2_560;

/// Names one secret of a gateway.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SecretName {
    /// The gateway's shared token or password.
    SharedToken,
    /// The token that the gateway issued for this device.
    DeviceToken,
    /// The device's private key.
    DeviceKey,
    /// The private key that takes its place as soon as the gateway has accepted it.
    NextDeviceKey,
}

/// All that is kept secret for one gateway.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GatewaySecrets {
    /// The gateway's shared token or password.
    pub shared_token: Option<Secret>,
    /// The token that the gateway issued for this device.
    pub device_token: Option<Secret>,
    /// The device's private key.
    pub device_key: Option<Secret>,
    /// The private key that takes its place as soon as the gateway has accepted it.
    pub next_device_key: Option<Secret>,
}

impl GatewaySecrets {
    /// One of them by name.
    pub fn get(&self, name: SecretName) -> Option<&Secret> {
        match name {
            SecretName::SharedToken => self.shared_token.as_ref(),
            SecretName::DeviceToken => self.device_token.as_ref(),
            SecretName::DeviceKey => self.device_key.as_ref(),
            SecretName::NextDeviceKey => self.next_device_key.as_ref(),
        }
    }

    /// Replaces one of them; `None` forgets it.
    pub fn set(&mut self, name: SecretName, secret: Option<Secret>) {
        match name {
            SecretName::SharedToken => self.shared_token = secret,
            SecretName::DeviceToken => self.device_token = secret,
            SecretName::DeviceKey => self.device_key = secret,
            SecretName::NextDeviceKey => self.next_device_key = secret,
        }
    }

    /// True when nothing is kept.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[derive(Serialize)]
struct Written<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    shared_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device_token: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    device_key: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_device_key: Option<&'a str>,
}

#[derive(Deserialize)]
struct Read {
    shared_token: Option<String>,
    device_token: Option<String>,
    device_key: Option<String>,
    next_device_key: Option<String>,
}

/// The document of `secrets`.
pub(super) fn encode(secrets: &GatewaySecrets) -> Result<Secret, KeychainFailure> {
    let written = Written {
        shared_token: secrets.shared_token.as_ref().map(Secret::expose),
        device_token: secrets.device_token.as_ref().map(Secret::expose),
        device_key: secrets.device_key.as_ref().map(Secret::expose),
        next_device_key: secrets.next_device_key.as_ref().map(Secret::expose),
    };
    let document =
        serde_json::to_string(&written).map(Secret::new).map_err(|error| KeychainFailure::Broken(error.to_string()))?;
    match document.expose().len() {
        bytes if bytes > MAX_ITEM_BYTES => Err(KeychainFailure::TooLarge { bytes, limit: MAX_ITEM_BYTES }),
        _ => Ok(document),
    }
}

/// The secrets of a document. What went wrong is told by place only, never by content.
pub(super) fn decode(document: Vec<u8>) -> Result<GatewaySecrets, KeychainFailure> {
    let text = String::from_utf8(document).map_err(|_| KeychainFailure::Broken("it is not text".into()))?;
    let text = Secret::new(text);
    let read: Read = serde_json::from_str(text.expose()).map_err(|error| {
        KeychainFailure::Broken(format!("no such document (line {}, column {})", error.line(), error.column()))
    })?;
    let kept = |text: Option<String>| text.map(Secret::new).filter(|secret| !secret.is_empty());
    Ok(GatewaySecrets {
        shared_token: kept(read.shared_token),
        device_token: kept(read.device_token),
        device_key: kept(read.device_key),
        next_device_key: kept(read.next_device_key),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn full() -> GatewaySecrets {
        GatewaySecrets {
            shared_token: Some(Secret::new("tok-\"quoted\"")),
            device_token: Some(Secret::new("dev-ü")),
            device_key: Some(Secret::new("-----BEGIN\nKEY-----")),
            next_device_key: Some(Secret::new("next-KEY")),
        }
    }

    #[test]
    fn a_document_gives_back_what_was_put_in() {
        let document = encode(&full()).unwrap();
        assert_eq!(decode(document.expose().as_bytes().to_vec()).unwrap(), full());
        let nothing = encode(&GatewaySecrets::default()).unwrap();
        assert_eq!(nothing.expose(), "{}", "an absent secret leaves no trace");
    }

    #[test]
    fn an_unreadable_document_is_described_without_its_content() {
        for bytes in
            [b"tok-plain".to_vec(), b"{\"shared_token\": tok-plain}".to_vec(), b"{\"shared_token\":7}".to_vec()]
        {
            let failure = decode(bytes).unwrap_err();
            assert!(matches!(failure, KeychainFailure::Broken(_)), "{failure:?}");
            assert!(!format!("{failure} {failure:?}").contains("tok-plain"), "{failure}");
        }
        assert!(matches!(decode(vec![0xff, 0xfe]).unwrap_err(), KeychainFailure::Broken(_)));
    }

    #[test]
    fn an_empty_secret_counts_as_none() {
        let read = decode(br#"{"shared_token":"","device_token":null,"later":1}"#.to_vec()).unwrap();
        assert!(read.is_empty(), "{read:?}");
    }

    #[test]
    fn what_does_not_fit_is_refused_and_not_cut() {
        let large = GatewaySecrets { device_key: Some(Secret::new("k".repeat(MAX_ITEM_BYTES))), ..full() };
        assert!(matches!(encode(&large).unwrap_err(), KeychainFailure::TooLarge { limit: MAX_ITEM_BYTES, .. }));
    }

    #[test]
    fn debug_shows_which_secrets_exist_and_none_of_them() {
        let shown = format!("{:?}", full());
        assert!(shown.contains("redacted") && !shown.contains("tok-") && !shown.contains("KEY"), "{shown}");
    }
}
