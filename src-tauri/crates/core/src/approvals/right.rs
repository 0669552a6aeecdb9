//! What is asked for, in words. A name says what it means only where it is exactly one that is known.

use clawtray_contract::Field;
use clawtray_text::{Catalogue, clean};

use super::{ApprovalRequest, Source};

/// Longest name of a right shown, characters.
const NAME_CHARS: usize = 120;
/// The words for what is not known.
pub(super) const UNKNOWN: &str = "right-other";

/// One right that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Right<'a> {
    /// The sentence that says what it means.
    pub(super) label: &'static str,
    /// Its own name, foreign.
    name: &'a str,
    is_role: bool,
}

impl Right<'_> {
    /// Its words and its own name.
    pub(super) fn field(&self, catalogue: &Catalogue) -> Field {
        let name = if self.is_role { format!("role.{}", self.name) } else { self.name.to_owned() };
        Field { label: catalogue.say(self.label), value: clean(&name, NAME_CHARS) }
    }

    /// Its words; with its own name where those alone do not say which.
    fn words(&self, catalogue: &Catalogue) -> String {
        let label = catalogue.say(self.label);
        let says_all = self.is_role || self.label.starts_with("right-operator-");
        if says_all && self.label != UNKNOWN { label } else { format!("{label}: {}", clean(self.name, NAME_CHARS)) }
    }
}

/// Everything that is asked for.
pub(super) fn rights(request: &ApprovalRequest) -> impl Iterator<Item = Right<'_>> {
    let is_node = request.source == Source::Nodes;
    let label_of_scope = move |name: &str| if is_node { "right-command" } else { scope(name) };
    let roles = request.roles.iter().map(|name| Right { label: role(name), name, is_role: true });
    let plain = |label: &'static str| move |name| Right { label, name, is_role: false };
    roles
        .chain(request.scopes.iter().map(move |name| Right { label: label_of_scope(name), name, is_role: false }))
        .chain(request.capabilities.iter().map(String::as_str).map(plain("right-capability")))
        .chain(request.permissions.iter().map(String::as_str).map(plain("right-permission")))
}

/// Everything that is asked for, in one line.
pub(crate) fn in_words(request: &ApprovalRequest, catalogue: &Catalogue) -> String {
    rights(request).map(|right| right.words(catalogue)).collect::<Vec<_>>().join(", ")
}

fn role(name: &str) -> &'static str {
    match name {
        "operator" => "right-role-operator",
        "node" => "right-role-node",
        "sender" => "right-role-sender",
        _ => UNKNOWN,
    }
}

fn scope(name: &str) -> &'static str {
    match name {
        "operator.read" => "right-operator-read",
        "operator.write" => "right-operator-write",
        "operator.admin" => "right-operator-admin",
        "operator.approvals" => "right-operator-approvals",
        "operator.pairing" => "right-operator-pairing",
        "operator.questions" => "right-operator-questions",
        "operator.talk" => "right-operator-talk",
        "operator.talk.secrets" => "right-operator-talk-secrets",
        "operator.sessions.read" => "right-operator-sessions-read",
        "operator.sessions.write" => "right-operator-sessions-write",
        _ => UNKNOWN,
    }
}
