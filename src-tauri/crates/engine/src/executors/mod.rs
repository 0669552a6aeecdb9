//! One file for each kind of effect.

mod abandoned;
mod approvals;
mod call;
mod choose;
mod cli;
mod dashboard;
mod ended;
mod folder;
mod gather;
pub(crate) mod grounds;
mod inspect;
mod install;
pub(crate) mod keep;
mod link;
mod log;
pub(crate) mod look;
mod model_server;
mod occupancy;
mod other;
mod parts;
mod prepare;
mod probe;
mod provider;
mod record;
mod restore;
mod service_end;
pub(crate) mod service_file;
mod spawn;
mod token;
mod translate;
mod tunnel;
pub(crate) mod vault;

use std::sync::Arc;

use clawtray_core::{Effect, Event, Fact};

use self::{
    grounds::Grounds,
    keep::Saver,
    link::{LinkDesk, SignIn},
};
use crate::{
    activity::Busy,
    deep::deep_look_after_update,
    ports::{Desktop, Later, Perform},
    sink::EventSink,
};

/// Carries effects out over the real ports.
pub(crate) struct Executors {
    pub(crate) grounds: Arc<Grounds>,
    pub(crate) desktop: Arc<dyn Desktop>,
    /// Absent when nothing may be kept.
    pub(crate) saver: Option<Saver>,
    pub(crate) link: Arc<LinkDesk>,
}

impl Executors {
    /// Executors over `grounds`.
    pub(crate) fn new(grounds: Arc<Grounds>, desktop: Arc<dyn Desktop>, saver: Option<Saver>) -> Self {
        Self { grounds, desktop, saver, link: Arc::default() }
    }
}

impl Perform for Executors {
    fn perform(&self, effect: Effect, events: &EventSink) {
        match effect {
            Effect::Save(saved) => {
                if let Some(saver) = &self.saver {
                    saver.save(*saved);
                }
            }
            // The executor of a sleep is whoever holds the computer back.
            Effect::LetSleep => self.grounds.may_sleep.notify_one(),
            Effect::ForgetInstalls => self.grounds.locator.forget(),
            Effect::MeetOn { port } => self.grounds.meet_on(port),
            Effect::Notify(note) => self.desktop.notify(note),
            Effect::TestNotification(note) => self.desktop.test_notification(note, events),
            Effect::Withdraw { key } => self.desktop.withdraw(&key),
            Effect::OpenWindow { route } => self.desktop.open_window(route, None),
            Effect::OfferWindow { route } => self.desktop.offer_window(route),
            Effect::Ignored { key, button, why } => tracing::info!(key, button, why, "a press counts for nothing"),
            Effect::StartAtLogin { on } => self.desktop.start_at_login(on, events),
            Effect::Connect { credential, scopes, answers_agents } => {
                let sign_in = SignIn { credential, scopes, answers_agents };
                self.link.connect(Arc::clone(&self.grounds), sign_in, events.clone());
            }
            Effect::Disconnect => {
                self.link.disconnect();
            }
            effect => {
                let instead = abandoned::instead_of(&effect);
                // A process that is watched says nothing for as long as it lives.
                let watches = matches!(effect, Effect::Spawn { .. } | Effect::Watch { .. });
                let busy = (!watches).then(|| events.activity().busy());
                // What it printed before is read at once.
                let reads = matches!(effect, Effect::Watch { .. }).then(|| events.activity().busy());
                let (grounds, link, inner) = (Arc::clone(&self.grounds), Arc::clone(&self.link), events.clone());
                let (events, work) =
                    (events.clone(), tokio::spawn(async move { run(&grounds, &link, effect, reads, &inner).await }));
                tokio::spawn(async move {
                    if work.await.is_err_and(|error| error.is_panic()) {
                        tracing::error!("an executor broke off by a fault");
                        if let Some(instead) = instead {
                            events.tell(instead).await;
                        }
                    }
                    drop(busy);
                });
            }
        }
    }

    fn finish(&self) -> Later<'_, ()> {
        Box::pin(async {
            self.link.disconnect();
            self.link.tunnel.close().await;
            if let Some(saver) = &self.saver {
                saver.flush().await;
            }
        })
    }
}

