# The one state, the headline and the three signals.
# Moments ($since, $at) come from units.ftl.

app-name = Clawtray
app-gateway = OpenClaw gateway

fleet-default = Default
fleet-all-run = All { $count } gateways run
fleet-and-others = { $sentence } ({ $count ->
    [one] one more does not run well
   *[other] { $count } more do not run well
})

state-not-set-up = Not set up
state-starting = Starting
state-running = Running
state-needs-you = Needs you
state-degraded = Something does not work
state-down = Down
state-gave-up = Keeps crashing
state-paused = Stopped by you
state-unreachable = Cannot be reached

headline-looking = Looking for the gateway
headline-not-installed = OpenClaw was not found on this computer
headline-node-missing = OpenClaw is here, but no Node.js to run it
headline-node-unsupported = OpenClaw needs Node.js { $wants }, and { $found } was found
headline-starting = Starting { $since }
headline-restarting = Restarting
headline-restart-waits = { $count ->
    [one] Running; it restarts when one running task has ended
   *[other] Running; it restarts when { $count } running tasks have ended
}
headline-stopping-waits = { $count ->
    [one] Stopping: waiting for one running task, at most { $left } more
   *[other] Stopping: waiting for { $count } running tasks, at most { $left } more
}
headline-stopping = Stopping
headline-repairing = Repairing
headline-connecting = Running, connecting
headline-not-signed-in = The gateway answers; nobody is signed in from here. Start Clawtray to see more.
headline-running = Running { $since }
headline-running-version = Running { $since }, OpenClaw { $version }
headline-needs-you = Running; { $count ->
    [one] 1 request waits for you
   *[other] { $count } requests wait for you
}
headline-needs-pairing = This computer is waiting to be approved
headline-degraded = Running, but: { $title }
headline-down = Gateway down { $since }
headline-down-cause = Gateway down { $since }: { $cause }
headline-unreachable = Cannot be reached { $since }: { $why }
headline-paused = Stopped by you { $at }

rung-process-running = The process runs
rung-process-starting = The process is starting
rung-process-stopping = The process is stopping
rung-process-waiting = Waiting before the next start
rung-process-stopped = No process
rung-process-foreign = A process runs that Clawtray did not start
rung-process-foreign-by = A process runs that Clawtray did not start: { $keeper } keeps it
rung-process-elsewhere = The gateway is on another computer
rung-http-elsewhere = Not looked at: only the connection tells about a gateway on another computer
keeper-service = the service { $name }
keeper-app = the OpenClaw app
keeper-clawx = ClawX
keeper-program = { $name }
keeper-other = another supervisor
notice-service-ends-at-logout = The gateway's service ends when you log out of this computer. To keep it running, allow your programs to go on: loginctl enable-linger
rung-process-unknown = Not known yet
rung-http-ready = Answers and is ready
rung-http-starting = Answers, still starting
rung-http-not-ready = Answers, but is not ready
rung-http-closed = Nobody answers
rung-http-other = Another kind of program answers
rung-http-silent = Does not answer
rung-http-unknown = Not asked yet
rung-rpc-ready = Signed in and answering
rung-rpc-connecting = Signing in
rung-rpc-pairing = Waits until this computer is approved
rung-rpc-refused = Signing in was refused
rung-rpc-retry = Not connected; trying again soon
rung-rpc-none = No connection
rung-rpc-unknown = Not tried yet

keychain-saved = Tokens are kept in this computer's keychain
keychain-memory = Tokens are kept in memory until Clawtray ends: { $why }

exit-clean = The gateway ended by itself, and nobody had asked for it (exit code 0).
exit-code = The gateway ended with exit code { $code }.
exit-configuration = The configuration stopped the gateway (exit code 78).
exit-hung = The gateway had stopped answering, so Clawtray ended it and started it again.
exit-no-auth = It would have been reachable from other computers without a sign-in: { $words }
exit-node = Node.js is too old for this OpenClaw: { $words }
exit-not-started = The gateway could not be started.
exit-older = This OpenClaw is older than the configuration: { $words }
exit-owned = Another OpenClaw process uses the same state folder (exit code 78).
exit-port = The port was taken.
exit-port-by = The port was taken by { $holder }.
exit-secret = A secret that the gateway needs was not found: { $words }
exit-signal = The gateway was ended by signal { $signal }.
exit-unseen = The gateway ended. How was not seen, because an earlier Clawtray or somebody else had started it.
exit-with-uptime = { $what } It had run for { $uptime }.

notice-settings-newer = clawtray.json was written by a newer Clawtray. It is read as far as it is understood and never overwritten.
notice-settings-broken = clawtray.json cannot be read: { $words }. The defaults are used and the file is left as it is.
notice-state-not-written = Clawtray cannot write down what it remembers: { $words }. It goes on, and tries again every minute; what you choose and what happens until then is forgotten when it ends. Make room on the disk, or make the folder writable.
notice-state-left-alone = What Clawtray remembers (state.json) comes from a newer Clawtray or cannot be read. The file is left as it is; what happens now is forgotten when Clawtray ends.

