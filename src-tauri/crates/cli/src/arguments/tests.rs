//! What words on the command line mean.

use super::*;

const TERMINAL: Terminal = Terminal { width: 80, colour: false, answers: false, shows: false };

fn read(words: &[&str]) -> Parsed {
    let words: Vec<OsString> = std::iter::once("clawtray").chain(words.iter().copied()).map(OsString::from).collect();
    parse(&Catalogue::default(), &words, TERMINAL)
}

fn understood(words: &[&str]) -> (Verb, bool) {
    match read(words) {
        Parsed::Verb { verb, json, .. } => (verb, json),
        other => panic!("{words:?}: {other:?}"),
    }
}

#[test]
fn the_grammar_is_sound_and_every_word_of_help_exists() {
    let mut whole = command(&Catalogue::default());
    whole.clone().debug_assert();
    let mut texts = vec![whole.render_long_help().to_string()];
    for sub in whole.get_subcommands_mut() {
        texts.push(sub.render_long_help().to_string());
        texts.extend(sub.get_subcommands_mut().map(|sub| sub.render_long_help().to_string()));
    }
    for text in texts {
        assert!(!text.contains("[cli-"), "{text}");
    }
}

#[test]
fn json_may_stand_before_and_after_the_command() {
    assert_eq!(understood(&["--json", "status"]), (Verb::Status { watch: false }, true));
    assert_eq!(understood(&["status", "--watch", "--json"]), (Verb::Status { watch: true }, true));
    assert_eq!(understood(&["approvals", "list", "--json"]), (Verb::Approvals(ApprovalWish::List), true));
    assert_eq!(understood(&["approvals"]), (Verb::Approvals(ApprovalWish::List), false));
}

#[test]
fn a_gateway_may_be_named_before_and_after_the_command() {
    for words in [
        &["--gateway", "work", "status"][..],
        &["status", "--gateway", "work"],
        &["secret", "set", "shared-token", "--gateway", "work"],
        &["secret", "get", "shared-token", "--gateway", "work"],
        &["approvals", "deny", "req-1", "--gateway=work"],
        &["logs", "--gateway", "work"],
    ] {
        let named = match read(words) {
            Parsed::Verb { gateway, .. } => gateway,
            other => panic!("{words:?}: {other:?}"),
        };
        assert_eq!(named.as_deref(), Some("work"), "{words:?}");
    }
    let (verb, _) = understood(&["gateways", "watch", "work"]);
    assert_eq!(verb, Verb::Gateways(GatewaysWish::Watch("work".into())));
    assert_eq!(understood(&["openclaw", "use", "/opt/o"]).0, Verb::OpenClaw(OpenClawWish::Use("/opt/o".into())));
    assert_eq!(understood(&["openclaw", "search"]).0, Verb::OpenClaw(OpenClawWish::Search));
    assert_eq!(understood(&["gateways"]).0, Verb::Gateways(GatewaysWish::List));
    for (words, metered) in [(&["gateways", "find"][..], false), (&["gateways", "find", "--metered"], true)] {
        assert_eq!(understood(words).0, Verb::Gateways(GatewaysWish::Find { metered }));
    }
}

#[test]
fn a_subject_keeps_its_slashes() {
    let (verb, _) = understood(&["fix", "model.long_context_429/anthropic/claude", "disable_context1m", "-y"]);
    let Verb::Fix(wish) = verb else { panic!("{verb:?}") };
    assert_eq!(wish.finding, Some(FindingRef::about("model.long_context_429", "anthropic/claude")));
    assert_eq!((wish.action.as_deref(), wish.yes), (Some("disable_context1m"), true));
}

#[test]
fn the_service_has_its_own_words() {
    let install = ServiceWish { verb: ServiceVerb::Install, dry_run: true, yes: false };
    assert_eq!(understood(&["service", "install", "-n"]).0, Verb::Service(install));
    let stop = RunWish { verb: RunVerb::Stop { now: false }, wait_s: Some(0), service: true };
    assert_eq!(understood(&["service", "stop", "--wait", "0"]).0, Verb::RunState(stop));
    assert!(matches!(read(&["service", "stop", "--now"]), Parsed::Wrong(_)));
    let move_it = Consent { dry_run: false, yes: true };
    assert_eq!(understood(&["secret", "migrate", "-y"]).0, Verb::SecretMigrate(move_it));
}

#[test]
fn what_does_not_go_together_is_refused() {
    for words in [
        &["fix", "config.invalid", "--undo", "3"][..],
        &["fix", "--undo", "three"],
        &["logs", "-n", "-1"],
        &["logs", "-n", "100001"],
        &["doctor", "--explain", "a.b", "--logs", "-"],
        &["secret", "set", "device-key"],
        &["secret", "get", "device-key"],
        &["secret", "migrate", "shared-token"],
        &["openclaw"],
        &["openclaw", "use"],
        &["approvals", "approve"],
        &["frobnicate"],
    ] {
        assert!(matches!(read(words), Parsed::Wrong(_)), "{words:?}");
    }
    assert!(matches!(read(&["--help"]), Parsed::Help(_)));
    assert!(matches!(read(&["--version"]), Parsed::Help(_)));
}
