//! Who is where the gateway should be.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use clawtray_core::{Holder, KeptBy, Occupancy, ProcessRef};
use clawtray_gateway::{Endpoint, session::answers_challenge};
use clawtray_openclaw::config::looks_secret;
use clawtray_platform::process::{
    BindFailure, Description, IsGateway, Listener, can_bind, describe, is_alive, keepers_of, listener_on,
    openclaw_proof,
};

use super::{
    grounds::{Grounds, blocking, identity, process_ref},
    look,
    record::recalled,
};
use crate::words::{LINE, NAME, clean, clean_field, clean_list};

/// Arguments shown of a stranger's command line.
const ARGUMENTS_SHOWN: usize = 12;

/// Longest wait for a challenge of whoever holds the port.
const CHALLENGE: Duration = Duration::from_secs(2);

/// Looks for the recorded process, then at the port. A doubt never counts as a gateway of ours.
pub(crate) async fn look_for_gateway(grounds: &Grounds) -> Occupancy {
    let path = grounds.record_path();
    let recorded = move || recalled(&path).filter(|started| lives(started.process));
    if let Some(started) = blocking(recorded).await.flatten() {
        grounds.set_ours(started);
        return Occupancy::Ours(started.process);
    }
    grounds.none_of_ours();
    look::at_port(grounds).await;
    let port = grounds.port();
    match listener_on(port).await {
        Ok(Some(listener)) => {
            let environment = grounds.environment.clone();
            let look = move || {
                let found = holder_of(&listener);
                let is_proven = matches!(found, Occupancy::Gateway(_));
                let found = apart(found, &environment.records_of_others());
                (elsewhere(found, &environment.profile.state_dir), is_proven)
            };
            match blocking(look).await.unwrap_or_else(|| (unknown_holder(), false)) {
                // A proven gateway that is in the way is another one than this. What else it is it says itself.
                (Occupancy::Stranger(holder), false) => {
                    let answers = answers_challenge(&Endpoint::loopback(port), CHALLENGE).await;
                    Occupancy::Stranger(Holder { answers, ..holder })
                }
                (found, _) => found,
            }
        }
        Ok(None) => match blocking(move || can_bind(port)).await {
            Some(Err(BindFailure::InUse { .. })) => unknown_holder(),
            _ => Occupancy::Free,
        },
        Err(error) => {
            tracing::warn!(%error, "the holder of the port cannot be looked up");
            match blocking(move || can_bind(port)).await {
                Some(Err(BindFailure::InUse { .. })) => unknown_holder(),
                _ => Occupancy::Free,
            }
        }
    }
}

/// The gateway of another profile that Clawtray started is in the way, and is not this one: neither its process nor its
/// token is this one's business.
fn apart(occupancy: Occupancy, records_of_others: &[PathBuf]) -> Occupancy {
    match occupancy {
        Occupancy::Gateway(holder)
            if holder.process.is_some()
                && records_of_others
                    .iter()
                    .any(|record| recalled(record).map(|started| started.process) == holder.process) =>
        {
            Occupancy::Stranger(holder)
        }
        other => other,
    }
}

/// A gateway that says it uses another folder is another one, whoever started it.
fn elsewhere(occupancy: Occupancy, own: &Path) -> Occupancy {
    match occupancy {
        Occupancy::Gateway(holder) if holder.process.is_some_and(|process| uses_another(process.pid, own)) => {
            Occupancy::Stranger(Holder { gateway: true, ..holder })
        }
        other => other,
    }
}

/// True where its environment names another state folder than this one.
pub(super) fn uses_another(pid: u32, own: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    keepers_of(pid).state_folder.is_some_and(|folder| real(&folder) != real(own))
}

fn lives(record: ProcessRef) -> bool {
    is_alive(&identity(record)) && matches!(openclaw_proof(record.pid).is_gateway, IsGateway::Yes { .. })
}

