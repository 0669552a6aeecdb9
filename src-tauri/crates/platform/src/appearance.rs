//! What the desktop asks of every program's looks: contrast and motion.

#[cfg(target_os = "linux")]
mod portal;

use tokio::sync::watch;

/// What the desktop asks for. The default is what is taken where it cannot be asked: usual contrast, nothing moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appearance {
    /// The person wants high contrast.
    pub high_contrast: bool,
    /// Pictures may move: the desktop can be asked, and the person has not turned motion off.
    pub motion: bool,
}

/// What the desktop asks for, now and later. Linux desktops with a settings portal answer; where none does, and on the
/// other systems, the default stays. Must be called inside a tokio runtime.
#[must_use]
pub fn watch() -> watch::Receiver<Appearance> {
    let (tell, appearance) = watch::channel(Appearance::default());
    #[cfg(target_os = "linux")]
    tokio::spawn(async move {
        // Without a portal there is nothing to hear.
        if portal::follow(&tell).await.is_err() {
            tell.closed().await;
        }
    });
    #[cfg(not(target_os = "linux"))]
    tokio::spawn(async move { tell.closed().await });
    appearance
}
