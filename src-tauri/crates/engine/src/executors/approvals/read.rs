//! Requests of the gateway's lists in the words of `core`. Everything in them is somebody's own claim.

use chrono::DateTime;
use clawtray_core::{ApprovalRequest, Detail, Source};
use clawtray_gateway::payload::{
    ChannelPairingRequest, DevicePairingRequest, ExecApproval, NodePairingRequest, PairedDevice, PluginApproval,
};
use clawtray_text::visible;

use crate::words::{NAME, clean, clean_field, clean_list};

/// Longest list of scopes, commands or decisions kept.
const ENTRIES: usize = 64;
/// Longest action kept whole, characters.
const ACTION: usize = 4_000;
/// How long a device's request lives, milliseconds (observed on OpenClaw 2026.9.6).
const DEVICE_LIVES_MS: u64 = 300_000;
/// A text of this length, bytes, may be what is left of a longer one: the reader of the gateway's records bounds texts.
const WHOLE_BYTES: usize = 8 * 1024 - 3;
const PAIRING: &str = "operator.pairing";

/// A request id must go back as it came; one that cannot be shown cannot be decided here.
pub(crate) fn exact(id: &str) -> Option<String> {
    let cleaned = clean(id, 2 * NAME);
    (!cleaned.is_empty() && cleaned == id).then_some(cleaned)
}

/// A device that waits, with what its approver must hold: pairing, everything it asks for itself, and
/// administration for any role but operator (OpenClaw's "Operator scopes" page).
pub(super) fn device(request: &DevicePairingRequest, paired: &[PairedDevice]) -> Option<ApprovalRequest> {
    let mut roles = request.roles.clone();
    if roles.is_empty() {
        roles.extend(request.role.clone());
    }
    let mut needs = vec![PAIRING.to_owned()];
    needs.extend(request.scopes.iter().filter(|scope| scope.starts_with("operator.")).take(ENTRIES).cloned());
    if roles.iter().any(|role| role != "operator") {
        needs.push("operator.admin".to_owned());
    }
    needs.sort();
    needs.dedup();
    let client =
        match (clean_field(request.client_id.as_deref(), NAME), clean_field(request.client_mode.as_deref(), NAME)) {
            (Some(id), Some(mode)) => Some(format!("{id} ({mode})")),
            (id, mode) => id.or(mode),
        };
    Some(ApprovalRequest {
        reason: Some(reason(request, &roles, paired).to_owned()),
        device: clean(&request.device_id, NAME),
        name: clean_field(request.display_name.as_deref(), NAME),
        platform: clean_field(request.platform.as_deref(), NAME),
        client,
        address: clean_field(request.remote_ip.as_deref(), NAME),
        is_cut: !is_whole(&[&roles, &request.scopes]),
        roles: clean_list(&roles, ENTRIES),
        scopes: clean_list(&request.scopes, ENTRIES),
        since_ms: request.ts_ms.unwrap_or_default(),
        until_ms: request.ts_ms.map(|since| since.saturating_add(DEVICE_LIVES_MS)),
        needs: clean_list(&needs, ENTRIES + 2),
        ..ApprovalRequest::new(Source::Devices, exact(&request.request_id)?)
    })
}

/// True when everything in these lists is shown as the gateway has it: nothing left out, cut, or cleaned away.
fn is_whole(lists: &[&Vec<String>]) -> bool {
    lists.iter().all(|list| list.len() <= ENTRIES && clean_list(list, ENTRIES) == **list)
}

/// Why a device asks: the list does not say it, but it lists what the device was granted before.
fn reason(request: &DevicePairingRequest, roles: &[String], paired: &[PairedDevice]) -> &'static str {
    let Some(known) = paired.iter().find(|known| known.device_id == request.device_id) else { return "not-paired" };
    if roles.iter().any(|role| !known.roles.contains(role)) {
        "role-upgrade"
    } else if request.scopes.iter().any(|scope| !known.scopes.contains(scope)) {
        "scope-upgrade"
    } else if request.platform != known.platform || request.device_family != known.device_family {
        "metadata-upgrade"
    } else {
        "not-paired"
    }
}

/// A node that waits.
pub(super) fn node(request: &NodePairingRequest) -> Option<ApprovalRequest> {
    let allowed: Vec<String> =
        request.permissions.iter().filter(|(_, allowed)| **allowed).map(|(name, _)| name.clone()).collect();
    Some(ApprovalRequest {
        device: clean(&request.node_id, NAME),
        name: clean_field(request.display_name.as_deref(), NAME),
        platform: clean_field(request.platform.as_deref(), NAME),
        client: clean_field(request.client_id.as_deref(), NAME),
        roles: vec!["node".to_owned()],
        is_cut: !is_whole(&[&request.commands, &request.caps, &allowed]),
        scopes: clean_list(&request.commands, ENTRIES),
        capabilities: clean_list(&request.caps, ENTRIES),
        permissions: clean_list(&allowed, ENTRIES),
        since_ms: request.ts_ms.unwrap_or_default(),
        needs: clean_list(&request.required_approve_scopes, ENTRIES),
        ..ApprovalRequest::new(Source::Nodes, exact(&request.request_id)?)
    })
}

