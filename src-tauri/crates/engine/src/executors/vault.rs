//! The only place that holds secrets: the shared token, the device token and the device's key.
//!
//! They live in the keychain and, while the keeper runs, here. Where the keychain cannot be used they live here
//! alone, and the held facts say so. The keychain's item is only written once it could be read: what a person keeps
//! there is never lost to a keychain that was locked for a while.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use clawtray_contract::Secret;
use clawtray_core::{CredentialChoice, SecretsHeld};
use clawtray_gateway::{Credential, DeviceIdentity};
use clawtray_platform::keychain::{GatewaySecrets, SecretName};

use crate::ports::Keychain;

/// What stands in a text where a secret was.
const REDACTED: &str = "<redacted>";

/// Shorter texts are not looked for: they would tear holes into ordinary words.
const SHORTEST_SCRUBBED: usize = 8;

const NAMES: [SecretName; 4] =
    [SecretName::SharedToken, SecretName::DeviceToken, SecretName::DeviceKey, SecretName::NextDeviceKey];

#[derive(Default)]
struct Held {
    /// What is used.
    now: GatewaySecrets,
    /// What the keychain is known to have; `None` until it could be read.
    stored: Option<GatewaySecrets>,
    problem: Option<String>,
}

/// The vault of one gateway.
pub(crate) struct Vault {
    keychain: Arc<dyn Keychain>,
    gateway: String,
    /// Never write: somebody only looks.
    look_only: bool,
    held: Mutex<Held>,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Vault").field("gateway", &self.gateway).finish_non_exhaustive()
    }
}

impl Vault {
    /// An empty vault for the gateway with this id. With `look_only` it never writes to the keychain.
    pub(crate) fn new(keychain: Arc<dyn Keychain>, gateway: &str, look_only: bool) -> Self {
        Self { keychain, gateway: gateway.to_owned(), look_only, held: Mutex::default() }
    }

    /// True when nothing may be changed.
    pub(crate) fn is_look_only(&self) -> bool {
        self.look_only
    }

    /// Reads the keychain and takes over what changed there. What is only in memory is written there.
    pub(crate) async fn load(&self) -> SecretsHeld {
        match self.keychain.load(&self.gateway).await {
            Ok(found) => {
                self.merge(found.unwrap_or_default());
                self.lock().problem = None;
                self.store().await;
            }
            Err(words) => self.lock().problem = Some(words),
        }
        self.held()
    }

    /// Takes what the keychain has, except where memory holds something that was never written.
    fn merge(&self, found: GatewaySecrets) {
        let mut held = self.lock();
        let before = held.stored.take().unwrap_or_default();
        for name in NAMES {
            if held.now.get(name) == before.get(name) {
                let trimmed = found.get(name).map(|secret| Secret::new(secret.expose().trim()));
                held.now.set(name, trimmed.filter(|secret| !secret.is_empty()));
            }
        }
        held.stored = Some(found);
    }

    /// Writes what the keychain does not have yet.
    async fn store(&self) {
        let wanted = {
            let held = self.lock();
            let differs = held.stored.as_ref().is_some_and(|stored| *stored != held.now);
            if self.look_only || !differs {
                return;
            }
            held.now.clone()
        };
        let written = self.keychain.save(&self.gateway, &wanted).await;
        let mut held = self.lock();
        match written {
            Ok(()) => held.stored = Some(wanted),
            Err(words) => held.problem = Some(words),
        }
    }

    /// How much is at hand.
    pub(crate) fn held(&self) -> SecretsHeld {
        let held = self.lock();
        SecretsHeld {
            shared_token: held.now.shared_token.is_some(),
            device_token: held.now.device_token.is_some(),
            keychain_problem: held.problem.clone(),
        }
    }

    /// The shared token, for its hand-over to OpenClaw and for the dashboard's address.
    pub(crate) fn shared_token(&self) -> Option<Secret> {
        self.lock().now.shared_token.clone()
    }

