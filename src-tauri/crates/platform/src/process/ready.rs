//! Waiting until a file descriptor has something to say.
#![allow(unsafe_code)]

use std::os::fd::OwnedFd;

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// Resolves when the descriptor becomes readable, and closes it.
pub(super) async fn readable(descriptor: OwnedFd) -> std::io::Result<()> {
    // SAFETY: the descriptor is owned by the value handed over, which `AsyncFd` keeps and closes only after taking it
    // out of the runtime's list; an `OwnedFd` always names the same open descriptor.
    let descriptor = unsafe { AsyncFd::register_with_interest(descriptor, Interest::READABLE) }?;
    let _ready = descriptor.readable().await?;
    Ok(())
}
