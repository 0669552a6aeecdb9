//! How much is under way, so that whoever only looks knows when everything that was asked has been answered.

use std::sync::Arc;

use tokio::sync::watch;

/// Counts of one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    /// Events that were sent.
    told: u64,
    /// Events that the mind has taken in, with all effects begun that came of them.
    handled: u64,
    /// Effects whose final event is still to come.
    running: usize,
    /// What was taken in is not drawn yet.
    stale: bool,
}

impl Counts {
    /// Everything that was asked is answered, taken in and drawn.
    pub(crate) fn is_idle(&self) -> bool {
        self.running == 0 && self.told == self.handled && !self.stale
    }
}

/// Shared by everything that tells, does or draws.
#[derive(Clone, Debug)]
pub(crate) struct Activity(Arc<watch::Sender<Counts>>);

impl Default for Activity {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(Counts::default())))
    }
}

/// While this lives, something is under way.
#[derive(Debug)]
pub(crate) struct Busy(Activity);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.0.send_modify(|counts| counts.running = counts.running.saturating_sub(1));
    }
}

impl Activity {
    /// The counts, now and after each change.
    pub(crate) fn counts(&self) -> watch::Receiver<Counts> {
        self.0.subscribe()
    }

    /// Something is under way for as long as the answer lives.
    pub(crate) fn busy(&self) -> Busy {
        self.0.send_modify(|counts| counts.running += 1);
        Busy(self.clone())
    }

    /// An event is on its way.
    pub(crate) fn told(&self) {
        self.0.send_modify(|counts| counts.told += 1);
    }

    /// The mind has taken an event in.
    pub(crate) fn handled(&self) {
        self.0.send_modify(|counts| {
            counts.handled += 1;
            counts.stale = true;
        });
    }

    /// Everything that was taken in is drawn.
    pub(crate) fn drawn(&self) {
        self.0.send_if_modified(|counts| std::mem::take(&mut counts.stale));
    }
}

#[cfg(test)]
mod tests {
    use super::Activity;

    #[test]
    fn idle_is_when_everything_is_answered_taken_in_and_drawn() {
        let activity = Activity::default();
        let idle = || activity.counts().borrow().is_idle();
        assert!(idle());
        let busy = activity.busy();
        assert!(!idle(), "an effect runs");
        activity.told();
        drop(busy);
        assert!(!idle(), "its answer is on its way");
        activity.handled();
        assert!(!idle(), "and not drawn");
        activity.drawn();
        assert!(idle());
    }
}