approval-device = { $name } wants to connect to your gateway
approval-device-scope-upgrade = { $name } wants more rights on your gateway
approval-device-role-upgrade = { $name } wants another role on your gateway
approval-device-metadata-upgrade = { $name } describes itself differently than before and must be approved again
approval-sender = { $name } wants to write to your assistant on { $channel }
approval-command = { $name } wants to run a command
approval-plugin = { $name } wants to do something
approval-system = Your gateway wants to do something
approval-too-long = Not all of it can be shown here, so it cannot be approved here. Decide it in the dashboard.
approval-only-deny = The gateway takes only a refusal for this request.
approval-look-alike = Some letters are not the ones they look like, or come from different alphabets: { $word }. It may not be what it seems.
approval-unknown-right = It asks for a right that Clawtray does not know. Look at all of it before you approve.
approval-field-agent = Agent
approval-field-channel = Channel
approval-field-account = Account
approval-field-command = Command
approval-field-description = What it wants
approval-field-folder = Folder
approval-field-host = Where
approval-field-tool = Tool
approval-field-warning = Warning
approval-node = { $name } wants its commands allowed
approval-field-name = Name
approval-field-platform = System
approval-field-client = Program
approval-field-address = Address
approval-field-device = Device
right-role-operator = Use this gateway
right-role-node = Offer its own commands to the assistant
right-operator-read = See everything
right-operator-write = Send messages and start work
right-operator-admin = Change everything
right-operator-approvals = Decide approvals for commands
right-operator-pairing = Let devices in and out
right-operator-questions = Answer the assistant's questions
right-operator-talk = Speak with the assistant
right-operator-talk-secrets = Read the secrets for speaking
right-operator-sessions-read = Read sessions
right-operator-sessions-write = Change sessions
right-role-sender = Write to the assistant, and get its answers
right-command = Lets the assistant run this command on it
right-capability = Says it can do
right-permission = Its own system allows it
right-other = A right Clawtray does not know

error-approval-changed = This request has changed since it was shown. Nothing was done; look at it again.
error-decision-not-taken = The gateway does not take this decision for this request. Nothing was done.
error-approval-gone = This request is not waiting any more: it was decided elsewhere or ran out. Nothing was done.
error-bad-request = This version of Clawtray does not understand that request.
error-busy = Another repair is running. Wait until it ends.
error-dashboard = The dashboard could not be opened. Look whether the gateway runs and a browser is installed.
error-deciding = This request is being decided already.
error-decision = The gateway did not take the decision. Look at the request again.
error-job = The gateway did not start the job.
error-finding-gone = This problem is not there any more. Nothing was done.
error-gone = It is not there any more. Nothing was done.
error-missing-rights = This computer lacks a right for that. Nothing was done.
error-missing-scope = This computer lacks the right { $scope }.
error-needs-confirmation = Look at what this action does first, then confirm it.
error-no-undo = There is nothing to take back, or another repair is running.
error-not-connected = Clawtray is not connected to the gateway right now. Try again in a moment.
error-not-ours = Somebody else started this gateway, so Clawtray does not stop it.
error-elsewhere = This gateway runs on another computer. Start and stop it there.
error-near-metered = This network is metered, so nobody was asked. Asking sends a few small packets; you can do it all the same.
error-near-failed = This network could not be asked for gateways. Nothing was changed; write the address yourself.
error-not-set-up = OpenClaw was not found on this computer, so there is nothing to start.
error-unknown-gateway = Clawtray does not keep a gateway of that name. Look at the list of gateways.
error-gateway-not-found = There is no OpenClaw gateway of that name on this computer, so it cannot be kept.
error-gateway-name = This name does not work. Use letters, digits, dots, hyphens and underscores, at most 64 of them.
error-gateway-name-taken = There is a gateway of this name already. Choose another name.
error-gateway-not-accepted = This connection has to be looked at and accepted first. Nothing was changed.
error-last-gateway = This is the only gateway that Clawtray keeps, so it stays. Quit Clawtray to leave it alone.
error-gateway-not-started = Clawtray could not begin to keep this gateway. Nothing was changed.
error-settings-not-written = The settings file could not be changed, so the choice of gateways stays as it is.
error-plan-changed = What this action would do has changed since you saw it. Look at it again.
error-settings = The settings could not be written. They are as they were.
asked-by-unknown = asked for, nobody knows any more by whom
asked-by-tray = asked for in the tray menu
asked-by-notification = asked for in a notification
asked-by-window = asked for in the window
asked-by-command-line = asked for on the command line
asked-by-clawtray = done without asking, as the settings allow
