# The window. Sentences about findings, repairs and approvals come ready with the snapshot; these are the labels around them.

window-title = Clawtray
window-skip = Go to the content
window-nav = Places
window-place-overview = Overview
window-place-problems = Problems
window-place-approvals = Approvals
window-place-automations = Automations
window-place-channels = Channels
window-place-logs = Logs
window-place-history = History
window-place-gateways = Gateways
window-place-settings = Settings
window-count-problems = { $count ->
    [0] no problems
    [one] 1 problem
   *[other] { $count } problems
}
window-count-approvals = { $count ->
    [0] no requests
    [one] 1 request
   *[other] { $count } requests
}

# The connection to the keeper.
window-connecting = Looking for Clawtray's keeper…
window-no-keeper = Clawtray's keeper is not running
window-no-keeper-text = Nothing is known about the gateway and nothing looks after it until the keeper runs again. A gateway that was running goes on.
window-keeper-start = Start Clawtray's keeper
window-keeper-starting = Starting…
window-keeper-detail = What was seen

# Overview.
window-gateway-start = Start
window-gateway-stop = Stop
window-gateway-stop-now = Stop now, without waiting
window-gateway-restart = Restart
window-gateway-dashboard = Open dashboard
window-gateway-refresh = Look again
window-restart-at = It is started again { $when }.
window-signals = Three signals
window-signals-text = They are looked at apart. Only when all three agree does the gateway count as running.
window-rung-process = Process
window-rung-http = Web server
window-rung-rpc = Signed-in connection
window-rung-yes = yes
window-rung-waiting = on its way
window-rung-no = no
window-rung-unknown = not known
window-details = Details
window-detail-version = OpenClaw
window-detail-uptime = Running for
window-detail-memory = Memory
window-detail-pid = Process id
window-detail-port = Port
window-detail-mode = Kept by
window-detail-rights = Rights of this computer
window-detail-wanted = Rights it wants
window-detail-keychain = Tokens
window-detail-node = Node.js
window-detail-path = Program
window-detail-config = Configuration
window-detail-protocol = Wire protocol
window-detail-words = In OpenClaw's words
window-detail-words-text = Runtime: { $runtime } · Connectivity probe: { $probe } · Capability: { $capability }
window-detail-clawtray = Clawtray
window-right-missing = missing
window-mode-child = Clawtray
window-mode-service = The system's service manager
window-mode-attached = Somebody else; Clawtray watches
window-mode-remote = Another computer
window-unknown = not known
window-notices = About Clawtray itself

# Problems.
window-no-problems = Nothing is wrong.
window-no-problems-text = Clawtray goes on looking. What it finds appears here, with what can be done about it.
window-severity-info = Worth knowing
window-severity-warning = Warning
window-severity-error = Error
window-since = Began { $when } ({ $at })
window-evidence = What was seen
window-explains = It is also the cause of:
window-not-looked-at = { $count ->
    [one] 1 kind of problem could not be looked at
   *[other] { $count } kinds of problems could not be looked at
}
window-not-looked-at-text = What it takes to know was not told; beside each stands what is missing. So these are neither there nor ruled out.
window-docs = OpenClaw's page about it
window-actions = What can be done
window-action-blocked = { $label } is not possible now: { $why }
window-proof = The change is made. Only a later run can show that it was enough.
window-accept-proof = Accept as enough

# The sheet: an action before, while and after it runs.
window-sheet-loading = Working out what would be done…
window-sheet-steps = What will happen
window-sheet-commands = Exactly this is run
window-sheet-changes = What changes in the configuration
window-sheet-before = Before
window-sheet-after = After
window-sheet-none = not set
window-sheet-limit = It takes at most { $duration }.
window-sheet-undo = It can be taken back afterwards.
window-sheet-no-undo = It cannot be taken back afterwards.
window-sheet-warning = Before you go on
window-sheet-confirm = { $label }
window-sheet-close = Close
window-sheet-leave = Not now
window-sheet-moot = This problem is gone. Nothing needs to be done.
window-sheet-changed = What this action would do has changed meanwhile. This is the new plan; look at it again.

