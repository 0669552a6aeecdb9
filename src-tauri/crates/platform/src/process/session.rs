//! A session of its own for a program we start: no terminal's end and no signal to our group reaches it. And the one
//! tie that may be wanted all the same: that it is asked to end when we end.
#![allow(unsafe_code)]

use tokio::process::Command;

/// Lets the program become the leader of a new session, and with that of a new process group, before it runs.
pub(super) fn own_session(command: &mut Command) {
    // SAFETY: the closure runs in the forked child before exec. It makes one system call, allocates nothing, takes no
    // lock and touches no memory of ours; setsid is on the list of calls allowed there.
    unsafe {
        command.pre_exec(|| {
            rustix::process::setsid()?;
            Ok(())
        });
    }
}

/// Lets the system ask the program to end (TERM) when the thread that starts it ends: see [`spawn_for_good`]. That
/// holds however we end, and for the program alone, not for what it starts.
#[cfg(target_os = "linux")]
pub(super) fn end_with_us(command: &mut Command) {
    use rustix::process::{Signal, getpid, getppid, set_parent_process_death_signal};

    let us = getpid();
    // SAFETY: the closure runs in the forked child before exec. It makes two system calls, allocates nothing, takes no
    // lock and touches no memory of ours but the copied number.
    unsafe {
        command.pre_exec(move || {
            set_parent_process_death_signal(Some(Signal::TERM))?;
            // We may have ended in between; then nobody would ever tell it.
            if getppid() == Some(us) { Ok(()) } else { Err(std::io::Error::from(std::io::ErrorKind::BrokenPipe)) }
        });
    }
}

/// Starts the program on a thread that lives as long as this process: the system takes the end of the *thread* that
/// started a program for the end of its parent, and threads of a runtime end when they have nothing to do. Must be
/// called inside a tokio runtime.
///
/// # Errors
/// As [`Command::spawn`].
#[cfg(target_os = "linux")]
pub(super) fn spawn_for_good(mut command: Command) -> std::io::Result<tokio::process::Child> {
    use std::sync::{Mutex, PoisonError, mpsc};

    type Work = Box<dyn FnOnce() + Send>;
    static THREAD: Mutex<Option<mpsc::Sender<Work>>> = Mutex::new(None);

    let runtime = tokio::runtime::Handle::current();
    let (done, started) = mpsc::sync_channel(1);
    let work: Work = Box::new(move || {
        let _inside = runtime.enter();
        // Whoever asked waits for it.
        let _told = done.send(command.spawn());
    });
    let mut thread = THREAD.lock().unwrap_or_else(PoisonError::into_inner);
    if thread.is_none() {
        let (sender, works) = mpsc::channel::<Work>();
        std::thread::Builder::new().name("parent".to_owned()).spawn(move || works.iter().for_each(|work| work()))?;
        *thread = Some(sender);
    }
    let gone = || std::io::Error::other("the thread that starts programs is gone");
    thread.as_ref().ok_or_else(gone)?.send(work).map_err(|_| gone())?;
    drop(thread);
    started.recv().map_err(|_| gone())?
}
