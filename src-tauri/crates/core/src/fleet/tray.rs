//! One icon for all gateways: the worst state, the sum of what waits, and a menu that names each.
//!
//! What each gateway offers is taken from its own menu, by the keys of its entries; wishes get the gateway's address.

use clawtray_contract::{FoundGateway, Intent, Route, State};
use clawtray_text::Catalogue;

use super::{Member, by_weight, picture::name_of};
use crate::{
    menu::{APPROVALS_SHOWN, MenuEntry, PROBLEMS_SHOWN, TrayModel, first_line, item, shortened},
    present::state_word,
};

/// A gateway's own entries in its submenu, in this order.
const OF_ONE: [&str; 7] = ["dashboard", "logs", "start", "stop", "stop-now", "restart", "refresh"];

/// The tray of all members; `None` without any. One member's tray is its own.
pub fn tray(members: &[Member<'_>], found: &[FoundGateway], catalogue: &Catalogue) -> Option<TrayModel> {
    let (first, others) = members.split_first()?;
    if others.is_empty() {
        return Some(first.tray.clone());
    }
    let sorted = by_weight(members);
    let worst = sorted.first().copied().unwrap_or(first);
    let tooltip = sentence(&sorted, worst, catalogue);
    Some(TrayModel {
        state: worst.tray.state,
        count: members.iter().map(|member| member.tray.count).sum(),
        style: first.tray.style,
        title: first.tray.title.clone(),
        menu: menu(members, &sorted, &tooltip, found, catalogue),
        tooltip,
    })
}

/// What the worst one says, and how many others do not run well.
fn sentence(sorted: &[&Member<'_>], worst: &Member<'_>, catalogue: &Catalogue) -> String {
    if worst.tray.state == State::Running {
        return catalogue.say_with("fleet-all-run", &[("count", sorted.len().into())]);
    }
    let others = sorted.iter().skip(1).filter(|member| member.tray.state != State::Running).count();
    let named = |text: &str| named(worst, text, catalogue);
    if others == 0 {
        return named(&worst.tray.tooltip);
    }
    let args = [("sentence", named(&worst.tray.tooltip).into()), ("count", others.into())];
    catalogue.say_with("fleet-and-others", &args)
}

fn named(member: &Member<'_>, text: &str, catalogue: &Catalogue) -> String {
    let name = name_of(member.id, catalogue);
    catalogue.say_with("note-of-gateway", &[("gateway", name.into()), ("title", text.into())])
}

fn menu(
    members: &[Member<'_>],
    sorted: &[&Member<'_>],
    tooltip: &str,
    found: &[FoundGateway],
    catalogue: &Catalogue,
) -> Vec<MenuEntry> {
    let mut menu = vec![first_line(tooltip, Route::Gateways)];
    for (prefix, shown) in [("problem:", PROBLEMS_SHOWN), ("approval:", APPROVALS_SHOWN)] {
        let those = sorted.iter().flat_map(|member| {
            let own = member.tray.menu.iter().filter(|entry| key(entry).is_some_and(|key| key.starts_with(prefix)));
            own.map(|entry| top_level(member, entry, catalogue))
        });
        let those: Vec<MenuEntry> = those.take(shown).collect();
        if !those.is_empty() {
            menu.push(MenuEntry::Separator);
            let more = more(prefix, those.len(), sorted, catalogue);
            menu.extend(those.into_iter().chain(more));
        }
    }
    menu.push(MenuEntry::Separator);
    let quitting = members.iter().find(|member| runs(member)).or(members.first());
    let quit = quitting.and_then(|member| entry_of(member, "quit"));
    // What is the keeper's own stands in every menu; the primary one's is taken.
    for entry in members.first().map(|member| member.tray.menu.as_slice()).unwrap_or_default() {
        match key(entry) {
            None if matches!(menu.last(), Some(MenuEntry::Separator)) => {}
            None => menu.push(MenuEntry::Separator),
            Some(key) if is_of_one(key) => {}
            Some("quit") => menu.extend(quit.cloned()),
            Some(key) => {
                menu.push(entry.clone());
                if key == "window" {
                    menu.push(gateways(members, found, catalogue));
                }
            }
        }
    }
    menu
}

/// What is left out, and where it is shown: the first gateway that has some not in the menu.
fn more(prefix: &str, shown: usize, sorted: &[&Member<'_>], catalogue: &Catalogue) -> Option<MenuEntry> {
    let problems = prefix == "problem:";
    let of = |member: &Member<'_>| -> usize {
        let gateways = member.snapshot.gateways.iter();
        gateways.map(|one| if problems { one.findings.len() } else { one.approvals.len() }).sum()
    };
    let mut before = 0;
    let hidden = sorted.iter().find(|member| {
        before += of(member);
        before > shown
    })?;
    let left = sorted.iter().map(|member| of(member)).sum::<usize>() - shown;
    let (key, words, route) = match problems {
        true => ("problems-more", "menu-more-problems", Route::Finding(String::new())),
        false => ("approvals-more", "menu-more-approvals", Route::Approval(String::new())),
    };
    let label = catalogue.say_with(words, &[("count", left.into())]);
    Some(addressed(hidden.id, &item(key, &label, Some(Intent::OpenWindow { route }))))
}

/// An entry that is about one gateway.
fn is_of_one(key: &str) -> bool {
    key == "state" || key.starts_with("problem") || key.starts_with("approval") || OF_ONE.contains(&key)
}

fn runs(member: &Member<'_>) -> bool {
    member.snapshot.gateways.iter().any(|gateway| gateway.details.pid.is_some())
}

/// A problem or request with its gateway's name before it.
fn top_level(member: &Member<'_>, entry: &MenuEntry, catalogue: &Catalogue) -> MenuEntry {
    match addressed(member.id, entry) {
        MenuEntry::Group { key, label, entries } => {
            MenuEntry::Group { key, label: shortened(&named(member, &label, catalogue)), entries }
        }
        other => other,
    }
}

/// The submenu of all gateways, and what else could be kept.
fn gateways(members: &[Member<'_>], found: &[FoundGateway], catalogue: &Catalogue) -> MenuEntry {
    let mut entries: Vec<MenuEntry> = members.iter().map(|member| gateway(member, catalogue)).collect();
    if !found.is_empty() {
        entries.push(MenuEntry::Separator);
    }
    for other in found {
        let label = catalogue.say_with("menu-watch-gateway", &[("gateway", other.name.as_str().into())]);
        let watch = Intent::WatchGateway { gateway: other.id.clone() };
        entries.push(item(format!("watch:{}", other.id), &label, Some(watch)));
    }
    MenuEntry::Group { key: "gateways".into(), label: catalogue.say("menu-gateways"), entries }
}

fn gateway(member: &Member<'_>, catalogue: &Catalogue) -> MenuEntry {
    let mut entries = vec![item(format!("@{}/state", member.id), &member.tray.tooltip, None), MenuEntry::Separator];
    let own = OF_ONE.iter().filter_map(|key| entry_of(member, key));
    entries.extend(own.map(|entry| addressed(member.id, entry)));
    let state = catalogue.say(state_word(member.tray.state).id);
    let label = format!("{} {}", shape(member.tray.state), named(member, &state, catalogue));
    MenuEntry::Group { key: format!("gateway:{}", member.id), label: shortened(&label), entries }
}

/// A shape for each state, as the icon has one: colour is never the only sign.
fn shape(state: State) -> char {
    match state {
        State::Running => '●',
        State::Starting => '◌',
        State::NeedsYou => '◆',
        State::Degraded => '▲',
        State::Down | State::GaveUp | State::Unreachable => '✕',
        State::Paused => '‖',
        State::NotSetUp => '○',
    }
}

fn key(entry: &MenuEntry) -> Option<&str> {
    match entry {
        MenuEntry::Separator => None,
        MenuEntry::Item { key, .. } | MenuEntry::Group { key, .. } => Some(key),
    }
}

fn entry_of<'a>(member: &Member<'a>, wanted: &str) -> Option<&'a MenuEntry> {
    member.tray.menu.iter().find(|entry| key(entry) == Some(wanted))
}

/// The same entry with a key of its own among those of all, and with its wishes addressed.
fn addressed(id: &str, entry: &MenuEntry) -> MenuEntry {
    match entry {
        MenuEntry::Separator => MenuEntry::Separator,
        MenuEntry::Item { key, label, intent, checked } => MenuEntry::Item {
            key: format!("@{id}/{key}"),
            label: label.clone(),
            intent: intent.clone().map(|wish| Intent::For { gateway: id.to_owned(), wish: Box::new(wish) }),
            checked: *checked,
        },
        MenuEntry::Group { key, label, entries } => MenuEntry::Group {
            key: format!("@{id}/{key}"),
            label: label.clone(),
            entries: entries.iter().map(|entry| addressed(id, entry)).collect(),
        },
    }
}
