# What can be wrong: title, text for each case, and the words on the buttons.
# Ids: finding-<area>-<problem>, then a dash and the case; action-<area>-<problem>-<action>.

finding-config-invalid = The configuration is not valid, so the gateway refuses to start
finding-config-invalid-missing = There is no configuration file, so the gateway does not start. Repairing writes a new one with the defaults.
finding-config-invalid-not-json = The configuration file is not readable as JSON at line { $line }, column { $column }. The gateway stays down until that is corrected.
finding-config-invalid-not-json-somewhere = The configuration file is not readable as JSON. The gateway stays down until that is corrected.
finding-config-invalid-mode-missing = The configuration does not say where the gateway runs (gateway.mode). Repairing sets it for this computer.
finding-config-invalid-mode-remote = The configuration says that the gateway runs on another computer (gateway.mode is remote), so it does not start here.
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

finding-port-conflict = Another program is using the gateway's port
finding-port-conflict-named = { $name } (pid { $pid }) listens on port { $port }. End it, or give the gateway another port.
finding-port-conflict-other-user = A program of another user ({ $user }) listens on port { $port }. Give the gateway another port, or ask that user to end it.
finding-port-conflict-unnamed = A program that cannot be named from here listens on port { $port }. End it, or give the gateway another port.
action-port-conflict-show-who-holds-it = Show who holds it

finding-process-crash-loop = The gateway keeps crashing
finding-process-crash-loop-text = It ended { $count } times within a short time, so Clawtray stopped starting it. Its last lines are below.
action-process-crash-loop-repair-and-try-once-more = Repair and try once more
action-process-crash-loop-start-without-channels = Start without channels

finding-service-config-mismatch = The service runs with other settings than your config
finding-service-config-mismatch-missing = The service is set up to run { $program }, which is not there any more. It cannot start like this.
finding-service-config-mismatch-port = The service starts the gateway on port { $service }, and the configuration says { $port }.
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
finding-auth-token-mismatch-missing = The gateway wants a token, and Clawtray has none yet.
action-auth-token-mismatch-refetch-token = Fetch the current token
action-auth-token-mismatch-reinstall-the-service = Reinstall the service

finding-auth-pairing-required = This computer is waiting to be approved
finding-auth-pairing-required-not-paired = The gateway does not know this computer yet. Until it is approved, Clawtray sees little and can do little.
finding-auth-pairing-required-scope-upgrade = Clawtray asks for more rights than this computer was given.
finding-auth-pairing-required-role-upgrade = Clawtray asks for another role than this computer was given.
finding-auth-pairing-required-metadata-upgrade = What this computer says about itself has changed, so the gateway wants it approved again.
action-auth-pairing-required-approve-this-device = Approve this computer

finding-model-long-context-429 = Claude refuses long conversations on this account
finding-model-long-context-429-set = { $model } is set to a context of one million tokens, which this account may not use without extra usage. Long conversations fail until it is turned off.
finding-model-long-context-429-no-key = { $model } refused a long conversation. The setting is off now; whether that is enough shows at its next run.
finding-model-long-context-429-unknown = { $model } refused a long conversation because this account has no extra usage. The configuration could not be read, so it is not known whether the large context is set.
action-model-long-context-429-disable-context1m = Turn off the 1M context for this model

finding-cron-job-failed = A scheduled job failed
finding-cron-job-failed-text = { $streak ->
    [one] The last run of “{ $name }” failed.
   *[other] The last { $streak } runs of “{ $name }” failed.
}
action-cron-job-failed-run-it-again-now = Run it again now
action-cron-job-failed-pause-this-job = Pause this job

finding-heartbeat-failed = The heartbeat failed or stopped
finding-heartbeat-failed-text = The last heartbeat ended with an error.
finding-heartbeat-failed-silent = No heartbeat has come for { $minutes ->
    [one] 1 minute
   *[other] { $minutes } minutes
}, although it is switched on.
action-heartbeat-failed-send-one-now = Send one now

finding-from-text = The pasted output shows this. The lines that say so are below.
