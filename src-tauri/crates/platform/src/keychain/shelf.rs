//! Where the items lie: the system's store, or this process's memory. Blocking; lives on the keychain's thread.

use std::collections::HashMap;
use std::sync::Arc;

use clawtray_contract::Secret;
use keyring::{Error, Result as StoreResult};
use keyring_core::{CredentialStore, Entry};

use super::KeychainFailure;
use super::item::{self, GatewaySecrets};

/// The store and its connection, if there is one now.
pub(super) enum Shelf {
    /// The system's keychain.
    System {
        /// Clawtray's name in it.
        service_name: String,
        /// Kept between calls; made anew when it went stale.
        store: Option<Arc<CredentialStore>>,
    },
    /// Gone with the process.
    Memory(HashMap<String, Secret>),
}

impl Shelf {
    pub(super) fn system(service_name: &str) -> Self {
        Self::System { service_name: service_name.to_owned(), store: None }
    }

    pub(super) fn memory() -> Self {
        Self::Memory(HashMap::new())
    }

    /// Drops the connection; the next call makes another.
    pub(super) fn forget_connection(&mut self) {
        if let Self::System { store, .. } = self {
            *store = None;
        }
    }

    pub(super) fn load(&mut self, gateway_id: &str) -> Result<Option<GatewaySecrets>, KeychainFailure> {
        let documents = match self {
            Self::Memory(items) => {
                items.get(gateway_id).map(|document| document.expose().as_bytes().to_vec()).into_iter().collect()
            }
            Self::System { .. } => self.with_entry(gateway_id, read_all)?,
        };
        // Somebody may have stored a second item by hand: the first readable one counts.
        let mut broken = None;
        for document in documents {
            match item::decode(document) {
                Ok(secrets) => return Ok(Some(secrets)),
                Err(failure) => broken = broken.or(Some(failure)),
            }
        }
        broken.map_or(Ok(None), Err)
    }

    pub(super) fn save(&mut self, gateway_id: &str, document: &Secret) -> Result<(), KeychainFailure> {
        if let Self::Memory(items) = self {
            items.insert(gateway_id.to_owned(), document.clone());
            return Ok(());
        }
        self.with_entry(gateway_id, |entry| match entry.set_secret(document.expose().as_bytes()) {
            Err(Error::Ambiguous(entries)) => {
                let mut entries = entries.into_iter();
                if let Some(first) = entries.next() {
                    first.set_secret(document.expose().as_bytes())?;
                }
                entries.try_for_each(|other| delete_if_there(&other))
            }
            result => result,
        })
    }

    pub(super) fn delete(&mut self, gateway_id: &str) -> Result<(), KeychainFailure> {
        if let Self::Memory(items) = self {
            items.remove(gateway_id);
            return Ok(());
        }
        self.with_entry(gateway_id, |entry| match delete_if_there(entry) {
            Err(Error::Ambiguous(entries)) => entries.iter().try_for_each(delete_if_there),
            result => result,
        })
    }

    /// Runs `work` on the gateway's entry. A connection from an earlier call may be dead (the service restarted), so a
    /// failure on it is tried once more on a new one.
    fn with_entry<T>(
        &mut self,
        gateway_id: &str,
        work: impl Fn(&Entry) -> StoreResult<T>,
    ) -> Result<T, KeychainFailure> {
        let Self::System { service_name, store } = self else {
            return Err(KeychainFailure::Unavailable("no system store".into()));
        };
        if let Some(kept) = store.as_ref() {
            match kept.build(service_name, gateway_id, None).and_then(|entry| work(&entry)) {
                Err(Error::PlatformFailure(_)) => *store = None,
                result => return result.map_err(|error| KeychainFailure::from_store(&error)),
            }
        }
        let result = connect().and_then(|fresh| {
            let result = fresh.build(service_name, gateway_id, None).and_then(|entry| work(&entry));
            if !matches!(result, Err(Error::PlatformFailure(_))) {
                *store = Some(fresh);
            }
            result
        });
        result.map_err(|error| KeychainFailure::from_store(&error))
    }
}

/// Every value that matches; none when there is no item.
fn read_all(entry: &Entry) -> StoreResult<Vec<Vec<u8>>> {
    match entry.get_secret() {
        Ok(document) => Ok(vec![document]),
        Err(Error::NoEntry) => Ok(Vec::new()),
        Err(Error::Ambiguous(entries)) => entries.iter().map(Entry::get_secret).collect(),
        Err(error) => Err(error),
    }
}

fn delete_if_there(entry: &Entry) -> StoreResult<()> {
    match entry.delete_credential() {
        Err(Error::NoEntry) => Ok(()),
        result => result,
    }
}

#[cfg(target_os = "linux")]
fn connect() -> StoreResult<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

#[cfg(target_os = "macos")]
fn connect() -> StoreResult<Arc<CredentialStore>> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

#[cfg(windows)]
fn connect() -> StoreResult<Arc<CredentialStore>> {
    Ok(windows_native_keyring_store::Store::new()?)
}