/// Somebody who wrote on a channel.
pub(super) fn sender(request: &ChannelPairingRequest) -> Option<ApprovalRequest> {
    let parts = [&request.metadata.first_name, &request.metadata.last_name];
    let full: Vec<String> = parts.into_iter().filter_map(|part| clean_field(part.as_deref(), NAME)).collect();
    let user = clean_field(request.metadata.username.as_deref(), NAME);
    let name = match (full.join(" "), user) {
        (full, Some(user)) if full.is_empty() => Some(format!("@{user}")),
        (full, Some(user)) => Some(format!("{full} (@{user})")),
        (full, None) => Some(full).filter(|full| !full.is_empty()),
    };
    Some(ApprovalRequest {
        device: clean(&request.sender_id, NAME),
        name,
        channel: Some((exact(&request.channel)?, exact(&request.account_id)?)),
        roles: vec!["sender".to_owned()],
        since_ms: moment(request.created_at.as_deref()).unwrap_or_default(),
        until_ms: moment(request.expires_at.as_deref()),
        needs: vec![PAIRING.to_owned()],
        ..ApprovalRequest::new(Source::Senders, exact(&request.request_id)?)
    })
}

fn moment(text: Option<&str>) -> Option<u64> {
    u64::try_from(DateTime::parse_from_rfc3339(text?).ok()?.timestamp_millis()).ok()
}

/// Gathers what would be done, and whether all of it can be read.
#[derive(Default)]
struct Action {
    what: Vec<(Detail, String)>,
    is_cut: bool,
}

impl Action {
    fn add(&mut self, detail: Detail, text: Option<&str>) {
        let Some(text) = text.filter(|text| !text.is_empty()) else { return };
        let (shown, cut) = visible(text, ACTION);
        self.is_cut |= cut || text.len() >= WHOLE_BYTES;
        self.what.push((detail, shown));
    }
}

/// A command that an agent wants to run.
pub(super) fn command(approval: &ExecApproval) -> Option<ApprovalRequest> {
    let request = &approval.request;
    let mut action = Action::default();
    action.add(Detail::Command, Some(&request.command));
    action.add(Detail::Folder, request.cwd.as_deref());
    action.add(Detail::Host, request.node_id.as_deref().or(request.host.as_deref()));
    action.add(Detail::Warning, request.warning_text.as_deref());
    for line in request.command_analysis.warning_lines.iter().take(ENTRIES) {
        action.add(Detail::Warning, Some(line));
    }
    let risks = clean_list(&request.command_analysis.risk_kinds, ENTRIES).join(", ");
    action.add(Detail::Warning, Some(&risks));
    Some(ApprovalRequest {
        name: clean_field(request.agent_id.as_deref(), NAME),
        agent: clean_field(request.session_key.as_deref(), NAME),
        is_cut: action.is_cut,
        what: action.what,
        allowed: clean_list(&request.allowed_decisions, ENTRIES),
        since_ms: approval.created_at_ms.unwrap_or_default(),
        until_ms: approval.expires_at_ms,
        needs: vec!["operator.approvals".to_owned()],
        ..ApprovalRequest::new(Source::Commands, exact(&approval.id)?)
    })
}

/// Something that a plugin or the gateway itself wants to do.
pub(super) fn plugin(approval: &PluginApproval, source: Source) -> Option<ApprovalRequest> {
    let request = &approval.request;
    let mut action = Action::default();
    let texts = [&request.title, &request.description, &request.detail, &request.command, &request.scope];
    for text in texts {
        action.add(Detail::Description, text.as_deref());
    }
    action.add(Detail::Tool, request.tool_name.as_deref());
    if request.severity.as_deref().is_some_and(|severity| severity != "info") {
        action.add(Detail::Warning, request.severity.as_deref());
    }
    Some(ApprovalRequest {
        name: clean_field(request.plugin_id.as_deref(), NAME),
        agent: clean_field(request.agent_id.as_deref(), NAME),
        is_cut: action.is_cut,
        what: action.what,
        allowed: clean_list(&request.allowed_decisions, ENTRIES),
        since_ms: approval.created_at_ms.unwrap_or_default(),
        until_ms: approval.expires_at_ms,
        needs: vec!["operator.approvals".to_owned()],
        ..ApprovalRequest::new(source, exact(&approval.id)?)
    })
}
