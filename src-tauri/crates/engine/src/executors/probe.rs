//! The three HTTP signals and the process's memory.

use std::time::Duration;

use clawtray_core::{EventLoop, HttpSign, Probes, ProcessRef};
use clawtray_gateway::http::{Probe, ProbeAnswer, probe};
use clawtray_platform::process::{Description, describe};

use super::grounds::{Grounds, blocking, identity};
use crate::words::{NAME, clean, clean_list};

/// Longest wait for one answer.
const PATIENCE: Duration = Duration::from_secs(4);

/// Asks all three at once.
pub(crate) async fn ask(grounds: &Grounds, process: Option<ProcessRef>) -> Probes {
    let endpoint = grounds.endpoint();
    let (healthz, startupz, readyz, seen) = tokio::join!(
        probe(&endpoint, Probe::Healthz, PATIENCE),
        probe(&endpoint, Probe::Startupz, PATIENCE),
        probe(&endpoint, Probe::Readyz, PATIENCE),
        blocking(move || process.and_then(seen)),
    );
    let (suppressed, event_loop) = match &readyz {
        ProbeAnswer::Readyz { suppressed, event_loop, .. } => (clean_list(suppressed, 64), *event_loop),
        _ => (Vec::new(), None),
    };
    let seen = seen.flatten();
    Probes {
        healthz: sign(healthz),
        startupz: sign(startupz),
        readyz: sign(readyz),
        suppressed,
        event_loop: event_loop.map(|told| EventLoop { degraded: told.degraded, delay_max_ms: told.delay_max_ms }),
        memory_bytes: seen.as_ref().map(|process| process.resident_bytes),
        started_ms: seen.and_then(|process| process.start_time_unix_ms),
    }
}

fn seen(process: ProcessRef) -> Option<Description> {
    describe(process.pid).filter(|found| found.identity() == identity(process))
}

fn sign(answer: ProbeAnswer) -> HttpSign {
    match answer {
        ProbeAnswer::Healthz { live: true }
        | ProbeAnswer::Startupz { started: true, .. }
        | ProbeAnswer::Readyz { ready: true, .. } => HttpSign::Yes,
        ProbeAnswer::Healthz { live: false } => HttpSign::NotYet("not live".to_owned()),
        ProbeAnswer::Startupz { pending_reason, .. } => {
            HttpSign::NotYet(clean(pending_reason.as_deref().unwrap_or("starting"), NAME))
        }
        ProbeAnswer::Readyz { failing, .. } => HttpSign::NotYet(clean(&failing.join(", "), NAME)),
        ProbeAnswer::Unknown(_) => HttpSign::NotOffered,
        ProbeAnswer::Unreachable(_) => HttpSign::Closed,
        ProbeAnswer::TimedOut => HttpSign::Silent,
    }
}

#[cfg(test)]
mod tests {
    use clawtray_core::HttpSign;
    use clawtray_gateway::http::{NotTheProbe, ProbeAnswer};

    use super::sign;

    #[test]
    fn each_answer_has_its_own_sign() {
        let readyz = |ready: bool, failing: &[&str]| ProbeAnswer::Readyz {
            ready,
            failing: failing.iter().map(|text| (*text).to_owned()).collect(),
            suppressed: Vec::new(),
            uptime_ms: None,
            event_loop: None,
        };
        assert_eq!(sign(readyz(true, &[])), HttpSign::Yes);
        assert_eq!(sign(readyz(false, &["a", "b\u{202e}"])), HttpSign::NotYet("a, b".to_owned()));
        assert_eq!(sign(ProbeAnswer::Unknown(NotTheProbe::ContentType("text/html".to_owned()))), HttpSign::NotOffered);
        assert_eq!(sign(ProbeAnswer::Unreachable(std::io::ErrorKind::ConnectionRefused)), HttpSign::Closed);
        assert_eq!(sign(ProbeAnswer::TimedOut), HttpSign::Silent);
    }
}
