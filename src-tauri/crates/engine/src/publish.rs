//! Publishes the snapshot and the tray's model, only when they changed and not more often than people can see, and
//! before each answer, so that nobody looks at a picture that is older than the answer they have.

use std::{sync::Arc, time::Duration};

use clawtray_contract::Snapshot;
use clawtray_core::{Now, TrayModel};
use tokio::{sync::watch, time::Instant};

use crate::ports::Mind;

/// Shortest time between two publications. A single change goes out at once; a flood is drawn ten times a second.
pub(crate) const PAUSE: Duration = Duration::from_millis(100);

/// The two watch channels and what was last sent.
#[derive(Debug)]
pub(crate) struct Publisher {
    snapshots: watch::Sender<Arc<Snapshot>>,
    tray: watch::Sender<Arc<TrayModel>>,
    published: Instant,
    pause: Duration,
    changed: bool,
}

impl Publisher {
    /// Begins with the state before anything happened.
    pub(crate) fn new(
        mind: &impl Mind,
        now: Now,
    ) -> (Self, watch::Receiver<Arc<Snapshot>>, watch::Receiver<Arc<TrayModel>>) {
        let mut first = mind.snapshot(now);
        first.revision = 1;
        first.at_ms = now.unix_ms;
        let (snapshots, snapshots_seen) = watch::channel(Arc::new(first));
        let (tray, tray_seen) = watch::channel(Arc::new(mind.tray(now)));
        (Self { snapshots, tray, published: Instant::now(), pause: PAUSE, changed: false }, snapshots_seen, tray_seen)
    }

    /// Every change goes out at once: nobody watches, somebody waits for the last one.
    pub(crate) fn hurry(&mut self) {
        self.pause = Duration::ZERO;
    }

    /// Something may have changed.
    pub(crate) fn touch(&mut self) {
        self.changed = true;
    }

    /// When to publish; `None` while nothing changed.
    pub(crate) fn due(&self) -> Option<Instant> {
        self.changed.then(|| self.published + self.pause)
    }

    /// Sends what differs from the last time.
    pub(crate) fn publish(&mut self, mind: &impl Mind, now: Now) {
        self.changed = false;
        self.published = Instant::now();
        let mut snapshot = mind.snapshot(now);
        self.snapshots.send_if_modified(|last| {
            snapshot.revision = last.revision;
            snapshot.at_ms = last.at_ms;
            if **last == snapshot {
                return false;
            }
            snapshot.revision += 1;
            snapshot.at_ms = now.unix_ms;
            *last = Arc::new(snapshot);
            true
        });
        let tray = mind.tray(now);
        self.tray.send_if_modified(|last| {
            let differs = **last != tray;
            if differs {
                *last = Arc::new(tray);
            }
            differs
        });
    }
}
