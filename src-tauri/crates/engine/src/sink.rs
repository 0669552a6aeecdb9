//! Where events go in.

use clawtray_core::Event;
use tokio::sync::mpsc;

/// How many events wait before whoever sends them has to wait too.
pub(crate) const EVENTS_WAITING: usize = 256;

/// The way into the driver. Sending waits while the driver is behind, so a flood slows its source down instead of
/// filling the memory.
#[derive(Clone, Debug)]
pub struct EventSink(mpsc::Sender<Event>);

impl EventSink {
    /// A sink and its receiving end.
    pub fn channel() -> (Self, mpsc::Receiver<Event>) {
        let (sender, receiver) = mpsc::channel(EVENTS_WAITING);
        (Self(sender), receiver)
    }

    /// Tells the driver. Returns false when there is no driver any more.
    pub async fn tell(&self, event: Event) -> bool {
        self.0.send(event).await.is_ok()
    }
}
