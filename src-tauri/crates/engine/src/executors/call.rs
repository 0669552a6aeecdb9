//! Requests over the link.

use clawtray_core::{CallProblem, Reply, Request};
use clawtray_gateway::{
    CallFailure, Session,
    payload::{AgentHealth, ConfigSnapshot, FromForeign, Health},
};
use serde_json::{Value, json};

use super::{
    approvals,
    cli::not_written,
    log::bounded,
    parts, token,
    translate::{beat, job_due, listed_job},
    vault::Vault,
};
use crate::words::{LINE, NAME, clean, clean_field};

/// Lines of the log asked for at once, and their bytes.
const LOG_LINES: usize = 500;
const LOG_BYTES: u64 = 512 * 1024;
/// Kinds of running work told at most.
const WORK_KINDS: usize = 10;
/// Jobs asked for in one page, and pages read at most.
const PAGE: u64 = 200;
const PAGES: u64 = 10;

/// Two clocks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clocks {
    /// This computer's, milliseconds since 1970.
    pub(crate) now_ms: u64,
    /// What the gateway's is ahead of it, milliseconds.
    pub(crate) ahead_ms: i64,
}

/// Asks and reads the answer. `limit_ms` bounds each call of the request.
pub(crate) async fn call(
    session: &Session,
    vault: &Vault,
    request: &Request,
    limit_ms: u64,
    clocks: Clocks,
) -> Result<Reply, CallProblem> {
    let ask = async |method: &str, params: Value| session.call(method, params, limit_ms).await.map_err(problem);
    let done = async |method: &str, params: Value| ask(method, params).await.map(|_| Reply::Done);
    match request {
        Request::ListApprovals(source) => {
            approvals::list(session, *source, limit_ms, clocks.ahead_ms).await.map(Reply::Approvals)
        }
        Request::Parts => parts::ask(session, limit_ms).await.map(Reply::Parts),
        Request::ListJobs => jobs(session, limit_ms).await,
        Request::Heartbeat => {
            let last = beat(&ask("last-heartbeat", json!({})).await?, clocks.now_ms);
            let health = Health::from_foreign(&ask("health", json!({})).await?);
            Ok(Reply::Heartbeat { last, every_ms: heartbeat_interval(&health) })
        }
        Request::ReadConfig => {
            let config = ConfigSnapshot::from_foreign(&ask("config.get", json!({})).await?);
            let value = config.written();
            Ok(Reply::Config { hash: config.hash.unwrap_or_default(), valid: config.valid, value })
        }
        Request::PatchConfig { patch, base_hash, replace_paths, note } => {
            let patch = token::put_back(patch, vault)
                .await
                .map_err(|words| CallProblem::Refused { code: "NO_TOKEN".to_owned(), words: words.to_owned() })?;
            let mut params = json!({"raw": patch.expose(), "baseHash": base_hash, "note": note});
            if !replace_paths.is_empty() {
                params["replacePaths"] = json!(replace_paths);
            }
            done("config.patch", params).await
        }
        Request::DecideDevice { .. }
        | Request::DecideNode { .. }
        | Request::DecideSender { .. }
        | Request::DecideAction { .. } => match approvals::decision(request) {
            Some((method, params)) => done(method, params).await,
            None => Err(CallProblem::NotOffered),
        },
        Request::AskForScopes { scopes } => approvals::ask_for_scopes(session, vault, scopes, limit_ms).await,
        Request::WaitForScopes { request } => approvals::wait_for_scopes(session, vault, request, limit_ms).await,
        Request::RunJob { job } => done("cron.run", json!({"id": job, "mode": "force"})).await,
        Request::PauseJob { job } => done("cron.update", json!({"id": job, "patch": {"enabled": false}})).await,
        Request::CountWork => Ok(work(&ask("gateway.restart.preflight", json!({})).await?)),
        Request::RestartWhenIdle => {
            Ok(work(&ask("gateway.restart.request", json!({"reason": "asked for in Clawtray"})).await?["preflight"]))
        }
        Request::StartChannel { channel, account } => {
            started(&ask("channels.start", of_account(channel, account.as_deref())).await?)
        }
        Request::StopChannel { channel, account } => {
            done("channels.stop", of_account(channel, account.as_deref())).await
        }
        Request::PrepareSleep { operation } => {
            Ok(asleep(&ask("gateway.suspend.prepare", json!({"requestId": operation})).await?))
        }
        Request::EndSleep { lease } => done("gateway.suspend.resume", json!({"suspensionId": lease})).await,
        Request::Identity => {
            let device =
                clean(ask("gateway.identity.get", json!({})).await?["deviceId"].as_str().unwrap_or_default(), NAME);
            if device.is_empty() { Ok(Reply::Done) } else { Ok(Reply::Identity { device }) }
        }
        Request::TailLog { cursor } => {
            let mut params = json!({"limit": LOG_LINES, "maxBytes": LOG_BYTES});
            if let Some(cursor) = cursor {
                params["cursor"] = json!(cursor);
            }
            Ok(log(&ask("logs.tail", params).await?, vault))
        }
        Request::AllowProgram { program, allow } => {
            let policy = ask("exec.approvals.get", json!({})).await?;
            match with_program(&policy["file"], program, *allow) {
                Some(file) => done("exec.approvals.set", json!({"file": file, "baseHash": policy["hash"]})).await,
                None => Ok(Reply::Done),
            }
        }
        Request::Health => done("health", json!({})).await,
        Request::Wake => done("wake", json!({"mode": "now", "text": "Clawtray asks for a heartbeat."})).await,
        Request::SwitchHeartbeatsOn => done("set-heartbeats", json!({"enabled": true})).await,
    }
}

