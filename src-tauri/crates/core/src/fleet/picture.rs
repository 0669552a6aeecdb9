//! The snapshots of all gateways as one.

use clawtray_contract::{FoundGateway, GatewayView, HistoryEntry, Snapshot};
use clawtray_text::{Catalogue, clean};

use crate::present::HISTORY_SHOWN;

/// The id of the gateway without a profile's name.
pub(super) const DEFAULT: &str = "default";
/// Longest name shown, characters.
const NAME_CHARS: usize = 64;

/// A gateway's name where there is more than one.
pub fn name_of(id: &str, catalogue: &Catalogue) -> String {
    if id == DEFAULT { catalogue.say("fleet-default") } else { clean(id, NAME_CHARS) }
}

/// A gateway that was found and is not kept.
pub fn found_view(id: &str, state_folder: &str, service: bool, catalogue: &Catalogue) -> FoundGateway {
    let name = name_of(id, catalogue);
    FoundGateway { id: id.to_owned(), name, state_folder: clean(state_folder, 1_000), service }
}

/// One snapshot of all gateways, each with its id, the primary one first; `None` without any. Its revision is the sum of theirs, which
/// grows with each change of any; whoever changes the members sees to that it goes on growing.
pub fn picture(members: &[(&str, &Snapshot)], found: &[FoundGateway], catalogue: &Catalogue) -> Option<Snapshot> {
    let ((_, first), others) = members.split_first()?;
    if others.is_empty() {
        return Some(Snapshot { found: found.to_vec(), ..(*first).clone() });
    }
    let mut notices = first.notices.clone();
    for notice in others.iter().flat_map(|(_, snapshot)| &snapshot.notices) {
        if !notices.contains(notice) {
            notices.push(notice.clone());
        }
    }
    let (mut gateways, mut history) = (Vec::new(), Vec::new());
    for (id, snapshot) in members {
        let name = name_of(id, catalogue);
        let views = snapshot.gateways.iter().cloned();
        gateways.extend(views.map(|view| GatewayView { name: name.clone(), ..view }));
        let entries = snapshot.history.iter().cloned();
        history.extend(entries.map(|entry| HistoryEntry { gateway: Some(name.clone()), ..entry }));
    }
    history.sort_by_key(|entry| std::cmp::Reverse(entry.at_ms));
    history.truncate(HISTORY_SHOWN);
    Some(Snapshot {
        revision: members.iter().map(|(_, snapshot)| snapshot.revision).fold(0, u64::saturating_add),
        at_ms: members.iter().map(|(_, snapshot)| snapshot.at_ms).max().unwrap_or_default(),
        app: first.app.clone(),
        notices,
        settings: first.settings.clone(),
        gateways,
        found: found.to_vec(),
        history,
    })
}
