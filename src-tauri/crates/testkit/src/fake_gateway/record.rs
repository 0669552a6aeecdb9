//! What a fake gateway received.

use serde_json::Value;

/// One call of a method.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The method.
    pub method: String,
    /// Its parameters; null when absent.
    pub params: Value,
}

/// Everything received so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Record {
    /// TCP connections that carried anything, probes included.
    pub connections: u64,
    /// WebSocket upgrades asked for.
    pub upgrades: u64,
    /// Header lines of the last upgrade request, names in lower case.
    pub upgrade_headers: Vec<(String, String)>,
    /// Paths of plain HTTP requests.
    pub http_paths: Vec<String>,
    /// `params` of every connect request, accepted or not.
    pub connects: Vec<Value>,
    /// How many of them were accepted.
    pub accepted: u64,
    /// How many accepted connections ended.
    pub disconnects: u64,
    /// Close frames that clients sent: code and reason.
    pub client_closes: Vec<(u16, String)>,
    /// Calls after an accepted connect.
    pub calls: Vec<Call>,
    /// Every text frame received, in order.
    pub frames: Vec<String>,
    /// Events of a flood that were sent.
    pub flooded: u64,
    /// Payloads of pongs received.
    pub pongs: Vec<Vec<u8>>,
}

impl Record {
    /// How often a method was called.
    pub fn calls_of(&self, method: &str) -> usize {
        self.calls.iter().filter(|call| call.method == method).count()
    }
}
