//! `clawtray start`, `stop` and `restart`: the wish, then following until it is so.

use std::{sync::Arc, time::Duration};

use clawtray_contract::{Desired, ErrorCode, GatewayView, Intent, Mode, RungState, Snapshot, State};
use serde_json::json;

use crate::{
    arguments::{RunVerb, RunWish},
    exit, json,
    problem::Problem,
    screen::{Look, Screen},
    source::{Need, Source},
    start::Places,
    status::look_of_state,
};

/// How long a start is followed, seconds. OpenClaw takes 2 s to many minutes.
const START_WAIT_S: u64 = 180;
/// How long a stop is followed, seconds: OpenClaw lets running work end for up to 325 s.
const STOP_WAIT_S: u64 = 360;

pub(crate) async fn run(places: &Places, screen: &mut Screen, wish: RunWish) -> Result<u8, Problem> {
    let mut source = Source::open(places, screen, Need::Wish).await?;
    let snapshot = source.snapshot().await?;
    if wish.service && primary(&snapshot, screen)?.mode != Mode::Service {
        source.close().await;
        return Err(Problem::new(ErrorCode::Failed, screen.say("cli-service-none")));
    }
    let (before, revision) = (primary(&snapshot, screen)?.clone(), snapshot.revision);
    let (intent, default_wait) = match wish.verb {
        RunVerb::Start => (Intent::Start, START_WAIT_S),
        RunVerb::Stop { now } => (Intent::Stop { now }, STOP_WAIT_S),
        RunVerb::Restart => (Intent::Restart, START_WAIT_S + STOP_WAIT_S),
    };
    source.send(intent).await?;
    let wait = Duration::from_secs(wish.wait_s.unwrap_or(default_wait));
    let mut follow = Follow { verb: wish.verb, before, revision, moved: false, told: String::new(), hinted: false };
    let reached = match tokio::time::timeout(wait, follow.until_so(&mut source, screen)).await {
        Ok(reached) => Some(reached?),
        Err(_) => None,
    };
    let snapshot = source.snapshot().await?;
    source.close().await;
    let gateway = primary(&snapshot, screen)?;
    if screen.json {
        screen.document(&json!({ "reached": reached == Some(true), "gateway": json::gateway(gateway) }))?;
    } else {
        follow.tell(screen, gateway)?;
        if reached.is_none() && !wait.is_zero() {
            let later = screen.say("cli-run-not-yet");
            screen.paragraph("", 0, Look::Waiting, &later)?;
        }
    }
    // Who did not want to wait asked for nothing more than passing the wish on.
    Ok(if reached == Some(true) || wait.is_zero() { exit::FINE } else { exit::STILL_BROKEN })
}

fn primary<'a>(snapshot: &'a Snapshot, screen: &Screen) -> Result<&'a GatewayView, Problem> {
    snapshot.gateways.first().ok_or_else(|| Problem::new(ErrorCode::Protocol, screen.say("cli-keeper-broken")))
}

struct Follow {
    verb: RunVerb,
    before: GatewayView,
    /// The revision that showed the time before the wish.
    revision: u64,
    /// Whether the gateway was seen on its way.
    moved: bool,
    told: String,
    hinted: bool,
}

impl Follow {
    /// True when it is so, false when it will not be.
    async fn until_so(&mut self, source: &mut Source, screen: &mut Screen) -> Result<bool, Problem> {
        let mut snapshot: Arc<Snapshot> = source.snapshot().await?;
        loop {
            let gateway = primary(&snapshot, screen)?;
            if !screen.json {
                self.tell(screen, gateway)?;
                screen.flush()?;
            }
            if let Some(reached) = self.judge(&snapshot, gateway) {
                return Ok(reached);
            }
            snapshot = source.changed().await?;
        }
    }

    fn judge(&mut self, snapshot: &Snapshot, gateway: &GatewayView) -> Option<bool> {
        let runs = matches!(gateway.state, State::Running | State::NeedsYou | State::Degraded);
        self.moved |= gateway.state == State::Starting || gateway.restart_at_ms.is_some();
        let another = gateway.details.pid != self.before.details.pid && gateway.details.pid.is_some();
        match self.verb {
            RunVerb::Stop { .. } => {
                (gateway.desired == Desired::Stop && gateway.state == State::Paused).then_some(true)
            }
            RunVerb::Start | RunVerb::Restart if gateway.desired != Desired::Run => None,
            RunVerb::Start if runs => Some(true),
            RunVerb::Restart if runs => (self.moved || another).then_some(true),
            _ => {
                // Before the first look the state is "not set up" as well.
                let missing = gateway.state == State::NotSetUp && gateway.ladder.process.state == RungState::No;
                let gave_up = gateway.state == State::GaveUp || missing;
                let fell = matches!(gateway.state, State::Down | State::Unreachable) && gateway.restart_at_ms.is_none();
                // What was so before the wish says nothing about what came of it.
                let fresh = snapshot.revision > self.revision;
                ((gave_up && fresh) || (fell && self.moved)).then_some(false)
            }
        }
    }

    fn tell(&mut self, screen: &mut Screen, gateway: &GatewayView) -> Result<(), Problem> {
        if self.told != gateway.headline {
            self.told.clone_from(&gateway.headline);
            screen.paragraph("", 0, look_of_state(gateway.state), &gateway.headline)?;
        }
        if matches!(self.verb, RunVerb::Stop { now: false }) && gateway.can_stop_now && !self.hinted {
            self.hinted = true;
            let hint = screen.say("cli-run-stop-now");
            screen.paragraph("", 0, Look::Dim, &hint)?;
        }
        Ok(())
    }
}
