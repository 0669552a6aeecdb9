//! The gateway's own comings and goings: `shutdown`, `config.changed`.

use super::read::foreign_records;

foreign_records! {
    /// The payload of `shutdown`. Stop and restart close the connection alike; only this tells which it is.
    pub struct Shutdown {
        /// The gateway's sentence.
        reason: Option<String> = "reason",
        /// When it should be back, milliseconds from now; absent when it stops for good.
        restart_expected_ms: Option<u64> = "restartExpectedMs",
    }

    /// The payload of `config.changed`.
    pub struct ConfigChanged {
        /// The file.
        path: Option<String> = "path",
        /// Its hash now.
        hash: Option<String> = "hash",
        /// Milliseconds since 1970.
        ts_ms: Option<u64> = "ts",
    }
}
