//! From what a person typed to a finding.

use clawtray_contract::{ErrorCode, FindingRef, FindingView, Snapshot};
use clawtray_core::{RunbookEntry, runbook, runbook_ids};
use clawtray_text::Catalogue;

use crate::{
    problem::Problem,
    screen::{Screen, short},
};

/// What a name means now.
#[derive(Debug)]
pub(crate) enum Named<'a> {
    /// It is raised.
    Raised(&'a FindingView),
    /// Clawtray knows it, and it is not raised.
    Healthy,
}

/// Finds the finding. Without a subject the name must be clear.
///
/// # Errors
/// A sentence with what could have been meant.
pub(crate) fn find<'a>(screen: &Screen, snapshot: &'a Snapshot, wanted: &FindingRef) -> Result<Named<'a>, Problem> {
    let raised = || snapshot.gateways.iter().flat_map(|gateway| &gateway.findings);
    let same: Vec<&FindingView> = raised().filter(|finding| finding.id == wanted.id).collect();
    if let Some(subject) = &wanted.subject {
        if let Some(found) = same.iter().find(|finding| finding.subject.as_ref() == Some(subject)) {
            return Ok(Named::Raised(found));
        }
    } else {
        match same.as_slice() {
            [only] => return Ok(Named::Raised(only)),
            [] => {}
            several => {
                let names: Vec<String> = several.iter().map(|finding| finding.reference().to_string()).collect();
                let names = [("names", names.join(", ").into()), ("id", (&wanted.id).into())];
                return Err(Problem::new(ErrorCode::BadRequest, screen.say_with("cli-several-findings", &names)));
            }
        }
    }
    if same.is_empty() && entry(&screen.catalogue, &wanted.id).is_none() {
        let known = raised().map(|finding| finding.reference().to_string()).chain(known_ids());
        return Err(unknown(screen, "cli-unknown-finding", &wanted.to_string(), known));
    }
    Ok(Named::Healthy)
}

/// "There is no such thing", and what could have been meant.
pub(crate) fn unknown(screen: &Screen, id: &str, typed: &str, known: impl Iterator<Item = String>) -> Problem {
    unknown_of(&screen.catalogue, id, typed, known)
}

/// As [`unknown`].
pub(crate) fn unknown_of(catalogue: &Catalogue, id: &str, typed: &str, known: impl Iterator<Item = String>) -> Problem {
    let sentence = catalogue.say_with(id, &[("id", short(typed, 80).into())]);
    let near = nearest(typed, known);
    let sentence = if near.is_empty() {
        sentence
    } else {
        format!("{sentence} {}", catalogue.say_with("cli-did-you-mean", &[("names", near.join(", ").into())]))
    };
    Problem::new(ErrorCode::Gone, sentence)
}

/// A finding of the runbook.
pub(crate) fn entry(catalogue: &Catalogue, id: &str) -> Option<RunbookEntry> {
    runbook(catalogue).into_iter().find(|entry| entry.id == id)
}

/// Every finding Clawtray knows.
pub(crate) fn known_ids() -> impl Iterator<Item = String> {
    runbook_ids().map(str::to_owned)
}

/// Up to three names that resemble what was typed, the nearest first.
fn nearest(typed: &str, known: impl Iterator<Item = String>) -> Vec<String> {
    let typed: String = typed.to_lowercase().chars().take(100).collect();
    let mut near: Vec<(f64, String)> = known
        .map(|name| {
            let contained = !typed.is_empty() && name.contains(&typed);
            (if contained { 1.0 } else { strsim::jaro_winkler(&typed, &name.to_lowercase()) }, name)
        })
        .filter(|(likeness, _)| *likeness > 0.75)
        .collect();
    near.sort_by(|left, right| right.0.total_cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
    near.dedup_by(|left, right| left.1 == right.1);
    near.truncate(3);
    near.into_iter().map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::{entry, known_ids, nearest};
    use clawtray_text::Catalogue;

    #[test]
    fn a_finding_is_found_by_its_id() {
        let catalogue = Catalogue::default();
        assert!(entry(&catalogue, "config.invalid").is_some_and(|entry| entry.title.contains("not valid")));
        assert_eq!(entry(&catalogue, "config.invalid.missing"), None);
    }

    #[test]
    fn a_slip_of_the_finger_is_understood_and_rubbish_is_not() {
        let known = || known_ids();
        assert_eq!(nearest("config.invlid", known()).first().map(String::as_str), Some("config.invalid"));
        assert_eq!(nearest("crash", known()), ["process.crash_loop"]);
        assert_eq!(nearest("\u{1b}[31m", known()), Vec::<String>::new());
        assert_eq!(nearest("", known()), Vec::<String>::new());
    }
}
