//! Nodes that ask to offer commands: `node.pair.requested`, `node.pair.resolved`, `node.pair.list`, `node.list`.

use super::device_pairing::PairingDecision;
use super::read::foreign_records;
use serde_json::Value;
use std::collections::BTreeMap;

foreign_records! {
    /// A node waiting for approval of its commands; also the payload of `node.pair.requested`.
    pub struct NodePairingRequest {
        /// Names the request in `node.pair.approve` and `node.pair.reject`.
        request_id: String = "requestId",
        /// The node, which is its device id.
        node_id: String = "nodeId",
        /// The name it gives itself.
        display_name: Option<String> = "displayName",
        /// Its platform.
        platform: Option<String> = "platform",
        /// Its device family.
        device_family: Option<String> = "deviceFamily",
        /// Its version.
        version: Option<String> = "version",
        /// Its client id.
        client_id: Option<String> = "clientId",
        /// What it can do, in groups.
        caps: Vec<String> = "caps",
        /// The commands it offers.
        commands: Vec<String> = "commands",
        /// Scopes an approver needs.
        required_approve_scopes: Vec<String> = "requiredApproveScopes",
        /// What its system allows it.
        permissions: BTreeMap<String, bool> = "permissions",
        /// True when the gateway may approve it without asking.
        silent: bool = "silent",
        /// When it asked, milliseconds since 1970.
        ts_ms: Option<u64> = "ts",
    }

    /// The payload of `node.pair.resolved`.
    pub struct NodePairingResolved {
        /// The request.
        request_id: String = "requestId",
        /// The node.
        node_id: String = "nodeId",
        /// How it ended.
        decision: PairingDecision = "decision",
        /// When, milliseconds since 1970.
        ts_ms: Option<u64> = "ts",
    }

    /// The answer of `node.pair.list`.
    pub struct NodePairingList {
        /// Nodes that wait.
        pending: Vec<NodePairingRequest> = "pending",
        /// Nodes that are approved, unread.
        paired: Vec<Value> = "paired",
    }

    /// The answer of `node.list`.
    pub struct NodeList {
        /// Every known node.
        nodes: Vec<Node> = "nodes",
    }

    /// A known node.
    pub struct Node {
        /// The node.
        node_id: String = "nodeId",
        /// Its name.
        display_name: Option<String> = "displayName",
        /// Its platform.
        platform: Option<String> = "platform",
        /// Its version.
        version: Option<String> = "version",
        /// What it can do, in groups.
        caps: Vec<String> = "caps",
        /// Its approved commands.
        commands: Vec<String> = "commands",
        /// `pending-approval`, `approved` and the like.
        approval_state: Option<String> = "approvalState",
        /// The request to approve, when it waits.
        pending_request_id: Option<String> = "pendingRequestId",
        /// Connected now.
        connected: bool = "connected",
        /// Paired.
        paired: bool = "paired",
        /// Milliseconds since 1970.
        last_seen_at_ms: Option<u64> = "lastSeenAtMs",
    }
}
