//! What a fault was seen by: quoted from whoever said it, or a sentence of ours, which is said in the person's language.

use std::ops::Deref;

use clawtray_contract::Evidence;

use crate::findings::Words;

/// What evidence says.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Said {
    /// As the source has it.
    Quoted(String),
    /// By us.
    Ours(Words),
}

impl Said {
    /// In words. `say` has the catalogue.
    pub(crate) fn text(&self, say: impl FnOnce(&Words) -> String) -> String {
        match self {
            Self::Quoted(text) => text.clone(),
            Self::Ours(words) => say(words),
        }
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self::Quoted(text)
    }
}

impl From<&str> for Said {
    fn from(text: &str) -> Self {
        Self::Quoted(text.into())
    }
}

impl From<Words> for Said {
    fn from(words: Words) -> Self {
        Self::Ours(words)
    }
}

/// One piece of evidence. The text of a sentence of ours is its name in the catalogue until it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Seen {
    evidence: Evidence,
    ours: Option<Words>,
}

impl Seen {
    pub(crate) fn new(source: &str, said: Said, at_ms: Option<u64>) -> Self {
        let (text, ours) = match said {
            Said::Quoted(text) => (text, None),
            Said::Ours(words) => (words.id.into(), Some(words)),
        };
        Self { evidence: Evidence { source: source.into(), text, at_ms }, ours }
    }

    /// As it is shown. `say` has the catalogue.
    pub(crate) fn shown(&self, say: impl FnOnce(&Words) -> String) -> Evidence {
        let text = self.ours.as_ref().map_or_else(|| self.evidence.text.clone(), say);
        Evidence { text, ..self.evidence.clone() }
    }

    #[cfg(test)]
    pub(crate) fn in_language(&self, language: &str) -> Evidence {
        let catalogue = clawtray_text::Catalogue::for_languages(&[language.to_owned()]);
        self.shown(|words| catalogue.say_with(words.id, &words.args))
    }
}

impl From<Evidence> for Seen {
    fn from(evidence: Evidence) -> Self {
        Self { evidence, ours: None }
    }
}

impl Deref for Seen {
    type Target = Evidence;

    fn deref(&self) -> &Evidence {
        &self.evidence
    }
}
