//! The memory of ends that nobody asked for.

use clawtray_contract::ExitView;
use clawtray_text::{Catalogue, clean};

use crate::{
    diagnose::diagnose_text,
    event::ExitReason,
    facts::ExitSeen,
    findings::Words,
    rules::rule,
    saved::{EXIT_BYTES_KEPT, EXIT_LINES_KEPT, EXITS_KEPT},
};

/// What an end is when nothing else is known of it.
const DOWN: &str = "service.not_running";

/// Longest line kept, characters.
const LINE_CHARS: usize = 300;

/// An end as it is kept and shown. `uptime_ms` is how long the process had run, where that is known.
pub(crate) fn view(exit: &ExitSeen, uptime_ms: Option<u64>, catalogue: &Catalogue) -> ExitView {
    let (reason, words, finding) = told(&exit.reason);
    let what = catalogue.say_with(words.id, &words.args);
    let text = match uptime_ms {
        Some(uptime_ms) => {
            let uptime = catalogue.duration_ms(uptime_ms);
            catalogue.say_with("exit-with-uptime", &[("what", what.into()), ("uptime", uptime.into())])
        }
        None => what,
    };
    let lines = last(&exit.last_lines);
    let finding = if finding == DOWN { suspected(&lines, catalogue).unwrap_or(finding) } else { finding };
    let (code, signal) = match exit.reason {
        ExitReason::Clean => (Some(0), None),
        ExitReason::Code(code) => (Some(code), None),
        ExitReason::Configuration(_) | ExitReason::StateOwned { .. } | ExitReason::NoAuth { .. } => (Some(78), None),
        ExitReason::Signal(signal) => (None, Some(signal)),
        _ => (None, None),
    };
    ExitView {
        at_ms: exit.at_ms,
        reason: reason.to_owned(),
        text,
        finding: finding.to_owned(),
        finding_title: rule(finding).map(|rule| catalogue.say(rule.title)).unwrap_or_default(),
        code,
        signal,
        uptime_ms,
        lines,
    }
}

/// The last lines, within both bounds.
fn last(lines: &[String]) -> Vec<String> {
    let mut bytes = 0;
    let mut kept: Vec<String> = lines
        .iter()
        .rev()
        .take(EXIT_LINES_KEPT)
        .map(|line| clean(line, LINE_CHARS))
        .take_while(|line| {
            bytes += line.len();
            bytes <= EXIT_BYTES_KEPT
        })
        .collect();
    kept.reverse();
    kept
}

/// The finding that the last lines show, where they show one that is a cause and not the end itself.
fn suspected(lines: &[String], catalogue: &Catalogue) -> Option<&'static str> {
    let shown = diagnose_text(&lines.join("\n"), catalogue);
    shown
        .iter()
        .find(|finding| ![DOWN, "process.crash_loop"].contains(&finding.id.as_str()))
        .and_then(|finding| rule(&finding.id))
        .map(|rule| rule.id)
}

/// An end with no more of its lines than are kept.
pub(crate) fn bounded(exit: &ExitSeen) -> ExitSeen {
    ExitSeen { last_lines: last(&exit.last_lines), ..exit.clone() }
}

/// Puts an end in front of the others and drops the oldest.
pub(crate) fn keep(exits: &mut Vec<ExitView>, exit: ExitView) {
    exits.insert(0, exit);
    exits.truncate(EXITS_KEPT);
}

