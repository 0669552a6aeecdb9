//! The panels, each with one tray at the top right and nothing else.

use std::{fs, path::Path, process::Command};

use anyhow::Result;

/// One panel program.
pub(super) struct Panel {
    /// In file names.
    pub(super) name: &'static str,
    pub(super) program: &'static str,
    arguments: &'static [&'static str],
    /// File below the configuration folder, and its content.
    configuration: (&'static str, &'static str),
    /// Middle of the icon from the right and from the top, pixels.
    icon: (u16, u16),
}

pub(super) const ALL: &[Panel] = &[
    Panel {
        name: "xfce",
        program: "xfce4-panel",
        arguments: &["--disable-wm-check"],
        configuration: ("xfce4/xfconf/xfce-perchannel-xml/xfce4-panel.xml", include_str!("xfce4-panel.xml")),
        icon: (18, 18),
    },
    Panel {
        name: "lxqt",
        program: "lxqt-panel",
        arguments: &[],
        configuration: ("lxqt/panel.conf", include_str!("lxqt-panel.conf")),
        icon: (17, 16),
    },
];

impl Panel {
    pub(super) fn is_installed(&self) -> bool {
        Path::new("/usr/bin").join(self.program).is_file()
    }

    pub(super) fn configure(&self, folder: &Path) -> Result<()> {
        let file = folder.join(self.configuration.0);
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent)?;
        }
        Ok(fs::write(file, self.configuration.1)?)
    }

    pub(super) fn command(&self, mut command: Command) -> Command {
        command.args(self.arguments).env("QT_QPA_PLATFORM", "xcb");
        command
    }

    /// Middle of the icon on a screen of this width.
    pub(super) fn icon(&self, width: u16) -> (u16, u16) {
        (width - self.icon.0, self.icon.1)
    }
}
