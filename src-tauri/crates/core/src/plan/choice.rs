//! Actions that can be carried out in several ways: the person names one of them.

use clawtray_contract::PlanChoice;
use clawtray_text::Catalogue;

use super::Plan;
use crate::findings::Words;

/// One way to carry an action out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Way {
    /// What is sent back to choose it.
    pub(crate) id: String,
    pub(crate) label: Words,
}

impl Way {
    /// A way that goes by a foreign name: a model, an account, a program.
    pub(crate) fn named(name: &str) -> Self {
        Self { id: name.to_owned(), label: Words::with("plan-choice-name", vec![("name", name.into())]) }
    }
}

impl Plan {
    /// Offers the ways, the best first, and gives the id of the chosen one: the first where the person named none.
    ///
    /// # Errors
    /// `nothing` where there is no way at all; another sentence where the named one is not among them.
    pub(super) fn choose(&mut self, ways: Vec<Way>, nothing: &'static str) -> Result<String, Words> {
        let chosen = match &self.wanted {
            Some(wanted) => ways.iter().find(|way| way.id == *wanted).ok_or(Words::plain("plan-no-such-choice"))?,
            None => ways.first().ok_or(Words::plain(nothing))?,
        };
        let id = chosen.id.clone();
        if ways.len() > 1 {
            self.ways = ways;
        }
        self.wanted = Some(id.clone());
        Ok(id)
    }

    /// The ways as the person sees them.
    pub(super) fn choices(&self, catalogue: &Catalogue) -> Vec<PlanChoice> {
        let choice = |way: &Way| PlanChoice {
            id: way.id.clone(),
            label: catalogue.say_with(way.label.id, &way.label.args),
            chosen: self.wanted.as_ref() == Some(&way.id),
        };
        self.ways.iter().map(choice).collect()
    }
}
