# What can be wrong: title, text for each case, and the words on the buttons.
# Ids: finding-<area>-<problem>, then a dash and the case; action-<area>-<problem>-<action>.

finding-config-invalid = The configuration is not valid, so the gateway refuses to start
finding-config-invalid-missing = There is no configuration file, so the gateway does not start. Repairing writes a new one with the defaults.
finding-config-invalid-not-json = The configuration file is not readable as JSON at line { $line }, column { $column }. The gateway stays down until that is corrected.
finding-config-invalid-not-json-somewhere = The configuration file is not readable as JSON. The gateway stays down until that is corrected.
finding-config-invalid-unknown-key = The configuration has an entry that OpenClaw does not know: { $key } at line { $line }, column { $column }. The gateway stays down until it is gone.
finding-config-invalid-unknown-key-somewhere = The configuration has an entry that OpenClaw does not know: { $key }. The gateway stays down until it is gone.
finding-config-invalid-value = The value of { $key } at line { $line }, column { $column } is not one that OpenClaw accepts. The gateway stays down until it is corrected.
finding-config-invalid-value-somewhere = The value of { $key } is not one that OpenClaw accepts. The gateway stays down until it is corrected.
finding-config-invalid-unreadable = The configuration file cannot be read: { $words }
finding-config-invalid-other = OpenClaw does not accept its configuration: { $words }
action-config-invalid-repair-the-configuration = Repair the configuration
action-config-invalid-restore-the-last-good-copy = Restore the last good copy

finding-process-state-owned = Another gateway already uses this OpenClaw folder
finding-process-state-owned-text = A second gateway on the same folder would damage its data, so OpenClaw refuses to start. End the other one, or use it instead of this one.
action-process-state-owned-show-who-it-is = Show who it is
action-process-state-owned-attach-to-it = Attach to it
action-process-state-owned-stop-that-gateway = Stop that gateway

finding-port-conflict = Another program is using the gateway's port
finding-port-conflict-named = { $name } (pid { $pid }) listens on port { $port }. End it, or give the gateway another port.
finding-port-conflict-other-user = A program of another user ({ $user }) listens on port { $port }. Give the gateway another port, or ask that user to end it.
finding-port-conflict-unnamed = A program that cannot be named from here listens on port { $port }. End it, or give the gateway another port.
action-port-conflict-show-who-holds-it = Show who holds it
action-port-conflict-attach-to-it = Attach to it
action-port-conflict-use-the-next-free-port = Use the next free port
action-port-conflict-stop-that-gateway = Stop that gateway

finding-process-crash-loop = The gateway keeps crashing
finding-process-crash-loop-text = It ended { $count } times within a short time, so Clawtray stopped starting it. Its last lines are below.
action-process-crash-loop-repair-and-try-once-more = Repair and try once more
action-process-crash-loop-start-without-channels = Start without channels
action-process-crash-loop-see-the-cause = See the cause

finding-service-config-mismatch = The service runs with other settings than your config
finding-service-config-mismatch-missing = The service is set up to run { $program }, which is not there any more. It cannot start like this.
finding-service-config-mismatch-unreadable = The file that defines the service cannot be read: { $words }. What the service would start is not known.
finding-service-not-installed-gone = A service of this system kept the gateway running, and that service is not there any more. Nothing starts the gateway now.
finding-service-config-mismatch-port = The service starts the gateway on port { $service }, and the configuration says { $port }.
finding-service-config-mismatch-token = The service's file carries a copy of the gateway's token, and that copy is not the configured token any more. Whoever signs in with the one is refused by the other.
action-service-config-mismatch-reinstall-service = Reinstall the service with today's settings

finding-service-not-running = The gateway is not running
finding-service-not-running-killed = The system or a person ended it with signal { $signal }.
finding-service-not-running-crashed = It ended by itself with exit code { $code }.
finding-service-not-running-ended = It ended by itself without an error.
finding-service-not-running-older = This OpenClaw is older than the one that wrote the configuration, so it refuses to start. Use the newer one.
finding-service-not-running-node = The Node.js it would run under is too old for this OpenClaw.
finding-service-not-running-secret = A stored secret that the configuration points at could not be read.
finding-service-not-running-service = The service is installed but does not run.
finding-service-not-running-stopped = Nothing runs on this computer that answers as the gateway.
action-service-not-running-start = Start the gateway
action-service-not-running-repair-and-start = Repair and start

