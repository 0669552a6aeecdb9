//! WebSocket close codes this protocol uses, as observed on OpenClaw 2026.9.6.

/// Closed in good order, also after the handshake deadline of the gateway.
pub const NORMAL: u16 = 1000;
/// The gateway refused the protocol version.
pub const PROTOCOL_ERROR: u16 = 1002;
/// A close frame without a code.
pub const NO_STATUS: u16 = 1005;
/// The connection ended without a close frame. Never on the wire.
pub const ABNORMAL: u16 = 1006;
/// A text frame was not UTF-8.
pub const INVALID_TEXT: u16 = 1007;
/// The gateway refused the handshake or the credentials.
pub const POLICY: u16 = 1008;
/// A frame was larger than the reader accepts.
pub const TOO_LARGE: u16 = 1009;
/// The gateway stops or restarts; only the `shutdown` event before it tells which.
pub const SERVICE_RESTART: u16 = 1012;
/// The gateway is still starting.
pub const TRY_AGAIN_LATER: u16 = 1013;
/// This client gave up after twice the tick interval without a frame.
pub const TICK_TIMEOUT: u16 = 4000;
/// Shared secret, policy or this device changed on the gateway.
pub const AUTH_CHANGED: u16 = 4001;
