//! A session bus of our own.

use std::{fs, path::Path, process::Command, time::Duration};

use super::{error::Result, program::Program, start::first_line};

/// No service directories: nothing of the person's system is started by asking for a name.
const CONFIG: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=SOCKET</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// Starts the bus; gives its address.
pub(super) fn start(runtime_dir: &Path, mut command: Command) -> Result<(Program, String)> {
    let config = runtime_dir.join("bus.conf");
    fs::write(&config, CONFIG.replace("SOCKET", &runtime_dir.join("bus").to_string_lossy()))?;
    command.arg("--config-file").arg(&config).args(["--nofork", "--nopidfile", "--nosyslog", "--print-address=1"]);
    first_line("dbus-daemon", command, Duration::from_secs(20))
}