finding-auth-token-mismatch = The saved token is not this gateway's token
finding-auth-token-mismatch-text = The gateway refused the token that Clawtray keeps. It was probably changed since.
action-auth-token-mismatch-refetch-token = Fetch the current token again
action-auth-token-mismatch-reinstall-the-service = Reinstall the service

finding-auth-pairing-required = This computer is waiting to be approved
finding-auth-pairing-required-not-paired = The gateway does not know this computer yet. Until it is approved, Clawtray sees little and can do little.
finding-auth-pairing-required-scope-upgrade = Clawtray asks for more rights than this computer was given.
finding-auth-pairing-required-role-upgrade = Clawtray asks for another role than this computer was given.
finding-auth-pairing-required-metadata-upgrade = What this computer says about itself has changed, so the gateway wants it approved again.
action-auth-pairing-required-approve-this-device = Approve this computer
action-auth-pairing-required-copy-the-command = Copy the command

finding-model-long-context-429 = Claude refuses long conversations on this account
finding-model-long-context-429-set = { $model } is set to a context of one million tokens, which this account may not use without extra usage. Long conversations fail until it is turned off.
finding-model-long-context-429-no-key = { $model } refused a long conversation. The setting is off now; whether that is enough shows at its next run.
finding-model-long-context-429-unknown = { $model } refused a long conversation because this account has no extra usage. The configuration could not be read, so it is not known whether the large context is set.
action-model-long-context-429-disable-context1m = Turn off the 1M context for this model
action-model-long-context-429-switch-to-a-standard-window-model = Switch to a standard-window model
action-model-long-context-429-add-a-fallback-model = Add a fallback model
action-model-long-context-429-use-an-api-key-instead = Use an API key instead

finding-cron-job-failed = A scheduled job failed
finding-cron-job-failed-switched-off = “{ $name }” failed { $streak } times in a row, so OpenClaw has switched it off. It stays off until somebody switches it on again.
finding-cron-job-failed-text = { $streak ->
    [one] The last run of “{ $name }” failed.
   *[other] The last { $streak } runs of “{ $name }” failed.
}
action-cron-job-failed-run-it-again-now = Run it again now
action-cron-job-failed-pause-this-job = Pause this job
action-cron-job-failed-show-the-error = Show the error

finding-heartbeat-failed = The heartbeat failed or stopped
finding-heartbeat-failed-text = The last heartbeat ended with an error.
finding-heartbeat-failed-silent = No heartbeat has come for { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}, although it is switched on.
action-heartbeat-failed-send-one-now = Send one now
action-heartbeat-failed-show-the-error = Show the error

finding-install-missing = OpenClaw is not installed
finding-install-missing-text = OpenClaw was not found on this computer: not on the search path, not in the usual places.
action-install-missing-install-openclaw = Install OpenClaw
action-install-missing-choose-where-it-is = Choose where it is

finding-install-split-brain = Two OpenClaw installs are fighting
finding-install-split-brain-two = This computer has OpenClaw { $newest }, but what starts it here is the older { $older }. Use the newest install for everything.
finding-install-split-brain-text = An older OpenClaw on this computer tries to run what a newer one set up. The older one refuses, so that nothing newer is overwritten. Use the newest install for everything.
action-install-split-brain-reinstall-from-newest = Use the newest install and reinstall the service from it
action-install-split-brain-show-every-install = Show every install
action-install-split-brain-remove-the-stale-wrapper = Remove the stale wrapper

finding-install-node-unsupported = Node.js is too old for this OpenClaw
finding-install-node-unsupported-missing = OpenClaw needs Node.js, and none was found.
finding-install-node-unsupported-old = The Node.js found here is version { $found }. This OpenClaw needs { $wants }.
finding-install-node-unsupported-refused = OpenClaw does not start under the Node.js it was given.
action-install-node-unsupported-use-a-newer-node-already-on-this-computer = Use a newer Node already on this computer
action-install-node-unsupported-install-a-supported-node = Install a supported Node

