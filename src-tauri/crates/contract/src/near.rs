//! Gateways that announce themselves on the network.

use serde::{Deserialize, Serialize};

/// A gateway that announced itself. Nobody vouches for a word of it: anybody on the network can announce anything.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct NearGateway {
    /// Name for people, as announced.
    pub name: String,
    /// Name of its computer on the network, such as `office.local`.
    pub host: String,
    /// Where it can be looked at, as [`crate::Intent::LookElsewhere`] takes it.
    pub address: String,
}
