//! Secrets in the operating system's keychain: one item per gateway.
//!
//! On Linux this is the Secret Service (GNOME Keyring, KWallet), on macOS the Keychain, on Windows the Credential
//! Manager. The item of a gateway has the attributes `service` (Clawtray's name) and `username` (the gateway's id), and
//! its value is one JSON document, so that a person can look it up: `secret-tool lookup service … username …`.
//!
//! A locked Linux keychain shows a prompt and blocks the caller for as long as the prompt stays open. Therefore every
//! call runs on one thread of the keychain's own, one at a time, and the caller waits for a limited time only. A call
//! that timed out before it began is never carried out; one that was under way may still end later.

mod failure;
mod item;
mod shelf;
mod worker;

use std::time::Duration;

pub use failure::KeychainFailure;
pub use item::{GatewaySecrets, MAX_ITEM_BYTES, SecretName};

use shelf::Shelf;
use worker::Worker;

/// The door to the keychain. Cloning it gives another handle on the same thread.
#[derive(Clone, Debug)]
pub struct Keychain {
    worker: Worker,
    limit: Duration,
    memory_only: bool,
}

impl Keychain {
    /// Opens the system's keychain for items of `service_name`. Nothing is asked of it yet; a call waits at most
    /// `limit`. A service that is missing now is looked for again with every call.
    pub fn new(service_name: &str, limit: Duration) -> Self {
        Self { worker: Worker::start(Shelf::system(service_name)), limit, memory_only: false }
    }

    /// A keychain that forgets everything when the process ends: the honest stand-in where there is none, and for tests.
    pub fn memory() -> Self {
        Self { worker: Worker::start(Shelf::memory()), limit: Duration::from_secs(5), memory_only: true }
    }

    /// True when secrets last only as long as this process, which people must be told.
    pub fn is_memory_only(&self) -> bool {
        self.memory_only
    }

    /// Reads the secrets of a gateway; `None` when nothing is stored for it.
    ///
    /// # Errors
    /// Every [`KeychainFailure`] except `TooLarge`.
    pub async fn load(&self, gateway_id: &str) -> Result<Option<GatewaySecrets>, KeychainFailure> {
        let gateway_id = gateway_id.to_owned();
        self.worker.ask(self.limit, move |shelf| shelf.load(&gateway_id)).await
    }

    /// Stores the secrets of a gateway in place of what was there.
    ///
    /// # Errors
    /// Every [`KeychainFailure`]; `TooLarge` before the keychain is asked.
    pub async fn save(&self, gateway_id: &str, secrets: &GatewaySecrets) -> Result<(), KeychainFailure> {
        let document = item::encode(secrets)?;
        let gateway_id = gateway_id.to_owned();
        self.worker.ask(self.limit, move |shelf| shelf.save(&gateway_id, &document)).await
    }

    /// Removes the item of a gateway. Nothing stored is no error.
    ///
    /// # Errors
    /// Every [`KeychainFailure`] except `Broken` and `TooLarge`.
    pub async fn delete(&self, gateway_id: &str) -> Result<(), KeychainFailure> {
        let gateway_id = gateway_id.to_owned();
        self.worker.ask(self.limit, move |shelf| shelf.delete(&gateway_id)).await
    }
}
