// @ts-check
// Invented snapshots for developing and testing the page. Plain JavaScript, so that node can play them to the real
// window as well (see scripts/scripted-keeper.mjs); the types are checked all the same.

/** @import { ApprovalView, FindingView, GatewayView, HistoryEntry, PartsView, PlanView, RepairView, Rung, SettingsView, Snapshot } from './contract' */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @type {(state: Rung['state'], text: string, detail?: string) => Rung} */
const rung = (state, text, detail) => (detail === undefined ? { state, text } : { state, text, detail });

/** @type {(now: number) => HistoryEntry[]} */
const history = (now) => [
  { at_ms: now - 3 * HOUR, kind: 'state', text: 'Running since 16:20, OpenClaw 2026.9.6' },
  { at_ms: now - 3 * HOUR - 2 * MINUTE, kind: 'repair', text: 'Repaired: Repair the configuration' },
  { at_ms: now - 4 * HOUR, kind: 'notification', text: 'Gateway down since 15:18: the configuration is not valid' },
  {
    at_ms: now - 4 * HOUR - 2 * SECOND,
    kind: 'exit',
    text: 'The configuration stopped the gateway (exit code 78). It had run for 3 s.',
  },
  { at_ms: now - 2 * DAY, kind: 'state', text: 'Stopped by you at 21:40' },
];

const output = Array.from({ length: 140 }, (_, line) => {
  const second = String(line % 60).padStart(2, '0');
  const texts = [
    '[gateway] http server listening on 127.0.0.1:18789',
    '[telegram] polling started for @example_bot',
    '[cron] job "morning summary" finished in 4.2s',
    '[ws] client connected: clawtray (operator)',
    '[model] anthropic/claude-sonnet request took 2310ms, 1842 tokens in, 211 out, cache hit 91 %, session agent:main:telegram:direct:100200300',
  ];
  return `2026-11-22T16:20:${second} ${texts[line % texts.length]}`;
});

/** @type {(now: number) => PartsView} */
const parts = (now) => ({
  jobs: [
    {
      id: 'evening',
      name: 'Evening tidy-up of the shared notes folder, with a short report to everybody who wrote in it today',
      enabled: true,
      running: true,
      last: { at_ms: now - DAY, ok: true, duration_ms: 92 * SECOND },
    },
    {
      id: 'morning-summary',
      name: 'Morning summary',
      enabled: true,
      running: false,
      next_ms: now + 9 * HOUR,
      last: { at_ms: now - 2 * HOUR, ok: false, duration_ms: 3 * SECOND, words: '429 rate_limit_error', streak: 3 },
    },
    {
      id: 'backup',
      name: 'Backup',
      enabled: true,
      running: false,
      next_ms: now + 20 * HOUR,
      missed_ms: now - 4 * HOUR,
      last: { at_ms: now - 28 * HOUR, ok: true, duration_ms: 41 * SECOND },
    },
    { id: 'weekly', name: 'Weekly review', enabled: false, running: false },
  ],
  scheduler: true,
  heartbeat: { every_ms: 30 * MINUTE, at_ms: now - 12 * MINUTE, status: 'ok-empty' },
  channels: [
    {
      id: 'telegram/default',
      name: 'Telegram',
      account: 'default',
      state: 'out',
      words: 'Telegram bot token unauthorized (getMe returned 401)',
      connected_ms: now - 5 * HOUR,
    },
    { id: 'slack/work', name: 'Slack', account: 'work', state: 'connected', connected_ms: now - 3 * HOUR },
    { id: 'signal/default', name: 'Signal', account: 'default', state: 'off' },
  ],
  devices: [
    { id: 'n1', name: 'Ada’s phone', platform: 'iOS 20.1', connected: true, seen_ms: now },
    { id: 'n2', name: 'workshop-pi', platform: 'linux', connected: false, seen_ms: now - 2 * DAY },
  ],
});

