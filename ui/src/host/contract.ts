// Written from the Rust types of the contract crate. Do not edit; instead run
// UPDATE=1 cargo test -p clawtray-contract typescript

/**
 * Something that can be done about a finding.
 */
export type ActionView = {
/**
 * Stable id within the finding, as in the runbook.
 */
id: string,
/**
 * The words on the button.
 */
label: string,
/**
 * How it runs.
 */
risk: Risk,
/**
 * Why it cannot run now, in words; absent when it can.
 */
blocked_by?: string, };

/**
 * What came of an intent.
 */
export type Answer = { "answer": "accepted" } | { "answer": "plan",
/**
 * The plan.
 */
plan: PlanView, } | { "answer": "near",
/**
 * At most 50.
 */
near: Array<NearGateway>, } | { "answer": "elsewhere",
/**
 * The address, written out.
 */
address: string,
/**
 * The certificate that is shown there, to be compared and accepted; absent where there is none to accept.
 */
certificate?: string,
/**
 * Everybody on the way can read along.
 */
open: boolean, } | { "answer": "repair",
/**
 * Its number; the snapshot carries its progress.
 */
repair: number, };

/**
 * An error as a person and a program read it.
 */
export type AppError = {
/**
 * What a program acts on.
 */
code: ErrorCode,
/**
 * One sentence for a person: what happened and what to do next.
 */
message: string,
/**
 * Technical detail, bounded, free of secrets.
 */
detail?: string,
/**
 * True when the same request may work later without anything being changed.
 */
retryable: boolean, };

/**
 * The keeper itself.
 */
export type AppView = {
/**
 * Clawtray's version.
 */
version: string,
/**
 * The keeper's process id; absent when a command line runs the engine itself.
 */
keeper_pid?: number,
/**
 * Language of the sentences, as a BCP 47 tag.
 */
language: string, };

/**
 * What asks.
 */
export type ApprovalKind = "device_pairing" | "node_pairing" | "channel_sender" | "command" | "plugin" | "system";

/**
 * A waiting approval.
 */
export type ApprovalView = {
/**
 * The gateway's request id: a decision is bound to it.
 */
id: string,
/**
 * Changes when what is asked for changes.
 */
etag: string,
/**
 * What asks.
 */
kind: ApprovalKind,
/**
 * One line: who asks for what.
 */
title: string,
/**
 * Who: name, device, platform, address.
 */
who: Array<Field>,
/**
 * What would be done: the whole command, its folder, warnings. Invisible characters are written as escapes.
 */
what: Array<Field>,
/**
 * Which rights, in words, each with its technical name.
 */
rights: Array<Field>,
/**
 * The decisions that can be made, refusal first.
 */
decisions: Array<Decision>,
/**
 * Since when, milliseconds since 1970; 0 where that is unknown.
 */
since_ms: number,
/**
 * Until when, milliseconds since 1970, where the gateway says so.
 */
until_ms?: number,
/**
 * Set while a decision is on its way to the gateway.
 */
deciding?: Decision,
/**
 * Why Approve cannot be pressed here (rights this connection lacks); Deny stays possible.
 */
approve_blocked_by?: string, };

/**
 * Who wanted a repair.
 */
export type AskedBy = "unknown" | "tray" | "notification" | "window" | "command_line" | "clawtray";

/**
 * Something that Clawtray can do unasked when a finding stands.
 */
export type AutomaticView = {
/**
 * The finding's id.
 */
finding: string,
/**
 * Its title.
 */
title: string,
/**
 * What is done then, in words.
 */
label: string,
/**
 * It is done without asking.
 */
on: boolean, };

/**
 * How an account of a channel fares.
 */
export type ChannelState = "connected" | "starting" | "out" | "not_configured" | "off";

/**
 * One account of a channel.
 */
export type ChannelView = {
/**
 * `channel/account`, the subject of findings about it.
 */
id: string,
/**
 * The channel's name.
 */
name: string,
/**
 * The account's id.
 */
account: string,
/**
 * How it fares.
 */
state: ChannelState,
/**
 * The last error, in the gateway's words.
 */
words?: string,
/**
 * When it was last connected, milliseconds since 1970.
 */
connected_ms?: number, };

