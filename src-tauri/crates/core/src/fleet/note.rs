//! Notifications of several gateways: their keys do not meet, and they name their gateway.

use clawtray_text::Catalogue;

use super::picture::{DEFAULT, name_of};
use crate::effect::Note;

/// The key of a gateway's note among those of all. The default gateway's keys stay as they are, so that a note that
/// is on screen keeps its key when a second gateway comes.
pub fn key_of_gateway(gateway: &str, key: &str) -> String {
    if gateway == DEFAULT { key.to_owned() } else { format!("@{gateway}/{key}") }
}

/// The gateway's id and its own key.
pub fn split_key(key: &str) -> (&str, &str) {
    key.strip_prefix('@').and_then(|rest| rest.split_once('/')).unwrap_or((DEFAULT, key))
}

/// The note as it is shown: with its key among all, and with the gateway's name where there is more than one.
pub fn named_note(gateway: &str, several: bool, note: Note, catalogue: &Catalogue) -> Note {
    let title = if several {
        let name = name_of(gateway, catalogue);
        catalogue.say_with("note-of-gateway", &[("gateway", name.into()), ("title", note.title.into())])
    } else {
        note.title
    };
    Note { key: key_of_gateway(gateway, &note.key), title, ..note }
}

#[cfg(test)]
mod tests {
    use clawtray_text::Catalogue;

    use super::{key_of_gateway, named_note, split_key};
    use crate::effect::{Note, Urgency};

    #[test]
    fn keys_of_two_gateways_never_meet_and_lead_back() {
        for (gateway, key) in [("default", "approval:a/b"), ("work", "approval:a/b"), ("work", "gateway")] {
            assert_eq!(split_key(&key_of_gateway(gateway, key)), (gateway, key));
        }
        assert_eq!(key_of_gateway("default", "gateway"), "gateway");
        assert_ne!(key_of_gateway("work", "gateway"), key_of_gateway("bot", "gateway"));
    }

    #[test]
    fn the_gateway_is_named_only_where_there_are_others() {
        let catalogue = Catalogue::for_languages(&["en".into()]);
        let note = Note {
            key: "gateway".into(),
            etag: "down".into(),
            title: "Gateway down since 04:15".into(),
            body: String::new(),
            urgency: Urgency::Critical,
            buttons: vec![],
        };
        let named = named_note("work", true, note.clone(), &catalogue);
        assert_eq!((named.key.as_str(), named.title.as_str()), ("@work/gateway", "work: Gateway down since 04:15"));
        assert_eq!(named_note("default", false, note.clone(), &catalogue), note);
    }
}
