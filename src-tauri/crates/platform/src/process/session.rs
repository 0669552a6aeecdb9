//! A session of its own for a program we start: no terminal's end and no signal to our group reaches it.
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
