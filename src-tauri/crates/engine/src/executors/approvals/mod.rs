//! The gateway's lists of what waits for a decision, and the decisions.

pub(crate) mod read;
#[cfg(test)]
mod tests;

use clawtray_contract::Secret;
use clawtray_core::{ApprovalRequest, CallProblem, Reply, Request, Source};
use clawtray_gateway::{
    Payload, Session,
    payload::{
        ApprovalList, ChannelPairingList, DevicePairingRequest, FromForeign, NodePairingList, PairedDevice,
        PluginApproval,
    },
};
use serde_json::{Value, json};

use self::read::exact;
use super::{call::problem, vault::Vault};
use crate::words::{NAME, clean, clean_list};

/// Requests of one list taken over at most; the gateway keeps far fewer.
const TAKEN: usize = 1_000;
/// Longest list of scopes kept.
const SCOPES_KEPT: usize = 64;
/// The last moment that every calendar knows, milliseconds since 1970: the end of the year 9999.
const LAST_MS: u64 = 253_402_300_799_999;
/// The status of a granted upgrade.
const APPROVED: &str = "approved";

/// Reads one list, in this computer's time: the gateway's clock is `ahead_ms` milliseconds ahead of it.
///
/// # Errors
/// Why it could not be read.
pub(crate) async fn list(
    session: &Session,
    source: Source,
    limit_ms: u64,
    ahead_ms: i64,
) -> Result<Vec<ApprovalRequest>, CallProblem> {
    let answer = session.call_unread(source.method(), json!({}), limit_ms).await.map_err(problem)?;
    let requests = requests(source, &answer).into_iter().map(|request| in_our_time(request, ahead_ms));
    Ok(oldest(requests.collect()))
}

/// What the gateway says of times is by its own clock. A time that no clock shows is unknown.
fn in_our_time(request: ApprovalRequest, ahead_ms: i64) -> ApprovalRequest {
    let ours = |at_ms: u64| at_ms.saturating_add_signed(ahead_ms.saturating_neg());
    let known = |at_ms: &u64| (1..=LAST_MS).contains(at_ms);
    let since_ms = Some(request.since_ms).filter(known).map(ours).filter(known).unwrap_or_default();
    let until_ms = request.until_ms.filter(known).map(ours).filter(known);
    ApprovalRequest { since_ms, until_ms, ..request }
}

/// What waits longest of more than is taken: the gateway's own order says nothing.
fn oldest(mut waiting: Vec<ApprovalRequest>) -> Vec<ApprovalRequest> {
    if waiting.len() > TAKEN {
        waiting.sort_by_key(|request| request.since_ms);
        waiting.truncate(TAKEN);
    }
    waiting
}

/// The requests in the answer of a list.
fn requests(source: Source, answer: &Payload) -> Vec<ApprovalRequest> {
    match source {
        // Anybody who reaches the gateway can ask, so this is the list that may be long.
        Source::Devices => {
            let paired: Vec<PairedDevice> =
                answer.elements("paired").filter_map(|device| PairedDevice::from_element(&device)).collect();
            let pending = answer.elements("pending");
            let pending = pending.filter_map(|request| DevicePairingRequest::from_element(&request));
            pending.filter_map(|request| read::device(&request, &paired)).collect()
        }
        Source::Nodes => NodePairingList::from_foreign(&answer.read()).pending.iter().filter_map(read::node).collect(),
        Source::Senders => {
            ChannelPairingList::from_foreign(&answer.read()).requests.iter().filter_map(read::sender).collect()
        }
        Source::Commands => {
            ApprovalList::from_foreign(&answer.read()).pending.iter().filter_map(read::command).collect()
        }
        Source::Plugins | Source::System => Vec::<PluginApproval>::from_foreign(&answer.read())
            .iter()
            .filter_map(|one| read::plugin(one, source))
            .collect(),
    }
}

/// The call of a decision.
pub(crate) fn decision(request: &Request) -> Option<(&'static str, Value)> {
    let pairing = |approve: bool, yes, no| if approve { yes } else { no };
    Some(match request {
        Request::DecideDevice { request, approve } => {
            (pairing(*approve, "device.pair.approve", "device.pair.reject"), json!({"requestId": request}))
        }
        Request::DecideNode { request, approve } => {
            (pairing(*approve, "node.pair.approve", "node.pair.reject"), json!({"requestId": request}))
        }
        Request::DecideSender { request, channel, account, approve } => (
            pairing(*approve, "channels.pairing.approve", "channels.pairing.dismiss"),
            json!({"channel": channel, "accountId": account, "requestId": request}),
        ),
        Request::DecideAction { source, request, decision } => match source {
            Source::Plugins => ("plugin.approval.resolve", json!({"id": request, "decision": decision})),
            Source::System => {
                ("approval.resolve", json!({"id": request, "kind": "system-agent", "decision": decision}))
            }
            _ => ("exec.approval.resolve", json!({"id": request, "decision": decision})),
        },
        _ => return None,
    })
}

/// Asks for more scopes for this device, over a session that goes on meanwhile.
///
/// # Errors
/// Why there are none.
pub(crate) async fn ask_for_scopes(
    session: &Session,
    vault: &Vault,
    scopes: &[String],
    limit_ms: u64,
) -> Result<Reply, CallProblem> {
    let asked = session.call("device.scopes.requestUpgrade", json!({"scopes": scopes}), limit_ms).await;
    let answer = asked.map_err(problem)?;
    match answer["requestId"].as_str().and_then(exact) {
        Some(request) if answer["status"].as_str() != Some(APPROVED) => Ok(Reply::ScopesAsked { request }),
        _ => granted(vault, &answer).await,
    }
}

/// Waits until somebody has decided on more scopes. What is granted comes with a new device token, which the next
/// session presents.
///
/// # Errors
/// Why there are none.
pub(crate) async fn wait_for_scopes(
    session: &Session,
    vault: &Vault,
    request: &str,
    limit_ms: u64,
) -> Result<Reply, CallProblem> {
    let params = json!({"requestId": request});
    granted(vault, &session.call("device.scopes.waitUpgrade", params, limit_ms).await.map_err(problem)?).await
}

async fn granted(vault: &Vault, answer: &Value) -> Result<Reply, CallProblem> {
    let status = answer["status"].as_str().unwrap_or("no decision");
    if status != APPROVED {
        return Err(CallProblem::Refused { code: "SCOPE_UPGRADE".to_owned(), words: clean(status, NAME) });
    }
    if let Some(token) = answer["deviceToken"].as_str().filter(|token| !token.is_empty()) {
        vault.keep_device_token(Secret::new(token)).await;
    }
    Ok(Reply::Scopes(clean_list(&Vec::from_foreign(&answer["scopes"]), SCOPES_KEPT)))
}