/** @type {(now: number) => GatewayView} */
const gateway = (now) => ({
  id: 'default',
  name: 'OpenClaw gateway',
  mode: 'child',
  desired: 'run',
  state: 'running',
  headline: 'Running since 16:20, OpenClaw 2026.9.6',
  since_ms: now - 3 * HOUR,
  ladder: {
    process: rung('yes', 'The process runs', 'pid 81223'),
    http: rung('yes', 'Answers and is ready', '/readyz 200'),
    rpc: rung('yes', 'Signed in and answering', 'protocol 4'),
  },
  details: {
    version: '2026.9.6',
    pid: 81223,
    port: 18789,
    started_ms: now - 3 * HOUR,
    memory_bytes: 412_600_000,
    openclaw_path: '/usr/lib/node_modules/openclaw/openclaw.mjs',
    node_version: '26.10.0',
    config_path: '/home/ada/.openclaw/openclaw.json',
    protocol: 4,
    scopes: ['operator.read', 'operator.write', 'operator.admin', 'operator.approvals', 'operator.pairing'],
    wanted_scopes: ['operator.read', 'operator.write', 'operator.admin', 'operator.approvals', 'operator.pairing'],
    missing_scopes: [],
    keychain: "Tokens are kept in this computer's keychain",
  },
  healthy_words: { runtime: 'running', connectivity_probe: 'ok', capability: 'admin-capable' },
  can_start: false,
  can_stop: true,
  can_restart: true,
  can_stop_now: false,
  findings: [],
  approvals: [],
  repairs: [],
  output,
  exits: [
    {
      at_ms: now - 4 * HOUR - 2 * SECOND,
      reason: 'configuration',
      text: 'The configuration stopped the gateway (exit code 78). It had run for 3 s.',
      finding: 'config.invalid',
      finding_title: 'The configuration is not valid, so the gateway refuses to start',
      code: 78,
      uptime_ms: 3 * SECOND,
      lines: ['Config invalid: gateway.port: expected number', 'Run "openclaw doctor --fix" to repair it.'],
    },
  ],
  parts: parts(now),
  token: {
    text: 'The token stands in plain in openclaw.json: whoever reads that file can do anything with the gateway.',
    actions: [{ id: 'keep_in_keychain', label: "Keep the gateway's token in the keychain", risk: 'confirm' }],
  },
});

/** @type {(now: number) => FindingView} */
const configInvalid = (now) => ({
  id: 'config.invalid',
  severity: 'error',
  title: 'The configuration is not valid, so the gateway refuses to start',
  text: 'The value of gateway.port at line 12, column 13 is not one that OpenClaw accepts. The gateway stays down until it is corrected.',
  since_ms: now - 14 * MINUTE,
  evidence: [
    { source: 'process', text: 'exit code 78', at_ms: now - 14 * MINUTE },
    {
      source: 'output',
      text: 'Config invalid: gateway.port: Invalid input: expected number, received string',
      at_ms: now - 14 * MINUTE,
    },
  ],
  actions: [{ id: 'repair_the_configuration', label: 'Repair the configuration', risk: 'confirm' }],
  etag: 'c1',
  awaiting_proof: false,
  docs: 'https://docs.openclaw.ai/gateway/doctor',
});

/** @type {(now: number) => FindingView} */
const jobFailed = (now) => ({
  id: 'cron.job_failed',
  subject: 'morning-summary',
  severity: 'warning',
  title: 'A scheduled job failed',
  text: 'The last 3 runs of “Morning summary” failed.',
  since_ms: now - 26 * HOUR,
  evidence: [{ source: 'rpc', text: 'lastError: 429 rate_limit_error', at_ms: now - 2 * HOUR }],
  actions: [
    { id: 'run_it_again_now', label: 'Run it again now', risk: 'safe' },
    { id: 'pause_this_job', label: 'Pause this job', risk: 'confirm' },
  ],
  etag: 'j1',
  awaiting_proof: false,
});

/** @type {(now: number) => FindingView} */
const longContext = (now) => ({
  id: 'model.long_context_429',
  subject: 'anthropic/claude-sonnet',
  severity: 'info',
  title: 'Claude refuses long conversations on this account',
  text: 'anthropic/claude-sonnet refused a long conversation. The setting is off now; whether that is enough shows at its next run.',
  since_ms: now - 40 * MINUTE,
  evidence: [],
  actions: [
    {
      id: 'disable_context1m',
      label: 'Turn off the 1M context for this model',
      risk: 'confirm',
      blocked_by: 'it is off already',
    },
    { id: 'add_a_fallback_model', label: 'Add a fallback model', risk: 'confirm' },
    { id: 'change_the_account', label: 'Use another account', risk: 'guide' },
  ],
  etag: 'l1',
  awaiting_proof: true,
});