/// The gateway's document of what may be run, with exactly this program more or less in what holds for all agents; `None`
/// where it is so already. Everything else stays as it came.
fn with_program(file: &Value, program: &str, allow: bool) -> Option<Value> {
    let mut file = if file.is_object() { file.clone() } else { json!({"version": 1}) };
    let agents = file.as_object_mut()?.entry("agents").or_insert_with(|| json!({}));
    let all = agents.as_object_mut()?.entry("*").or_insert_with(|| json!({}));
    let list = all.as_object_mut()?.entry("allowlist").or_insert_with(|| json!([])).as_array_mut()?;
    // A rule with more than a path says something else.
    let is_it = |rule: &Value| rule["pattern"].as_str() == Some(program) && rule["argPattern"].is_null();
    match (allow, list.iter().any(is_it)) {
        (true, false) => list.push(json!({"pattern": program})),
        (false, true) => list.retain(|rule| !is_it(rule)),
        _ => return None,
    }
    Some(file)
}

/// Lines of the log, as `logs.tail` gives them.
fn log(answer: &Value, vault: &Vault) -> Reply {
    let said = answer["lines"].as_array().map(Vec::as_slice).unwrap_or_default();
    let lines: Vec<String> =
        said.iter().take(LOG_LINES).filter_map(|line| Some(vault.scrub(bounded(line.as_str()?.to_owned())))).collect();
    Reply::Log { cursor: answer["cursor"].as_u64(), whole: lines.len() < LOG_LINES, lines }
}

/// Which account of which channel is meant.
fn of_account(channel: &str, account: Option<&str>) -> Value {
    match account {
        Some(account) => json!({"channel": channel, "accountId": account}),
        None => json!({"channel": channel}),
    }
}

/// What came of a channel's start. That it was handed off is no proof that it connects.
fn started(answer: &Value) -> Result<Reply, CallProblem> {
    let said = |key: &str| clean(answer["outcome"][key].as_str().unwrap_or_default(), NAME);
    match (answer["started"].as_bool(), said("status")) {
        (Some(false), status) if status == "skipped" => {
            Err(CallProblem::Refused { code: "CHANNEL_NOT_STARTED".to_owned(), words: said("reason") })
        }
        _ => Ok(Reply::Done),
    }
}

/// The promise to take in no work; none from a gateway that is busy.
fn asleep(answer: &Value) -> Reply {
    let ready = answer["status"].as_str() == Some("ready");
    Reply::Asleep { lease: clean_field(answer["suspensionId"].as_str(), 2 * NAME).filter(|_| ready) }
}

/// What still runs; nothing where the gateway does not say.
fn work(preflight: &Value) -> Reply {
    let blockers = preflight["blockers"].as_array().map(Vec::as_slice).unwrap_or_default();
    let words = blockers.iter().filter_map(|blocker| clean_field(blocker["message"].as_str(), NAME));
    Reply::Work {
        active: preflight["counts"]["totalActive"].as_u64().unwrap_or_default(),
        running: words.take(WORK_KINDS).collect(),
    }
}

