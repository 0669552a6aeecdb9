//! The catalogue: a sentence by its id.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::{Arc, LazyLock},
};

use fluent_bundle::{FluentArgs, FluentResource, concurrent::FluentBundle};
use fluent_syntax::ast;
use unic_langid::LanguageIdentifier;

use crate::{
    arg::Arg,
    locale::{LOCALES, Locale},
    units::{self, Moment},
};

type Bundle = FluentBundle<&'static FluentResource>;

/// All sentences in the person's language, English where that language has none. Cheap to clone, shared by threads.
#[derive(Clone)]
pub struct Catalogue {
    tag: &'static str,
    /// The person's language first, English last.
    bundles: Arc<[Bundle]>,
}

impl Catalogue {
    /// The catalogue for the first of these languages that there is. Tags are BCP 47 (`en-GB`) or POSIX locale names
    /// (`en_GB.UTF-8`); only the language counts. Unknown and unreadable tags are passed over; English is the last
    /// resort.
    pub fn for_languages(languages: &[String]) -> Self {
        let chosen = languages.iter().find_map(|tag| find(tag)).or_else(|| LOCALES.first());
        let Some(chosen) = chosen else { return Self { tag: "en", bundles: Arc::new([]) } };
        let fallback = LOCALES.first().filter(|locale| locale.tag != chosen.tag);
        let bundles = std::iter::once(chosen).chain(fallback).map(bundle).collect();
        Self { tag: chosen.tag, bundles }
    }

    /// Language of the sentences, as a BCP 47 tag.
    pub fn language(&self) -> &'static str {
        self.tag
    }

    /// The sentence without variables.
    pub fn say(&self, id: &str) -> String {
        self.say_with(id, &[])
    }

    /// The sentence with its variables filled in. An unknown id gives itself in brackets; a variable that is not given
    /// shows as `{$name}`.
    pub fn say_with(&self, id: &str, args: &[(&str, Arg)]) -> String {
        self.try_say(id, args).0.unwrap_or_else(|| format!("[{id}]"))
    }

    /// The sentence and how many mistakes Fluent saw while building it.
    fn try_say(&self, id: &str, args: &[(&str, Arg)]) -> (Option<String>, usize) {
        for bundle in self.bundles.iter() {
            let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else { continue };
            let mut values = FluentArgs::with_capacity(args.len());
            for (name, arg) in args {
                values.set((*name).to_owned(), arg.value(|kind, moment| self.moment(kind, moment)));
            }
            let mut errors = Vec::new();
            let text = bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
            return (Some(text), errors.len());
        }
        (None, 0)
    }

    /// True when the sentence exists.
    pub fn has(&self, id: &str) -> bool {
        self.bundles.iter().any(|bundle| bundle.get_message(id).is_some_and(|message| message.value().is_some()))
    }

    /// The id of every sentence, in the order of the files.
    pub fn ids() -> Vec<&'static str> {
        messages(LOCALES.first()).map(|message| message.id.name).collect()
    }

    /// The variables a sentence uses, sorted; empty for an unknown id.
    pub fn variables(id: &str) -> Vec<&'static str> {
        static ENGLISH: LazyLock<BTreeMap<&str, &ast::Message<&str>>> =
            LazyLock::new(|| messages(LOCALES.first()).map(|message| (message.id.name, message)).collect());
        let mut found = BTreeSet::new();
        let pattern = ENGLISH.get(id).and_then(|message| message.value.as_ref());
        if let Some(pattern) = pattern {
            in_pattern(pattern, &mut found);
        }
        found.into_iter().collect()
    }

    /// A length of time in words, rounded down: `40 seconds`, `3 minutes`, `2 h 5 min`, `3 days 4 h`.
    pub fn duration_ms(&self, duration_ms: u64) -> String {
        let (id, args) = units::duration(duration_ms);
        self.say_with(id, &args)
    }

    /// An amount of memory or storage in words, with powers of 1024: `840 bytes`, `12 MB`, `1.5 GB`.
    pub fn bytes(&self, bytes: u64) -> String {
        let (id, amount) = units::bytes(bytes);
        let amount = match amount {
            units::Amount::Whole(amount) => amount.into(),
            units::Amount::Tenths(whole, tenth) => {
                self.say_with("size-decimal", &[("whole", whole.into()), ("tenth", tenth.into())]).into()
            }
        };
        self.say_with(id, &[("amount", amount)])
    }

    /// A moment as `since`, `at` and `until` say it.
    pub(crate) fn moment(&self, kind: &'static str, moment: Moment) -> String {
        let time = ("time", moment.clock().into());
        match moment.day() {
            None => self.say_with(&format!("{kind}-today"), &[time]),
            Some((day, month)) => {
                self.say_with(&format!("{kind}-day"), &[("day", day.into()), ("month", month.into()), time])
            }
        }
    }
}

impl Default for Catalogue {
    /// English.
    fn default() -> Self {
        Self::for_languages(&[])
    }
}

impl fmt::Debug for Catalogue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Catalogue").field("language", &self.tag).finish_non_exhaustive()
    }
}

fn find(tag: &str) -> Option<&'static Locale> {
    let plain = tag.split(['.', '@']).next().unwrap_or_default();
    let wanted: LanguageIdentifier = plain.parse().ok()?;
    LOCALES
        .iter()
        .find(|locale| locale.tag.parse::<LanguageIdentifier>().is_ok_and(|there| there.language == wanted.language))
}