/** @type {(now: number) => ApprovalView[]} */
const approvals = (now) => [
  {
    id: 'req-7',
    etag: 'tag-7',
    kind: 'device_pairing',
    title: 'Ada’s phone wants to connect to your gateway',
    who: [
      { label: 'Name', value: 'Ada’s phone' },
      { label: 'System', value: 'iOS 20.1' },
      { label: 'Program', value: 'openclaw-ios 2026.9.2' },
      { label: 'Address', value: '192.168.1.23' },
      { label: 'Device', value: '3f7c9a1e5b2d4860c1e97a3358d2f4b6907cc1da' },
    ],
    what: [],
    decisions: ['deny', 'approve'],
    rights: [
      { label: 'See everything', value: 'operator.read' },
      { label: 'Send messages and start work', value: 'operator.write' },
    ],
    since_ms: now - 2 * MINUTE,
    until_ms: now + 3 * MINUTE,
  },
  {
    id: 'req-9',
    etag: 'tag-9',
    kind: 'node_pairing',
    title: 'workshop-pi wants its commands allowed',
    who: [
      { label: 'Name', value: 'workshop-pi' },
      { label: 'Address', value: '192.168.1.40' },
    ],
    what: [],
    decisions: ['deny', 'approve'],
    rights: [{ label: 'Offer its own commands to the assistant', value: 'role node' }],
    since_ms: now - 30 * SECOND,
    approve_blocked_by: 'This computer lacks the right operator.pairing, so it can only deny.',
  },
];

/** @type {(now: number) => GatewayView} */
const downGateway = (now) => ({
  ...gateway(now),
  state: 'down',
  headline: 'Gateway down since 19:05: the configuration is not valid',
  since_ms: now - 14 * MINUTE,
  restart_at_ms: now + 42 * SECOND,
  ladder: {
    process: rung('no', 'No process', 'exit code 78'),
    http: rung('no', 'Nobody answers', '127.0.0.1:18789 refused'),
    rpc: rung('unknown', 'Not tried yet'),
  },
  details: { ...gateway(now).details, pid: null, started_ms: null, memory_bytes: null, scopes: [] },
  healthy_words: { runtime: 'stopped', connectivity_probe: 'failed', capability: 'unknown' },
  can_start: true,
  can_stop: false,
  can_restart: false,
  parts: {},
});

/** @type {(now: number) => RepairView} */
const doneRepair = (now) => ({
  id: 3,
  finding: { id: 'config.invalid' },
  action: 'repair_the_configuration',
  label: 'Repair the configuration',
  asked_by: 'window',
  commands: ['openclaw config set gateway.port 18789 --json'],
  steps: [
    { label: 'Look whether it is still needed', state: 'done', output: [] },
    { label: 'Change gateway.port', state: 'done', output: [] },
    { label: 'Start the gateway', state: 'done', output: ['[gateway] http server listening on 127.0.0.1:18789'] },
  ],
  outcome: 'repaired',
  text: 'The gateway accepts its configuration again and is running.',
  diff: [{ path: 'gateway.port', before: '"18789"', after: '18789' }],
  started_ms: now - 3 * MINUTE,
  ended_ms: now - 3 * MINUTE + 6 * SECOND,
  undo: { state: 'available' },
});

/** @type {SettingsView} */
const settings = {
  notify: { gateway: true, approvals: true, problems: true, jobs: false, repairs: true },
  quiet_hours: { from_minute: 22 * 60 + 30, to_minute: 7 * 60 },
  mute_everything: false,
  on_quit: 'leave_running',
  icon: 'auto',
  automatic: [
    { finding: 'service.not_running', title: 'The gateway does not run', label: 'Start it', on: true },
    { finding: 'channel.disconnected', title: 'A channel lost its connection', label: 'Start channels', on: false },
  ],
  start_at_login: true,
};

/** @type {(now: number, view: GatewayView, changes?: Partial<Snapshot>) => Snapshot} */
const snapshot = (now, view, changes = {}) => ({
  revision: 1,
  at_ms: now,
  app: { version: '0.1.0', keeper_pid: 4711, language: 'en' },
  notices: [],
  settings,
  gateways: [view],
  history: history(now),
  ...changes,
});

