//! Every language but English: it says what English says, in the room there is.

use std::collections::BTreeSet;

use super::{Catalogue, Locale, in_pattern, messages};
use crate::{Arg, locale::LOCALES};

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
fn every_language_has_every_sentence_in_the_same_file_and_no_other() {
    let english = LOCALES.first().unwrap();
    for locale in others() {
        for (file, _) in &english.files {
            let (wanted, there) = (ids_of(english, file), ids_of(locale, file));
            let missing: Vec<_> = wanted.difference(&there).collect();
            assert!(missing.is_empty(), "{}/{file}: missing {missing:?}", locale.tag);
            let left: Vec<_> = there.difference(&wanted).collect();
            assert!(left.is_empty(), "{}/{file}: English has no {left:?}", locale.tag);
        }
    }
}

/// Short ones may read the same in two languages: names, signs and words that both have.
fn may_be_the_same(text: &str) -> bool {
    text.split(|one: char| !one.is_alphabetic()).filter(|word| !word.is_empty()).count() < 3
}

#[test]
fn a_translation_is_not_the_english_sentence() {
    for locale in others() {
        let catalogue = Catalogue::for_languages(&[locale.tag.to_owned()]);
        for id in Catalogue::ids() {
            let args: Vec<_> = Catalogue::variables(id).into_iter().map(|name| (name, Arg::Integer(12))).collect();
            let (english, other) = (Catalogue::default().say_with(id, &args), catalogue.say_with(id, &args));
            // OpenClaw's own words stay as they are.
            if id != "window-detail-words-text" && !may_be_the_same(&english) {
                assert_ne!(english, other, "{}: {id}", locale.tag);
            }
        }
    }
}

#[test]
fn every_translated_sentence_is_complete_when_its_variables_are_given() {
    for locale in others() {
        let catalogue = Catalogue::for_languages(&[locale.tag.to_owned()]);
        for id in Catalogue::ids() {
            for value in [Arg::Integer(1), Arg::Integer(3), Arg::Text("word".into())] {
                let args: Vec<_> = Catalogue::variables(id).into_iter().map(|name| (name, value.clone())).collect();
                let (text, mistakes) = catalogue.try_say(id, &args);
                let text = text.unwrap_or_default();
                assert!(
                    mistakes == 0 && !text.trim().is_empty() && !text.contains("{$"),
                    "{}: {id}: {text}",
                    locale.tag
                );
            }
        }
    }
}

#[test]
fn a_count_that_english_says_in_two_ways_is_said_in_two_ways() {
    let say = |catalogue: &Catalogue, id: &str, count: i64| {
        let args: Vec<_> = Catalogue::variables(id).into_iter().map(|name| (name, Arg::Integer(count))).collect();
        catalogue.say_with(id, &args).replace(&count.to_string(), "#")
    };
    let english = Catalogue::default();
    for locale in others() {
        let catalogue = Catalogue::for_languages(&[locale.tag.to_owned()]);
        for id in Catalogue::ids() {
            // "Byte" has one form in both numbers of some languages.
            if id != "size-bytes"
                && say(&english, id, 1) != say(&english, id, 7)
                && say(&english, id, 2) == say(&english, id, 7)
            {
                assert_ne!(say(&catalogue, id, 1), say(&catalogue, id, 7), "{}: {id}", locale.tag);
            }
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
    let ids = Catalogue::ids();
    // What follows a finding's title is a case of it or one of its actions.
    let titles: BTreeSet<_> = ids.iter().copied().filter(|id| id.starts_with("finding-")).collect();
    let titles: BTreeSet<_> = titles
        .iter()
        .copied()
        .filter(|id| !titles.iter().any(|shorter| shorter != id && id.starts_with(&format!("{shorter}-"))))
        .collect();
    for locale in LOCALES.iter() {
        let catalogue = Catalogue::for_languages(&[locale.tag.to_owned()]);
        for id in ids.iter().copied() {
            let limit = match id {
                _ if id.starts_with("note-button-") => 14,
                _ if id.starts_with("menu-") => 42,
                _ if id.starts_with("window-place-") => 16,
                _ if id.starts_with("state-") => 28,
                // Two of them stand side by side in a small window, and a menu cuts what is longer.
                _ if id.starts_with("action-") => 72,
                _ if titles.contains(id) => 92,
                _ if id.starts_with("cli-mark-") => 8,
                _ if id.starts_with("cli-rung-") || id.starts_with("cli-severity-") => 12,
                _ if id.starts_with("cli-about-") || id.starts_with("cli-arg-") => 84,
                _ if id.starts_with("window-rung-") || id.starts_with("window-step-") => 26,
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
fn plurals_and_times_are_right() {
    let say = |tag: &str, id: &str, count: i64| {
        Catalogue::for_languages(&[tag.to_owned()]).say_with(id, &[("count", Arg::Integer(count))])
    };
    assert_eq!(say("de", "menu-more-problems", 1), "1 weiteres Problem…");
    assert_eq!(say("de", "menu-more-problems", 4), "4 weitere Probleme…");
    assert_eq!(say("it", "note-many-approvals", 1), "1 richiesta aspetta te");
    assert_eq!(say("it", "note-many-approvals", 200), "200 richieste aspettano te");
    let german = Catalogue::for_languages(&["de".to_owned()]);
    assert_eq!(german.duration_ms(2 * 86_400_000 + 3_600_000), "2 Tage 1 Std.");
    assert_eq!(german.say("cli-done"), "Fertig.");
    assert_eq!(say("de", "cli-status-findings", 0), "Keine Probleme");
}
