//! A real OpenClaw with a home of its own.
#![allow(dead_code)]

use clawtray_gateway::Endpoint;
use clawtray_gateway::http::{Probe, ProbeAnswer, probe};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::{Child, Command};

pub const TOKEN: &str = "token-of-a-throw-away-gateway";

/// A real gateway with a home of its own. Dropping it ends it hard; `stop` asks politely.
pub struct RealGateway {
    pub child: Child,
    pub endpoint: Endpoint,
    home: tempfile::TempDir,
}

/// Node and OpenClaw, when the environment names them.
pub fn program() -> Option<(PathBuf, PathBuf)> {
    let from = |name| std::env::var_os(name).map(PathBuf::from);
    Some((from("CLAWTRAY_TEST_NODE")?, from("CLAWTRAY_TEST_OPENCLAW")?))
}

fn free_port() -> u16 {
    std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

impl RealGateway {
    pub async fn start(node: &Path, openclaw: &Path) -> Self {
        Self::start_with(node, openclaw, json!({"mode": "token", "token": TOKEN})).await
    }

    /// With these settings in `gateway.auth`.
    pub async fn start_with(node: &Path, openclaw: &Path, auth: Value) -> Self {
        let home = tempfile::tempdir().unwrap();
        let state = home.path().join("state");
        std::fs::create_dir_all(&state).unwrap();
        let config = state.join("openclaw.json");
        std::fs::write(&config, json!({"gateway": {"mode": "local", "auth": auth}}).to_string()).unwrap();
        let endpoint = Endpoint::loopback(free_port());
        let log = std::fs::File::create(home.path().join("gateway.log")).unwrap();
        let child = Command::new(node)
            .arg(openclaw)
            .args(["gateway", "run", "--bind", "loopback", "--port", &endpoint.port.to_string()])
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", home.path())
            .env("TMPDIR", home.path())
            .env("OPENCLAW_STATE_DIR", &state)
            .env("OPENCLAW_CONFIG_PATH", &config)
            .env("OPENCLAW_NO_RESPAWN", "1")
            .env("OPENCLAW_DISABLE_BONJOUR", "1")
            .env("OPENCLAW_SKIP_CHANNELS", "1")
            .env("OPENCLAW_NO_AUTO_UPDATE", "1")
            .env("NO_COLOR", "1")
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut gateway = Self { child, endpoint, home };
        gateway.wait_until_ready().await;
        gateway
    }

    async fn wait_until_ready(&mut self) {
        let mut pause = tokio::time::interval(Duration::from_millis(250));
        let ready = async {
            loop {
                pause.tick().await;
                if let Some(status) = self.child.try_wait().unwrap() {
                    panic!("the gateway ended with {status}: {}", self.log());
                }
                let answer = probe(&self.endpoint, Probe::Readyz, Duration::from_secs(2)).await;
                if matches!(answer, ProbeAnswer::Readyz { ready: true, .. }) {
                    return;
                }
            }
        };
        if tokio::time::timeout(Duration::from_secs(180), ready).await.is_err() {
            panic!("the gateway did not get ready: {}", self.log());
        }
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.home.path().join("gateway.log")).unwrap_or_default()
    }

    pub fn ask_to_stop(&self) {
        let pid = self.child.id().unwrap().to_string();
        let status = std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap();
        assert!(status.success());
    }
}
