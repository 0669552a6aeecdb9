//! How much time and memory one connection may take.

use std::time::Duration;

/// Bounds of one connection. `Limits::default()` is what the product uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// From the first TCP packet to the accepted hello. The gateway itself gives up after 15 s.
    pub hello_deadline: Duration,
    /// Bytes read from the socket before the hello is accepted, all frames together. A hello is about 17 kB.
    pub pre_hello_bytes: u64,
    /// The largest frame accepted after the hello, whatever the gateway's policy announces.
    pub frame_bytes: usize,
    /// The largest event payload that is read. A larger one counts as dropped.
    pub event_bytes: usize,
    /// How many events wait for the reader before some are dropped.
    pub queued_events: usize,
    /// How many bytes of event payload wait for the reader before some are dropped.
    pub queued_bytes: usize,
    /// How long one frame may take to be written before the connection counts as dead.
    pub write_deadline: Duration,
    /// Events that are handed on, by name; all where there is no list. Others are counted and thrown away unread, as
    /// `tick` always is.
    pub wanted_events: Option<&'static [&'static str]>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            hello_deadline: Duration::from_secs(15),
            pre_hello_bytes: 1024 * 1024,
            frame_bytes: 26 * 1024 * 1024,
            event_bytes: 1024 * 1024,
            queued_events: 1024,
            queued_bytes: 8 * 1024 * 1024,
            write_deadline: Duration::from_secs(10),
            wanted_events: None,
        }
    }
}