/**
 * A finding that another one causes: shown under its cause, not by itself.
 */
export type Consequence = {
/**
 * Stable id, `area.problem`.
 */
id: string,
/**
 * Which one; absent where the rule finds at most one.
 */
subject?: string,
/**
 * How much it matters by itself.
 */
severity: Severity,
/**
 * Plain words, one line.
 */
title: string,
/**
 * What happened, in words.
 */
text: string,
/**
 * Since when, milliseconds since 1970.
 */
since_ms: number, };

/**
 * What the person decides.
 */
export type Decision = "deny" | "approve" | "approve_always";

/**
 * What the person wants. Nothing automatic overrides it.
 */
export type Desired = "run" | "stop";

/**
 * A paired device that offers commands to agents.
 */
export type DeviceView = {
/**
 * The gateway's id.
 */
id: string,
/**
 * Its name, else its id.
 */
name: string,
/**
 * Its platform.
 */
platform?: string,
/**
 * Connected now.
 */
connected: boolean,
/**
 * When it was last seen, milliseconds since 1970.
 */
seen_ms?: number, };

/**
 * One changed value of a configuration, both sides redacted.
 */
export type DiffLine = {
/**
 * Where: keys joined by dots, unusual keys quoted.
 */
path: string,
/**
 * Value before; absent when the key is new.
 */
before?: string,
/**
 * Value after; absent when the key goes.
 */
after?: string, };

/**
 * Why something asked for did not happen. A variant exists only where something acts on it.
 */
export type ErrorCode = "plan_changed" | "needs_confirmation" | "gone" | "busy" | "not_connected" | "missing_rights" | "not_set_up" | "no_keeper" | "protocol" | "bad_request" | "keychain" | "failed";

/**
 * What was seen, and where.
 */
export type Evidence = {
/**
 * Where it was seen: `process`, `http`, `rpc`, `event`, `config`, `output`, `cli`, `keychain`.
 */
source: string,
/**
 * What was seen: foreign text is bounded and stripped of control characters.
 */
text: string,
/**
 * When, milliseconds since 1970; absent where the source gives no time.
 */
at_ms?: number, };

/**
 * One end of the gateway that nobody asked for.
 */
export type ExitView = {
/**
 * When, milliseconds since 1970.
 */
at_ms: number,
/**
 * Stable name of the reason: `configuration`, `folder-in-use`, `older-binary`, `port-in-use`, `node-unsupported`,
 * `secret-unresolved`, `no-auth`, `signal`, `code`, `clean`, `hung`, `unseen` or `not-started`.
 */
reason: string,
/**
 * The same in words, with how long it had run.
 */
text: string,
/**
 * Finding that its last lines show, else the one that this reason usually comes with.
 */
finding: string,
/**
 * That finding's title.
 */
finding_title: string,
/**
 * The code it returned, where it ended by itself and that was seen.
 */
code?: number,
/**
 * The signal that ended it.
 */
signal?: number,
/**
 * How long the process had run, milliseconds, where its start is known.
 */
uptime_ms?: number,
/**
 * Its last output lines, cleaned, redacted and bounded, the newest last.
 */
lines: Array<string>, };

/**
 * One labelled fact about who asks.
 */
export type Field = {
/**
 * What it is ("Address").
 */
label: string,
/**
 * Its value: foreign text, bounded and cleaned.
 */
value: string, };

/**
 * Names one finding: the stable id of the runbook, and which thing it is about.
 */
export type FindingRef = {
/**
 * Stable id, `area.problem`.
 */
id: string,
/**
 * Which one, where a rule can find several (a job, a model); absent otherwise.
 */
subject?: string, };

/**
 * A finding as people and programs see it.
 */
