//! Sleep and wake where the system calls us: what is told to whoever listens, and who asked it to wait.

use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use tokio::sync::broadcast;

use super::PowerChange;

/// Changes that may wait for a slow listener; there are two in a night.
const WAITING: usize = 16;

static SYSTEM: LazyLock<System> = LazyLock::new(System::default);

/// For tests, which share the one system.
#[cfg(test)]
pub(crate) static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

type Release = Box<dyn FnOnce() + Send>;

/// Who listens and who holds sleep back.
struct System {
    changes: broadcast::Sender<PowerChange>,
    held: Mutex<Held>,
}

#[derive(Default)]
struct Held {
    holds: usize,
    waiting: Vec<Release>,
}

impl Default for System {
    fn default() -> Self {
        Self { changes: broadcast::channel(WAITING).0, held: Mutex::default() }
    }
}

impl System {
    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The computer is about to sleep: tells it, and calls `release` once nobody holds it back.
    fn sleeps(&self, release: Release) {
        // Nobody listens: nobody holds.
        let _listeners = self.changes.send(PowerChange::Sleeps);
        let mut held = self.held();
        if held.holds > 0 {
            held.waiting.push(release);
            return;
        }
        drop(held);
        release();
    }

    fn woke(&self) {
        self.held().waiting.clear();
        let _listeners = self.changes.send(PowerChange::Woke);
    }

    fn let_go(&self) {
        let mut held = self.held();
        held.holds = held.holds.saturating_sub(1);
        let free = if held.holds == 0 { std::mem::take(&mut held.waiting) } else { Vec::new() };
        drop(held);
        for release in free {
            release();
        }
    }
}

/// The computer is about to sleep. `release` is called once nobody holds that back any more, which may be now.
#[cfg(not(target_os = "linux"))]
pub(crate) fn sleeps(release: impl FnOnce() + Send + 'static) {
    SYSTEM.sleeps(Box::new(release));
}

/// The computer is awake again.
#[cfg(not(target_os = "linux"))]
pub(crate) fn woke() {
    SYSTEM.woke();
}

/// Listens to the system.
#[derive(Debug)]
pub struct PowerWatch {
    changes: broadcast::Receiver<PowerChange>,
}

/// While this lives, the system waits a moment before the computer sleeps: some seconds on macOS, less than two on
/// Windows.
#[derive(Debug)]
pub struct SleepHold(());

impl PowerWatch {
    /// Begins to listen; `None` where the system tells nothing.
    #[allow(clippy::unused_async)] // The same words on every system.
    pub async fn open() -> Option<Self> {
        #[cfg(target_os = "macos")]
        if !super::macos::is_told() {
            return None;
        }
        Some(Self { changes: SYSTEM.changes.subscribe() })
    }

    /// Makes the computer wait for us before it sleeps.
    #[allow(clippy::unused_async)] // The same words on every system.
    pub async fn hold_sleep(&self) -> Option<SleepHold> {
        SYSTEM.held().holds += 1;
        Some(SleepHold(()))
    }

    /// The next change; `None` when there will be none any more.
    pub async fn next(&mut self) -> Option<PowerChange> {
        loop {
            match self.changes.recv().await {
                Ok(change) => return Some(change),
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}

impl Drop for SleepHold {
    fn drop(&mut self) {
        SYSTEM.let_go();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    };

    use super::{PowerChange, PowerWatch, SYSTEM};

    #[tokio::test]
    async fn sleep_is_held_back_until_the_last_hold_goes_and_a_wake_forgets_who_waited() {
        let _alone = super::ONE_AT_A_TIME.lock().await;
        let mut watch = PowerWatch::open().await.unwrap();
        let released = Arc::new(AtomicUsize::new(0));
        let sleeps = || {
            let released = Arc::clone(&released);
            SYSTEM.sleeps(Box::new(move || {
                released.fetch_add(1, Ordering::Relaxed);
            }));
        };
        sleeps();
        assert_eq!((watch.next().await, released.load(Ordering::Relaxed)), (Some(PowerChange::Sleeps), 1));
        let holds = [watch.hold_sleep().await, watch.hold_sleep().await];
        sleeps();
        let [first, second] = holds;
        drop(first);
        assert_eq!(released.load(Ordering::Relaxed), 1, "one still holds it back");
        drop(second);
        assert_eq!((watch.next().await, released.load(Ordering::Relaxed)), (Some(PowerChange::Sleeps), 2));
        let hold = watch.hold_sleep().await;
        sleeps();
        SYSTEM.woke();
        drop(hold);
        assert_eq!(released.load(Ordering::Relaxed), 2, "it slept all the same");
        assert_eq!((watch.next().await, watch.next().await), (Some(PowerChange::Sleeps), Some(PowerChange::Woke)));
    }
}