    /// Keeps the shared token. Returns whether it differs from the one held before.
    pub(crate) async fn keep_shared_token(&self, token: Secret) -> bool {
        self.keep(SecretName::SharedToken, Some(token)).await
    }

    /// Keeps the device token that a hello brought; the gateway may have changed it.
    pub(crate) async fn keep_device_token(&self, token: Secret) {
        self.keep(SecretName::DeviceToken, Some(token)).await;
    }

    /// Forgets the device token, here and in the keychain.
    pub(crate) async fn forget_device_token(&self) {
        self.keep(SecretName::DeviceToken, None).await;
    }

    /// The device's key: the kept one, or a new one from `random` that is kept from now on.
    pub(crate) async fn identity(&self, random: &[u8; 32]) -> DeviceIdentity {
        let kept = self.lock().now.device_key.clone();
        if let Some(identity) = kept.and_then(|key| DeviceIdentity::from_secret(&key).ok()) {
            return identity;
        }
        let identity = DeviceIdentity::generate(random);
        self.keep(SecretName::DeviceKey, Some(identity.to_secret())).await;
        identity
    }

    /// Makes a new key from `random`. The one of today stays, and stays in use, until the gateway has accepted it.
    pub(crate) async fn begin_new_identity(&self, random: &[u8; 32]) {
        self.keep(SecretName::NextDeviceKey, Some(DeviceIdentity::generate(random).to_secret())).await;
    }

    /// The device's new key, where one waits to be accepted.
    pub(crate) fn next_identity(&self) -> Option<DeviceIdentity> {
        let kept = self.lock().now.next_device_key.clone();
        kept.and_then(|key| DeviceIdentity::from_secret(&key).ok())
    }

    /// The gateway has accepted the new key: it takes the old one's place. The old one's token goes with it.
    pub(crate) async fn next_identity_accepted(&self) {
        {
            let mut held = self.lock();
            let Some(next) = held.now.next_device_key.take() else { return };
            held.now.device_key = Some(next);
            held.now.device_token = None;
        }
        self.store_or_load().await;
    }

    /// What a connection presents. A choice that is not at hand becomes the next best one.
    pub(crate) fn credential(&self, choice: CredentialChoice) -> Credential {
        let now = self.lock().now.clone();
        match (choice, now.shared_token, now.device_token) {
            (CredentialChoice::None, _, _) | (_, None, None) => Credential::None,
            (CredentialChoice::Both, Some(token), Some(device_token)) => {
                Credential::TokenAndDeviceToken { token, device_token }
            }
            (CredentialChoice::DeviceToken, _, Some(device_token)) | (_, None, Some(device_token)) => {
                Credential::DeviceToken(device_token)
            }
            (CredentialChoice::Password, Some(secret), _) => Credential::Password(secret),
            (_, Some(token), _) => Credential::Token(token),
        }
    }

    /// The text with every held secret replaced.
    pub(crate) fn scrub(&self, text: String) -> String {
        let held = self.lock();
        let secrets = NAMES.iter().filter_map(|name| held.now.get(*name));
        secrets.filter(|secret| secret.expose().len() >= SHORTEST_SCRUBBED).fold(text, |text, secret| {
            if text.contains(secret.expose()) { text.replace(secret.expose(), REDACTED) } else { text }
        })
    }

    /// The lines with every held secret replaced.
    pub(crate) fn scrub_lines(&self, lines: &mut [String]) {
        let held = self.lock();
        let secrets = NAMES.iter().filter_map(|name| held.now.get(*name));
        for secret in secrets.filter(|secret| secret.expose().len() >= SHORTEST_SCRUBBED) {
            let finder = memchr::memmem::Finder::new(secret.expose());
            for line in lines.iter_mut().filter(|line| finder.find(line.as_bytes()).is_some()) {
                *line = line.replace(secret.expose(), REDACTED);
            }
        }
    }

    async fn keep(&self, name: SecretName, secret: Option<Secret>) -> bool {
        let differs = {
            let mut held = self.lock();
            let differs = held.now.get(name) != secret.as_ref();
            held.now.set(name, secret);
            differs
        };
        self.store_or_load().await;
        differs
    }