export type FindingView = {
/**
 * Stable id, `area.problem`.
 */
id: string,
/**
 * Which one; absent where the rule finds at most one.
 */
subject?: string,
/**
 * How much it matters.
 */
severity: Severity,
/**
 * Plain words, one line.
 */
title: string,
/**
 * What happened, what it means, and what to do next.
 */
text: string,
/**
 * Since when, milliseconds since 1970.
 */
since_ms: number,
/**
 * What was seen.
 */
evidence: Array<Evidence>,
/**
 * What can be done, the best first.
 */
actions: Array<ActionView>,
/**
 * What it causes: findings that stand as well and end with it.
 */
explains?: Array<Consequence>,
/**
 * Changes when the evidence changes in kind; snooze, ignore and notifications hang on it.
 */
etag: string,
/**
 * Set while a change has been made and only a later run can prove it.
 */
awaiting_proof: boolean,
/**
 * Address of OpenClaw's own page about it.
 */
docs?: string, };

/**
 * A gateway's traces on this computer: nobody asked Clawtray to keep it.
 */
export type FoundGateway = {
/**
 * Its profile's name; `default` for the one without.
 */
id: string,
/**
 * Name for people.
 */
name: string,
/**
 * Its state folder.
 */
state_folder: string,
/**
 * The system's service manager has a service for it.
 */
service: boolean, };

/**
 * Technical facts about a gateway. Absent means not known.
 */
export type GatewayDetails = {
/**
 * OpenClaw's version as the gateway reports it, else as installed.
 */
version?: string | null,
/**
 * Process id.
 */
pid?: number | null,
/**
 * TCP port.
 */
port?: number | null,
/**
 * When the process was started, milliseconds since 1970.
 */
started_ms?: number | null,
/**
 * Resident memory of the gateway process, bytes.
 */
memory_bytes?: number | null,
/**
 * Where OpenClaw is installed.
 */
openclaw_path?: string | null,
/**
 * Version of the Node.js it runs under.
 */
node_version?: string | null,
/**
 * The configuration file.
 */
config_path?: string | null,
/**
 * Wire protocol version of the link.
 */
protocol?: number | null,
/**
 * Rights that the link holds.
 */
scopes: Array<string>,
/**
 * Rights that what the person switched on needs.
 */
wanted_scopes: Array<string>,
/**
 * Those of them that the link does not hold; what needs them does not work. Empty while there is no link.
 */
missing_scopes: Array<string>,
/**
 * The service manager's name for the gateway's service, where one is installed.
 */
service?: string | null,
/**
 * How often the service manager has started it again since it was last started by hand.
 */
service_restarts?: number | null,
/**
 * Whether the service goes on when the person logs out; known on Linux only.
 */
lingers?: boolean | null,
/**
 * Who keeps a gateway that Clawtray did not start, as far as that can be seen.
 */
kept_by?: string | null,
/**
 * The gateway's own id, which it tells whoever is signed in.
 */
identity?: string | null,
/**
 * Where tokens are kept: the keychain, or only in memory and why.
 */
keychain?: string | null, };

/**
 * One gateway.
 */
export type GatewayView = {
/**
 * Stable id on this computer.
 */
id: string,
/**
 * Name for people.
 */
name: string,
/**
 * Who keeps it.
 */
mode: Mode,
/**
 * What the person wants.
 */
desired: Desired,
/**
 * The one state.
 */
state: State,
/**
 * One sentence: state, version, uptime; or since when and why.
 */
headline: string,
/**
 * Since when it is in this state, milliseconds since 1970.
 */
since_ms: number,
/**
 * The three signals.
 */
ladder: Ladder,
/**
 * Technical facts.
 */
details: GatewayDetails,
/**
 * The runbook's words.
 */
healthy_words: HealthyWords,
/**
 * When the next automatic restart comes, milliseconds since 1970.
 */
restart_at_ms?: number,
/**
 * Whether Start, Stop, Restart and a second-word Stop now make sense.
 */
can_start: boolean,
/**
 * See `can_start`.
 */
can_stop: boolean,
/**
 * See `can_start`.
 */
can_restart: boolean,
/**
 * A stop is waiting for running work; the person may end the wait.
 */
can_stop_now: boolean,
/**
 * What is wrong, the worst first.
 */
findings: Array<FindingView>,
/**
 * Findings of the runbook that could not be answered with what is known now: neither there nor absent.
 */
not_looked_at?: Array<string>,
/**
 * Why each of them could not be looked at, in the person's language.
 */
not_looked_because?: { [key in string]: string },
/**
 * What waits for a decision, the oldest first.
 */
approvals: Array<ApprovalView>,
/**
 * Repairs under way and the latest finished ones, the newest first.
 */
repairs: Array<RepairView>,
/**
 * The gateway's last output lines, the newest last.
 */
output: Array<string>,
/**
 * The latest ends that nobody asked for, the newest first.
 */
exits: Array<ExitView>,
/**
 * Jobs and heartbeat, channels, devices.
 */
parts: PartsView,
/**
 * Where the gateway's token is kept; absent where it has none, is not known, or is on another computer.
 */
token?: TokenView, };

