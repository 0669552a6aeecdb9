//! The gateway's process, its service and its port: OpenClaw's words, those of service managers and of Node.js.

use super::{
    Signature,
    signature::{both, elsewhere, newer, older, says},
};

pub(super) static PROCESS: &[Signature] = &[
    says(
        "service.not_installed",
        &[
            both("Gateway service not installed"),
            elsewhere("Could not find service \"ai.openclaw"),
            elsewhere("Could not find service \"bot.molt"),
            elsewhere("Could not find service \"com.clawdbot"),
            elsewhere("Service not installed. Run: openclaw gateway install"),
            both("Service unit not found"),
            elsewhere("Unit openclaw-gateway.service could not be found"),
            elsewhere("Unit openclaw-gateway.service not found"),
            elsewhere("Unit openclaw-gateway.service not loaded"),
            elsewhere("Failed to start openclaw-gateway.service: Unit"),
            both("Service is missing"),
            elsewhere("Gateway service missing"),
            both("service not installed"),
            elsewhere("LaunchAgent (not installed)"),
            elsewhere("systemd not installed"),
            both("systemd user services are unavailable"),
            both("Gateway service install failed"),
            elsewhere("Service runtime: not installed"),
            elsewhere("not installed · "),
            elsewhere("The system cannot find the task"),
            elsewhere("ERROR: The system cannot find the file specified"),
        ],
    ),
    // What no service keeps may be kept by hand; a description of it says nothing else.
    says("service.not_installed", &[newer("No supported service manager detected")])
        .none(&["\"label\"", "\"detail\"", "diagnostic only"])
        .hint(),
    // A row of `openclaw status`.
    says(
        "service.not_running",
        &[elsewhere("· unreachable (connect ECONNREFUSED"), elsewhere("· unreachable (Gateway probe budget")],
    ),
    says(
        "service.not_installed",
        &[both("schtasks create failed"), elsewhere("schtasks: access"), both("Failed to connect to bus")],
    )
    .none(&["Gateway service stopped"]),
    says(
        "service.not_running",
        &[
            elsewhere("Runtime: stopped"),
            elsewhere("Gateway service not loaded"),
            elsewhere("Gateway service disabled"),
            elsewhere("Gateway service stopped"),
            elsewhere("gateway did not start on"),
            newer("Gateway is not running"),
            newer("gateway is stopped"),
            older("Gateway not running"),
            older("gateway not running"),
            newer("Gateway service is installed but not loaded"),
            both("Gateway restart failed"),
            both("Gateway failed to start"),
            both("service stayed stopped"),
            elsewhere("status=stopped"),
            both("Gateway restart timed out"),
            both("launchctl bootstrap failed"),
            both("launchctl kickstart failed"),
            newer("Bootstrap failed: 5"),
            elsewhere("LaunchAgent (not loaded)"),
            elsewhere("installed · not loaded"),
            both("Service is loaded but not running"),
            elsewhere("Service not running"),
            elsewhere("state = not running"),
            elsewhere("systemctl restart failed"),
            elsewhere("systemctl start failed"),
            both("schtasks run failed"),
            newer("Gateway not reachable at"),
            elsewhere("Gateway start failed"),
            elsewhere("gateway start failed"),
            elsewhere("inactive (dead)"),
            both("loaded but not running"),
            elsewhere("Timed out after 60s waiting for gateway port"),
            both("waiting for gateway port"),
            elsewhere("Port 18789 is not listening"),
            elsewhere("Gateway port 18789 status: free"),
            both("is not listening (service appears running)"),
            newer("Gateway health check failed"),
            elsewhere("gateway offline"),
            elsewhere("gateway closed (1006"),
            elsewhere("Health check failed: gateway closed"),
        ],
    )
    .none(&["already running", "Start blocked", "disabled by", "node host gateway closed"]),
    says("service.not_running", &[elsewhere("Runtime: unknown")]).none(&["diagnostic only"]),
    says("service.not_running", &[both("ECONNREFUSED")])
        .with(&["18789", "18790", "19001", "gateway"])
        .none(&["11434", "browser", "cdp", "proxy", "provider"]),
    says(
        "service.config_mismatch",
        &[
            both("Service config issue"),
            both("Service config looks out of date"),
            both("Gateway service embeds"),
            both("should be reinstalled"),
            both("Gateway service port does not match"),
            both("service port does not match"),
            both("Gateway service entrypoint does not match"),
            both("Gateway service PATH"),
            both("Gateway service uses Node from a version manager"),
            elsewhere("Gateway service command does not"),
            both("Gateway service is missing"),
            elsewhere("Config (cli) and Config (service)"),
            both("Root cause: CLI and service are using different config"),
            elsewhere("service config does not match"),
            both("CLI and service are using different config paths"),
            both("recommend a minimal PATH"),
            both("gateway-path-nonminimal"),
            both("gateway-runtime-node-version-manager"),
            elsewhere("Gateway service runs"),
            elsewhere("service environment differs"),
            newer("Gateway service definition"),
            both("token drift"),
            both("differs from service token"),
            both("Config token differs from service"),
        ],
    )
    .none(&["repaired"]),
    says(
        "service.config_mismatch",
        &[elsewhere("status=203/EXEC"), elsewhere("Failed at step EXEC"), elsewhere("Unable to locate executable")],
    )
    .cause(),
    says(
        "service.config_mismatch",
        &[both("MODULE_NOT_FOUND"), both("Cannot find module"), both("No such file or directory")],
    )
    .with(&[
        "/openclaw/dist/entry.js",
        "/openclaw/dist/index.js",
        "openclaw\\dist\\index.js",
        "openclaw\\dist\\entry.js",
    ])
    .none(&["imported from"]),
    says(
        "service.duplicate",
        &[
            both("Other gateway-like service"),
            both("System-level OpenClaw gateway service"),
            elsewhere("Multiple gateway services"),
            elsewhere("multiple gateway-like services"),
            newer("extra gateway-like services"),
            newer("duplicate gateway"),
            both("legacy gateway service"),
            both("Legacy gateway services"),
            elsewhere("Legacy services detected"),
            elsewhere("two gateway services"),
            elsewhere("Multiple gateways detected"),
            elsewhere("another gateway service is installed"),
            elsewhere("Cleanup hints:"),
        ],
    )
    .cause(),
    says(
        "process.crash_loop",
        &[
            newer("restart-loop breaker tripped"),
            elsewhere("Start request repeated too quickly"),
            newer("start-limit-hit"),
            newer("gateway.crash_loop_breaker"),
            both("crash-loop"),
            elsewhere("crash loop detected"),
            elsewhere("Auto-restarting gateway in"),
            elsewhere("Auto-restarting in"),
            both("Unhandled promise rejection"),
            both("Uncaught exception"),
            both("uncaught_exception"),
            both("unhandled_rejection"),
            elsewhere("Max reconnect attempts (0) reached after code"),
            elsewhere("service inactive, respawn gate"),
            elsewhere("respawn throttled"),
            elsewhere("Service only ran for"),
            elsewhere("Container restarting"),
            elsewhere("UnhandledPromiseRejection"),
            older("gateway crashed"),
            elsewhere("last exit 1, reason 1"),
            elsewhere("last exit code = 1"),
        ],
    )
    .none(&["suppressed", "non-fatal", "non fatal", "continuing", "recovered", "transient", "not exiting"]),
    says("process.crash_loop", &[elsewhere("Gateway exited with code")])
        .pattern(r"(?i)gateway exited with code\W{0,3}-?(?:[1-9]|0[^\d]{0,3}\D{0,40}restart)")
        .none(&["non-fatal", "recovered", "transient"]),
    says("process.crash_loop", &[elsewhere("Restarting (1)")])
        .pattern(r"(?i)openclaw|clawd|molt|gateway")
        .none(&[" Up ", "(healthy)"]),
    // Words of service managers and containers, which say them of every program: of one that is named, only where it
    // is ours.
    says(
        "process.crash_loop",
        &[
            elsewhere("Failed with result 'exit-code'"),
            elsewhere("Main process exited, code=exited, status=1/"),
            elsewhere("Main process exited, code=exited, status=134"),
            elsewhere("Main process exited, code=exited, status=139"),
            elsewhere("Main process exited, code=dumped"),
            elsewhere("Scheduled restart job, restart counter is at"),
            newer("Segmentation fault"),
            elsewhere("core dumped"),
            elsewhere("BackOff restarting failed container"),
            elsewhere("Back-off restarting failed container"),
            elsewhere("CrashLoopBackOff"),
        ],
    )
    .pattern(r"(?i)openclaw|clawd|molt|gateway|^(?:[^.(]|\.[^s]|\.s[^e])*$"),
    says(
        "process.hung",
        &[
            newer("timed out before reaching Gateway"),
            elsewhere("event loop stalled"),
            elsewhere("event loop blocked"),
            elsewhere("event-loop stall"),
            newer("gateway did not respond"),
            elsewhere("gateway is not responding"),
            elsewhere("liveness watchdog"),
            elsewhere("is not listening, but the PID exists"),
            both("socket hang up"),
            both("gateway timeout after"),
            both("gateway request timeout"),
            elsewhere("gateway unresponsive"),
            newer("stalled session"),
            both("stuck session"),
            elsewhere("Health check failed: gateway timeout"),
            both("gateway event loop readiness timeout"),
            elsewhere("Gateway call timed out"),
            elsewhere("RPC probe: failed (timeout)"),
            elsewhere("unreachable (timeout)"),
            elsewhere("State 'stop-sigterm' timed out"),
            newer("session.stalled"),
        ],
    )
    // A session that was looked at and found to be working.
    .none(&["recovered", "channel", "mcp", "browser", "observe_only", "recovery outcome: status=skipped"]),
    // Who came and said nothing, or was not heard: one alone says little.
    says("process.hung", &[both("handshake timeout"), both("handshake-timeout")])
        .none(&["recovered", "channel", "mcp", "browser"])
        .hint(),
    // Stalls of ten seconds and more; shorter ones come with every start.
    says("process.hung", &[both("eventLoopDelayMaxMs=")])
        .all(&["liveness"])
        .pattern(r"eventLoopDelayMaxMs=\d{5,}")
        .hint(),
    says(
        "process.memory_pressure",
        &[
            elsewhere("memory pressure: level=critical"),
            newer("memory pressure: level="),
            elsewhere("heap out of memory"),
            elsewhere("Reached heap limit"),
            elsewhere("Ineffective mark-compacts near heap limit"),
            elsewhere("killed by the OOM killer"),
            elsewhere("Result=oom-kill"),
            elsewhere("result 'oom-kill'"),
            elsewhere("OOMKilled"),
            elsewhere("oom-kill:"),
            elsewhere("oom_kill"),
            elsewhere("exit code 137"),
            elsewhere("exited with code 137"),
            elsewhere("status=137"),
            both("rss_threshold"),
            both("heap_threshold"),
            both("Cannot allocate memory"),
            elsewhere("ENOMEM"),
            both("ERR_WORKER_OUT_OF_MEMORY"),
        ],
    )
    .none(&[
        "level=normal",
        "level=ok",
        "recovered",
        "OOMKilled\": false",
        "OOMKilled\":false",
        "OOMKilled=false",
        "OOMKilled: false",
    ])
    .cause(),
    says("process.memory_pressure", &[elsewhere("Out of memory: Killed process")])
        .pattern(r"(?i)Killed process \d+ \((?:openclaw|clawd|molt|node|MainThread)")
        .cause(),
    says("process.sleep_stall", &[both("ENETDOWN"), both("ENETUNREACH"), both("EHOSTUNREACH")])
        .with(&["uncaught", "stability", "gateway", "error.code", "wake", "sleep", "local ("])
        .none(&["provider=", "model="]),
    says(
        "process.sleep_stall",
        &[
            elsewhere("system wake detected"),
            elsewhere("woke from sleep"),
            elsewhere("after sleep/wake"),
            elsewhere("resumed from sleep"),
            elsewhere("clock jump"),
            elsewhere("wake from sleep"),
            elsewhere("system sleep"),
            elsewhere("timer drift detected"),
            elsewhere("after wake"),
            elsewhere("Mac wakes from sleep"),
        ],
    ),
    says(
        "process.state_owned",
        &[
            newer("StateDatabaseCoordinatorContentionError"),
            elsewhere("gateway already running (pid"),
            elsewhere("gateway already running;"),
            newer("another OpenClaw process owns"),
            newer("Doctor could not enter maintenance"),
            both("failed to acquire gateway lock"),
            both("GatewayLockError"),
            both("gateway lock"),
            newer("owns gateway-lifecycle"),
            elsewhere("state directory is in use"),
        ],
    )
    .none(&["released", "stale gateway lock"])
    .cause(),
    says(
        "port.conflict",
        &[
            both("Another process is listening on this port"),
            both("EADDRINUSE"),
            both("another gateway instance is already listening"),
            both("address already in use"),
            elsewhere("WSAEADDRINUSE"),
            elsewhere("Only one usage of each socket address"),
            both("PortInUseError"),
            elsewhere("port is already allocated"),
            elsewhere("EACCES: permission denied 0.0.0.0"),
        ],
    )
    .none(&["openclaw-gateway (127.0.0.1", "already in use by this gateway"])
    .cause(),
    // `gateway status` says so of the gateway itself when it could not look closer.
    says("port.conflict", &[both("is already in use.")]).none(&["npm"]).hint(),
    says("bind.no_auth", &[both("Refusing to bind gateway"), both("refusing to bind")]).all(&["auth"]).cause(),
    says(
        "bind.no_auth",
        &[
            elsewhere("requires shared-secret auth"),
            elsewhere("auth required for non-loopback"),
            elsewhere("non-loopback bind requires"),
            elsewhere("gateway bind=lan requires"),
            both("without configured auth"),
            both("tailscale funnel requires gateway auth mode=password"),
            elsewhere("no gateway auth is configured"),
        ],
    )
    .cause(),
    says(
        "mode.not_local",
        &[
            both("existing config is missing gateway.mode"),
            both("set gateway.mode=local"),
            both("gateway.mode is unset"),
            elsewhere("gateway.mode is not set"),
            both("gateway.mode=remote"),
            both("Gateway start blocked: set gateway.mode"),
            both("Missing config. Run"),
            elsewhere("gateway.mode is remote"),
            elsewhere("gateway.mode is missing"),
        ],
    )
    .none(&["gateway-mode-missing-vs-last-good", "probe", "Gateway target"])
    .cause(),
    says(
        "app.slow_start",
        &[
            both("gateway starting; retry shortly"),
            both("startup-sidecars"),
            elsewhere("\"status\":\"starting\""),
            newer("gateway is still starting"),
            elsewhere("startup sidecars pending"),
        ],
    ),
];
