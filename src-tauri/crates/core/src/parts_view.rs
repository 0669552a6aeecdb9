//! The gateway's parts as they are shown: derived from what was learned, absent where nothing is known.

use clawtray_contract::{ChannelState, ChannelView, DeviceView, HeartbeatView, JobView, PartsView, RunView};

use crate::{
    event::JobRun,
    facts::Facts,
    parts::{ChannelAccount, JobDue, Node},
    present::Picture,
};

/// Most jobs, accounts and devices shown, so that thousands do not make each snapshot heavy.
const SHOWN: usize = 200;

/// Nothing while there is no connection: what was true before it broke may not be any more.
pub(crate) fn view(picture: &Picture<'_>) -> PartsView {
    let facts = picture.facts;
    if picture.link.hello().is_none() {
        return PartsView::default();
    }
    PartsView {
        jobs: facts.jobs_listed.then(|| jobs(facts)),
        scheduler: facts.parts.scheduler.map(|scheduler| scheduler.enabled),
        heartbeat: heartbeat(facts),
        channels: facts.parts.channels.as_deref().map(channels),
        devices: facts.parts.nodes.as_deref().map(devices),
    }
}

fn jobs(facts: &Facts) -> Vec<JobView> {
    let mut jobs: Vec<JobView> = facts.due.values().map(|due| job(due, facts)).collect();
    jobs.sort_by_cached_key(|job| (!job.running, !job.enabled, job.next_ms.unwrap_or(u64::MAX), job.name.clone()));
    jobs.truncate(SHOWN);
    jobs
}

fn job(due: &JobDue, facts: &Facts) -> JobView {
    JobView {
        id: due.job.clone(),
        name: due.name.clone().unwrap_or_else(|| due.job.clone()),
        enabled: due.enabled,
        running: due.running,
        next_ms: due.next_ms,
        last: facts.jobs.get(&due.job).map(run),
        missed_ms: facts.missed.get(&due.job).map(|missed| missed.due_ms),
    }
}

fn run(run: &JobRun) -> RunView {
    RunView {
        at_ms: run.at_ms,
        ok: run.ok,
        duration_ms: run.duration_ms,
        words: run.error.clone().or_else(|| run.undelivered.clone()),
        streak: run.streak.filter(|_| !run.ok),
    }
}

fn heartbeat(facts: &Facts) -> Option<HeartbeatView> {
    if facts.beat.is_none() && facts.beat_every_ms.is_none() {
        return None;
    }
    let beat = facts.beat.as_ref();
    Some(HeartbeatView {
        every_ms: facts.beat_every_ms,
        at_ms: beat.map(|beat| beat.at_ms),
        status: beat.map(|beat| beat.status.clone()),
        words: beat.and_then(|beat| beat.words.clone().or_else(|| beat.reason.clone())),
    })
}

fn channels(accounts: &[ChannelAccount]) -> Vec<ChannelView> {
    let mut shown: Vec<ChannelView> = accounts.iter().map(channel).collect();
    shown.sort_by_cached_key(|channel| {
        let place = match channel.state {
            ChannelState::Out => 0,
            ChannelState::Starting => 1,
            ChannelState::Connected => 2,
            ChannelState::NotConfigured => 3,
            ChannelState::Off => 4,
        };
        (place, channel.id.clone())
    });
    shown.truncate(SHOWN);
    shown
}

fn channel(account: &ChannelAccount) -> ChannelView {
    let state = if !account.enabled {
        ChannelState::Off
    } else if !account.configured {
        ChannelState::NotConfigured
    } else if account.is_out() {
        ChannelState::Out
    } else if account.running && account.connected != Some(false) {
        ChannelState::Connected
    } else {
        ChannelState::Starting
    };
    ChannelView {
        id: account.name(),
        name: account.label.clone(),
        account: account.account.clone(),
        state,
        // An old error of an account that is well again is no news.
        words: account.last_error.clone().filter(|_| matches!(state, ChannelState::Out | ChannelState::Starting)),
        connected_ms: account.connected_ms,
    }
}

fn devices(nodes: &[Node]) -> Vec<DeviceView> {
    let mut shown: Vec<DeviceView> = nodes
        .iter()
        .map(|node| DeviceView {
            id: node.id.clone(),
            name: node.name.clone().unwrap_or_else(|| node.id.clone()),
            platform: node.platform.clone(),
            connected: node.connected,
            seen_ms: node.seen_ms,
        })
        .collect();
    shown.sort_by_cached_key(|device| (device.name.to_lowercase(), device.id.clone()));
    shown.truncate(SHOWN);
    shown
}