/**
 * The words OpenClaw's own runbook tells people to look for.
 */
export type HealthyWords = {
/**
 * `running`, `stopped` or `unknown`.
 */
runtime: string,
/**
 * `ok`, `failed` or `unknown`.
 */
connectivity_probe: string,
/**
 * `admin-capable`, `write-capable`, `read-only`, `connected-no-operator-scope`, `pairing-pending` or `unknown`.
 */
capability: string, };

/**
 * The heartbeat.
 */
export type HeartbeatView = {
/**
 * Its interval, milliseconds; 0 when it is switched off, absent when the gateway does not say.
 */
every_ms?: number,
/**
 * When the last one was, milliseconds since 1970.
 */
at_ms?: number,
/**
 * How it went: `sent`, `ok-empty`, `ok-token`, `skipped`, `failed`.
 */
status?: string,
/**
 * Why it was skipped or failed; the gateway's words or its reason code.
 */
words?: string, };

/**
 * One line of history.
 */
export type HistoryEntry = {
/**
 * When, milliseconds since 1970.
 */
at_ms: number,
/**
 * What it tells of.
 */
kind: HistoryKind,
/**
 * In words.
 */
text: string,
/**
 * Which gateway it tells of; absent where there is only one.
 */
gateway?: string, };

/**
 * What a history entry tells of.
 */
export type HistoryKind = "exit" | "repair" | "notification" | "state";

/**
 * Which tray picture is drawn.
 */
export type IconChoice = "auto" | "color" | "light_panel" | "dark_panel" | "high_contrast";

/**
 * A wish. Every surface sends these and nothing else.
 */
export type Intent = { "intent": "start" } | { "intent": "stop",
/**
 * The person's second word: do not wait any longer.
 */
now: boolean, } | { "intent": "restart" } | { "intent": "preview",
/**
 * The finding.
 */
finding: FindingRef,
/**
 * The action's id.
 */
action: string,
/**
 * The chosen way, by its id in [`PlanView::choices`]; absent for the first one.
 */
choice?: string, } | { "intent": "run",
/**
 * The finding.
 */
finding: FindingRef,
/**
 * The action's id.
 */
action: string,
/**
 * The `etag` of the plan the person saw; needed for actions that want confirmation.
 */
plan: string | null,
/**
 * The chosen way, as in the plan the person saw.
 */
choice?: string, } | { "intent": "preview_service",
/**
 * Which wish.
 */
verb: ServiceVerb, } | { "intent": "run_service",
/**
 * Which wish.
 */
verb: ServiceVerb,
/**
 * The `etag` of the plan the person saw.
 */
plan: string, } | { "intent": "cancel_repair",
/**
 * The repair's number.
 */
repair: number, } | { "intent": "undo_repair",
/**
 * The repair's number.
 */
repair: number, } | { "intent": "accept_proof",
/**
 * The repair's number.
 */
repair: number, } | { "intent": "decide",
/**
 * The gateway's request id.
 */
approval: string,
/**
 * What was decided.
 */
decision: Decision,
/**
 * The `etag` of the request as the person saw it: anything else is not decided. Absent where only its id was
 * given, as on a command line.
 */
etag?: string, } | { "intent": "run_job",
/**
 * The gateway's id of the job.
 */
job: string, } | { "intent": "open_dashboard" } | { "intent": "open_window",
/**
 * Where.
 */
route: Route, } | { "intent": "mute",
/**
 * How long.
 */
muted: MuteFor, } | { "intent": "start_at_login",
/**
 * Or do not.
 */
on: boolean, } | { "intent": "choose",
/**
 * What.
 */
change: SettingChange, } | { "intent": "looking",
/**
 * Where; absent when the window is not in front.
 */
route: Route | null, } | { "intent": "for",
/**
 * The gateway's id.
 */
gateway: string,
/**
 * What is wished of it.
 */
wish: Intent, } | { "intent": "watch_gateway",
/**
 * Its id, as in [`crate::FoundGateway`].
 */
gateway: string, } | { "intent": "unwatch_gateway",
/**
 * Its id.
 */
gateway: string, } | { "intent": "find_gateways",
/**
 * Also where the network is metered; without it, that is refused with
 * [`crate::ErrorCode::NeedsConfirmation`].
 */
metered: boolean, } | { "intent": "look_elsewhere",
/**
 * Its address, as `wss://host:port`, `ws://host:port` or `ssh://destination:port`.
 */
address: string, } | { "intent": "add_gateway",
/**
 * The name it gets here.
 */
gateway: string,
/**
 * Its address, as in [`Intent::LookElsewhere`].
 */
address: string,
/**
 * The certificate that the person compared and accepted: its SHA-256 in hexadecimal digits.
 */
certificate?: string,
/**
 * The person was told that everybody on the way can read along.
 */
open: boolean, } | { "intent": "remove_gateway",
/**
 * Its id.
 */
gateway: string, } | { "intent": "primary_gateway",
/**
 * Its id.
 */
gateway: string, } | { "intent": "refresh" } | { "intent": "reload_secrets" } | { "intent": "quit",
/**
 * Stop the gateway too; otherwise it goes on and the next keeper adopts it.
 */
stop_gateway: boolean, };