finding-install-update-incomplete = An update did not finish
finding-install-update-incomplete-text = An update of OpenClaw was begun and did not come to its end. Parts of it may be missing until it is finished.
action-install-update-incomplete-finish-the-update = Finish the update

finding-install-protocol-mismatch = A program speaks another gateway protocol version
finding-install-protocol-mismatch-text = A program that talks to the gateway was made for another version of it. Update that program or the gateway, whichever is older.
finding-install-protocol-mismatch-client = The gateway refuses this version of Clawtray. Update Clawtray or the gateway, whichever is older.
finding-install-protocol-mismatch-unknown = The gateway refused the connection for a reason that this version of Clawtray does not know. One of the two is probably newer than the other expects: update the older one.
action-install-protocol-mismatch-show-which-program-it-is = Show which program it is
action-install-protocol-mismatch-update-the-older-side = Update the older side

finding-storage-full = The disk is full
finding-storage-full-text = The disk that holds the OpenClaw folder is full or nearly so. The gateway cannot keep messages, jobs or settings.
finding-storage-full-left = Only { $megabytes } MB are free on the disk that holds the OpenClaw folder. The gateway cannot keep messages, jobs or settings when it is full.
action-storage-full-show-the-largest-openclaw-folders = Show the largest OpenClaw folders

finding-storage-readonly = OpenClaw may not write to its own folder
finding-storage-readonly-text = OpenClaw may not write to its own folder. It cannot keep messages, jobs or settings.
action-storage-readonly-show-owner-and-mode = Show owner and mode

finding-storage-io = The disk reports errors
finding-storage-io-text = The disk, or the database on it, reports errors. Make a copy of what matters before anything else.
action-storage-io-export-diagnostics = Export diagnostics
action-storage-io-back-up-now = Back up now

finding-storage-locked = The gateway's database is busy
finding-storage-locked-text = Another program holds the gateway's database, so the gateway has to wait for it.
action-storage-locked-show-what-holds-it = Show what holds it

finding-service-duplicate = More than one gateway service is installed
finding-service-duplicate-text = More than one service starts an OpenClaw gateway here. They take turns in ending each other; keep one.
action-service-duplicate-show-the-services = Show the services
action-service-duplicate-keep-one = Keep one

finding-mode-not-local = The gateway is not set up to run on this computer
finding-mode-not-local-missing = The configuration does not say where the gateway runs (gateway.mode), so it does not start. Setting it to this computer ends that.
finding-mode-not-local-remote = The configuration says that the gateway runs on another computer (gateway.mode is remote), so it does not start here.
action-mode-not-local-set-mode-local = Set gateway.mode to local
action-mode-not-local-restore-the-last-good-config = Restore the last good config

finding-bind-no-auth = The gateway refuses to be reachable from the network without a password
finding-bind-no-auth-text = The configuration lets other computers reach the gateway but asks nobody for a token or password. The gateway refuses to start like this.
action-bind-no-auth-create-token = Create a token and keep it in the keychain
action-bind-no-auth-listen-on-this-computer-only = Listen on this computer only

finding-probe-secretref-unresolved = A stored secret could not be read
finding-probe-secretref-unresolved-start = The configuration points at a secret that cannot be read, and the gateway does not start without it.
finding-probe-secretref-unresolved-text = The configuration points at a secret that cannot be read. What needs it does not work until it can.
action-probe-secretref-unresolved-show-which-one = Show which one
action-probe-secretref-unresolved-store-it-in-the-keychain = Store it in the keychain

finding-config-restored = The gateway went back to an older configuration
finding-config-restored-text = The configuration file was damaged, and OpenClaw put an older copy back. What was changed since that copy is not in effect.
action-config-restored-compare-the-two = Compare the two
action-config-restored-put-your-change-back-corrected = Put your change back, corrected
action-config-restored-keep-the-restored-one = Keep the restored one

