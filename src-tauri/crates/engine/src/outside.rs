//! What the system tells by itself: changes of the gateway's service and its files, and the computer's wake.

use std::{sync::Arc, time::Duration};

use clawtray_core::{Event, Fact, ServiceUnit};
use clawtray_platform::watched::Watched;

use crate::{
    environment::Environment,
    executors::{
        grounds::{Grounds, blocking},
        look::{self, service_of},
        service_file,
    },
    sink::EventSink,
};

/// Pause before a service manager that was lost or is not there is looked for again.
const AGAIN: Duration = Duration::from_secs(60);

/// Longest wait for the service manager's first answer.
const FIRST: Duration = Duration::from_secs(5);

/// Longest time that sleep is held back, well below the 5 s that logind allows by default.
const HOLD: Duration = Duration::from_millis(3_500);

/// Listens for as long as it is polled.
pub(crate) async fn listen(grounds: Arc<Grounds>, look_only: bool, events: EventSink) {
    let environment = &grounds.environment;
    if grounds.remote.is_some() {
        // No service and no OpenClaw of this computer's is its.
        return power(&grounds, look_only, &events).await;
    }
    tokio::join!(
        service(environment, &events),
        files(environment, &events),
        installs(&grounds, look_only, &events),
        power(&grounds, look_only, &events)
    );
}

/// Watches every OpenClaw that was found and the places where another one would come, and asks the login shell for
/// places that only it knows. Whoever only looks waits for neither.
pub(crate) async fn installs(grounds: &Arc<Grounds>, look_only: bool, events: &EventSink) {
    if look_only {
        return;
    }
    let changed = async || events.tell(Event::Fact(Fact::InstallsChanged)).await;
    if grounds.locator.ask_login_shell().await && !changed().await {
        return;
    }
    loop {
        // What is found says what there is to watch. Nobody minds here when nothing is.
        let _told_elsewhere = grounds.locator.locate().await;
        let begin = Arc::clone(grounds);
        let watched = blocking(move || Watched::begin(&begin.locator.worth_watching())).await.flatten();
        let Some(watched) = watched else { return };
        if !grounds.locator.has_changed().await {
            watched.changed().await;
        }
        if !changed().await {
            return;
        }
    }
}

/// Watches the definition of the service, which need not be there yet, and every program that it would run.
async fn files(environment: &Environment, events: &EventSink) {
    let Some(asked) = service_of(environment) else { return };
    let begin = async || {
        let asked = asked.clone();
        blocking(move || Watched::begin(&service_file::depends_on(&asked))).await.flatten()
    };
    let mut watched = begin().await;
    loop {
        match &watched {
            Some(files) => files.changed().await,
            None => tokio::time::sleep(AGAIN).await,
        }
        // Watched anew before it is looked at: nothing that happens in between is missed.
        let before = watched.take();
        watched = begin().await;
        if before.is_some() && !events.tell(Event::Fact(Fact::ServiceFilesChanged)).await {
            return;
        }
    }
}

async fn service(environment: &Environment, events: &EventSink) {
    use clawtray_platform::service::UnitWatch;

    if !environment.profile.canonical {
        return;
    }
    let name = environment.service_name();
    // Whoever only looks waits for the first answer.
    let mut first = Some(events.activity().busy());
    loop {
        if !may_ask(environment).await {
            drop(first.take());
            tokio::time::sleep(AGAIN).await;
            continue;
        }
        match tokio::time::timeout(FIRST, UnitWatch::open(&name)).await {
            Ok(Ok(mut watch)) => {
                let mut state = watch.state().clone();
                while events.tell(Event::Fact(Fact::ServiceUnit(Some(unit(&state))))).await {
                    first = None;
                    match watch.changed().await {
                        Ok(next) => state = next,
                        Err(error) => {
                            tracing::info!(%error, "the service manager tells no more");
                            break;
                        }
                    }
                }
                events.tell(Event::Fact(Fact::ServiceUnit(None))).await;
            }
            Ok(Err(error)) => tracing::debug!(%error, "no service manager that tells"),
            Err(_late) => tracing::debug!("the service manager does not answer"),
        }
        drop(first.take());
        tokio::time::sleep(AGAIN).await;
    }
}

/// systemd tells by itself, and is listened to always. The others are asked, and only about a service that is there.
async fn may_ask(environment: &Environment) -> bool {
    if cfg!(target_os = "linux") {
        return true;
    }
    let Some(definition) = look::service_definition(environment) else { return false };
    blocking(move || definition.is_file()).await.unwrap_or_default()
}

fn unit(state: &clawtray_platform::service::UnitState) -> ServiceUnit {
    use crate::words::{NAME, clean};
    ServiceUnit {
        active: clean(&state.active, NAME),
        sub: clean(&state.sub, NAME),
        result: clean(&state.result, NAME),
        changed_ms: state.changed_ms,
        exit_code: state.exit_code,
        signal: state.signal,
        restarts: state.restarts,
        pid: state.pid,
    }
}

async fn power(grounds: &Grounds, look_only: bool, events: &EventSink) {
    use clawtray_platform::power::{PowerChange, PowerWatch};

    loop {
        if let Some(mut watch) = PowerWatch::open().await {
            // Whoever only looks holds nobody up.
            let mut hold = if look_only { None } else { watch.hold_sleep().await };
            while let Some(change) = watch.next().await {
                match change {
                    PowerChange::Sleeps => {
                        if !events.tell(Event::Sleeps).await {
                            return;
                        }
                        let _in_time = tokio::time::timeout(HOLD, grounds.may_sleep.notified()).await;
                        hold = None;
                    }
                    PowerChange::Woke => {
                        if !events.tell(Event::Woke).await {
                            return;
                        }
                        if !look_only && hold.is_none() {
                            hold = watch.hold_sleep().await;
                        }
                    }
                }
            }
        }
        tokio::time::sleep(AGAIN).await;
    }
}