/**
 * A scheduled job.
 */
export type JobView = {
/**
 * The gateway's id.
 */
id: string,
/**
 * Its name, else its id.
 */
name: string,
/**
 * Switched on.
 */
enabled: boolean,
/**
 * Runs now.
 */
running: boolean,
/**
 * When it is due next, milliseconds since 1970.
 */
next_ms?: number,
/**
 * Its last run.
 */
last?: RunView,
/**
 * It was due then and did not run, milliseconds since 1970.
 */
missed_ms?: number, };

/**
 * The three independent signals, kept apart.
 */
export type Ladder = {
/**
 * The process.
 */
process: Rung,
/**
 * `/healthz`, `/startupz`, `/readyz`.
 */
http: Rung,
/**
 * An authenticated connection that answers.
 */
rpc: Rung, };

/**
 * Who keeps the gateway running.
 */
export type Mode = "child" | "service" | "attached" | "remote";

/**
 * How long no notifications are wanted.
 */
export type MuteFor = "hour" | "until_tomorrow" | "off";

/**
 * A gateway that announced itself. Nobody vouches for a word of it: anybody on the network can announce anything.
 */
export type NearGateway = {
/**
 * Name for people, as announced.
 */
name: string,
/**
 * Name of its computer on the network, such as `office.local`.
 */
host: string,
/**
 * Where it can be looked at, as [`crate::Intent::LookElsewhere`] takes it.
 */
address: string, };

/**
 * A kind of notification that can be switched off.
 */
export type NoteKind = "gateway" | "approvals" | "problems" | "jobs" | "repairs";

/**
 * Something the keeper has to say about itself: no tray host, settings from a newer version, no keychain.
 */
export type Notice = {
/**
 * Stable id.
 */
id: string,
/**
 * One sentence: what it is, what it means, what to do.
 */
text: string, };

/**
 * Which kinds notify.
 */
export type NotifyView = {
/**
 * [`NoteKind::Gateway`].
 */
gateway: boolean,
/**
 * [`NoteKind::Approvals`].
 */
approvals: boolean,
/**
 * [`NoteKind::Problems`].
 */
problems: boolean,
/**
 * [`NoteKind::Jobs`].
 */
jobs: boolean,
/**
 * [`NoteKind::Repairs`].
 */
repairs: boolean, };

/**
 * What becomes of the gateway when Clawtray quits.
 */
export type OnQuit = "leave_running" | "stop_gateway";

/**
 * How a repair ended.
 */
