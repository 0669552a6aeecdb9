//! What the system tells by itself: changes of the gateway's service, and the computer's wake.

use std::sync::Arc;
#[cfg(target_os = "linux")]
use std::time::Duration;

#[cfg(target_os = "linux")]
use clawtray_core::{Event, Fact, ServiceUnit};

use crate::{environment::Environment, sink::EventSink};

/// Pause before a bus that was lost or is not there is looked for again.
#[cfg(target_os = "linux")]
const AGAIN: Duration = Duration::from_secs(60);

/// Listens for as long as it is polled.
#[cfg(target_os = "linux")]
pub(crate) async fn listen(environment: Arc<Environment>, events: EventSink) {
    tokio::join!(service(&environment, &events), power(&events));
}

/// Nothing tells by itself here.
#[cfg(not(target_os = "linux"))]
pub(crate) async fn listen(_environment: Arc<Environment>, _events: EventSink) {
    std::future::pending::<()>().await;
}

#[cfg(target_os = "linux")]
async fn service(environment: &Environment, events: &EventSink) {
    use clawtray_platform::service::UnitWatch;

    if !environment.profile.canonical {
        return;
    }
    let name = environment.service_name();
    loop {
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

#[cfg(target_os = "linux")]
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

#[cfg(target_os = "linux")]
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