/** What `preview` answers, by finding and action. @type {(finding: string, action: string) => PlanView} */
export const planFor = (finding, action) => ({
  finding: { id: finding },
  action,
  label: action === 'pause_this_job' ? 'Pause this job' : 'Repair the configuration',
  etag: 'plan-1',
  choices: [],
  steps: [
    'Look whether it is still needed',
    'Save a copy of the configuration and change gateway.port',
    'Start the gateway',
    'Look whether it runs and answers',
  ],
  commands: ['openclaw config set gateway.port 18789 --json', 'openclaw gateway --port 18789'],
  diff: [
    { path: 'gateway.port', before: '"18789"', after: '18789' },
    { path: 'agents.defaults."model.fallback"', after: '["anthropic/claude-haiku"]' },
  ],
  warnings: ['Comments in the configuration file are lost. The copy keeps them.'],
  limit_ms: 90 * SECOND,
  can_undo: true,
});

/** Every scene by its name. @type {Record<string, (now: number) => Snapshot>} */
export const scenes = {
  healthy: (now) => snapshot(now, gateway(now)),
  'two-problems': (now) => snapshot(now, { ...downGateway(now), findings: [configInvalid(now), jobFailed(now)] }),
  degraded: (now) =>
    snapshot(
      now,
      {
        ...gateway(now),
        state: 'degraded',
        headline: 'Running, but: A scheduled job failed',
        findings: [jobFailed(now), longContext(now)],
      },
      {
        notices: [
          {
            id: 'desktop.no_tray_host',
            text: 'This desktop shows no tray icons. Open Clawtray’s window instead; the icon appears by itself once the desktop shows icons.',
          },
        ],
      },
    ),
  approval: (now) =>
    snapshot(now, {
      ...gateway(now),
      state: 'needs_you',
      headline: 'Running; 2 requests wait for you',
      approvals: approvals(now),
    }),
  repaired: (now) => snapshot(now, { ...gateway(now), repairs: [doneRepair(now)] }),
  starting: (now) =>
    snapshot(now, {
      ...gateway(now),
      state: 'starting',
      headline: 'Starting since 19:20',
      ladder: {
        process: rung('yes', 'The process runs', 'pid 81223'),
        http: rung('waiting', 'Answers, still starting', '/readyz 503 startup-sidecars'),
        rpc: rung('waiting', 'Signing in'),
      },
    }),
  'not-set-up': (now) =>
    snapshot(
      now,
      {
        ...gateway(now),
        state: 'not_set_up',
        can_stop: false,
        can_restart: false,
        headline: 'OpenClaw was not found on this computer',
        can_start: false,
        output: [],
        details: { scopes: [], wanted_scopes: [], missing_scopes: [] },
        ladder: {
          process: rung('unknown', 'Not known yet'),
          http: rung('unknown', 'Not asked yet'),
          rpc: rung('unknown', 'Not tried yet'),
        },
      },
      { history: [] },
    ),
  'two-gateways': (now) =>
    snapshot(
      now,
      { ...gateway(now), name: 'Default' },
      {
        gateways: [
          { ...gateway(now), name: 'Default' },
          {
            ...downGateway(now),
            details: { ...downGateway(now).details, port: 18809 },
            id: 'work',
            name: 'work',
            findings: [configInvalid(now)],
            approvals: approvals(now),
          },
        ],
        found: [{ id: 'bot', name: 'bot', state_folder: '/home/ann/.openclaw-bot', service: true }],
        history: history(now).map((entry) => ({ ...entry, gateway: 'work' })),
      },
    ),
  'settings-broken': (now) =>
    snapshot(now, gateway(now), {
      settings: {
        ...settings,
        blocked_by:
          'clawtray.json cannot be read: expected value at line 3 column 5. The defaults are used and the file is left as it is.',
      },
    }),
  empty: (now) => {
    const nothing = { jobs: [], channels: [], devices: [] };
    const { settings: _untold, ...rest } = snapshot(
      now,
      { ...gateway(now), output: [], parts: nothing },
      { history: [] },
    );
    return rest;
  },
};