export type Outcome = "repaired" | "awaiting_proof" | "nothing_to_do" | "still_broken" | "blocked" | "aborted_by_person" | "aborted_changed" | "budget_spent" | "failed" | "undone" | "shown" | "acknowledged";

/**
 * What the gateway tells of its parts. A part that it does not offer, may not be asked about, or was not asked about
 * yet is absent; an empty list means that there is nothing.
 */
export type PartsView = {
/**
 * Scheduled jobs, the next due first.
 */
jobs?: Array<JobView>,
/**
 * False while the scheduler is switched off as a whole.
 */
scheduler?: boolean,
/**
 * The heartbeat.
 */
heartbeat?: HeartbeatView,
/**
 * Accounts of channels, those that are out first.
 */
channels?: Array<ChannelView>,
/**
 * Paired devices, by name.
 */
devices?: Array<DeviceView>, };

/**
 * One of several ways to carry an action out: the person names one.
 */
export type PlanChoice = {
/**
 * What is sent back to choose it.
 */
id: string,
/**
 * In words.
 */
label: string,
/**
 * The plan is made for this one.
 */
chosen: boolean, };

/**
 * What an action will do, shown before it runs.
 */
export type PlanView = {
/**
 * The finding it is for.
 */
finding: FindingRef,
/**
 * The action's id.
 */
action: string,
/**
 * The words on the button.
 */
label: string,
/**
 * Identifies this exact plan; running a `confirm` action needs it.
 */
etag: string,
/**
 * The ways to carry it out, the best first; empty where there is only one.
 */
choices: Array<PlanChoice>,
/**
 * What will happen, step by step, in words.
 */
steps: Array<string>,
/**
 * The exact commands and calls, as a person could type them.
 */
commands: Array<string>,
/**
 * What changes in the configuration.
 */
diff: Array<DiffLine>,
/**
 * What a person should know before pressing: restarts, interrupted work, comments that get lost.
 */
warnings: Array<string>,
/**
 * How long it may take at most, milliseconds.
 */
limit_ms: number,
/**
 * Whether the change can be undone afterwards.
 */
can_undo: boolean, };

/**
 * When nothing notifies, by the local clock; may go over midnight.
 */
export type QuietHours = {
/**
 * Minutes after midnight.
 */
from_minute: number,
/**
 * Minutes after midnight; this one is not quiet any more.
 */
to_minute: number, };

/**
 * A repair: a run of an action.
 */
export type RepairView = {
/**
 * Its number, unique on this computer.
 */
id: number,
/**
 * The finding it is for.
 */
finding: FindingRef,
/**
 * The action's id.
 */
action: string,
/**
 * The words on the button.
 */
label: string,
/**
 * Who wanted it.
 */
asked_by: AskedBy,
/**
 * The exact commands and calls of its plan.
 */
commands: Array<string>,
/**
 * Its steps.
 */
steps: Array<StepView>,
/**
 * How it ended; absent while it runs.
 */
outcome?: Outcome,
/**
 * The outcome in words: what happened, and what to do next. Empty while it runs.
 */
text: string,
/**
 * What changed, redacted, for the record.
 */
diff: Array<DiffLine>,
/**
 * When it began, milliseconds since 1970.
 */
started_ms: number,
/**
 * When it ended, milliseconds since 1970.
 */
ended_ms?: number,
/**
 * Whether it can be taken back.
 */
undo: UndoState, };

/**
 * How an action runs.
 */
export type Risk = "safe" | "confirm" | "guide";

/**
 * A place in the window.
 */
export type Route = { "page": "overview" } | { "page": "finding", "id": string } | { "page": "action", "id": {
/**
 * The finding, as `id` or `id/subject`.
 */
finding: string,
/**
 * The action's id.
 */
action: string, } } | { "page": "approval", "id": string } | { "page": "automations" } | { "page": "channels" } | { "page": "logs" } | { "page": "history" } | { "page": "gateways" } | { "page": "settings" };

/**
 * How a run went.
 */
