//! The picture in the library's form.

use crate::icons::{Icon, Picture};

/// The picture. `None` only where an embedded image is damaged, which a test rules out.
pub(super) fn icon(icon: Icon) -> Option<tray_icon::Icon> {
    let picture = if cfg!(target_os = "macos") { Picture::template(icon) } else { Picture::tray(icon) };
    let picture = picture.ok()?;
    tray_icon::Icon::from_rgba(picture.rgba, picture.width, picture.height).ok()
}
