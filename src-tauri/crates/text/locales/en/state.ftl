# The one state, the headline and the three signals.
# Times ($time) are HH:MM, lengths ($uptime, $elapsed) are already words.

app-name = Clawtray

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
headline-node-unsupported = OpenClaw needs a newer Node.js than the one found here
headline-starting = Starting since { $time }
headline-starting-stage = Starting since { $time }: { $stage }
headline-restarting = Restarting
headline-draining = Finishing running work before stopping
headline-stopping = Stopping
headline-repairing = Repairing: { $label }
headline-backoff = Down since { $time }; next start in { $wait }
headline-connecting = Running, connecting
headline-running = Running { $uptime }
headline-running-version = Running { $uptime }, OpenClaw { $version }
headline-needs-you = Running; { $count ->
    [one] 1 request waits for you
   *[other] { $count } requests wait for you
}
headline-degraded = Running, but: { $title }
headline-degraded-more = Running, but: { $title } (and { $count } more)
headline-down = Gateway down since { $time }
headline-down-cause = Gateway down since { $time }: { $cause }
headline-gave-up = Gateway keeps crashing; not started again since { $time }
headline-gave-up-cause = Gateway keeps crashing; not started again since { $time }: { $cause }
headline-paused = Stopped by you at { $time }
headline-attached-down = The gateway that somebody else started is not running any more
headline-unreachable = Cannot be reached since { $time }
headline-unreachable-cause = Cannot be reached since { $time }: { $cause }

rung-process-running = The process runs
rung-process-starting = The process is starting
rung-process-stopping = The process is stopping
rung-process-waiting = Waiting before the next start
rung-process-stopped = No process
rung-process-foreign = A process runs that Clawtray did not start
rung-process-remote = Runs on another computer
rung-process-unknown = Not known yet
rung-http-ready = Answers and is ready
rung-http-starting = Answers, still starting
rung-http-draining = Answers, finishing its work
rung-http-not-ready = Answers, but is not ready
rung-http-silent = Does not answer
rung-http-unknown = Not asked yet
rung-rpc-ready = Signed in and answering
rung-rpc-connecting = Signing in
rung-rpc-pairing = Waits until this computer is approved
rung-rpc-refused = Signing in was refused
rung-rpc-retry = Not connected; trying again soon
rung-rpc-failing = Signed in, but requests fail
rung-rpc-unknown = Not tried yet

detail-pid = pid { $pid }
detail-pid-port = pid { $pid }, port { $port }
detail-exit-code = exit code { $code }
detail-exit-signal = signal { $signal }

mode-child = Started by Clawtray
mode-service = Kept by the system's service manager
mode-attached = Started by somebody else
mode-remote = On another computer

keychain-saved = Tokens are kept in this computer's keychain
keychain-memory = Tokens are kept in memory until Clawtray ends: { $why }
keychain-locked = the keychain is locked
keychain-missing = this computer has no keychain
keychain-failed = the keychain does not answer

notice-no-tray-host = This desktop shows no tray icons. Open Clawtray's window instead; the icon appears by itself once the desktop shows icons.
notice-no-notifications = This desktop shows no notifications. Clawtray's window and menu show everything.
notice-settings-newer = clawtray.json was written by a newer Clawtray. It is read as far as it is understood and never overwritten.
notice-settings-broken = clawtray.json cannot be read: { $words }. The defaults are used and the file is left as it is.
notice-keychain = The keychain cannot be used ({ $why }). Tokens are kept in memory and have to be fetched again after a restart.
notice-several-installs = More than one OpenClaw is installed. Clawtray uses { $path }.

problem-plan-changed = What this action would do has changed since you saw it. Look at it again.
problem-needs-confirmation = Look at what this action does first, then confirm it.
problem-gone = It is not there any more. Nothing was done.
problem-busy = Another repair is running. Wait until it ends.
problem-not-connected = Clawtray is not connected to the gateway right now.
problem-missing-rights = This computer lacks a right for that: { $rights }
problem-not-set-up = OpenClaw was not found on this computer, so there is nothing to start.
problem-keychain = The keychain cannot be used now: { $why }
problem-attached = Somebody else started this gateway, so Clawtray does not stop it.
problem-failed = It did not work: { $words }

history-exit = The gateway ended ({ $how })
history-state = { $state }
history-repair = { $label }: { $outcome }
history-notification = Notified: { $title }
