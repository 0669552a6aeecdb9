//! The menu as hosts number it: an entry keeps its number for as long as it is there, whatever comes and goes around it,
//! and no number is ever given twice. So an open menu keeps its lines, and a press on a line that is gone reaches no
//! other.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::{MenuEntry, mnemonics};
use crate::notify::plain;

/// Longest line, characters.
const LABEL_CHARS: usize = 120;
/// Entries remembered after they were taken away.
const GONE: usize = 256;
/// The number of the menu itself.
pub(super) const ROOT: i32 = 0;

/// What a host is told of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Property {
    Enabled(bool),
    /// With a check mark, set or not.
    Toggle(bool),
    Separator,
    Submenu,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) number: i32,
    /// The entry's id; empty for separators.
    pub(super) id: String,
    /// In the spelling of hosts, where `_` marks the letter it is chosen by.
    pub(super) label: String,
    pub(super) properties: Vec<Property>,
    pub(super) children: Vec<Line>,
}

/// What changed between two menus.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Change {
    /// Lines of which something else is shown.
    pub(super) lines: Vec<i32>,
    /// Menus that have other lines, or the same in another order.
    pub(super) menus: BTreeSet<i32>,
}

/// The numbered menu.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    pub(super) lines: Vec<Line>,
    /// Grows with each change of what lines there are.
    pub(super) revision: u32,
    /// What was given out: the place in the menu, told by the ids that lead there, to its number.
    given: HashMap<String, i32>,
    last: i32,
    gone: VecDeque<(i32, String)>,
}

impl Numbers {
    /// Takes in the newest menu.
    pub(super) fn take(&mut self, menu: &[MenuEntry]) -> Change {
        let mut given = HashMap::new();
        let lines = self.number(menu, "", &mut given);
        let mut change = Change::default();
        compare(ROOT, &self.lines, &lines, &mut change);
        for line in flat(&self.lines) {
            if !given.values().any(|number| *number == line.number) {
                self.gone.push_back((line.number, line.id.clone()));
            }
        }
        while self.gone.len() > GONE {
            self.gone.pop_front();
        }
        if !change.menus.is_empty() {
            self.revision = self.revision.wrapping_add(1);
        }
        (self.lines, self.given) = (lines, given);
        change
    }

    /// A line by its number.
    pub(super) fn line(&self, number: i32) -> Option<&Line> {
        flat(&self.lines).into_iter().find(|line| line.number == number)
    }

    /// The id of the entry that has or had a number; nothing for separators and numbers never given.
    pub(super) fn id(&self, number: i32) -> Option<&str> {
        let gone = || self.gone.iter().find(|(old, _)| *old == number).map(|(_, id)| id.as_str());
        self.line(number).map(|line| line.id.as_str()).or_else(gone).filter(|id| !id.is_empty())
    }

    fn number(&mut self, menu: &[MenuEntry], above: &str, given: &mut HashMap<String, i32>) -> Vec<Line> {
        let labels: Vec<String> = menu.iter().map(|entry| plain::line(&entry.label, LABEL_CHARS)).collect();
        let letters = mnemonics::choose(labels.iter().map(String::as_str));
        let mut before = String::new();
        let mut lines = Vec::new();
        for ((entry, label), letter) in menu.iter().zip(&labels).zip(letters) {
            let kind = match entry {
                _ if entry.separator => "-",
                _ if !entry.children.is_empty() => ">",
                _ if entry.checked.is_some() => "x",
                _ => ".",
            };
            // A separator is known by what it follows.
            let name = if entry.separator { &before } else { &entry.id };
            let mut place = format!("{above}\u{1}{kind}{name}");
            while given.contains_key(&place) {
                place.push('\u{2}');
            }
            let number = self.given.get(&place).copied().unwrap_or_else(|| {
                self.last = self.last.saturating_add(1);
                self.last
            });
            given.insert(place.clone(), number);
            before.clone_from(&entry.id);
            lines.push(if entry.separator {
                Line {
                    number,
                    id: String::new(),
                    label: String::new(),
                    properties: vec![Property::Separator],
                    children: Vec::new(),
                }
            } else {
                let mut properties = Vec::new();
                if !entry.enabled {
                    properties.push(Property::Enabled(false));
                }
                properties.extend(entry.checked.map(Property::Toggle));
                if !entry.children.is_empty() {
                    properties.push(Property::Submenu);
                }
                Line {
                    number,
                    id: entry.id.clone(),
                    label: mnemonics::marked(label, letter, '_'),
                    properties,
                    children: self.number(&entry.children, &place, given),
                }
            });
        }
        lines
    }
}