# Repairs.
window-repairs = Repairs
window-repair-for = For: { $finding }
window-repair-running = Under way
window-repair-stop = Stop this repair
window-repair-undo = Undo
window-repair-undoing = Taking it back…
window-repair-undone = Taken back.
window-repair-no-undo = It cannot be taken back any more: { $why }
window-repair-changed = What changed
window-step-waiting = waiting
window-step-running = under way
window-step-done = done
window-step-failed = failed
window-step-skipped = not needed
window-step-output = Output of this step
window-outcome-repaired = Repaired
window-outcome-awaiting-proof = Changed, not proven yet
window-outcome-nothing-to-do = Nothing to do
window-outcome-still-broken = Not repaired
window-outcome-blocked = Not done
window-outcome-aborted-by-person = Stopped by you
window-outcome-aborted-changed = Stopped: something changed meanwhile
window-outcome-budget-spent = Not tried again
window-outcome-failed = Failed
window-outcome-shown = Shown
window-outcome-undone = Taken back
window-outcome-acknowledged = Left as it is

# Approvals.
window-no-approvals = Nobody waits for an answer.
window-no-approvals-text = When a device, a program or a node asks for rights, it appears here until you decide.
window-approval-who = Who asks
window-approval-what = What would be done
window-approval-always = Approve always
window-approval-rights = Which rights
window-approval-no-rights = No rights are named.
window-approval-until = Runs out { $when } ({ $at })
window-approval-deny = Deny
window-approval-approve = Approve
window-approval-denying = Denying…
window-approval-approving = Approving…
window-approval-hint = Return does nothing on Approve. Use a click or the space bar.

# Automations.
window-jobs = Scheduled jobs
window-job-running = Runs now
window-job-off = Switched off
window-job-missed = Did not run when it was due
window-job-failed = The last run failed
window-job-well = The last run was fine
window-job-waiting = Has not run yet
window-job-last = Last run
window-job-took = took { $duration }
window-job-streak = { $count } failures in a row
window-job-was-due = Was due
window-job-next = Next run
window-job-run = Run now
window-job-run-name = Run now: { $name }
window-no-jobs = There are no scheduled jobs.
window-no-jobs-text = A job that you give the assistant in a conversation or in the dashboard appears here.
window-scheduler-off = The scheduler is switched off: no job runs by itself.
window-heartbeat = Heartbeat
window-beat-well = The last one was fine
window-beat-failed = The last one failed
window-beat-skipped = The last one was skipped
window-beat-off = Switched off
window-beat-none = There was none yet
window-beat-every = Every { $duration }
window-parts-unknown = Not known while nobody is signed in to the gateway.
window-parts-unknown-text = What the gateway says about it appears here as soon as it answers.

# Channels and devices.
window-channels = Accounts
window-channel-connected = Connected
window-channel-starting = Coming up
window-channel-out = Not connected
window-channel-not-configured = Not set up
window-channel-off = Switched off
window-channel-last = Last connected
window-no-channels = No channel is set up.
window-no-channels-text = Channels are how the assistant is written to. Add one in the dashboard.
window-devices = Paired devices
window-device-connected = Connected
window-device-away = Away
window-device-seen = Last seen
window-no-devices = No device is paired.
window-no-devices-text = A phone or a computer that offers its own commands to the assistant appears here.

# Logs.
window-logs-text = The gateway's last output. Passwords and tokens are left out.
window-logs-filter = Filter
window-logs-follow = Follow new lines
window-logs-lines = { $shown ->
    [one] 1 line
   *[other] { $shown } lines
}
window-logs-lines-of = { $shown } of { $all ->
    [one] 1 line
   *[other] { $all } lines
}
window-logs-empty = The gateway has printed nothing yet.
window-logs-no-match = No line contains “{ $filter }”.
window-logs-output = Output

# History.
window-no-history = Nothing has happened yet.
window-no-history-text = Ends of the gateway with their cause, repairs, notifications and changes of state are kept here.
window-history-exit = Gateway ended
window-history-suspect = Suspected: { $title }
window-history-last-lines = Its last lines
window-history-repair = Repair
window-history-notification = Notification
window-history-state = State

