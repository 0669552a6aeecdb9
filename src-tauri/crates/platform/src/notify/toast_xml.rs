//! A note as the XML of a Windows toast.

use super::{Expiry, Note, Urgency};

/// What a press on the note itself gives back.
pub(super) const DEFAULT: &str = "default";

/// The toast. Its text is foreign and is written so that none of it becomes XML.
pub(super) fn toast(note: &Note) -> String {
    // A reminder stays until it is answered; Windows takes a note without buttons for none.
    let stays = note.expires == Expiry::Never && !note.actions.is_empty();
    let scenario = if stays { " scenario=\"reminder\"" } else { "" };
    let duration = if note.expires == Expiry::Usual { "short" } else { "long" };
    let silent = if note.urgency == Urgency::Low { "<audio silent=\"true\"/>" } else { "" };
    let buttons: String = note
        .actions
        .iter()
        .map(|(id, label)| format!("<action content=\"{}\" arguments=\"{}\"/>", escaped(label), escaped(id)))
        .collect();
    let buttons = if buttons.is_empty() { buttons } else { format!("<actions>{buttons}</actions>") };
    format!(
        "<toast launch=\"{DEFAULT}\" duration=\"{duration}\"{scenario}><visual><binding template=\"ToastGeneric\">\
         <text>{}</text><text>{}</text></binding></visual>{silent}{buttons}</toast>",
        escaped(&note.title),
        escaped(&note.body),
    )
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' => escaped.push_str("&#10;"),
            // XML knows no other control characters.
            other if other.is_control() => {}
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::{Expiry, Note, Urgency, toast};

    fn note(actions: &[(&str, &str)]) -> Note {
        Note {
            key: "approval/1".to_owned(),
            title: "Anna & \"Bob\" <b>".to_owned(),
            body: "first\nsecond </text><action/>\u{7}".to_owned(),
            urgency: Urgency::Critical,
            actions: actions.iter().map(|(id, label)| ((*id).to_owned(), (*label).to_owned())).collect(),
            expires: Expiry::Never,
        }
    }

    #[test]
    fn foreign_text_stays_text_and_deny_comes_first() {
        let shown = toast(&note(&[("deny", "Deny"), ("approve", "Approve")]));
        assert!(shown.contains("<text>Anna &amp; &quot;Bob&quot; &lt;b&gt;</text>"), "{shown}");
        assert!(shown.contains("<text>first&#10;second &lt;/text&gt;&lt;action/&gt;</text>"), "{shown}");
        let buttons = "<actions><action content=\"Deny\" arguments=\"deny\"/><action content=\"Approve\"";
        assert!(shown.contains(buttons), "{shown}");
        assert!(shown.contains("scenario=\"reminder\""), "it stays until it is answered: {shown}");
    }

    #[test]
    fn without_buttons_nothing_is_a_reminder_and_good_news_make_no_noise() {
        let shown = toast(&Note { urgency: Urgency::Low, expires: Expiry::Usual, ..note(&[]) });
        assert!(!shown.contains("reminder") && !shown.contains("<actions>"), "{shown}");
        assert!(shown.contains("silent=\"true\"") && shown.contains("duration=\"short\""), "{shown}");
    }
}