finding-config-write-rejected = A configuration change was rejected
finding-config-write-rejected-text = A program tried to write a configuration that would have lost most of its entries. OpenClaw kept the old one and put the other aside.
action-config-write-rejected-show-what-was-rejected = Show what was rejected

finding-config-reload-skipped = A change to the configuration was ignored because it is not valid
finding-config-reload-skipped-text = The configuration file was changed and is not valid any more. The gateway goes on with what it had; at its next start it would refuse.
action-config-reload-skipped-show-the-mistake = Show the mistake
action-config-reload-skipped-restore-what-is-running = Restore what is running

finding-service-not-installed = The gateway service is not installed
finding-service-not-installed-text = The gateway is meant to be kept running by a service of this system, and that service is not installed.
action-service-not-installed-install-and-start-the-service = Install and start the service
action-service-not-installed-run-it-from-clawtray-instead = Run it from Clawtray instead

finding-process-memory-pressure = The gateway is running out of memory
finding-process-memory-pressure-text = The gateway uses more memory than there is for it. It becomes slow, and the system may end it.
action-process-memory-pressure-restart-at-a-quiet-moment = Restart at a quiet moment
action-process-memory-pressure-export-diagnostics = Export diagnostics

finding-process-sleep-stall = The gateway went quiet after sleep
finding-process-sleep-stall-text = The gateway has not answered since the computer woke from sleep.
action-process-sleep-stall-wake-it = Wake it

finding-process-hung = The gateway is running but does not answer
finding-process-hung-text = The gateway is running, but it has stopped answering. Messages and jobs wait until it is restarted.
finding-process-hung-link = The gateway is running, but nothing comes over the connection to it any more. Messages and jobs wait until it is restarted.
action-process-hung-restart = Restart it

finding-app-slow-start = The gateway is still starting
finding-app-slow-start-moving = It is taking longer than usual. It is at: { $stage }.
finding-app-slow-start-stuck = It has made no progress for more than a minute. It is at: { $stage }.
action-app-slow-start-show-the-stage = Show the stage

finding-auth-token-missing = Clawtray has no token for this gateway
finding-auth-token-missing-text = The gateway wants a token, and Clawtray has none yet.
finding-auth-token-missing-not-configured = The gateway is set to ask for a token and has none itself, so nobody can sign in. Set a token in its configuration, then try again.
finding-auth-token-missing-network = The gateway knows people by their Tailscale network and could not tell who this computer is. With the gateway's token it lets this computer in all the same.
action-auth-token-missing-import-token = Use the token from this computer's config
action-auth-token-missing-paste-a-token = Paste a token

finding-auth-device-token-mismatch = This computer's access was revoked or replaced
finding-auth-device-token-mismatch-text = The gateway does not accept this computer any more: its access was revoked or replaced by a newer one.
action-auth-device-token-mismatch-pair-this-computer-again = Pair this computer again

finding-auth-password-mismatch = The gateway password is wrong
finding-auth-password-mismatch-text = The gateway asks for a password, and the one it got is wrong or missing.
finding-auth-password-mismatch-missing = The gateway asks for a password, and Clawtray has none yet.
finding-auth-password-mismatch-not-configured = The gateway is set to ask for a password and has none itself, so nobody can sign in. Set a password in its configuration, then try again.
finding-auth-password-mismatch-proxy = The gateway lets in only those whom its identity proxy vouches for. A program on the gateway's own computer enters with the gateway's password, where one is set.
action-auth-password-mismatch-enter-the-password = Enter the password

finding-auth-device-identity = The device check failed
finding-auth-device-identity-text = The gateway could not check who connects. The clock may be wrong, or a program signs in in a way that is too old.
finding-auth-device-identity-clock-behind = The gateway could not check this computer, because the clocks differ: this computer's is { $minutes } minutes behind the gateway's. Set the one that is wrong, then check again.
finding-auth-device-identity-clock-ahead = The gateway could not check this computer, because the clocks differ: this computer's is { $minutes } minutes ahead of the gateway's. Set the one that is wrong, then check again.
action-auth-device-identity-open-the-dashboard-safely = Open the dashboard safely
action-auth-device-identity-show-which-client-must-be-updated = Show which client must be updated
action-auth-device-identity-check-the-clock = Check the clock
action-auth-device-identity-make-a-new-identity-for-this-computer = Make a new identity for this computer