async fn run(grounds: &Grounds, link: &LinkDesk, effect: Effect, reads: Option<Busy>, events: &EventSink) {
    let fact = match effect {
        Effect::LookAtFolder => Fact::Folder(folder::look(grounds).await),
        Effect::LookAround => Fact::Surroundings(Box::new(look::look_around(grounds, events).await)),
        Effect::Inspect(what) => Fact::Inspected(inspect::inspect(grounds, what).await),
        Effect::LookForGateway => Fact::Occupancy(occupancy::look_for_gateway(grounds).await),
        Effect::LookForStateOwner => Fact::StateOwner(other::state_owner(grounds).await),
        Effect::LookAtPackage { modules } => Fact::Package(look::look_at_package(grounds, modules).await),
        Effect::LookDeep => {
            Fact::Warned(deep_look_after_update(&grounds.environment, grounds.clock.now().unix_ms).await)
        }
        Effect::LookForOtherGateways => Fact::OtherGateways(other::others(grounds).await),
        Effect::EndOther { process } => Fact::OtherAsked { process, end: other::end(process).await },
        Effect::Prepare => Fact::Prepared(prepare::prepare(grounds).await),
        Effect::MakeToken => Fact::Prepared(prepare::make_token(grounds).await),
        Effect::Spawn { skip_channels, ends_with_keeper } => {
            return spawn::spawn(grounds, skip_channels, ends_with_keeper, events).await;
        }
        Effect::Watch { process } => return spawn::watch_process(grounds, process, reads, events).await,
        Effect::Terminate { process } => {
            Fact::Signalled { process, outcome: spawn::ask_to_end(grounds, process).await }
        }
        Effect::Kill { process } => Fact::Signalled { process, outcome: spawn::end_now(process).await },
        Effect::ReadServiceEnd { at_ms, process } => service_end::read(grounds, at_ms, process).await,
        Effect::Probe { process } => Fact::Probed(probe::ask(grounds, process).await),
        Effect::Call { ticket, request, limit_ms } => {
            let result = link.call(grounds, &request, limit_ms).await;
            events.tell(Event::Replied { ticket, result }).await;
            return;
        }
        Effect::RunCli { ticket, command, limit_ms } => {
            let result = cli::run(grounds, &command, ticket, limit_ms, events).await;
            events.tell(Event::CliEnded { ticket, result }).await;
            return;
        }
        Effect::InstallOpenClaw { ticket, with, limit_ms } => {
            let result = install::install(grounds, &with, ticket, limit_ms, events).await;
            events.tell(Event::CliEnded { ticket, result }).await;
            return;
        }
        Effect::RestoreConfig { copy, copy_stamp, config_stamp, while_running } => {
            let config_stamp = config_stamp.as_deref();
            Fact::ConfigRestored(restore::restore(grounds, &copy, &copy_stamp, config_stamp, while_running).await)
        }
        Effect::FetchToken => Fact::TokenFetched(token::fetch(grounds).await),
        Effect::ProveToken { provider } => Fact::TokenProven(provider::prove(grounds, &provider).await),
        Effect::ForgetDeviceToken => {
            grounds.vault.forget_device_token().await;
            Fact::Secrets(grounds.vault.held())
        }
        Effect::NewIdentity => {
            match grounds::random::<32>() {
                Ok(random) => grounds.vault.begin_new_identity(&random).await,
                Err(words) => tracing::error!(words, "no new identity"),
            }
            Fact::Secrets(grounds.vault.held())
        }
        Effect::ReloadSecrets => Fact::Secrets(grounds.vault.load().await),
        Effect::OpenDashboard { ticket } => Fact::Opened { ticket, result: dashboard::open(grounds).await },
        Effect::Choose { ticket, change } => {
            let result = choose::choose(grounds, change.clone()).await;
            Fact::Chosen { ticket, change, result }
        }
        Effect::OpenDocumentation { address } => {
            Fact::Opened { ticket: None, result: dashboard::open_page(grounds, &address).await }
        }
        Effect::OpenNotificationSettings => {
            Fact::Opened { ticket: None, result: dashboard::open_notification_settings(grounds).await }
        }
        Effect::LetSleep
        | Effect::ForgetInstalls
        | Effect::MeetOn { .. }
        | Effect::OpenWindow { .. }
        | Effect::OfferWindow { .. }
        | Effect::Ignored { .. }
        | Effect::StartAtLogin { .. }
        | Effect::Notify(_)
        | Effect::TestNotification(_)
        | Effect::Withdraw { .. }
        | Effect::Save(_)
        | Effect::Timer { .. }
        | Effect::CancelTimer { .. }
        | Effect::Answer { .. }
        | Effect::Connect { .. }
        | Effect::Disconnect
        | Effect::Exit => return,
    };
    events.tell(Event::Fact(fact)).await;
}

#[cfg(test)]
mod tests;