    /// What is in memory goes into the keychain, which must have been read once before it is written.
    async fn store_or_load(&self) {
        let was_read = self.lock().stored.is_some();
        if was_read {
            self.store().await;
        } else {
            self.load().await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use clawtray_contract::Secret;
    use clawtray_core::CredentialChoice;
    use clawtray_gateway::Credential;
    use clawtray_platform::keychain::GatewaySecrets;

    use super::Vault;
    use crate::ports::{Keychain, Later};

    #[derive(Default)]
    struct FakeKeychain {
        item: Mutex<Option<GatewaySecrets>>,
        broken: Mutex<bool>,
    }

    impl FakeKeychain {
        fn checked(&self) -> Result<(), String> {
            if *self.broken.lock().unwrap() { Err("no keychain".to_owned()) } else { Ok(()) }
        }

        fn put(&self, shared: &str) {
            let shared_token = Some(Secret::new(shared));
            *self.item.lock().unwrap() = Some(GatewaySecrets { shared_token, ..GatewaySecrets::default() });
        }

        fn item(&self) -> GatewaySecrets {
            self.item.lock().unwrap().clone().unwrap_or_default()
        }
    }

    impl Keychain for FakeKeychain {
        fn load<'a>(&'a self, _gateway: &'a str) -> Later<'a, Result<Option<GatewaySecrets>, String>> {
            Box::pin(async move { self.checked().map(|()| self.item.lock().unwrap().clone()) })
        }

        fn save<'a>(&'a self, _gateway: &'a str, secrets: &'a GatewaySecrets) -> Later<'a, Result<(), String>> {
            Box::pin(async move {
                self.checked()?;
                *self.item.lock().unwrap() = Some(secrets.clone());
                Ok(())
            })
        }
    }

    fn vault() -> (Arc<FakeKeychain>, Vault) {
        let keychain = Arc::new(FakeKeychain::default());
        let vault = Vault::new(Arc::clone(&keychain) as Arc<dyn Keychain>, "default", false);
        (keychain, vault)
    }

    #[tokio::test]
    async fn a_token_changed_from_outside_is_taken_over() {
        let (keychain, vault) = vault();
        keychain.put("tok-1");
        assert!(vault.load().await.shared_token);
        keychain.put("tok-2\n");
        vault.load().await;
        assert_eq!(vault.shared_token().unwrap().expose(), "tok-2");
        *keychain.item.lock().unwrap() = None;
        assert!(!vault.load().await.shared_token, "what a person removes is forgotten");
    }

    #[tokio::test]
    async fn without_a_keychain_secrets_stay_in_memory_and_move_in_when_it_comes_back() {
        let (keychain, vault) = vault();
        *keychain.broken.lock().unwrap() = true;
        assert!(vault.keep_shared_token(Secret::new("tok-memory")).await);
        let held = vault.load().await;
        assert!(held.shared_token, "a broken keychain must not lose what is in memory");
        assert_eq!(held.keychain_problem.as_deref(), Some("no keychain"));
        *keychain.broken.lock().unwrap() = false;
        assert_eq!(vault.load().await.keychain_problem, None);
        assert_eq!(keychain.item().shared_token, Some(Secret::new("tok-memory")));
    }

    #[tokio::test]
    async fn what_a_locked_keychain_holds_is_not_overwritten_by_the_rest_of_the_item() {
        let (keychain, vault) = vault();
        keychain.put("tok-kept");
        *keychain.broken.lock().unwrap() = true;
        vault.load().await;
        *keychain.broken.lock().unwrap() = false;
        vault.keep_device_token(Secret::new("tok-device")).await;
        assert_eq!(keychain.item().shared_token, Some(Secret::new("tok-kept")));
        assert_eq!(keychain.item().device_token, Some(Secret::new("tok-device")));
        assert!(vault.held().shared_token);
    }