fn holder_of(listener: &Listener) -> Occupancy {
    let Some(pid) = listener.pid else {
        return match unknown_holder() {
            Occupancy::Stranger(holder) => {
                Occupancy::Stranger(Holder { other_user: listener.user_id.clone(), ..holder })
            }
            other => other,
        };
    };
    let proof = openclaw_proof(pid);
    let Some(process) = proof.process.or_else(|| describe(pid)) else { return unknown_holder() };
    let holder = holder(&process);
    match proof.is_gateway {
        IsGateway::Yes { .. } => Occupancy::Gateway(Holder { kept_by: kept_by(pid), ..holder }),
        IsGateway::No(_) | IsGateway::Unknown(_) => Occupancy::Stranger(holder),
    }
}

pub(super) fn holder(process: &Description) -> Holder {
    Holder {
        process: Some(process_ref(process.identity())),
        name: clean(&process.name, NAME),
        command: shown_command(process.command_line.arguments()),
        other_user: process.user_id.clone().filter(|_| !process.same_user),
        since_ms: process.start_time_unix_ms,
        kept_by: KeptBy::default(),
        gateway: false,
        answers: false,
        port: None,
    }
}

pub(super) fn kept_by(pid: u32) -> KeptBy {
    let keepers = keepers_of(pid);
    KeptBy {
        unit: clean_field(keepers.unit.as_deref(), NAME),
        service: clean_field(keepers.service.as_deref(), NAME),
        external: keepers.external,
        parents: clean_list(&keepers.parents, keepers.parents.len()),
    }
}

/// The command line without anything that may be a secret: what follows an option with such a name, and what looks
/// like one.
fn shown_command(arguments: &[String]) -> Option<String> {
    let mut shown = Vec::new();
    let mut hide_next = false;
    for argument in arguments.iter().take(ARGUMENTS_SHOWN) {
        let (name, value) =
            argument.split_once('=').map_or((argument.as_str(), None), |(name, value)| (name, Some(value)));
        let secret_name = name.starts_with('-') && clawtray_openclaw::config::is_secret_name(name);
        if hide_next || looks_secret(argument) || value.is_some_and(looks_secret) {
            shown.push("<redacted>".to_owned());
        } else if secret_name && value.is_some() {
            shown.push(format!("{name}=<redacted>"));
        } else {
            shown.push(clean(argument, NAME));
        }
        hide_next = secret_name && value.is_none();
    }
    let line = clean(&shown.join(" "), LINE);
    (!line.is_empty()).then_some(line)
}

fn unknown_holder() -> Occupancy {
    Occupancy::Stranger(Holder::default())
}

#[cfg(test)]
mod tests {
    use clawtray_core::{Holder, Occupancy, ProcessRef};

    use super::{apart, shown_command};
    use crate::executors::record::{Started, remember};

    #[test]
    fn the_gateway_of_another_profile_is_in_the_way_and_not_adopted() {
        let folder = tempfile::tempdir().unwrap();
        let record = folder.path().join("process.json");
        let process = ProcessRef { pid: 812, start_time: 77 };
        let gateway = |process| {
            let (name, command, other_user, since_ms) = ("node".to_owned(), None, None, None);
            Occupancy::Gateway(Holder { process, name, command, other_user, since_ms, ..Holder::default() })
        };
        let records = [record.clone()];
        assert_eq!(apart(gateway(Some(process)), &records), gateway(Some(process)), "nobody wrote it down");
        remember(&record, Started { process, port: None });
        assert!(matches!(apart(gateway(Some(process)), &records), Occupancy::Stranger(_)));
        let later = Some(ProcessRef { start_time: 78, ..process });
        assert_eq!(apart(gateway(later), &records), gateway(later), "the number was used again");
        assert_eq!(apart(gateway(None), &records), gateway(None));
    }

    #[test]
    fn a_strangers_command_line_is_shown_without_its_secrets() {
        let arguments = ["prog", "--token", "tok-visible", "--password=visible2", "--port", "18789"].map(String::from);
        let shown = shown_command(&arguments).unwrap();
        assert_eq!(shown, "prog --token <redacted> --password=<redacted> --port 18789");
        assert_eq!(shown_command(&[]), None);
    }
}
