//! The final event of an effect whose executor broke off.

use clawtray_core::{
    CallProblem, ChoiceProblem, CliProblem, Effect, Event, ExitReason, Fact, HttpSign, LinkEvent, Occupancy, OtherEnd,
    Probes, Refusal, RestoreProblem, SecretsHeld, SignalOutcome, TokenFault,
};

/// Words of an executor that broke off: a defect of Clawtray, never of the gateway.
const WORDS: &str = "Clawtray could not finish this step because of a fault of its own; its log has more";

/// What to tell the driver instead, so that nothing waits for ever. `None` where no final event is due, or where
/// saying nothing is the only truth.
pub(crate) fn instead_of(effect: &Effect) -> Option<Event> {
    let refused = || CliProblem::Refused { words: WORDS.to_owned() };
    let fact = match effect {
        Effect::LookForGateway => Fact::Occupancy(Occupancy::Free),
        Effect::LookForStateOwner => Fact::StateOwner(None),
        Effect::LookAtPackage { .. } => Fact::Package(None),
        Effect::LookDeep => Fact::Warned(Vec::new()),
        Effect::LookForOtherGateways => Fact::OtherGateways(Vec::new()),
        Effect::EndOther { process } => Fact::OtherAsked { process: *process, end: OtherEnd::Refused },
        Effect::Prepare | Effect::MakeToken => Fact::Prepared(Err(refused())),
        Effect::Spawn { .. } => Fact::SpawnFailed { words: WORDS.to_owned() },
        Effect::Watch { process } => {
            Fact::Exited { process: *process, reason: ExitReason::Unseen, last_lines: Vec::new() }
        }
        Effect::ReadServiceEnd { at_ms, .. } => {
            Fact::ServiceEndRead { at_ms: *at_ms, reason: ExitReason::Unseen, last_lines: Vec::new() }
        }
        Effect::Terminate { process } | Effect::Kill { process } => {
            Fact::Signalled { process: *process, outcome: SignalOutcome::Refused }
        }
        Effect::Probe { .. } => Fact::Probed(Probes {
            healthz: HttpSign::Silent,
            startupz: HttpSign::Silent,
            readyz: HttpSign::Silent,
            suppressed: Vec::new(),
            event_loop: None,
            memory_bytes: None,
            started_ms: None,
        }),
        Effect::Connect { .. } => {
            let words = WORDS.to_owned();
            return Some(Event::Link(LinkEvent::Refused(Refusal::Unreachable { words })));
        }
        Effect::Call { ticket, .. } => {
            return Some(Event::Replied { ticket: *ticket, result: Err(CallProblem::NotConnected) });
        }
        Effect::RunCli { ticket, .. } | Effect::InstallOpenClaw { ticket, .. } => {
            return Some(Event::CliEnded { ticket: *ticket, result: Err(refused()) });
        }
        Effect::RestoreConfig { .. } => Fact::ConfigRestored(Err(RestoreProblem::Failed { words: WORDS.to_owned() })),
        Effect::Inspect(_) => Fact::Inspected(None),
        Effect::FetchToken => Fact::TokenFetched(Err(WORDS.to_owned())),
        Effect::ProveToken { .. } => Fact::TokenProven(Err(TokenFault::Provider { words: WORDS.to_owned() })),
        Effect::ForgetDeviceToken | Effect::ReloadSecrets => {
            Fact::Secrets(SecretsHeld { keychain_problem: Some(WORDS.to_owned()), ..SecretsHeld::default() })
        }
        Effect::OpenDocumentation { .. } | Effect::OpenNotificationSettings => {
            Fact::Opened { ticket: None, result: Err(WORDS.to_owned()) }
        }
        Effect::OpenDashboard { ticket } => Fact::Opened { ticket: *ticket, result: Err(WORDS.to_owned()) },
        Effect::Choose { ticket, change } => Fact::Chosen {
            ticket: *ticket,
            change: change.clone(),
            result: Err(ChoiceProblem::NotWritten { words: WORDS.to_owned() }),
        },
        _ => return None,
    };
    Some(Event::Fact(fact))
}