    #[tokio::test]
    async fn whoever_only_looks_writes_nothing() {
        let keychain = Arc::new(FakeKeychain::default());
        let vault = Vault::new(Arc::clone(&keychain) as Arc<dyn Keychain>, "default", true);
        vault.keep_shared_token(Secret::new("tok-seen")).await;
        vault.identity(&[1; 32]).await;
        assert!(keychain.item.lock().unwrap().is_none());
    }

    #[tokio::test]
    async fn the_device_key_is_made_once_and_kept() {
        let (keychain, vault) = vault();
        let first = vault.identity(&[1; 32]).await.device_id();
        assert_eq!(vault.identity(&[2; 32]).await.device_id(), first);
        let again = Vault::new(keychain, "default", false);
        again.load().await;
        assert_eq!(again.identity(&[3; 32]).await.device_id(), first, "the next keeper is the same device");
    }

    #[tokio::test]
    async fn the_old_key_is_kept_until_the_new_one_is_accepted() {
        let (keychain, vault) = vault();
        let old = vault.identity(&[1; 32]).await.device_id();
        vault.keep_device_token(Secret::new("tok-of-the-old")).await;
        vault.begin_new_identity(&[2; 32]).await;
        let next = vault.next_identity().unwrap().device_id();
        assert_ne!(next, old);
        assert_eq!(vault.identity(&[3; 32]).await.device_id(), old, "still in use");
        let again = Vault::new(Arc::clone(&keychain) as Arc<dyn Keychain>, "default", false);
        again.load().await;
        assert_eq!(again.next_identity().unwrap().device_id(), next, "the next keeper goes on with both");
        again.next_identity_accepted().await;
        assert_eq!(again.identity(&[3; 32]).await.device_id(), next);
        assert!(again.next_identity().is_none() && !again.held().device_token, "the old one's token is none of its");
        assert_eq!(keychain.item().next_device_key, None);
        let before = again.identity(&[4; 32]).await.device_id();
        again.next_identity_accepted().await;
        assert_eq!(again.identity(&[4; 32]).await.device_id(), before, "accepting nothing changes nothing");
    }

    #[tokio::test]
    async fn the_choice_falls_back_to_what_is_there_and_a_forgotten_device_token_is_gone_everywhere() {
        let (keychain, vault) = vault();
        assert_eq!(vault.credential(CredentialChoice::Both), Credential::None);
        vault.keep_shared_token(Secret::new("tok-shared")).await;
        assert_eq!(vault.credential(CredentialChoice::DeviceToken), Credential::Token(Secret::new("tok-shared")));
        vault.keep_device_token(Secret::new("tok-device")).await;
        assert_eq!(vault.credential(CredentialChoice::DeviceToken), Credential::DeviceToken(Secret::new("tok-device")));
        assert!(matches!(vault.credential(CredentialChoice::Both), Credential::TokenAndDeviceToken { .. }));
        assert_eq!(vault.credential(CredentialChoice::Password), Credential::Password(Secret::new("tok-shared")));
        assert!(keychain.item().device_token.is_some());
        vault.forget_device_token().await;
        assert!(!vault.held().device_token);
        assert_eq!(keychain.item().device_token, None);
    }

    #[tokio::test]
    async fn no_way_of_printing_the_vault_shows_a_secret() {
        let (_keychain, vault) = vault();
        vault.keep_shared_token(Secret::new("tok-visible-nowhere")).await;
        let shown = format!("{vault:?} {:?} {:?}", vault.held(), vault.credential(CredentialChoice::SharedToken));
        assert!(!shown.contains("visible"), "{shown}");
        let line = vault.scrub("url http://h/#token=tok-visible-nowhere end".to_owned());
        assert_eq!(line, "url http://h/#token=<redacted> end");
        let mut lines = ["nothing".to_owned(), "tok-visible-nowhere twice tok-visible-nowhere".to_owned()];
        vault.scrub_lines(&mut lines);
        assert_eq!(lines, ["nothing", "<redacted> twice <redacted>"]);
    }
}
