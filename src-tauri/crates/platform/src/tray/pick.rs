//! Which size of picture a system is given.

use tray_icon::Icon;

use crate::icons::{IconState, Picture};

/// The picture of a state. `None` only where an embedded image is damaged, which a test rules out.
pub(super) fn icon(state: IconState) -> Option<Icon> {
    // Linux hosts scale one image to the panel; 44 is twice the usual 22. Windows draws 16 to 32.
    let picture = if cfg!(target_os = "macos") {
        Picture::template(state)
    } else if cfg!(windows) {
        Picture::tray(state, 32)
    } else {
        Picture::tray(state, 44)
    };
    let picture = picture.ok()?;
    Icon::from_rgba(picture.rgba, picture.width, picture.height).ok()
}
