//! Pasted output, judged alone: which findings of this version its lines show.

use clawtray_contract::{ActionView, Evidence, FindingView};
use clawtray_text::{Catalogue, clean};

use crate::{rules::RULES, signatures::SIGNATURES};

/// Most lines shown per finding.
const LINES_SHOWN: usize = 5;
/// Longest line shown, characters.
const LINE_CHARS: usize = 400;
/// Longest line looked at, bytes: what comes later in such a line is not looked at.
const LINE_BYTES: usize = 64 * 1024;

/// The findings that a text shows, causes before what they cause. Gateway output, command output and JSON may be
/// mixed; times are not read, so `since_ms` is 0.
pub fn diagnose_text(text: &str, catalogue: &Catalogue) -> Vec<FindingView> {
    let mut seen: Vec<(&'static str, Vec<Evidence>)> = Vec::new();
    for line in text.lines() {
        let line = cut(line);
        for signature in SIGNATURES.iter().filter(|signature| signature.matches(line)) {
            let index = seen.iter().position(|(id, _)| *id == signature.finding).unwrap_or_else(|| {
                seen.push((signature.finding, Vec::new()));
                seen.len() - 1
            });
            if let Some((_, evidence)) = seen.get_mut(index).filter(|(_, evidence)| evidence.len() < LINES_SHOWN) {
                evidence.push(Evidence { source: "output".into(), text: clean(line, LINE_CHARS), at_ms: None });
            }
        }
    }
    // The registry lists causes before what they cause.
    RULES
        .iter()
        .filter_map(|rule| {
            let (_, evidence) = seen.iter().find(|(id, _)| *id == rule.id)?;
            Some(FindingView {
                id: rule.id.into(),
                subject: None,
                severity: rule.severity,
                title: catalogue.say(rule.title),
                text: catalogue.say("finding-from-text"),
                since_ms: 0,
                evidence: evidence.clone(),
                actions: rule
                    .actions
                    .iter()
                    .map(|action| ActionView {
                        id: action.id.into(),
                        label: catalogue.say(action.label),
                        risk: action.risk,
                        blocked_by: None,
                    })
                    .collect(),
                etag: "text".into(),
                awaiting_proof: false,
                docs: rule.docs.map(|page| format!("docs/{page}.md")),
            })
        })
        .collect()
}

fn cut(line: &str) -> &str {
    let mut end = line.len().min(LINE_BYTES);
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    line.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::diagnose_text;
    use clawtray_text::Catalogue;

    fn ids(text: &str) -> Vec<String> {
        let catalogue = Catalogue::for_languages(&[]);
        diagnose_text(text, &catalogue).into_iter().map(|finding| finding.id).collect()
    }

    #[test]
    fn recorded_lines_of_each_kind_are_recognised() {
        for (line, id) in [
            ("Gateway failed to start: Invalid config at /home/a/.openclaw/openclaw.json:", "config.invalid"),
            (
                "StateDatabaseCoordinatorContentionError: another OpenClaw process owns gateway-lifecycle",
                "process.state_owned",
            ),
            ("listen EADDRINUSE: address already in use 127.0.0.1:18789", "port.conflict"),
            (
                "gateway restart-loop breaker tripped: 3 unclean boot(s) within 300000ms; suppressing channel start",
                "process.crash_loop",
            ),
            ("unauthorized: gateway token mismatch (open the dashboard URL)", "auth.token_mismatch"),
            ("gateway closed (1008): pairing required", "auth.pairing_required"),
            (
                "rawError=429: {\"message\":\"Extra usage is required for long context requests.\"}",
                "model.long_context_429",
            ),
        ] {
            assert_eq!(ids(line), [id], "{line}");
        }
    }

    #[test]
    fn a_healthy_log_and_garbage_show_nothing() {
        let healthy = "[gateway] ready\n[heartbeat] started\n[ws] ⇄ res ✓ health 10ms\nRuntime: running (pid 1)";
        assert!(ids(healthy).is_empty());
        assert!(ids(&"\u{0}\u{202e}x".repeat(100_000)).is_empty());
        assert!(ids("device token mismatch (rotate/reissue device token)").is_empty(), "another finding's words");
    }

    #[test]
    fn evidence_is_bounded() {
        let catalogue = Catalogue::for_languages(&[]);
        let text = "pairing required\n".repeat(10_000);
        assert_eq!(diagnose_text(&text, &catalogue)[0].evidence.len(), super::LINES_SHOWN);
    }
}
