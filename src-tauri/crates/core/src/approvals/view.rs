//! What waits for a decision, in words.

use clawtray_contract::{ApprovalView, Decision, Field};
use clawtray_text::{Catalogue, clean, mixes_scripts};

use super::{ApprovalRequest, Detail, Source};
use crate::{findings::Words, link::rights::holds, present::Picture};

/// Longest foreign name shown, characters.
const NAME_CHARS: usize = 80;
/// Longest field shown, characters.
const FIELD_CHARS: usize = 200;
/// Longest action shown, characters. A longer one cannot be approved here.
pub(crate) const ACTION_CHARS: usize = 4_000;

/// Who asks for what, in one line.
pub(crate) fn who_asks(request: &ApprovalRequest, catalogue: &Catalogue) -> String {
    let name = clean(request.name.as_deref().unwrap_or(&request.device), NAME_CHARS);
    let channel = request.channel.as_ref().map(|(channel, _)| clean(channel, NAME_CHARS)).unwrap_or_default();
    let id = match (request.source, request.reason.as_deref()) {
        (Source::Devices, Some("scope-upgrade")) => "approval-device-scope-upgrade",
        (Source::Devices, Some("role-upgrade")) => "approval-device-role-upgrade",
        (Source::Devices, Some("metadata-upgrade")) => "approval-device-metadata-upgrade",
        (Source::Devices, _) => "approval-device",
        (Source::Nodes, _) => "approval-node",
        (Source::Senders, _) => "approval-sender",
        (Source::Commands, _) => "approval-command",
        (Source::Plugins, _) => "approval-plugin",
        (Source::System, _) => "approval-system",
    };
    catalogue.say_with(id, &[("name", name.into()), ("channel", channel.into())])
}

/// The decisions that the gateway takes for it, refusal first.
fn decisions(request: &ApprovalRequest) -> Vec<Decision> {
    let mut decisions = vec![Decision::Deny];
    if !request.source.is_action() || request.takes("allow-once") {
        decisions.push(Decision::Approve);
    }
    if request.source.is_action() && request.allowed.iter().any(|allowed| allowed == "allow-always") {
        decisions.push(Decision::ApproveAlways);
    }
    decisions
}

/// As the person sees it.
pub(crate) fn view(request: &ApprovalRequest, picture: &Picture<'_>) -> ApprovalView {
    let catalogue = picture.catalogue();
    let field = |id: &str, value: Option<&String>| {
        value.map(|value| Field { label: catalogue.say(id), value: clean(value, FIELD_CHARS) })
    };
    let (channel, account) = request.channel.as_ref().map(|(channel, account)| (channel, account)).unzip();
    let who = [
        field("approval-field-name", request.name.as_ref()),
        field("approval-field-agent", request.agent.as_ref()),
        field("approval-field-platform", request.platform.as_ref()),
        field("approval-field-client", request.client.as_ref()),
        field("approval-field-channel", channel),
        field("approval-field-account", account),
        field("approval-field-address", request.address.as_ref()),
        field("approval-field-device", Some(&request.device).filter(|device| !device.is_empty())),
    ];
    let right = |name: &String| {
        let id = format!("right-{}", name.replace('.', "-"));
        let label = if catalogue.has(&id) { catalogue.say(&id) } else { catalogue.say("right-other") };
        Field { label, value: clean(name, NAME_CHARS) }
    };
    let rights: Vec<String> =
        request.roles.iter().map(|role| format!("role.{role}")).chain(request.scopes.iter().cloned()).collect();
    let of_kind = |id: &str, names: &[String]| -> Vec<Field> {
        let label = catalogue.say(id);
        names.iter().map(|name| Field { label: label.clone(), value: clean(name, NAME_CHARS) }).collect()
    };
    let capabilities = of_kind("right-capability", &request.capabilities);
    let abilities = capabilities.into_iter().chain(of_kind("right-permission", &request.permissions));
    ApprovalView {
        id: request.id.clone(),
        etag: request.etag(),
        kind: request.source.kind(),
        title: who_asks(request, catalogue),
        who: who.into_iter().flatten().collect(),
        what: what(request, catalogue),
        rights: rights.iter().map(right).chain(abilities).collect(),
        decisions: decisions(request),
        since_ms: request.since_ms,
        until_ms: request.until_ms,
        deciding: picture.deciding.get(&request.id).copied(),
        approve_blocked_by: blocked(request, picture),
    }
}

fn what(request: &ApprovalRequest, catalogue: &Catalogue) -> Vec<Field> {
    let label = |detail| {
        catalogue.say(match detail {
            Detail::Command => "approval-field-command",
            Detail::Description => "approval-field-description",
            Detail::Folder => "approval-field-folder",
            Detail::Host => "approval-field-host",
            Detail::Tool => "approval-field-tool",
            Detail::Warning => "approval-field-warning",
        })
    };
    let mut what: Vec<Field> = request
        .what
        .iter()
        .map(|(detail, text)| Field { label: label(*detail), value: clean(text, ACTION_CHARS) })
        .collect();
    if request.what.iter().any(|(detail, text)| *detail == Detail::Command && mixes_scripts(text)) {
        what.push(Field { label: label(Detail::Warning), value: catalogue.say("approval-look-alike") });
    }
    what
}

/// True where a press can approve it: all of it can be read, the gateway takes that answer, and this connection, where
/// there is one, holds what an approver needs.
pub(crate) fn can_be_approved(request: &ApprovalRequest, held: Option<&[String]>) -> bool {
    let taken = !request.source.is_action() || request.takes("allow-once");
    taken && !request.is_cut && held.is_none_or(|held| request.needs.iter().all(|need| holds(held, need)))
}

/// Why it cannot be approved from here.
fn blocked(request: &ApprovalRequest, picture: &Picture<'_>) -> Option<String> {
    let held = picture.link.hello().map(|hello| hello.scopes.as_slice()).unwrap_or_default();
    let missing = request.needs.iter().find(|need| !holds(held, need));
    if let Some(scope) = missing {
        return Some(picture.say(&Words::with("error-missing-scope", vec![("scope", scope.as_str().into())])));
    }
    if request.is_cut {
        return Some(picture.catalogue().say("approval-too-long"));
    }
    (!request.takes("allow-once") && request.source.is_action()).then(|| picture.catalogue().say("approval-only-deny"))
}
