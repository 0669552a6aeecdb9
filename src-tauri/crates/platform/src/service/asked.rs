//! A service manager that tells nothing by itself: it is asked again when the service's process ends, and now and then
//! where no process is known.

use std::{path::Path, time::Duration};

use super::{ServiceFailure, UnitState};
use crate::process;

/// Between two questions about a service that is on its way somewhere.
const SOON: Duration = Duration::from_secs(3);
/// While it does not run, so that a start by somebody else is seen.
const IDLE: Duration = Duration::from_secs(20);
/// While it runs and the manager names no process.
const UNSEEN: Duration = Duration::from_secs(60);

/// What is asked of every manager with a program of its own.
pub trait Manager: Send + Sync {
    /// The service as it is now, in systemd's words.
    ///
    /// # Errors
    /// When the manager could not be asked, or its answer was not understood.
    fn read(&self, unit: &str) -> impl Future<Output = Result<UnitState, ServiceFailure>> + Send;

    /// Starts it and does not wait for it to be up. `definition` is the file that describes it.
    ///
    /// # Errors
    /// When there is no manager, or it says no.
    fn start(&self, unit: &str, definition: &Path) -> impl Future<Output = Result<(), ServiceFailure>> + Send;
}

/// Looks at one service.
pub struct AskedWatch<M> {
    manager: M,
    unit: String,
    last: UnitState,
}

impl<M: Manager> AskedWatch<M> {
    /// Asks a first time.
    ///
    /// # Errors
    /// As [`Manager::read`].
    pub async fn on(manager: M, unit: &str) -> Result<Self, ServiceFailure> {
        let last = manager.read(unit).await?;
        Ok(Self { manager, unit: unit.to_owned(), last })
    }

    /// The service as it was last read.
    pub fn state(&self) -> &UnitState {
        &self.last
    }

    /// Waits for the next difference and gives the new state.
    ///
    /// # Errors
    /// As [`Manager::read`].
    pub async fn changed(&mut self) -> Result<UnitState, ServiceFailure> {
        loop {
            self.pause().await;
            let now = self.manager.read(&self.unit).await?;
            if now != self.last {
                self.last.clone_from(&now);
                return Ok(now);
            }
        }
    }

    async fn pause(&self) {
        let running = self.last.active == "active";
        if let Some(process) = self.last.pid.filter(|_| running).and_then(process::identity) {
            // Where its end cannot be waited for, time takes its place.
            if process::watch(process).await.is_ok() {
                return;
            }
        }
        let pause = match self.last.active.as_str() {
            "activating" | "deactivating" => SOON,
            "active" => UNSEEN,
            _ => IDLE,
        };
        tokio::time::sleep(pause).await;
    }
}

#[cfg(test)]
mod tests {
    use std::{
        collections::VecDeque,
        path::Path,
        sync::{Arc, Mutex},
    };

    use super::{AskedWatch, IDLE, Manager, ServiceFailure, UnitState};

    /// Answers one after the other.
    #[derive(Clone)]
    struct Played(Arc<Mutex<VecDeque<UnitState>>>);

    impl Manager for Played {
        async fn read(&self, _unit: &str) -> Result<UnitState, ServiceFailure> {
            self.0.lock().unwrap().pop_front().ok_or_else(|| ServiceFailure("gone".to_owned()))
        }

        async fn start(&self, _unit: &str, _definition: &Path) -> Result<(), ServiceFailure> {
            Ok(())
        }
    }

    fn played(states: &[(&str, Option<u32>)]) -> Played {
        let state = |(active, pid): &(&str, Option<u32>)| UnitState {
            active: (*active).to_owned(),
            pid: *pid,
            ..UnitState::default()
        };
        Played(Arc::new(Mutex::new(states.iter().map(state).collect())))
    }

    #[tokio::test(start_paused = true)]
    async fn only_differences_are_told_and_a_manager_that_goes_away_is_told_too() {
        let manager = played(&[("inactive", None), ("inactive", None), ("inactive", None), ("active", None)]);
        let began = tokio::time::Instant::now();
        let mut watch = AskedWatch::on(manager, "x").await.unwrap();
        assert_eq!(watch.state().active, "inactive");
        assert_eq!(watch.changed().await.unwrap().active, "active");
        assert_eq!(began.elapsed().as_secs(), 3 * IDLE.as_secs(), "asked only now and then");
        assert!(watch.changed().await.is_err());
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn the_end_of_the_process_is_seen_at_once() {
        let mut child = tokio::process::Command::new("sleep").arg("600").kill_on_drop(true).spawn().unwrap();
        let manager = played(&[("active", child.id()), ("failed", None)]);
        let mut watch = AskedWatch::on(manager, "x").await.unwrap();
        let ending = async {
            child.start_kill().unwrap();
            child.wait().await.unwrap();
        };
        let both = async { tokio::join!(watch.changed(), ending).0 };
        let changed = tokio::time::timeout(std::time::Duration::from_secs(20), both).await.expect("no minute passes");
        assert_eq!(changed.unwrap().active, "failed");
    }
}