fn flat(lines: &[Line]) -> Vec<&Line> {
    lines.iter().flat_map(|line| std::iter::once(line).chain(flat(&line.children))).collect()
}

fn compare(menu: i32, old: &[Line], new: &[Line], change: &mut Change) {
    if !old.iter().map(|line| line.number).eq(new.iter().map(|line| line.number)) {
        change.menus.insert(menu);
    }
    for line in new {
        let Some(before) = old.iter().find(|before| before.number == line.number) else { continue };
        if (&before.label, &before.properties) != (&line.label, &line.properties) {
            change.lines.push(line.number);
        }
        compare(line.number, &before.children, &line.children, change);
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Numbers};
    use crate::tray::MenuEntry;

    fn approval(id: &str) -> MenuEntry {
        let decisions =
            vec![MenuEntry::item(format!("deny {id}"), "Deny"), MenuEntry::item(format!("ok {id}"), "Approve")];
        MenuEntry::submenu(format!("approval {id}"), id, decisions)
    }

    fn menu(approvals: &[&str]) -> Vec<MenuEntry> {
        let mut menu = vec![MenuEntry::text("state", "Running"), MenuEntry::separator()];
        menu.extend(approvals.iter().map(|id| approval(id)));
        menu.extend([MenuEntry::separator(), MenuEntry::item("quit", "Quit")]);
        menu
    }

    fn number(numbers: &Numbers, id: &str) -> i32 {
        super::flat(&numbers.lines).into_iter().find(|line| line.id == id).unwrap().number
    }

    #[test]
    fn what_stays_keeps_its_number_whatever_comes_and_goes() {
        let mut numbers = Numbers::default();
        numbers.take(&menu(&["a", "b"]));
        let before: Vec<i32> = ["state", "approval b", "ok b", "quit"].map(|id| number(&numbers, id)).to_vec();
        let change = numbers.take(&menu(&["b", "c"]));
        assert_eq!(change.menus, [super::ROOT].into());
        let after: Vec<i32> = ["state", "approval b", "ok b", "quit"].map(|id| number(&numbers, id)).to_vec();
        assert_eq!(before, after);
        assert_eq!(numbers.take(&menu(&["b", "c"])), Change::default());
        assert_eq!(numbers.revision, 2);
    }

    #[test]
    fn no_number_is_given_twice_and_one_that_is_gone_still_says_what_it_was() {
        let mut numbers = Numbers::default();
        numbers.take(&menu(&["a"]));
        let old = number(&numbers, "ok a");
        numbers.take(&menu(&["b"]));
        assert_ne!(number(&numbers, "ok b"), old);
        assert!(numbers.line(old).is_none());
        assert_eq!(numbers.id(old), Some("ok a"));
        assert_eq!(numbers.id(999), None);
        for round in 0..500 {
            numbers.take(&menu(&[&format!("r{round}")]));
        }
        assert!(numbers.gone.len() <= super::GONE);
    }

    #[test]
    fn words_change_in_place_and_a_submenu_tells_of_its_own_lines() {
        let mut numbers = Numbers::default();
        let mut one = menu(&["a"]);
        numbers.take(&one);
        one[0].label = "Down".into();
        assert_eq!(numbers.take(&one), Change { lines: vec![number(&numbers, "state")], menus: [].into() });
        one[2].children.push(MenuEntry::item("details a", "Details"));
        let change = numbers.take(&one);
        assert_eq!(change.menus, [number(&numbers, "approval a")].into());
    }

    #[test]
    fn foreign_names_are_bounded_and_cleaned() {
        let mut numbers = Numbers::default();
        numbers.take(&[MenuEntry::item("x", format!("{}\u{202E}\n", "long ".repeat(100)))]);
        let label = &numbers.lines[0].label;
        assert!(label.chars().count() <= super::LABEL_CHARS + 1 && !label.contains(['\u{202E}', '\n']), "{label}");
    }
}
