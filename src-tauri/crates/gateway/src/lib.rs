//! OpenClaw's wire protocol: one connection to one gateway, over a raw socket or pinned TLS.
//!
//! This crate executes and reports; it never decides whether or when to try again. No proxy setting of the
//! environment is read, no `Origin` header is sent, nothing is written to a log.
//!
//! The WebSocket library below prints whole frames at its `trace` level. A host that bridges the `log` crate must leave
//! the target `tungstenite` out, because the connect frame carries credentials.

mod bounded;
pub mod close_code;
pub mod connect;
pub mod endpoint;
pub mod failure;
pub mod frame;
pub mod hello;
pub mod http;
pub mod identity;
mod limits;
pub mod payload;
pub mod plain_http;
pub mod redirect;
pub mod session;
pub mod tls;

pub use bounded::bounded;
pub use connect::{ConnectRequest, Credential};
pub use endpoint::{Endpoint, Transport};
pub use failure::{CallFailure, ConnectFailure, NotAGateway, Refusal};
pub use hello::Hello;
pub use identity::DeviceIdentity;
pub use limits::Limits;
pub use session::{EventStream, Payload, Session, SessionEvent, SessionStats};