async fn jobs(session: &Session, limit_ms: u64) -> Result<Reply, CallProblem> {
    let (mut runs, mut due) = (Vec::new(), Vec::new());
    let mut offset = 0;
    for _ in 0..PAGES {
        let params = json!({"includeDisabled": true, "limit": PAGE, "offset": offset});
        let page = session.call("cron.list", params, limit_ms).await.map_err(problem)?;
        let entries = page["jobs"].as_array().map(Vec::as_slice).unwrap_or_default();
        runs.extend(entries.iter().filter_map(listed_job));
        due.extend(entries.iter().filter_map(job_due));
        match page["nextOffset"].as_u64() {
            Some(next) if page["hasMore"].as_bool() == Some(true) && next > offset => offset = next,
            _ => break,
        }
    }
    Ok(Reply::Jobs { runs, due })
}

/// The default agent's interval in milliseconds; 0 when its heartbeat is off, `None` when the gateway does not say.
fn heartbeat_interval(health: &Health) -> Option<u64> {
    let named = |agent: &&AgentHealth| Some(&agent.agent_id) == health.default_agent_id.as_ref();
    let agents = &health.agents;
    let agent = agents
        .iter()
        .find(|agent| agent.is_default)
        .or_else(|| agents.iter().find(named))
        .or_else(|| agents.first())?;
    if agent.heartbeat.enabled { agent.heartbeat.every_ms } else { Some(0) }
}