finding-auth-scope-mismatch = This computer may not do that yet
finding-auth-scope-mismatch-text = A connection to the gateway asked for more than this computer was given.
finding-auth-scope-mismatch-missing = Clawtray is connected but does not hold every right that it needs: { $missing }. What needs them does not work.
action-auth-scope-mismatch-ask-for-the-missing-permission = Ask for the missing permission

finding-auth-origin-not-allowed = The dashboard is opened from an address the gateway does not trust
finding-auth-origin-not-allowed-text = Somebody opens the dashboard from an address that the gateway does not trust, and is refused.
action-auth-origin-not-allowed-open-the-dashboard-at-the-right-address = Open the dashboard at the right address
action-auth-origin-not-allowed-allow-this-address = Allow this address

finding-auth-rate-limited = Too many failed sign-ins
finding-auth-rate-limited-text = Too many sign-ins failed in a row, so the gateway refuses further ones for some minutes.
action-auth-rate-limited-wait-then-try-once = Wait, then try once
action-auth-rate-limited-find-who-keeps-trying = Find who keeps trying

finding-probe-ssh-fallback = The SSH tunnel did not start
finding-probe-ssh-fallback-text = The SSH tunnel to the gateway did not start, so it is asked directly, which may not be possible.
finding-probe-ssh-fallback-own = The gateway on the other computer is reached through ssh, and ssh does not get there. Clawtray tries again by itself; what ssh said last stands below.
action-probe-ssh-fallback-test-the-ssh-connection = Test the SSH connection
action-probe-ssh-fallback-edit-the-connection = Edit the connection

finding-probe-multiple-gateways = More than one gateway answers
finding-probe-multiple-gateways-text = More than one gateway answers. It is not clear which of them you talk to.
finding-probe-multiple-gateways-certificate = Whoever answers at the gateway's address shows another certificate than the one that was accepted. It may be a renewed one, another gateway, or somebody in between: nothing was told to it. Compare it on the gateway's own computer, and accept it only if it is the same there.
action-probe-multiple-gateways-choose-the-one-to-watch = Choose the one to watch
action-probe-multiple-gateways-stop-the-stale-one = Stop the stale one

finding-probe-scope-limited = Only part of the status can be read
finding-probe-scope-limited-text = Clawtray is connected but may read only part of what the gateway tells. Some problems cannot be seen like this.
action-probe-scope-limited-ask-for-read-permission = Ask for read permission

finding-probe-degraded = Connected, but status requests fail
finding-probe-degraded-text = The gateway accepts connections but fails when it is asked about its state.
action-probe-degraded-run-the-health-check-again = Run the health check again
action-probe-degraded-restart = Restart the gateway

finding-model-credentials = A model provider's sign-in has expired or is missing
finding-model-credentials-text = A model provider does not accept the sign-in that OpenClaw has for it. Its models do not answer until you sign in again.
finding-model-credentials-named = { $model } cannot be used: its provider does not accept the sign-in that OpenClaw has. Sign in again.
action-model-credentials-sign-in-again = Sign in again
action-model-credentials-remove-stale-copies = Remove stale copies

finding-model-upstream-403 = Something in front of the model provider blocks requests
finding-model-upstream-403-text = Something between this computer and the model provider blocks the requests, and the provider never sees them. A proxy, a firewall or a region rule does this.
finding-model-upstream-403-named = Something between this computer and the provider of { $model } blocks the requests. A proxy, a firewall or a region rule does this.
action-model-upstream-403-show-the-evidence = Show the evidence

