//! What follows each refusal and each close, as one table.
//!
//! The order of what is tried, and what waits for a person, are those of OpenClaw's own client (2026.9.6).

use super::Refusal;
use crate::{effect::CredentialChoice, event::SecretsHeld};

/// Waits between attempts, milliseconds; the last one repeats.
pub(super) const WAITS_MS: [u64; 6] = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/// Pause before the one retry with another credential, milliseconds.
pub(super) const RETRY_MS: u64 = 250;
/// Wait after "too many attempts" when the gateway names none, milliseconds: its own lockout.
const LOCKOUT_MS: u64 = 300_000;
/// Wait while a gateway starts and names none, milliseconds, and the limits of what it may name.
const STARTING_MS: u64 = 500;
const STARTING_LIMITS_MS: (u64, u64) = (100, 2_000);
/// Wait where a pairing may be asked for again and the gateway names none, milliseconds, and the least.
const PAIRING_MS: u64 = 15_000;
const PAIRING_LEAST_MS: u64 = 2_000;
/// A session that lasted this long was no failure, milliseconds.
pub(super) const STEADY_MS: u64 = 30_000;

/// WebSocket close code of a changed secret, policy or device.
const AUTH_CHANGED: u16 = 4001;

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Follow {
    /// The same again after this time, milliseconds.
    After(u64),
    /// The same again after the next longer wait.
    Longer,
    /// Once per episode: again with another credential or fewer scopes.
    Instead(Instead),
    /// Wait for a person or a change.
    Stand,
    /// The same; and nothing at all before this time has passed, milliseconds, whoever asks.
    Locked(u64),
}

/// What the one retry of an episode presents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Instead {
    /// Both tokens: the device's own may be good where the shared one is not.
    BothTokens,
    /// The shared token; a device token that is not known any more is forgotten.
    SharedToken,
    /// The shared secret as a password.
    Password,
    /// The same credential, asking only to read.
    ReadOnly,
}

/// The table. `tried` is what was presented, `retried` says that this episode has had its one retry.
pub(super) fn follow(refusal: &Refusal, tried: CredentialChoice, secrets: &SecretsHeld, retried: bool) -> Follow {
    match refusal {
        Refusal::Starting { retry_after_ms } => {
            let (least, most) = STARTING_LIMITS_MS;
            Follow::After(retry_after_ms.unwrap_or(STARTING_MS).clamp(least, most))
        }
        Refusal::Unreachable { .. } | Refusal::NotAGateway { .. } | Refusal::Tunnel { .. } => Follow::Longer,
        Refusal::RateLimited { retry_after_ms } => Follow::Locked(retry_after_ms.unwrap_or(LOCKOUT_MS).max(1_000)),
        Refusal::Pairing { ask_again: Some(wait), .. } => {
            Follow::After(wait.unwrap_or(PAIRING_MS).max(PAIRING_LEAST_MS))
        }
        Refusal::TokenMismatch if tried == CredentialChoice::SharedToken && secrets.device_token && !retried => {
            Follow::Instead(Instead::BothTokens)
        }
        Refusal::PasswordMissing if tried == CredentialChoice::SharedToken && !retried => {
            Follow::Instead(Instead::Password)
        }
        Refusal::DeviceTokenMismatch if secrets.shared_token && !retried => Follow::Instead(Instead::SharedToken),
        // A gateway of spring 2026 says the same of one that is good for less (OpenClaw 2026.4.29).
        Refusal::DeviceTokenMismatch if !retried => Follow::Instead(Instead::ReadOnly),
        Refusal::ScopeMismatch if !retried => match (tried, secrets.shared_token) {
            (CredentialChoice::DeviceToken, true) => Follow::Instead(Instead::SharedToken),
            _ => Follow::Instead(Instead::ReadOnly),
        },
        Refusal::Pairing { .. }
        | Refusal::TokenMismatch
        | Refusal::TokenMissing
        | Refusal::DeviceTokenMismatch
        | Refusal::ScopeMismatch
        | Refusal::PasswordMismatch
        | Refusal::PasswordMissing
        | Refusal::NotConfigured { .. }
        | Refusal::Device { .. }
        | Refusal::OriginNotAllowed
        | Refusal::OtherCertificate { .. }
        | Refusal::IdentityProxy { .. }
        | Refusal::ClientVersion { .. }
        | Refusal::Protocol { .. }
        | Refusal::Other { .. } => Follow::Stand,
    }
}

/// The first wait after a close, as a place in [`WAITS_MS`]. Changed secrets and policies are met with care: what is
/// presented next may be refused, and refusals are counted.
pub(super) fn first_wait(code: Option<u16>) -> usize {
    usize::from(code == Some(AUTH_CHANGED))
}

