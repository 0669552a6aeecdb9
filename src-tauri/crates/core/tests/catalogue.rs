//! Every sentence that this crate asks for exists, and every one of its sentences is asked for.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{collections::BTreeSet, fs, path::Path};

use clawtray_text::Catalogue;

const FAMILIES: [&str; 18] = [
    "app", "finding", "action", "exit", "step", "outcome", "plan", "note", "menu", "headline", "state", "error",
    "rung", "right", "approval", "notice", "keychain", "fleet",
];

/// Made from parts at run time: `note-button-<id>`, `right-<scope>`, and the menu's decisions.
const COMPOSED: [&str; 3] = ["note-button-", "right-", "menu-approve"];

fn literals(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            literals(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("mod tests {").next().unwrap_or_default();
            for literal in code.split('"').skip(1).step_by(2) {
                let family = literal.split('-').next().unwrap_or_default();
                let plain = literal
                    .chars()
                    .all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-');
                if plain && literal.contains('-') && FAMILIES.contains(&family) && !literal.ends_with('-') {
                    found.insert(literal.to_owned());
                }
            }
        }
    }
}

#[test]
fn the_sentences_and_their_uses_match() {
    let mut used = BTreeSet::new();
    literals(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut used);
    assert!(used.len() > 100, "the search found only {}", used.len());
    let known: BTreeSet<String> = Catalogue::ids().into_iter().map(String::from).collect();
    let missing: Vec<_> = used.difference(&known).collect();
    assert!(missing.is_empty(), "asked for but not in the catalogue: {missing:?}");
    let of_this_crate = |id: &&String| {
        FAMILIES.contains(&id.split('-').next().unwrap_or_default())
            && !COMPOSED.iter().any(|start| id.starts_with(start))
    };
    let idle: Vec<_> = known.difference(&used).filter(of_this_crate).collect();
    assert!(idle.is_empty(), "in the catalogue but never asked for: {idle:?}");
}