finding-model-local-backend = Your local model server rejects OpenClaw's requests
finding-model-local-backend-text = Your own model server answers simple tests but not the requests that OpenClaw makes. The lines below say what it does not accept.
finding-model-local-backend-named = The server behind { $model } answers simple tests but not the requests that OpenClaw makes. The lines below say what it does not accept.
action-model-local-backend-lower-the-context-window = Lower the context window
action-model-local-backend-send-plain-text-messages = Send plain-text messages
action-model-local-backend-send-strict-messages = Send strict messages
action-model-local-backend-turn-tools-off-for-this-model = Turn tools off for this model
action-model-local-backend-fix-the-model-id-or-base-url = Fix the model id or base URL
action-model-local-backend-test-the-server-directly = Test the server directly

finding-model-rate-limited = A model provider is limiting requests
finding-model-rate-limited-text = A model provider accepts fewer requests now than OpenClaw makes. This usually passes by itself.
finding-model-rate-limited-named = The provider of { $model } accepts fewer requests now than OpenClaw makes. This usually passes by itself.
action-model-rate-limited-show-when-it-resets = Show when it resets
action-model-rate-limited-add-a-fallback-model = Add a fallback model

finding-channel-permission = A channel lacks permissions at its provider
finding-channel-permission-text = A channel is signed in but may not do everything it needs at its provider. Grant the missing right there.
action-channel-permission-show-what-is-missing = Show what is missing
action-channel-permission-open-the-provider-s-page = Open the provider's page

finding-channel-disconnected = A channel is not connected
finding-channel-disconnected-blocked = { $channel } (account { $account }) refused the sign-in, so the gateway has stopped trying. Messages on it neither arrive nor leave.
finding-channel-disconnected-recovering = { $channel } (account { $account }) has lost its connection, and the gateway is trying to get it back. Messages wait until then.
finding-channel-disconnected-stopped = { $channel } (account { $account }) is switched on and does not run. Messages on it neither arrive nor leave.
finding-channel-disconnected-held-back = OpenClaw ended badly several times within minutes, so it did not start { $channel } this time. The gateway itself runs. Messages on { $channel } neither arrive nor leave until it is started.
action-channel-disconnected-start-channels = Start channels
action-channel-disconnected-reconnect-it = Reconnect it
action-channel-disconnected-link-it-again = Link it again

finding-channel-pairing-pending = Someone is waiting for permission to message your assistant
finding-channel-pairing-pending-text = Somebody wrote to your assistant who is not known to it yet. It does not answer before you allow it.
action-channel-pairing-pending-approve = Approve
action-channel-pairing-pending-refuse = Refuse

finding-channel-mention-required = Group messages are ignored until someone mentions the assistant
finding-channel-mention-required-text = Messages in a group were left unanswered because they did not mention the assistant. Groups are set up like this by default.
action-channel-mention-required-answer-without-a-mention-in-this-group = Answer without a mention in this group
action-channel-mention-required-leave-it-so = Leave it so

finding-channel-blocked = A sender or group is blocked by your rules
finding-channel-blocked-text = A message was left unanswered because your rules do not allow its sender or group.
action-channel-blocked-allow-this-sender-or-group = Allow this sender or group
action-channel-blocked-leave-it-so = Leave it so

finding-cron-disabled = Scheduled jobs are switched off
finding-cron-disabled-text = { $count ->
    [one] A scheduled job exists
   *[other] { $count } scheduled jobs exist
}, but the scheduler is switched off, so nothing of it runs.
action-cron-disabled-switch-scheduling-on = Switch scheduling on

finding-cron-tick-failed = The scheduler itself failed
finding-cron-tick-failed-text = The scheduler failed while it looked for due jobs. Jobs may not run until that is over.
action-cron-tick-failed-restart = Restart the gateway
action-cron-tick-failed-show-the-error = Show the error

finding-cron-delivery-failed = A job ran, but its message was not delivered
finding-cron-delivery-failed-text = “{ $name }” did its work, but its message could not be delivered.
action-cron-delivery-failed-fix-the-destination = Fix the destination
action-cron-delivery-failed-run-it-again-now = Run it again now

