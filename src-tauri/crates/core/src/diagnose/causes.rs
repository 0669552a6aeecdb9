//! What a text shows because of something else that it shows.

use clawtray_contract::{Consequence, FindingView};

use crate::rules::rule;

/// Names what each finding explains, by the first cause of a chain. What is explained stays in the list with its lines.
pub(super) fn name_consequences(views: &mut [FindingView]) {
    let mut causes: Vec<Option<usize>> = Vec::with_capacity(views.len());
    for view in views.iter() {
        let explained_by = rule(&view.id).map_or(&[][..], |rule| rule.explained_by);
        let earlier = views.iter().take(causes.len());
        let cause = earlier.zip(&causes).enumerate().find_map(|(place, (other, first))| {
            explained_by.contains(&other.id.as_str()).then_some(first.unwrap_or(place))
        });
        causes.push(cause);
    }
    let caused = causes.iter().zip(views.iter());
    let caused: Vec<_> = caused.filter_map(|(cause, view)| Some(((*cause)?, consequence(view)))).collect();
    for (cause, consequence) in caused {
        if let Some(view) = views.get_mut(cause) {
            view.explains.push(consequence);
        }
    }
}

fn consequence(view: &FindingView) -> Consequence {
    Consequence {
        id: view.id.clone(),
        subject: view.subject.clone(),
        severity: view.severity,
        title: view.title.clone(),
        text: view.text.clone(),
        since_ms: view.since_ms,
    }
}
