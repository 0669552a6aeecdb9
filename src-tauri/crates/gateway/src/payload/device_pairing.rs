//! Devices that ask to be trusted: `device.pair.requested`, `device.pair.resolved`, `device.pair.list`.

use super::read::{foreign_names, foreign_records};

foreign_names! {
    /// How a pairing request ended. `Rejected` also stands for "replaced by a newer request": list before acting.
    pub enum PairingDecision {
        /// Approved.
        Approved = "approved",
        /// Rejected, or replaced by a newer request of the same device.
        Rejected = "rejected",
    }
}

foreign_records! {
    /// A device waiting for approval; also the payload of `device.pair.requested`. Everything in it is the device's
    /// own claim, except `remote_ip`.
    pub struct DevicePairingRequest {
        /// Names the request in `device.pair.approve` and `device.pair.reject`.
        request_id: String = "requestId",
        /// The device: hex SHA-256 of its public key.
        device_id: String = "deviceId",
        /// The public key, base64url.
        public_key: String = "publicKey",
        /// The name it gives itself.
        display_name: Option<String> = "displayName",
        /// Its platform.
        platform: Option<String> = "platform",
        /// Its device family.
        device_family: Option<String> = "deviceFamily",
        /// Its client id.
        client_id: Option<String> = "clientId",
        /// Its client mode.
        client_mode: Option<String> = "clientMode",
        /// The role it asks for.
        role: Option<String> = "role",
        /// All roles it would have.
        roles: Vec<String> = "roles",
        /// The scopes it asks for.
        scopes: Vec<String> = "scopes",
        /// Where it connects from; absent on this computer.
        remote_ip: Option<String> = "remoteIp",
        /// True when the gateway may approve it without asking.
        silent: bool = "silent",
        /// True when the device was paired before.
        is_repair: bool = "isRepair",
        /// When it asked, milliseconds since 1970. A request lives five minutes.
        ts_ms: Option<u64> = "ts",
    }

    /// The payload of `device.pair.resolved`.
    pub struct DevicePairingResolved {
        /// The request.
        request_id: String = "requestId",
        /// The device.
        device_id: String = "deviceId",
        /// How it ended.
        decision: PairingDecision = "decision",
        /// When, milliseconds since 1970.
        ts_ms: Option<u64> = "ts",
    }

    /// The answer of `device.pair.list`.
    pub struct DevicePairingList {
        /// Devices that wait.
        pending: Vec<DevicePairingRequest> = "pending",
        /// Devices that are trusted.
        paired: Vec<PairedDevice> = "paired",
    }

    /// A trusted device.
    pub struct PairedDevice {
        /// The device.
        device_id: String = "deviceId",
        /// The name it gave itself.
        display_name: Option<String> = "displayName",
        /// The name a person gave it.
        operator_label: Option<String> = "operatorLabel",
        /// Its platform.
        platform: Option<String> = "platform",
        /// Its device family.
        device_family: Option<String> = "deviceFamily",
        /// Its client id.
        client_id: Option<String> = "clientId",
        /// Its client mode.
        client_mode: Option<String> = "clientMode",
        /// Its roles.
        roles: Vec<String> = "roles",
        /// Its scopes.
        scopes: Vec<String> = "scopes",
        /// Where it connected from; absent on this computer.
        remote_ip: Option<String> = "remoteIp",
        /// `silent` when no person was asked, `owner` when one was.
        approved_via: Option<String> = "approvedVia",
        /// Milliseconds since 1970.
        created_at_ms: Option<u64> = "createdAtMs",
        /// Milliseconds since 1970.
        approved_at_ms: Option<u64> = "approvedAtMs",
        /// Milliseconds since 1970.
        last_seen_at_ms: Option<u64> = "lastSeenAtMs",
        /// Connected now.
        connected: bool = "connected",
        /// Its tokens, without their values.
        tokens: Vec<DeviceTokenInfo> = "tokens",
    }

    /// What is known of a device token.
    pub struct DeviceTokenInfo {
        /// The role it is for.
        role: String = "role",
        /// Its scopes.
        scopes: Vec<String> = "scopes",
        /// Milliseconds since 1970.
        created_at_ms: Option<u64> = "createdAtMs",
        /// Milliseconds since 1970.
        rotated_at_ms: Option<u64> = "rotatedAtMs",
        /// Milliseconds since 1970.
        last_used_at_ms: Option<u64> = "lastUsedAtMs",
    }
}