/// Why a call failed. The gateway gives no codes for a request that is gone or a configuration that changed, so its
/// words decide (observed on OpenClaw 2026.9.6); everything else goes by code.
pub(crate) fn problem(failure: CallFailure) -> CallProblem {
    match failure {
        CallFailure::Timeout => CallProblem::TimedOut,
        CallFailure::Closed { .. } => CallProblem::NotConnected,
        CallFailure::TooLarge => {
            CallProblem::Refused { code: "TOO_LARGE".to_owned(), words: "the request is too large".to_owned() }
        }
        CallFailure::Refused { code, message, details, .. } => {
            if details["code"].as_str() == Some("MISSING_SCOPE") {
                return CallProblem::MissingScope(clean(details["missingScope"].as_str().unwrap_or_default(), NAME));
            }
            if details["reason"].as_str() == Some("APPROVAL_ALREADY_RESOLVED") {
                return CallProblem::Gone;
            }
            let begins = |start: &str| message.starts_with(start);
            if code == "INVALID_REQUEST" {
                if begins("unknown requestId")
                    || begins("pending DM access request no longer exists")
                    || begins("unknown cron job")
                    || begins("cron job not found")
                {
                    return CallProblem::Gone;
                }
                if begins("config changed since last load") {
                    return CallProblem::HashChanged;
                }
                if begins("unknown method") {
                    return CallProblem::NotOffered;
                }
            }
            match clawtray_openclaw::write_refusal(&message) {
                Some(refusal) => CallProblem::NotWritten(not_written(refusal)),
                None => CallProblem::Refused { code: clean(&code, NAME), words: clean(&message, LINE) },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use clawtray_core::{CallProblem, Reply};
    use clawtray_gateway::{
        CallFailure,
        payload::{FromForeign, Health},
    };
    use serde_json::{Value, json};

    use super::{asleep, heartbeat_interval, of_account, problem, started, with_program};

    #[test]
    fn exactly_one_program_more_is_allowed_and_taking_it_back_leaves_the_rest_as_it_was() {
        let before = json!({"version": 1, "defaults": {"security": "allowlist"}, "agents": {"main": {"ask": "off"},
            "*": {"allowlist": [{"pattern": "/usr/bin/rg", "id": "a"}, {"pattern": "/usr/bin/uptime", "argPattern": "^-p$"}]}}});
        let after = with_program(&before, "/usr/bin/uptime", true).unwrap();
        let list = &after["agents"]["*"]["allowlist"];
        assert_eq!(
            (list[0].clone(), list[2].clone()),
            (before["agents"]["*"]["allowlist"][0].clone(), json!({"pattern": "/usr/bin/uptime"}))
        );
        assert_eq!(with_program(&after, "/usr/bin/uptime", true), None, "it is so already");
        assert_eq!(with_program(&after, "/usr/bin/uptime", false), Some(before.clone()));
        assert_eq!(with_program(&before, "/usr/bin/uptime", false), None, "a narrower rule of the person's stays");
        let first = with_program(&Value::Null, "/bin/x", true).unwrap();
        assert_eq!(first["agents"]["*"]["allowlist"], json!([{"pattern": "/bin/x"}]));
    }

    #[test]
    fn what_runs_is_told_by_its_number_and_in_the_gateways_words() {
        let busy = json!({"counts": {"totalActive": 3}, "blockers": [
            {"kind": "cron-run", "count": 1, "message": "1 cron run(s) active"}, {"kind": "odd"}]});
        assert_eq!(super::work(&busy), Reply::Work { active: 3, running: vec!["1 cron run(s) active".to_owned()] });
        assert_eq!(super::work(&Value::Null), Reply::Work { active: 0, running: vec![] });
    }

    fn refused(code: &str, message: &str, details: Value) -> CallProblem {
        let (code, message) = (code.to_owned(), message.to_owned());
        problem(CallFailure::Refused { code, message, details, retryable: false, retry_after_ms: None })
    }

    #[test]
    fn refusals_are_told_apart() {
        let missing = json!({"code": "MISSING_SCOPE", "missingScope": "operator.admin"});
        let cases = [
            (refused("FORBIDDEN", "missing scope", missing), CallProblem::MissingScope("operator.admin".to_owned())),
            (refused("INVALID_REQUEST", "unknown requestId", Value::Null), CallProblem::Gone),
            (
                refused("INVALID_REQUEST", "config changed since last load; re-run config.get and retry", Value::Null),
                CallProblem::HashChanged,
            ),
            (refused("INVALID_REQUEST", "unknown method: a.b", Value::Null), CallProblem::NotOffered),
            (
                refused("INVALID_REQUEST", "approval already resolved", json!({"reason": "APPROVAL_ALREADY_RESOLVED"})),
                CallProblem::Gone,
            ),
            (
                refused("UNAVAILABLE", "unknown requestId\u{202e}", Value::Null),
                CallProblem::Refused { code: "UNAVAILABLE".to_owned(), words: "unknown requestId".to_owned() },
            ),
        ];
        for (found, expected) in cases {
            assert_eq!(found, expected);
        }
        assert_eq!(problem(CallFailure::Timeout), CallProblem::TimedOut);
    }

    #[test]
    fn a_channel_and_its_account_are_two_fields_and_a_start_that_was_skipped_is_no_start() {
        assert_eq!(of_account("telegram", Some("default")), json!({"channel": "telegram", "accountId": "default"}));
        assert_eq!(of_account("telegram", None), json!({"channel": "telegram"}));
        let answer = json!({"channel": "telegram", "accountId": "default", "started": true, "outcome": {"status": "handed-off"}});
        assert_eq!(started(&answer), Ok(Reply::Done));
        let lease = |lease: Option<&str>| Reply::Asleep { lease: lease.map(str::to_owned) };
        assert_eq!(asleep(&json!({"status": "ready", "suspensionId": "s1", "expiresAtMs": 5})), lease(Some("s1")));
        assert_eq!(asleep(&json!({"status": "busy", "retryAfterMs": 20_000})), lease(None));
        let skipped = json!({"started": false, "outcome": {"status": "skipped", "reason": "disabled"}});
        assert!(matches!(started(&skipped), Err(CallProblem::Refused { words, .. }) if words == "disabled"));
    }

    #[test]
    fn the_default_agents_interval_counts_and_off_is_zero() {
        let health = |agents: Value| Health::from_foreign(&json!({"defaultAgentId": "main", "agents": agents}));
        let agent = |id: &str, enabled: bool, every: u64| json!({"agentId": id, "heartbeat": {"enabled": enabled, "everyMs": every}});
        let both = json!([agent("other", true, 5), agent("main", true, 1_800_000)]);
        assert_eq!(heartbeat_interval(&health(both)), Some(1_800_000));
        assert_eq!(heartbeat_interval(&health(json!([agent("main", false, 7)]))), Some(0));
        assert_eq!(heartbeat_interval(&health(json!([]))), None, "unknown is not off");
    }
}
