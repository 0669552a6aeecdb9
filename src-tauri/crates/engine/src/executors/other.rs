//! A gateway that somebody else started: which one uses OpenClaw's folder, and asking it to end.

use std::time::Duration;

use clawtray_core::{Holder, OtherEnd, ProcessRef};
use clawtray_platform::process::{
    IsGateway, SignalOutcome, describe, openclaw_proof, port_of, running_gateways, terminate, watch,
};

use super::{
    grounds::{Grounds, blocking, identity, process_ref},
    occupancy::{holder, kept_by, uses_another},
    record::recalled,
};

/// Longest wait for its end: OpenClaw itself lets running work take five minutes.
const PATIENCE: Duration = Duration::from_secs(320);

/// The gateway of this user that uses our folder: one whose environment says so, else the only one that does not say
/// otherwise. `None` in any doubt.
pub(crate) async fn state_owner(grounds: &Grounds) -> Option<Holder> {
    let own = grounds.environment.profile.state_dir.clone();
    blocking(move || {
        let mut others = running_gateways().into_iter().filter(|process| !uses_another(process.pid, &own));
        let (found, more) = (others.next()?, others.next());
        if more.is_some() {
            return None;
        }
        let seen = describe(found.pid).filter(|seen| seen.identity() == found)?;
        let port = port_of(found.pid).ok().flatten();
        Some(Holder { kept_by: kept_by(found.pid), gateway: true, port, ..holder(&seen) })
    })
    .await
    .flatten()
}

/// The gateways of this user that no Clawtray keeps: none that a record of this account names, and not the one whose
/// port is this gateway's own while that is ours.
pub(crate) async fn others(grounds: &Grounds) -> Vec<Holder> {
    let records = grounds.environment.records_of_others();
    let own = grounds.record_path();
    blocking(move || {
        let kept: Vec<ProcessRef> =
            records.iter().chain([&own]).filter_map(|record| recalled(record)).map(|started| started.process).collect();
        let running = running_gateways().into_iter().filter(|process| !kept.contains(&process_ref(*process)));
        let seen = running.filter_map(|found| {
            let seen = describe(found.pid).filter(|seen| seen.identity() == found)?;
            let port = port_of(found.pid).ok().flatten();
            Some(Holder { kept_by: kept_by(found.pid), gateway: true, port, ..holder(&seen) })
        });
        seen.collect()
    })
    .await
    .unwrap_or_default()
}

/// Proves once more that it is the gateway that was meant, asks it to end and waits for that. Nothing is forced.
pub(crate) async fn end(process: ProcessRef) -> OtherEnd {
    let asked = blocking(move || {
        let proof = openclaw_proof(process.pid);
        let is_meant = proof.process.is_some_and(|seen| process_ref(seen.identity()) == process);
        if !is_meant || !matches!(proof.is_gateway, IsGateway::Yes { .. }) {
            return Err(OtherEnd::NotProven);
        }
        match terminate(&identity(process), false) {
            Ok(SignalOutcome::Sent | SignalOutcome::AlreadyGone) => Ok(()),
            Ok(SignalOutcome::NotSame) => Err(OtherEnd::NotProven),
            Ok(SignalOutcome::Denied) | Err(_) => Err(OtherEnd::Refused),
        }
    });
    match asked.await {
        Some(Ok(())) => match tokio::time::timeout(PATIENCE, watch(identity(process))).await {
            Ok(Ok(())) => OtherEnd::Ended,
            Ok(Err(_)) | Err(_) => OtherEnd::GoesOn,
        },
        Some(Err(end)) => end,
        None => OtherEnd::Refused,
    }
}

#[cfg(test)]
mod tests {
    use clawtray_core::{OtherEnd, ProcessRef};
    use clawtray_platform::process::describe;

    use super::end;

    #[cfg_attr(windows, ignore = "Wine does not describe a process")]
    #[tokio::test]
    async fn a_program_that_is_no_gateway_and_a_number_that_was_used_again_are_left_alone() {
        let own = describe(std::process::id()).unwrap().identity();
        let process = ProcessRef { pid: own.pid, start_time: own.start_time };
        assert_eq!(end(process).await, OtherEnd::NotProven);
        assert_eq!(end(ProcessRef { start_time: own.start_time + 1, ..process }).await, OtherEnd::NotProven);
        assert_eq!(end(ProcessRef { pid: 4_000_000, start_time: 1 }).await, OtherEnd::NotProven);
    }
}
