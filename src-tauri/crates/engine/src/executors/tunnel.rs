//! The way to a gateway on another computer through the system's `ssh`.
//!
//! One child at a time, looked at before each use, and gone with the keeper. It asks nothing (`BatchMode`), so that keys
//! and known hosts are the person's own and an unknown host is refused; whether it is started again, and when, is the
//! link's to say.

use std::{ffi::OsString, net::Ipv4Addr, path::PathBuf, time::Duration};

use clawtray_core::{
    Refusal,
    fleet::{RemoteGateway, Way},
};
use clawtray_gateway::Endpoint;
use clawtray_platform::{
    output::OutputFile,
    process::{Child, LaunchSpec, spawn},
};
use tokio::net::{TcpListener, TcpStream};

use super::grounds::{Grounds, blocking};
use crate::words::{LINE, clean};

/// Longest wait until the tunnel takes connections.
const PATIENCE: Duration = Duration::from_secs(25);
/// Pause between two tries of it.
const PAUSE: Duration = Duration::from_millis(100);
/// What ssh says is kept up to this many bytes.
const SAID_BYTES: u64 = 64 * 1024;

/// The tunnel of one gateway.
#[derive(Debug, Default)]
pub(crate) struct Tunnel {
    open: tokio::sync::Mutex<Option<Open>>,
}

#[derive(Debug)]
struct Open {
    child: Child,
    port: u16,
}

impl Drop for Open {
    fn drop(&mut self) {
        if let Err(error) = self.child.kill_all() {
            tracing::debug!(%error, "the tunnel had ended already");
        }
    }
}

impl Tunnel {
    /// Where the gateway is to be called: at its own address, or at this end of its tunnel, which is brought up first.
    ///
    /// # Errors
    /// [`Refusal::Tunnel`] with ssh's last line.
    pub(crate) async fn way(&self, grounds: &Grounds) -> Result<Endpoint, Refusal> {
        let Some(remote) = &grounds.remote else { return Ok(grounds.endpoint()) };
        let Way::Ssh { destination } = &remote.way else { return Ok(grounds.endpoint()) };
        let mut open = self.open.lock().await;
        let lives = match open.as_mut() {
            // It is only looked at: an end that has come is told at once.
            Some(open) => tokio::time::timeout(Duration::ZERO, open.child.wait()).await.is_err(),
            None => false,
        };
        if !lives {
            *open = None;
            let fresh = dig(grounds, remote, destination).await.map_err(|words| Refusal::Tunnel { words })?;
            *open = Some(fresh);
        }
        Ok(open.as_ref().map_or_else(|| grounds.endpoint(), |open| Endpoint::loopback(open.port)))
    }

    /// Ends it.
    pub(crate) async fn close(&self) {
        *self.open.lock().await = None;
    }
}

async fn dig(grounds: &Grounds, remote: &RemoteGateway, destination: &str) -> Result<Open, String> {
    let port = free_port().await.map_err(|error| error.to_string())?;
    let log = grounds.environment.paths.log_folder.join(format!("tunnel-{}.log", remote.id));
    let file = log.clone();
    let output = blocking(move || {
        // Only what this run says counts.
        let _none_before = std::fs::remove_file(&file);
        OutputFile::open(&file, SAID_BYTES, 1)
    });
    let output = output.await.ok_or("no file for what ssh says")?.map_err(|error| error.to_string())?;
    let spec = LaunchSpec {
        program: PathBuf::from("ssh"),
        arguments: arguments(port, remote, destination),
        environment: grounds
            .environment
            .variables
            .iter()
            .map(|(name, value)| (OsString::from(name), value.to_owned()))
            .collect(),
        working_folder: grounds.environment.home.clone(),
        output: &output,
        end_with_parent: true,
    };
    let mut open = Open { child: spawn(&spec).map_err(|failure| failure.to_string())?, port };
    let answers = async {
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_err() {
            tokio::time::sleep(PAUSE).await;
        }
    };
    let ended = tokio::select! {
        () = answers => return Ok(open),
        ended = open.child.wait() => ended.is_ok(),
        () = tokio::time::sleep(PATIENCE) => false,
    };
    drop(open);
    let said = blocking(move || last_line(&log)).await.flatten();
    Err(match said {
        Some(said) => said,
        None if ended => "ssh ended without a word".to_owned(),
        None => "ssh did not get there in time".to_owned(),
    })
}

fn arguments(port: u16, remote: &RemoteGateway, destination: &str) -> Vec<OsString> {
    let forward = format!("127.0.0.1:{port}:{}:{}", remote.host, remote.port);
    let words = [
        "-N",
        "-T",
        "-o",
        "BatchMode=yes",
        "-o",
        "ExitOnForwardFailure=yes",
        "-o",
        "ConnectTimeout=15",
        "-o",
        "ServerAliveInterval=15",
        "-o",
        "ServerAliveCountMax=3",
        "-L",
        &forward,
        "--",
        destination,
    ];
    words.iter().map(OsString::from).collect()
}

async fn free_port() -> std::io::Result<u16> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?.local_addr().map(|address| address.port())
}

fn last_line(log: &std::path::Path) -> Option<String> {
    let bytes = clawtray_platform::files::read_limited(log, 4 * SAID_BYTES).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    text.lines().rev().map(|line| clean(line, LINE)).find(|line| !line.is_empty())
}