finding-cron-missed = A scheduled job did not run when it was due
finding-cron-missed-text = “{ $name }” was due { $at } and did not run. The gateway was down or the computer asleep at that time.
action-cron-missed-run-it-now = Run it now
action-cron-missed-skip-it = Skip it

finding-heartbeat-unknown-account = The heartbeat points at an account that does not exist
finding-heartbeat-unknown-account-text = The heartbeat is set to report to an account that is not set up, so nobody hears of it.
action-heartbeat-unknown-account-choose-a-configured-account = Choose a configured account

finding-heartbeat-skipped = The heartbeat keeps being skipped
finding-heartbeat-skipped-no-route = The heartbeat has nowhere to report to. Write to your assistant once from the chat that should get it, or set a target for it.
finding-heartbeat-skipped-dm-blocked = The heartbeat may not write to the chat that it is set to report to, because direct messages are blocked there.
finding-heartbeat-skipped-channel = The channel that the heartbeat reports to is not ready.
finding-heartbeat-skipped-handler = The gateway has nothing that carries out the heartbeat. A plugin may be missing.
finding-heartbeat-skipped-off = Heartbeats are switched off in the running gateway, although its configuration asks for them. They stay off until they are switched on or the gateway starts again.
finding-heartbeat-skipped-busy = The gateway has been too busy for a heartbeat for more than three intervals ({ $reason }).
finding-heartbeat-skipped-other = The heartbeat is skipped, and the gateway gives this reason: { $reason }.
action-heartbeat-skipped-explain-the-reason = Explain the reason
action-heartbeat-skipped-change-what-causes-it = Change what causes it

finding-node-offline = A paired device is offline
finding-node-offline-text = { $name } is not connected; it was last seen { $at }. What it offers cannot be used until it is back.
action-node-offline-show-when-it-was-last-seen = Show when it was last seen

finding-node-background = A phone or computer must be in the foreground for this
finding-node-background-text = A device was asked for something that it only does while its app is open. Open the app there and try again.
action-node-background-tell-me-which-device = Tell me which device

finding-node-permission = A device has not granted a permission
finding-node-permission-text = A device was asked for something that its own settings do not permit. Allow it there and try again.
action-node-permission-show-what-to-allow = Show what to allow

finding-node-exec-approval = A command is waiting for your approval
finding-node-exec-approval-text = The assistant wants to run a command and waits for your decision.
action-node-exec-approval-deny = Deny
action-node-exec-approval-allow-once = Allow once
action-node-exec-approval-always-allow = Always allow

finding-node-allowlist-miss = A command was blocked by the allowlist
finding-node-allowlist-miss-text = The assistant wanted to run a command that is not on the list of allowed ones, so it was not run.
action-node-allowlist-miss-add-it-to-the-allowlist = Add it to the allowlist
action-node-allowlist-miss-allow-this-node-command = Allow this node command
action-node-allowlist-miss-leave-it-blocked = Leave it blocked

finding-browser-plugin-excluded = The browser tool is switched off by the plugin list
finding-browser-plugin-excluded-text = The browser tool is switched on, but the list of allowed plugins leaves it out, so it does not work.
action-browser-plugin-excluded-allow-the-browser-plugin = Allow the browser plugin

finding-browser-executable-missing = The browser program was not found
finding-browser-executable-missing-text = The browser tool found no browser to start, or the one it is set to use is not there.
action-browser-executable-missing-use-the-browser-found-here = Use the browser found here
action-browser-executable-missing-install-a-browser = Install a browser

finding-browser-launch-failed = The browser did not start
finding-browser-launch-failed-text = The browser for the assistant was started and did not become ready.
action-browser-launch-failed-try-to-start-it = Try to start it
action-browser-launch-failed-show-why = Show why

finding-browser-cdp-unreachable = The browser cannot be reached
finding-browser-cdp-unreachable-text = The assistant is set to use a browser that cannot be reached. It may be closed, or its address may be wrong.
action-browser-cdp-unreachable-use-openclaw-s-own-browser = Use OpenClaw's own browser
action-browser-cdp-unreachable-show-how-to-allow-attaching = Show how to allow attaching

