//! What waits for a decision, in words.

use clawtray_contract::{ApprovalView, Decision, Field};
use clawtray_text::{Catalogue, Wording, clean, look_alike, marked};

use super::{
    ApprovalRequest, Detail, Source,
    right::{UNKNOWN, rights},
};
use crate::{findings::Words, link::rights::holds, present::Picture};

/// Longest foreign name shown, characters.
const NAME_CHARS: usize = 80;
/// Longest field shown, characters.
const FIELD_CHARS: usize = 200;
/// Longest action shown, characters. A longer one cannot be approved here.
pub(crate) const ACTION_CHARS: usize = 4_000;

/// Who asks for what, in one line.
pub(crate) fn who_asks(request: &ApprovalRequest, catalogue: &Catalogue) -> String {
    let name = marked(&clean(request.name.as_deref().unwrap_or(&request.device), NAME_CHARS));
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
        value.map(|value| Field { label: catalogue.say(id), value: marked(&clean(value, FIELD_CHARS)) })
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
        look_alikes(&names(request), Wording::Name, catalogue),
    ];
    ApprovalView {
        id: request.id.clone(),
        etag: request.etag(),
        kind: request.source.kind(),
        title: who_asks(request, catalogue),
        who: who.into_iter().flatten().collect(),
        what: what(request, catalogue),
        rights: rights(request).map(|right| right.field(catalogue)).collect(),
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
    let commands: Vec<&str> = commands(request).collect();
    what.extend(look_alikes(&commands, Wording::Command, catalogue));
    what
}

/// What is named and not done.
fn names(request: &ApprovalRequest) -> Vec<&str> {
    let texts = [&request.name, &request.agent, &request.platform, &request.client, &request.address];
    let channel = request.channel.iter().flat_map(|(channel, account)| [channel.as_str(), account.as_str()]);
    texts.into_iter().flatten().map(String::as_str).chain(channel).chain([request.device.as_str()]).collect()
}

/// What a machine reads, where one letter makes another thing of it.
fn commands(request: &ApprovalRequest) -> impl Iterator<Item = &str> {
    let read = |detail: &Detail| matches!(detail, Detail::Command | Detail::Folder | Detail::Host | Detail::Tool);
    let what = request.what.iter().filter(move |(detail, _)| read(detail)).map(|(_, text)| text.as_str());
    let lists = [&request.roles, &request.scopes, &request.capabilities, &request.permissions];
    what.chain(lists.into_iter().flatten().map(String::as_str))
}

/// A warning that names the first word that may not be what it looks like.
fn look_alikes(texts: &[&str], wording: Wording, catalogue: &Catalogue) -> Option<Field> {
    let word = texts.iter().find_map(|text| look_alike(text, wording))?;
    let value = catalogue.say_with("approval-look-alike", &[("word", word.into())]);
    Some(Field { label: catalogue.say("approval-field-warning"), value })
}

/// Why a glance is not enough to approve it, so that it is approved only where all of it stands: something in it is not
/// what it looks like, or asks for what Clawtray does not know.
pub(crate) fn needs_a_look(request: &ApprovalRequest, catalogue: &Catalogue) -> Option<String> {
    let commands: Vec<&str> = commands(request).collect();
    look_alikes(&names(request), Wording::Name, catalogue)
        .or_else(|| look_alikes(&commands, Wording::Command, catalogue))
        .map(|warning| warning.value)
        .or_else(|| {
            rights(request).any(|right| right.label == UNKNOWN).then(|| catalogue.say("approval-unknown-right"))
        })
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