export type RunView = {
/**
 * When it ran, milliseconds since 1970.
 */
at_ms: number,
/**
 * False when the run itself failed.
 */
ok: boolean,
/**
 * How long it took, milliseconds.
 */
duration_ms?: number,
/**
 * Why it failed, or why its message did not arrive; the gateway's words.
 */
words?: string,
/**
 * Failures in a row, this one included.
 */
streak?: number, };

/**
 * One signal of the readiness ladder.
 */
export type Rung = {
/**
 * What it says.
 */
state: RungState,
/**
 * The same in words.
 */
text: string,
/**
 * Technical detail, small: `pid 812`, `/readyz 503 startup-sidecars`.
 */
detail?: string, };

/**
 * What one of the three signals says.
 */
export type RungState = "yes" | "waiting" | "no" | "unknown";

/**
 * A wish about the service that keeps the gateway. Starting and stopping it are [`Intent::Start`] and the like.
 */
export type ServiceVerb = "install" | "uninstall";

/**
 * One choice.
 */
export type SettingChange = { "setting": "notify", "value": {
/**
 * Which.
 */
kind: NoteKind,
/**
 * Wanted or not.
 */
on: boolean, } } | { "setting": "quiet_hours", "value": QuietHours | null } | { "setting": "mute_everything", "value": boolean } | { "setting": "on_quit", "value": OnQuit } | { "setting": "icon", "value": IconChoice } | { "setting": "automatic", "value": {
/**
 * The finding's id, as in [`AutomaticView`].
 */
finding: string,
/**
 * Without asking, or not.
 */
on: boolean, } };

/**
 * What the person chose.
 */
export type SettingsView = {
/**
 * Which kinds notify.
 */
notify: NotifyView,
/**
 * When nothing notifies.
 */
quiet_hours?: QuietHours,
/**
 * Quiet hours and muting hold back the gateway's own notifications and approvals too.
 */
mute_everything: boolean,
/**
 * What becomes of the gateway when Clawtray quits.
 */
on_quit: OnQuit,
/**
 * Which tray picture is drawn.
 */
icon: IconChoice,
/**
 * What is done without asking.
 */
automatic: Array<AutomaticView>,
/**
 * Whether the keeper starts with the session; absent where that cannot be known or chosen.
 */
start_at_login?: boolean,
/**
 * Why nothing of it can be changed here, in words: the file is broken, or from a newer Clawtray.
 */
blocked_by?: string, };

/**
 * How much a finding matters.
 */
export type Severity = "info" | "warning" | "error";

/**
 * Everything there is to show.
 */
export type Snapshot = {
/**
 * Grows with every change.
 */
revision: number,
/**
 * When it was taken, milliseconds since 1970.
 */
at_ms: number,
/**
 * The keeper.
 */
app: AppView,
/**
 * What the keeper has to say about itself.
 */
notices: Array<Notice>,
/**
 * What the person chose; absent when a command line runs the engine itself.
 */
settings?: SettingsView,
/**
 * The gateways, the primary one first. Never empty.
 */
gateways: Array<GatewayView>,
/**
 * Other gateways on this computer that are not kept, by id.
 */
found?: Array<FoundGateway>,
/**
 * What happened lately, the newest first.
 */
history: Array<HistoryEntry>, };

/**
 * The one state that icon, tooltip and first menu line show.
 */
export type State = "not_set_up" | "starting" | "running" | "needs_you" | "degraded" | "down" | "gave_up" | "paused" | "unreachable";

/**
 * How far a step is.
 */
export type StepState = "waiting" | "running" | "done" | "failed" | "skipped";

/**
 * One step of a repair.
 */
export type StepView = {
/**
 * What it does, in words.
 */
label: string,
/**
 * How far it is.
 */
state: StepState,
/**
 * Its last output lines, bounded and redacted.
 */
output: Array<string>, };

/**
 * Where the gateway's token is kept.
 */
export type TokenView = {
/**
 * In words.
 */
text: string,
/**
 * What can be done about that. They are previewed and run like those of a finding with the id `token`.
 */
actions: Array<ActionView>, };

/**
 * Whether a finished repair can be taken back.
 */
export type UndoState = { "state": "not_offered" } | { "state": "available" } | { "state": "running" } | { "state": "done" } | { "state": "refused", "why": string };