# Settings.
window-settings-notifications = Notifications
window-settings-notifications-text = What is silent here is in the menu, in this window and in the history all the same.
window-settings-notify-gateway = The gateway is down, or back
window-settings-notify-approvals = Somebody asks for rights
window-settings-notify-problems = A problem that needs you
window-settings-notify-jobs = A job or the heartbeat failed
window-settings-notify-repairs = A repair has ended
window-settings-quiet-hours = Quiet hours
window-settings-quiet-on = Be quiet every day
window-settings-quiet-from = From
window-settings-quiet-to = to
window-settings-mute-everything = Quiet hours and muting hold back the gateway's own notifications and requests for rights too
window-settings-quitting = When Clawtray quits
window-settings-quit-leave-running = The gateway goes on
window-settings-quit-stop-gateway = The gateway is stopped first
window-settings-start = Start
window-settings-at-login = Start Clawtray when you log in
window-settings-picture = Icon in the panel
window-settings-icon-auto = Coloured, in high contrast where the desktop asks for it
window-settings-icon-color = Coloured
window-settings-icon-light-panel = For a light panel
window-settings-icon-dark-panel = For a dark panel
window-settings-icon-high-contrast = High contrast
window-settings-token = Token of the gateway
window-settings-language = Language
window-settings-language-text = { $language }, as this computer is set up.
window-settings-none = The settings are not known yet.
window-settings-none-text = They appear here as soon as Clawtray's keeper tells them.

# Trouble with a wish.
window-error = That did not work
window-error-dismiss = Dismiss

# Several gateways.
window-gateway-choose = Gateway
window-gateway-show = Show this one
window-gateway-shown = shown on every page
window-gateway-leave = Leave alone
window-gateway-keep = Keep too
window-gateway-service = has a service
window-gateway-first = first: the menu begins with it
window-gateway-make-first = Put it first
window-gateway-forget = Forget this gateway…
window-gateway-forget-text = Clawtray no longer calls it and removes its address and its secrets from this computer. Nothing changes on the other one.
window-gateway-forget-now = Forget it
window-settings-gateways = Watch gateways on other computers
window-elsewhere = A gateway on another computer
window-elsewhere-text = Clawtray calls it, tells you when it cannot be reached, and shows its requests and problems here.
window-near-looking = Asking the network for three seconds…
window-near-none = No gateway on this network announced itself. On Linux and Windows a gateway does so once `openclaw plugins enable bonjour` was run there.
window-near-note = Anybody on this network can announce anything. Before you accept one, compare its certificate on the gateway's own computer.
window-elsewhere-address = Address
window-elsewhere-address-text = wss:// encrypted, ws:// within your own network, ssh:// through a computer that you reach with ssh.
window-elsewhere-name = Name
window-elsewhere-name-text = As it is to be called here: letters, digits, dots, hyphens and underscores.
window-elsewhere-look = Look
window-elsewhere-looking = Looking…
window-near = Find gateways on this network
window-near-anyway = Find them all the same
window-near-title = Gateways that announced themselves
window-near-use = Use this address
window-elsewhere-certificate = Whoever answers there shows a certificate with this SHA-256. Compare it on the gateway's own computer; from then on Clawtray talks to no other.
window-elsewhere-certificate-accept = It is the same there
window-elsewhere-open = This connection is not encrypted: everybody on that network can read the token and what is said.
window-elsewhere-open-accept = Use it all the same
window-elsewhere-keep = Keep this gateway
window-elsewhere-back = Another address
window-elsewhere-kept = Clawtray keeps the gateway { $name } from now on.
window-elsewhere-secret = If it asks for a token or password, give it to the keychain in a terminal, so that no page ever sees it:
window-gateways-text = Each gateway is kept for itself; the icon shows the one that needs you most.
window-gateways-found = Also on this computer
window-gateways-found-text = Clawtray does nothing with these. One that is kept is started when it does not run.
window-sheet-choose = Which one
window-history-repair-details = What was done
window-settings-automatic = Repaired without asking
window-settings-automatic-text = Once a problem has stood for a minute, at most three times a day. You are told afterwards.
window-settings-automatic-one = { $title }: { $label }