finding-browser-no-tabs = The browser has no open tab to use
finding-browser-no-tabs-text = The browser is there, but it has no open page that the assistant could use.
action-browser-no-tabs-open-a-tab = Open a tab

finding-skills-symlink-escape = A skill was skipped because its link leaves the skills folder
finding-skills-symlink-escape-text = A skill was not loaded because it is a link to a place outside the folder of skills.
action-skills-symlink-escape-trust-that-folder = Trust that folder

finding-desktop-no-tray-host = This desktop shows no tray icons
finding-desktop-no-tray-host-text = This desktop shows no tray icons. Use Clawtray's window instead; the icon appears by itself once the desktop shows icons.
action-desktop-no-tray-host-open-the-window-instead = Open the window instead

finding-desktop-notifications-off = Notifications are off or unavailable
finding-desktop-notifications-off-text = Nothing on this desktop shows notifications, so Clawtray cannot tell you about problems while its window is closed.
action-desktop-notifications-off-send-a-test-notification = Send a test notification
action-desktop-notifications-off-open-system-settings = Open system settings

finding-secrets-unavailable = The keychain is locked or missing
finding-secrets-unavailable-text = The keychain cannot be used ({ $why }). Tokens are kept in memory and have to be fetched again after a restart.
action-secrets-unavailable-unlock-it = Unlock it
action-secrets-unavailable-keep-secrets-for-this-session-only = Keep secrets for this session only

finding-from-text = The pasted output shows this. The lines that say so are below.
finding-model-long-context-429-by-nature = The provider refused a long conversation with { $model }. This model's window is a million tokens by nature, so there is no setting to turn off: another model, one that stands by, or a credential that may use long conversations helps.
finding-model-long-context-429-changed = { $model } refused a long conversation. Something was changed against it since; whether that is enough shows at its next run.

## What a finding was seen by, where the words are ours.

seen-no-probe-answered = no HTTP probe was answered for more than { $seconds } s, and the process lives
seen-link-silent = no tick for three intervals, and no new connection is answered; /healthz answers
seen-last-heartbeat = last heartbeat
seen-due-and-no-run = cron.list { $job }: due, and no run since
seen-ended-unasked = ended without being asked to
seen-exit-code = exit code { $code }
seen-port-in-use-by = port in use by { $holder }
seen-port-in-use = port in use
seen-signal = signal { $signal }
seen-answered-nothing = answered nothing
seen-end-unseen = ended, exit code not seen
seen-not-started = not started
seen-openclaw-not-found = openclaw not found
seen-openclaw-timed-out = openclaw did not answer in time
seen-openclaw-garbage = openclaw printed nothing that can be understood
seen-megabytes-free = { $path }: { $megabytes } MB free
seen-database-held = openclaw.sqlite is held by { $holder }
seen-listens = { $who } listens on port { $port }
seen-port-taken = the gateway found its port taken
seen-no-tray-host = no org.kde.StatusNotifierWatcher with a host on the session bus
seen-no-notification-service = no notification service answers
seen-no-install = no package named openclaw on the search path or in the usual places
seen-woke = the computer woke from sleep
seen-healthz-silent = /healthz does not answer
seen-definition-gone = the definition of its service is gone
seen-browser-missing = browser.executablePath = { $program }: no such file
seen-browser-left-out = plugins.allow leaves browser out

not-looked-desktop = Only the keeper, in a desktop session, can tell:
not-looked-deep = Only OpenClaw's own thorough look tells (`clawtray doctor --deep`):
not-looked-lines = No line of the gateway's output or log has been read yet; there may be none:
not-looked-denied = The gateway's output or log may not be read with the rights of this account:
not-looked-rights = Clawtray lacks the rights at the gateway that it takes:
not-looked-untold = The gateway has told nothing about it so far:
not-looked-signed-out = Clawtray is not signed in to the gateway:
not-looked-yet = Clawtray is still looking around:
not-looked-not-installed = OpenClaw was not found on this computer:
not-looked-stopped = The gateway does not run:
not-looked-chosen = By its settings Clawtray does not ask for it:
