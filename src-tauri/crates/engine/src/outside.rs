//! What the system tells by itself: changes of the gateway's service, and the computer's wake.

use std::{sync::Arc, time::Duration};

use clawtray_core::{Event, Fact, ServiceUnit};

use crate::{
    environment::Environment,
    executors::{grounds::blocking, look},
    sink::EventSink,
};

/// Pause before a service manager that was lost or is not there is looked for again.
const AGAIN: Duration = Duration::from_secs(60);

/// Listens for as long as it is polled.
pub(crate) async fn listen(environment: Arc<Environment>, events: EventSink) {
    tokio::join!(service(&environment, &events), power(&events));
}

async fn service(environment: &Environment, events: &EventSink) {
    use clawtray_platform::service::UnitWatch;

    if !environment.profile.canonical {
        return;
    }
    let name = environment.service_name();
    loop {
        if !may_ask(environment).await {
            tokio::time::sleep(AGAIN).await;
            continue;
        }
        match UnitWatch::open(&name).await {
            Ok(mut watch) => {
                let mut state = watch.state().clone();
                while events.tell(Event::Fact(Fact::ServiceUnit(Some(unit(&state))))).await {
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
            Err(error) => tracing::debug!(%error, "no service manager that tells"),
        }
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

async fn power(events: &EventSink) {
    use clawtray_platform::power::{PowerChange, PowerWatch};

    loop {
        if let Some(mut watch) = PowerWatch::open().await {
            while let Some(change) = watch.next().await {
                if change == PowerChange::Woke && !events.tell(Event::Woke).await {
                    return;
                }
            }
        }
        tokio::time::sleep(AGAIN).await;
    }
}
