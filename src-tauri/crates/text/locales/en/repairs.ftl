# Repairs: steps, warnings before, outcomes after, the way back.

step-check = Look whether it is still needed
step-doctor = Let OpenClaw repair its files
step-start = Start the gateway
step-start-without-channels = Start the gateway without its channels
step-stop = Stop the gateway
step-restart = Restart the gateway
step-wait-ready = Wait until the gateway is ready
step-wait-stable = Watch it for { $time }
step-service-install = Write the service again with today's settings
step-fetch-token = Fetch the token from OpenClaw into the keychain
step-reconnect = Connect again
step-approve-device = Approve this computer
step-patch = Change the configuration
step-undo-patch = Put the old values back
step-run-job = Run the job
step-pause-job = Pause the job
step-wake = Send a heartbeat
step-look = Look again
step-verify = Look whether it worked

warning-restart = The gateway restarts. Running work is finished first, for up to { $time }.
warning-stop = The gateway stops. Running work is finished first, for up to { $time }.
warning-interrupts = Running work is interrupted.
warning-comments = Comments in the configuration file may get lost.
warning-doctor = OpenClaw's doctor may change more than this one fault; it keeps a copy of the configuration.
warning-channels-off = Channels stay silent until the gateway is started normally.
warning-job-effects = The job does again whatever it does, such as sending messages.
warning-rights = This computer gets: { $rights }
warning-service = The service file is written again. Changes made to it by hand get lost.
warning-no-undo = This cannot be undone from here.

outcome-repaired = Repaired. The check says that it works now.
outcome-awaiting-proof = Changed. Whether it helped shows at the next run: { $what }.
outcome-nothing-to-do = Nothing to do: it works already.
outcome-still-broken = Every step ran, but it still does not work.
outcome-blocked = Not started: { $why }
outcome-aborted-by-person = Stopped by you. What was done until then stays.
outcome-aborted-changed = Stopped, because something changed meanwhile: { $what }
outcome-budget-spent = Not started: this was tried too often in a short time.
outcome-failed = Failed at “{ $step }”: { $words }
outcome-failed-timeout = “{ $step }” took longer than { $time } and was ended.
outcome-undone = Taken back. The old values are in place again.

guard-stopped = You stopped the gateway; it stays stopped.
guard-starting = The gateway is still starting.
guard-draining = The gateway is finishing its work.
guard-updating = OpenClaw is being updated.
guard-foreign = A process that is not this gateway is in the way.
guard-owned = Another gateway uses this OpenClaw folder.
guard-attached = Somebody else started this gateway.
guard-not-connected = There is no connection to the gateway.
guard-missing-rights = This computer lacks the right { $right }.
guard-no-openclaw = OpenClaw was not found on this computer.
guard-busy = Another repair is running.

undo-refused-changed = The configuration was changed since, so the old values cannot be put back safely.
undo-refused-gone = What was kept for undoing is not there any more.
undo-refused-not-connected = The gateway must run and be connected to undo this.