fn bundle(locale: &'static Locale) -> Bundle {
    let language = locale.tag.parse::<LanguageIdentifier>().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![language]);
    // The marks that isolate directions are invisible noise in a terminal; foreign text is cleaned instead.
    bundle.set_use_isolating(false);
    for (_, resource) in &locale.files {
        // A second definition of an id is left out; a test allows none.
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn messages(locale: Option<&'static Locale>) -> impl Iterator<Item = &'static ast::Message<&'static str>> {
    locale.into_iter().flat_map(|locale| &locale.files).flat_map(|(_, resource)| resource.entries()).filter_map(
        |entry| match entry {
            ast::Entry::Message(message) => Some(message),
            _ => None,
        },
    )
}

fn in_pattern(pattern: &'static ast::Pattern<&'static str>, found: &mut BTreeSet<&'static str>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression(expression: &'static ast::Expression<&'static str>, found: &mut BTreeSet<&'static str>) {
    match expression {
        ast::Expression::Inline(inline) => in_inline(inline, found),
        ast::Expression::Select { selector, variants } => {
            in_inline(selector, found);
            for variant in variants {
                in_pattern(&variant.value, found);
            }
        }
    }
}

fn in_inline(inline: &'static ast::InlineExpression<&'static str>, found: &mut BTreeSet<&'static str>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            found.insert(id.name);
        }
        ast::InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                in_inline(argument, found);
            }
        }
        ast::InlineExpression::MessageReference { id, .. } => {
            found.extend(Catalogue::variables(id.name));
        }
        ast::InlineExpression::Placeable { expression } => in_expression(expression, found),
        ast::InlineExpression::StringLiteral { .. }
        | ast::InlineExpression::NumberLiteral { .. }
        | ast::InlineExpression::TermReference { .. } => {}
    }
}

#[cfg(test)]
mod languages;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Catalogue;
    use crate::Arg;

    #[test]
    fn the_catalogue_can_be_shared_by_threads() {
        fn shared<T: Send + Sync + 'static>() {}
        shared::<Catalogue>();
    }

    #[test]
    fn every_id_exists_once() {
        let mut seen = BTreeSet::new();
        for id in Catalogue::ids() {
            assert!(seen.insert(id), "`{id}` is defined twice");
        }
        assert!(seen.len() > 100, "only {} sentences", seen.len());
    }

    #[test]
    fn every_sentence_is_complete_when_its_variables_are_given() {
        let catalogue = Catalogue::default();
        for id in Catalogue::ids() {
            for value in [Arg::Integer(1), Arg::Integer(3), Arg::Text("word".into())] {
                let args: Vec<_> = Catalogue::variables(id).into_iter().map(|name| (name, value.clone())).collect();
                let (text, mistakes) = catalogue.try_say(id, &args);
                let text = text.unwrap_or_else(|| panic!("`{id}` has no text"));
                assert_eq!(mistakes, 0, "`{id}`: {text}");
                assert!(!text.trim().is_empty() && !text.contains("{$"), "`{id}`: {text}");
            }
        }
    }

    #[test]
    fn the_variables_of_a_sentence_are_found_in_every_branch() {
        assert_eq!(Catalogue::variables("finding-config-invalid-unknown-key"), ["column", "key", "line"]);
        assert_eq!(Catalogue::variables("finding-cron-job-failed-text"), ["name", "streak"]);
        assert_eq!(Catalogue::variables("app-name"), Vec::<&str>::new());
    }

    #[test]
    fn a_variable_that_is_not_given_is_a_mistake_but_no_panic() {
        let (text, mistakes) = Catalogue::default().try_say("cli-pid", &[]);
        assert_eq!((text.as_deref(), mistakes), (Some("pid {$pid}"), 1));
    }

    #[test]
    fn an_unknown_id_shows_itself() {
        let catalogue = Catalogue::default();
        assert_eq!(catalogue.say("no-such-sentence"), "[no-such-sentence]");
        assert!(!catalogue.has("no-such-sentence"));
        assert!(catalogue.has("app-name"));
        assert_eq!(Catalogue::variables("no-such-sentence"), Vec::<&str>::new());
    }

    #[test]
    fn languages_fall_back_to_english() {
        for wanted in [&["fr-FR"][..], &["xx", "en_GB.UTF-8"], &["C"], &["", "not a tag"], &[]] {
            let wanted: Vec<String> = wanted.iter().map(|tag| (*tag).to_owned()).collect();
            assert_eq!(Catalogue::for_languages(&wanted).language(), "en", "{wanted:?}");
        }
    }

    #[test]
    fn foreign_text_cannot_break_a_line_or_a_terminal() {
        let shown = Catalogue::default()
            .say_with("cli-unknown-finding", &[("id", "\u{1b}[31mred\u{1b}[0m\nnext\u{202e}".into())]);
        assert!(shown.contains("red next"), "{shown:?}");
        assert!(!shown.contains(['\u{1b}', '\n', '\u{202e}', '\u{2068}']), "{shown:?}");
    }

    #[test]
    fn plurals_follow_the_number() {
        let catalogue = Catalogue::default();
        let one = catalogue.say_with("cli-status-findings", &[("count", 1_u32.into())]);
        let two = catalogue.say_with("cli-status-findings", &[("count", 2_u32.into())]);
        assert!(one.contains("1 problem") && !one.contains("problems"), "{one}");
        assert!(two.contains("2 problems"), "{two}");
    }
}