/// A reason's stable name, its sentence, and the finding it usually comes with.
fn told(reason: &ExitReason) -> (&'static str, Words, &'static str) {
    let down = DOWN;
    let named = |id, words: &String| Words::with(id, vec![("words", words.as_str().into())]);
    match reason {
        ExitReason::Clean => ("clean", Words::plain("exit-clean"), down),
        ExitReason::Configuration(_) => ("configuration", Words::plain("exit-configuration"), "config.invalid"),
        ExitReason::StateOwned { .. } => ("folder-in-use", Words::plain("exit-owned"), "process.state_owned"),
        ExitReason::OlderBinary { words } => ("older-binary", named("exit-older", words), down),
        ExitReason::PortInUse { holder: None } => ("port-in-use", Words::plain("exit-port"), "port.conflict"),
        ExitReason::PortInUse { holder: Some(holder) } => {
            ("port-in-use", Words::with("exit-port-by", vec![("holder", holder.as_str().into())]), "port.conflict")
        }
        ExitReason::NodeUnsupported { words } => ("node-unsupported", named("exit-node", words), down),
        ExitReason::NoAuth { words } => ("no-auth", named("exit-no-auth", words), "bind.no_auth"),
        ExitReason::SecretUnresolved { words } => ("secret-unresolved", named("exit-secret", words), down),
        ExitReason::Signal(signal) => {
            ("signal", Words::with("exit-signal", vec![("signal", i64::from(*signal).into())]), down)
        }
        ExitReason::Code(code) => ("code", Words::with("exit-code", vec![("code", i64::from(*code).into())]), down),
        ExitReason::Hung => ("hung", Words::plain("exit-hung"), "process.hung"),
        ExitReason::Unseen => ("unseen", Words::plain("exit-unseen"), down),
        ExitReason::NotStarted => ("not-started", Words::plain("exit-not-started"), down),
    }
}

#[cfg(test)]
mod tests {
    use clawtray_text::Catalogue;

    use super::{keep, view};
    use crate::{
        event::ExitReason,
        facts::ExitSeen,
        saved::{EXIT_BYTES_KEPT, EXIT_LINES_KEPT, EXITS_KEPT},
    };

    fn seen(at_ms: u64, lines: usize) -> ExitSeen {
        let last_lines = (0..lines).map(|line| format!("line {line} \u{1b}[31mred {}", "x".repeat(900))).collect();
        ExitSeen { at_ms, reason: ExitReason::Code(1), last_lines }
    }

    #[test]
    fn the_memory_is_bounded_in_ends_in_lines_and_in_their_length() {
        let catalogue = Catalogue::for_languages(&["en".into()]);
        let mut exits = vec![];
        for at_ms in 0..100 {
            keep(&mut exits, view(&seen(at_ms, 500), Some(65_000), &catalogue));
        }
        assert_eq!((exits.len(), exits[0].at_ms), (EXITS_KEPT, 99));
        assert!(exits[0].lines.len() < EXIT_LINES_KEPT && exits[0].lines.len() > 70, "{}", exits[0].lines.len());
        assert!(exits[0].lines.iter().map(String::len).sum::<usize>() <= EXIT_BYTES_KEPT);
        let short: Vec<String> = (0..500).map(|line| format!("line {line}")).collect();
        let short = view(&ExitSeen { at_ms: 1, reason: ExitReason::Signal(9), last_lines: short }, None, &catalogue);
        assert_eq!((short.lines.len(), short.signal, short.code), (EXIT_LINES_KEPT, Some(9), None));
        let last = exits[0].lines.last().unwrap();
        assert!(last.starts_with("line 499") && !last.contains('\u{1b}') && last.chars().count() <= 301, "{last}");
        assert_eq!(exits[0].text, "The gateway ended with exit code 1. It had run for 1 minute.");
    }

    #[test]
    fn the_last_words_name_the_suspect() {
        let catalogue = Catalogue::for_languages(&["en".into()]);
        let last_lines = vec!["[gateway] ready".to_owned(), "Error: ENOSPC: no space left on device, write".to_owned()];
        let exit = view(&ExitSeen { at_ms: 1, reason: ExitReason::Code(1), last_lines }, None, &catalogue);
        assert_eq!((exit.finding.as_str(), exit.code), ("storage.full", Some(1)));
        assert!(!exit.finding_title.is_empty());
        let silent = ExitSeen { at_ms: 1, reason: ExitReason::Signal(9), last_lines: vec!["[gateway] ready".into()] };
        assert_eq!(view(&silent, None, &catalogue).finding, "service.not_running");
    }
}
