//! Where events go in.

use clawtray_core::Event;
use tokio::sync::mpsc;

use crate::activity::Activity;

/// How many events wait before whoever sends them has to wait too.
pub(crate) const EVENTS_WAITING: usize = 256;

/// The way into the driver. Sending waits while the driver is behind, so a flood slows its source down instead of
/// filling the memory.
#[derive(Clone, Debug)]
pub struct EventSink {
    sender: mpsc::Sender<Event>,
    activity: Activity,
}

/// Room for one event.
pub(crate) struct Room<'a> {
    permit: mpsc::Permit<'a, Event>,
    activity: &'a Activity,
}

impl Room<'_> {
    /// Tells the driver.
    pub(crate) fn tell(self, event: Event) {
        self.activity.told();
        self.permit.send(event);
    }
}

impl EventSink {
    /// A sink and its receiving end.
    pub fn channel() -> (Self, mpsc::Receiver<Event>) {
        let (sender, receiver) = mpsc::channel(EVENTS_WAITING);
        (Self { sender, activity: Activity::default() }, receiver)
    }

    /// Tells the driver. Returns false when there is no driver any more.
    pub async fn tell(&self, event: Event) -> bool {
        self.activity.told();
        self.sender.send(event).await.is_ok()
    }

    /// Waits until the driver has room for one more. `None` when there is no driver any more. Giving up waiting loses
    /// nothing.
    pub(crate) async fn room(&self) -> Option<Room<'_>> {
        let permit = self.sender.reserve().await.ok()?;
        Some(Room { permit, activity: &self.activity })
    }

    /// What is under way.
    pub(crate) fn activity(&self) -> &Activity {
        &self.activity
    }
}
