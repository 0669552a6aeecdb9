//! Every language but English: it says what English says, in the room there is.

use std::collections::BTreeSet;

use super::{Catalogue, Locale, in_pattern, messages};
use crate::{Arg, locale::LOCALES};

/// Files in which a language must have every sentence. Elsewhere what is missing is said in English.
const COMPLETE: [&str; 3] = ["menu.ftl", "notifications.ftl", "units.ftl"];

fn others() -> impl Iterator<Item = &'static Locale> {
    LOCALES.iter().skip(1)
}

/// The ids of one file.
fn ids_of(locale: &'static Locale, file: &str) -> BTreeSet<&'static str> {
    let resource = locale.files.iter().find(|(name, _)| *name == file).map(|(_, resource)| resource);
    let entries = resource.into_iter().flat_map(|resource| resource.entries());
    entries
        .filter_map(|entry| match entry {
            fluent_syntax::ast::Entry::Message(message) => Some(message.id.name),
            _ => None,
        })
        .collect()
}

#[test]
fn nothing_is_missing_where_a_language_is_to_be_complete() {
    let english = LOCALES.first().unwrap();
    for locale in others() {
        for file in COMPLETE {
            let missing: Vec<_> = ids_of(english, file).difference(&ids_of(locale, file)).copied().collect();
            assert!(missing.is_empty(), "{}/{file}: missing {missing:?}", locale.tag);
        }
    }
}

#[test]
fn a_sentence_uses_the_variables_of_its_english_twin() {
    for locale in others() {
        for message in messages(Some(locale)) {
            let mut found = BTreeSet::new();
            if let Some(pattern) = &message.value {
                in_pattern(pattern, &mut found);
            }
            // A sentence that English has given up is not asked for any more.
            if Catalogue::default().has(message.id.name) {
                let found: Vec<_> = found.into_iter().collect();
                assert_eq!(found, Catalogue::variables(message.id.name), "{}: {}", locale.tag, message.id.name);
            }
        }
    }
}

#[test]
fn menus_and_buttons_have_the_room_they_need() {
    for locale in LOCALES.iter() {
        let catalogue = Catalogue::for_languages(&[locale.tag.to_owned()]);
        for id in Catalogue::ids() {
            let limit = match id {
                _ if id.starts_with("note-button-") => 14,
                _ if id.starts_with("menu-") => 42,
                _ if id.starts_with("window-place-") => 16,
                _ if id.starts_with("state-") => 28,
                _ => continue,
            };
            let args: Vec<_> = Catalogue::variables(id).into_iter().map(|name| (name, Arg::Integer(12))).collect();
            let text = catalogue.say_with(id, &args);
            assert!(
                text.chars().count() <= limit,
                "{}: {id} has {} characters: {text}",
                locale.tag,
                text.chars().count()
            );
        }
    }
}

#[test]
fn the_language_follows_what_the_person_reads() {
    for (wanted, tag) in [("de_AT.UTF-8", "de"), ("it", "it"), ("it_CH@euro", "it"), ("en_US.UTF-8", "en"), ("C", "en")]
    {
        assert_eq!(Catalogue::for_languages(&[wanted.to_owned()]).language(), tag, "{wanted}");
    }
}

#[test]
fn plurals_and_times_are_right_and_what_is_not_translated_is_english() {
    let say = |tag: &str, id: &str, count: i64| {
        Catalogue::for_languages(&[tag.to_owned()]).say_with(id, &[("count", Arg::Integer(count))])
    };
    assert_eq!(say("de", "menu-more-problems", 1), "1 weiteres Problem…");
    assert_eq!(say("de", "menu-more-problems", 4), "4 weitere Probleme…");
    assert_eq!(say("it", "note-many-approvals", 1), "1 richiesta aspetta te");
    assert_eq!(say("it", "note-many-approvals", 200), "200 richieste aspettano te");
    let german = Catalogue::for_languages(&["de".to_owned()]);
    assert_eq!(german.duration_ms(2 * 86_400_000 + 3_600_000), "2 Tage 1 Std.");
    assert_eq!(german.say("cli-done"), "Done.");
}
