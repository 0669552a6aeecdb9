//! The thread that talks to the keychain: one call at a time.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc;
use std::time::Duration;

use tokio::sync::oneshot;

use super::KeychainFailure;
use super::shelf::Shelf;

type Job = Box<dyn FnOnce(&mut Shelf) + Send>;

/// A handle on the thread. The thread ends with the last handle.
#[derive(Clone, Debug)]
pub(super) struct Worker {
    jobs: mpsc::Sender<Job>,
}

impl Worker {
    /// Starts the thread. Where the system refuses one, every question is answered with `Unavailable`.
    pub(super) fn start(mut shelf: Shelf) -> Self {
        let (jobs, queue) = mpsc::channel::<Job>();
        let started = std::thread::Builder::new().name("keychain".into()).spawn(move || {
            while let Ok(job) = queue.recv() {
                // A panic in a store's library must not take the keychain away for good.
                if catch_unwind(AssertUnwindSafe(|| job(&mut shelf))).is_err() {
                    shelf.forget_connection();
                }
            }
        });
        // Without a thread the queue's end is dropped, and sending says so.
        drop(started);
        Self { jobs }
    }

    /// Has `question` answered on the thread, waiting at most `limit`.
    pub(super) async fn ask<T: Send + 'static>(
        &self,
        limit: Duration,
        question: impl FnOnce(&mut Shelf) -> Result<T, KeychainFailure> + Send + 'static,
    ) -> Result<T, KeychainFailure> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |shelf| {
            // Nobody waits any more: do not act, and above all do not raise another prompt.
            if !answer.is_closed() {
                let _ = answer.send(question(shelf));
            }
        });
        let gone = || KeychainFailure::Unavailable("the keychain's thread ended".into());
        self.jobs.send(job).map_err(|_| gone())?;
        match tokio::time::timeout(limit, answered).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(gone()),
            Err(_) => Err(KeychainFailure::TimedOut),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_call_that_blocks_times_out_and_those_behind_it_are_never_carried_out() {
        let worker = Worker::start(Shelf::memory());
        let (open, locked) = mpsc::channel::<()>();
        let (ran, runs) = mpsc::channel::<&str>();
        let first = {
            let ran = ran.clone();
            worker.ask(Duration::from_millis(30), move |_| {
                let _ = locked.recv();
                let _ = ran.send("first");
                Ok(())
            })
        };
        assert_eq!(first.await, Err(KeychainFailure::TimedOut));
        let second = {
            let ran = ran.clone();
            worker.ask(Duration::from_millis(30), move |_| {
                let _ = ran.send("second");
                Ok(())
            })
        };
        assert_eq!(second.await, Err(KeychainFailure::TimedOut));
        open.send(()).unwrap();
        let third = worker.ask(Duration::from_secs(10), move |_| {
            let _ = ran.send("third");
            Ok(7)
        });
        assert_eq!(third.await, Ok(7));
        assert_eq!(runs.try_iter().collect::<Vec<_>>(), ["first", "third"]);
    }

    #[tokio::test]
    async fn a_panicking_library_leaves_the_keychain_usable() {
        let worker = Worker::start(Shelf::memory());
        let failed = worker.ask::<()>(Duration::from_secs(10), |_| panic!("as a library might")).await;
        assert!(matches!(failed, Err(KeychainFailure::Unavailable(_))), "{failed:?}");
        assert_eq!(worker.ask(Duration::from_secs(10), |_| Ok(1)).await, Ok(1));
    }
}