#[cfg(test)]
mod tests {
    use super::{Follow, Instead, follow};
    use crate::{
        effect::CredentialChoice,
        event::SecretsHeld,
        link::{DeviceFault, Refusal},
    };

    fn held(shared_token: bool, device_token: bool) -> SecretsHeld {
        SecretsHeld { shared_token, device_token, ..SecretsHeld::default() }
    }

    fn pairing(ask_again: Option<Option<u64>>) -> Refusal {
        Refusal::Pairing { reason: "not-paired".into(), request: None, role: None, scopes: vec![], ask_again }
    }

    #[test]
    fn every_refusal_has_its_row() {
        let (shared, device) = (CredentialChoice::SharedToken, CredentialChoice::DeviceToken);
        let code = || "X".to_owned();
        let rows = [
            (Refusal::Starting { retry_after_ms: None }, Follow::After(500)),
            (Refusal::Starting { retry_after_ms: Some(1) }, Follow::After(100)),
            (Refusal::Starting { retry_after_ms: Some(60_000) }, Follow::After(2_000)),
            (Refusal::Unreachable { words: code() }, Follow::Longer),
            (Refusal::NotAGateway { words: code() }, Follow::Longer),
            (Refusal::Tunnel { words: code() }, Follow::Longer),
            (Refusal::OtherCertificate { came: code() }, Follow::Stand),
            (Refusal::RateLimited { retry_after_ms: Some(90_000) }, Follow::Locked(90_000)),
            (Refusal::RateLimited { retry_after_ms: None }, Follow::Locked(300_000)),
            (pairing(None), Follow::Stand),
            (pairing(Some(None)), Follow::After(15_000)),
            (pairing(Some(Some(5_000))), Follow::After(5_000)),
            (pairing(Some(Some(1))), Follow::After(2_000)),
            (Refusal::TokenMissing, Follow::Stand),
            (Refusal::PasswordMismatch, Follow::Stand),
            (Refusal::NotConfigured { code: code() }, Follow::Stand),
            (Refusal::Device { fault: DeviceFault::Stale, clock_ahead_ms: None }, Follow::Stand),
            (Refusal::OriginNotAllowed, Follow::Stand),
            (Refusal::IdentityProxy { code: code() }, Follow::Stand),
            (Refusal::ClientVersion { code: code() }, Follow::Stand),
            (Refusal::Protocol { words: code(), gateway_is_older: None }, Follow::Stand),
            (Refusal::Other { code: code(), words: code() }, Follow::Stand),
        ];
        for (refusal, expected) in rows {
            for tried in [shared, device, CredentialChoice::Both, CredentialChoice::None] {
                assert_eq!(follow(&refusal, tried, &held(true, true), false), expected, "{refusal:?} {tried:?}");
            }
        }
    }

    #[test]
    fn the_one_retry_of_an_episode() {
        use CredentialChoice::{Both, DeviceToken, None, Password, SharedToken};
        let rows = [
            (Refusal::TokenMismatch, SharedToken, held(true, true), Follow::Instead(Instead::BothTokens)),
            (Refusal::TokenMismatch, SharedToken, held(true, false), Follow::Stand),
            (Refusal::TokenMismatch, Both, held(true, true), Follow::Stand),
            (Refusal::PasswordMissing, SharedToken, held(true, true), Follow::Instead(Instead::Password)),
            (Refusal::PasswordMissing, Password, held(true, true), Follow::Stand),
            (Refusal::PasswordMissing, None, held(false, false), Follow::Stand),
            (Refusal::DeviceTokenMismatch, DeviceToken, held(true, true), Follow::Instead(Instead::SharedToken)),
            (Refusal::DeviceTokenMismatch, DeviceToken, held(false, true), Follow::Instead(Instead::ReadOnly)),
            (Refusal::ScopeMismatch, DeviceToken, held(true, true), Follow::Instead(Instead::SharedToken)),
            (Refusal::ScopeMismatch, DeviceToken, held(false, true), Follow::Instead(Instead::ReadOnly)),
            (Refusal::ScopeMismatch, Both, held(true, true), Follow::Instead(Instead::ReadOnly)),
        ];
        for (refusal, tried, secrets, expected) in rows {
            assert_eq!(follow(&refusal, tried, &secrets, false), expected, "{refusal:?} {tried:?}");
            assert_eq!(follow(&refusal, tried, &secrets, true), Follow::Stand, "only once: {refusal:?} {tried:?}");
        }
    }
}
