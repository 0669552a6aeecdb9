//! Which gateways are kept.

use crate::settings::GatewayChoice;

/// Most gateways kept by one keeper.
pub const MOST_KEPT: usize = 16;

/// A gateway that could be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// The system's service manager has a service for it.
    pub service: bool,
}

/// The ids of the gateways that are kept, the primary one first; never empty.
///
/// `own` is the one that this process's environment means; `own_meant` says that it is named there or has traces on
/// the disk. What a person named is kept as far as it is there. Without that: the own one, and those that a service
/// manager keeps anyway, for watching them starts nothing. A Clawtray with a private folder (`private`) keeps no
/// more than the own one unasked.
pub fn kept(
    choice: &GatewayChoice,
    own: &str,
    own_meant: bool,
    candidates: &[Candidate],
    private: bool,
) -> Vec<String> {
    let is_there = |id: &&String| id.as_str() == own || candidates.iter().any(|candidate| candidate.id == **id);
    let mut kept: Vec<String> = match &choice.watched {
        Some(named) => named.iter().filter(is_there).cloned().collect(),
        None => {
            let others = candidates.iter().filter(|candidate| candidate.service && candidate.id != own && !private);
            let others: Vec<String> = others.map(|candidate| candidate.id.clone()).collect();
            let own_too = own_meant || others.is_empty();
            own_too.then(|| own.to_owned()).into_iter().chain(others).collect()
        }
    };
    if kept.is_empty() {
        kept.push(own.to_owned());
    }
    let mut seen = std::collections::BTreeSet::new();
    kept.retain(|id| seen.insert(id.clone()));
    let first = choice.primary.as_deref().and_then(|primary| kept.iter().position(|id| id == primary));
    if let Some(at) = first.or_else(|| kept.iter().position(|id| id == own)) {
        kept[..=at].rotate_right(1);
    }
    kept.truncate(MOST_KEPT);
    kept
}

#[cfg(test)]
mod tests {
    use super::{Candidate, MOST_KEPT, kept};
    use crate::settings::GatewayChoice;

    fn candidates(ids: &[(&str, bool)]) -> Vec<Candidate> {
        ids.iter().map(|(id, service)| Candidate { id: (*id).to_owned(), service: *service }).collect()
    }

    fn named(watched: &[&str], primary: Option<&str>) -> GatewayChoice {
        let watched = Some(watched.iter().map(|id| (*id).to_owned()).collect());
        GatewayChoice { watched, primary: primary.map(str::to_owned), ..GatewayChoice::default() }
    }

    #[test]
    fn unasked_the_own_one_and_those_with_a_service_are_kept() {
        let found = candidates(&[("default", false), ("bot", true), ("old", false)]);
        let unasked = GatewayChoice::default();
        assert_eq!(kept(&unasked, "default", true, &found, false), ["default", "bot"]);
        assert_eq!(kept(&unasked, "default", true, &found, true), ["default"], "a private Clawtray keeps its own");
        assert_eq!(kept(&unasked, "default", false, &found, false), ["bot"], "nobody uses the default profile");
        assert_eq!(kept(&unasked, "default", false, &[], false), ["default"], "nothing is there yet");
        assert_eq!(kept(&unasked, "work", true, &found, false), ["work", "bot"]);
    }

    #[test]
    fn what_is_named_is_kept_as_far_as_it_is_there_and_never_nothing() {
        let found = candidates(&[("default", false), ("work", true), ("bot", false)]);
        let choice = named(&["bot", "gone", "work", "bot"], Some("work"));
        assert_eq!(kept(&choice, "default", true, &found, true), ["work", "bot"]);
        assert_eq!(kept(&named(&["bot", "default"], None), "default", true, &found, false), ["default", "bot"]);
        assert_eq!(kept(&named(&["bot", "default"], Some("gone")), "default", true, &found, false)[0], "default");
        assert_eq!(kept(&named(&["gone"], None), "default", false, &found, false), ["default"]);
        assert_eq!(kept(&named(&[], None), "default", false, &found, false), ["default"]);
        let many: Vec<String> = (0..40).map(|number| format!("p{number}")).collect();
        let found: Vec<_> = many.iter().map(|id| Candidate { id: id.clone(), service: true }).collect();
        assert_eq!(kept(&GatewayChoice::default(), "default", true, &found, false).len(), MOST_KEPT);
    }
}
