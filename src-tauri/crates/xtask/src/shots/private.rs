//! The keeper, command line and window of a photographed desktop, over an OpenClaw of its own.

use std::{fs, net::TcpListener, path::PathBuf, process::Command};

use anyhow::{Context as _, Result};
use clawtray_testkit::desktop::{Desktop, Program};
use serde_json::{Value, json};

use crate::{command::run_quietly, workspace::Workspace};

/// Their folders, and what they are started with.
pub(super) struct Private<'a> {
    workspace: &'a Workspace,
    desktop: &'a Desktop,
    node: PathBuf,
    port: u16,
    token: String,
}

impl<'a> Private<'a> {
    pub(super) fn new(workspace: &'a Workspace, desktop: &'a Desktop) -> Result<Self> {
        let node = workspace.node_program().context("no Node.js for this system")?;
        let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
        Ok(Self { workspace, desktop, node, port, token: format!("of-the-pictures-{port}") })
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    pub(super) fn token(&self) -> &str {
        &self.token
    }

    /// A configuration that works.
    pub(super) fn sound(&self) -> Value {
        json!({"gateway": {"mode": "local", "port": self.port, "auth": {"mode": "token", "token": self.token}}})
    }

    pub(super) fn configure(&self, configuration: &Value) -> Result<()> {
        fs::create_dir_all(self.state_folder())?;
        Ok(fs::write(self.state_folder().join("openclaw.json"), format!("{configuration:#}\n"))?)
    }

    fn state_folder(&self) -> PathBuf {
        self.desktop.home().join("openclaw")
    }

    /// One of our programs.
    pub(super) fn command(&self, name: &str) -> Command {
        let mut command = self.desktop.command(self.workspace.binary(name));
        command
            .env("CLAWTRAY_HOME", self.desktop.home().join("clawtray"))
            .env("CLAWTRAY_OPENCLAW", self.workspace.openclaw_program())
            .env("CLAWTRAY_NODE", &self.node)
            .env("OPENCLAW_HOME", self.desktop.home())
            .env("OPENCLAW_STATE_DIR", self.state_folder())
            .env("OPENCLAW_DISABLE_BONJOUR", "1")
            .env("PATH", "/usr/bin:/bin");
        command
    }

    pub(super) fn keeper(&self) -> Result<Program> {
        Ok(self.desktop.spawn("keeper", self.command("clawtrayd"))?)
    }

    /// What `clawtray status --json` says of the gateway.
    pub(super) fn gateway(&self) -> Option<Value> {
        let asked = self.command("clawtray").args(["status", "--json"]).output().ok()?;
        let mut answer: Value = serde_json::from_slice(&asked.stdout).ok()?;
        Some(answer.pointer_mut("/gateways/0")?.take())
    }

    /// Ends the keeper and its gateway.
    pub(super) fn quit(&self) -> Result<()> {
        run_quietly(self.command("clawtray").args(["quit", "--stop-gateway"])).map(drop)
    }
}
