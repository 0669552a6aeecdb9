//! Lines that another program wrote into the same journal or beside the same containers: its troubles are its own.

use std::sync::LazyLock;

use regex::Regex;

/// Who wrote a line of a journal, a system's log or several containers' output.
static WRITER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^\s*(?:(?:[A-Z][a-z]{2}\s[\s\d]\d\s\d\d:\d\d:\d\d|20\d\d-\d\d-\d\dT\S+)\s[A-Za-z\d][\w.-]*\s(?P<program>[A-Za-z][^\s\[\]:=(){}]*)\[\d+\]:\s|(?P<container>[a-z][\w.-]*)\s+\|\s)",
    )
    .ok()
});

/// Parts of the names of programs that speak for OpenClaw: it, what runs it, what keeps it, what it talks to.
static SPEAKS_FOR_IT: &[&str] = &[
    "claw",
    "molt",
    "node",
    "npm",
    "npx",
    "deno",
    "systemd",
    "kernel",
    "launchd",
    "docker",
    "podman",
    "conmon",
    "container",
    "crio",
    "kube",
    "supervis",
    "oom",
    "gateway",
    "assistant",
    "ollama",
    "llama",
    "vllm",
    "tailscale",
    "chrom",
    "brave",
    "whatsapp",
    "telegram",
    "discord",
    "slack",
];

/// Words of names that anybody may give to what runs it: `start-ai.sh`, `my_bot`.
static WORDS_FOR_IT: &[&str] = &[
    "bot", "agent", "start", "run", "exec", "sh", "bash", "zsh", "env", "app", "main", "server", "service", "daemon",
    "bun", "tsx", "k3s", "pm2", "lms", "signal", "bridge", "ai",
];

/// Services that stand beside OpenClaw in many a file of containers.
static BESIDE_IT: &[&str] = &[
    "postgres",
    "pgbouncer",
    "redis",
    "valkey",
    "mongo",
    "mysql",
    "mariadb",
    "nginx",
    "caddy",
    "traefik",
    "haproxy",
    "grafana",
    "prometheus",
    "loki",
    "homeassistant",
    "home-assistant",
    "n8n",
    "nextcloud",
    "watchtower",
    "pihole",
    "adguard",
    "jellyfin",
    "plex",
    "minio",
    "rabbitmq",
    "elasticsearch",
    "kafka",
    "zookeeper",
    "vaultwarden",
    "gitea",
];

/// What makes a line of another program one about OpenClaw.
static ABOUT_IT: &[&str] = &["claw", "moltbot", "gateway", "18789", "18790", "18791", "18792", "18800", "19001"];

/// Troubles of the whole computer, whoever tells of them.
static OF_THE_COMPUTER: &[&str] =
    &["storage.full", "process.sleep_stall", "process.memory_pressure", "desktop.", "secrets."];

/// Whether a line was written by a program that has nothing to do with OpenClaw, and is not about it.
pub(crate) fn is_of_another(line: &str) -> bool {
    let Some(names) = WRITER.as_ref().and_then(|pattern| pattern.captures(line)) else { return false };
    let small = line.to_ascii_lowercase();
    let has = |parts: &[&str], text: &str| parts.iter().any(|part| text.contains(part));
    let other = match (names.name("program"), names.name("container")) {
        (Some(program), _) => {
            let name = program.as_str().to_ascii_lowercase();
            let mut words = name.split(|letter: char| !letter.is_ascii_alphanumeric());
            !has(SPEAKS_FOR_IT, &name) && !words.any(|word| WORDS_FOR_IT.contains(&word))
        }
        (None, Some(container)) => {
            let name = container.as_str().to_ascii_lowercase();
            has(BESIDE_IT, &name) && !name.contains("claw")
        }
        (None, None) => false,
    };
    other && !has(ABOUT_IT, &small)
}

/// Whether another program's line may show this finding.
pub(crate) fn may_tell(finding: &str) -> bool {
    OF_THE_COMPUTER.iter().any(|begin| finding.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use super::{is_of_another, may_tell};

    #[test]
    fn who_wrote_a_line_is_told_by_its_journal_or_container() {
        for line in [
            "Nov 03 04:12:01 nas hass[812]: sqlite3.DatabaseError: database disk image is malformed",
            "Nov  3 04:12:01 nas nginx[31]: [error] connect() failed (111: Connection refused)",
            "Nov  3 04:12:01 nas sshd[31]: error: Connection closed by remote host",
            "2026-11-03T04:12:01+01:00 nas mysqld[7]: Cannot open table: database is locked",
            "postgres-1  | FATAL:  password authentication failed for user \"n8n\"",
        ] {
            assert!(is_of_another(line), "{line}");
        }
        for line in [
            "Nov 03 04:12:01 nas openclaw[812]: database is locked",
            "Nov 03 04:12:01 nas node[812]: listen EADDRINUSE",
            "Nov 03 04:12:01 nas systemd[1]: openclaw-gateway.service: Failed with result 'exit-code'.",
            "Nov 03 04:12:01 nas start-ai.sh[1]: Gateway failed to start",
            "Nov 03 04:12:01 nas caddy[9]: dial tcp 127.0.0.1:18789: connect: connection refused",
            "postgres-1  | connection from openclaw refused",
            "openclaw-gateway  | database is locked",
            "app-1  | listen EADDRINUSE",
            "2026-11-03T04:12:01.004+01:00 [gateway] ready: yes",
            "2026-11-03T04:12:01.004Z warn gateway: config reload skipped",
            "2026-02-04T18:05:04.195Z [heartbeat] failed: Network request failed",
            "2026-02-04T18:05:04.195Z warn cron: timer tick failed",
            "database is locked",
        ] {
            assert!(!is_of_another(line), "{line}");
        }
    }

    #[test]
    fn troubles_of_the_computer_are_told_by_anybody() {
        assert!(may_tell("storage.full") && may_tell("desktop.no_tray_host"));
        assert!(!may_tell("storage.io") && !may_tell("channel.disconnected"));
    }
}
