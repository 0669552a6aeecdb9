# The command line.

cli-about = Clawtray in the terminal: what the gateway does, what is wrong, and what ends it.
cli-after = Exit codes and the shapes of --json are described in docs/cli.md.
cli-about-status = Say how the gateway is
cli-about-runbook = List every problem that Clawtray can find
cli-about-doctor = Show what is wrong, why, and what can be done
cli-about-fix = Run a repair: shows what it does, asks, and proves it
cli-about-approvals = Show who waits for permission, and decide
cli-about-approvals-list = Show who waits for permission
cli-about-approvals-approve = Grant exactly what was asked
cli-about-approvals-deny = Refuse
cli-about-history = Show what happened lately, and how the gateway ended
cli-about-logs = Show the gateway's output
cli-about-start = Keep the gateway running, beginning now
cli-about-stop = Stop the gateway and keep it stopped
cli-about-restart = Stop the gateway and start it again
cli-about-service = Keep the gateway with a service of this system, or no longer
cli-about-service-install = Install the service and start it
cli-about-service-uninstall = Remove the service; Clawtray keeps the gateway then
cli-about-service-start = Start the service
cli-about-service-stop = Stop the service and keep it stopped
cli-about-service-restart = Stop the service and start it again
cli-service-none = No service is installed for this gateway. To install one: clawtray service install
cli-about-quit = End Clawtray's keeper; the gateway goes on
cli-about-open = Open Clawtray's window
cli-about-dashboard = Open the gateway's dashboard in the browser
cli-about-secret = Put a secret into the keychain
cli-about-secret-set = Read a secret from standard input and keep it in the keychain
cli-about-gateways = Show the gateways of this computer and choose which are kept
cli-about-gateways-list = Show them
cli-about-gateways-watch = Keep another one too
cli-about-gateways-unwatch = Leave one alone
cli-about-gateways-add = Add a gateway on another computer
cli-about-gateways-remove = Forget a gateway on another computer, with its secrets

cli-arg-json = Print JSON
cli-arg-watch = Go on, and print each change
cli-arg-explain = Explain one finding only
cli-arg-logs = Judge a log file instead of this computer; - reads standard input
cli-arg-finding = The finding, as doctor names it: ID or ID/SUBJECT
cli-arg-action = The action, where the finding offers several
cli-arg-dry-run = Only show what would be done
cli-arg-always = Grant it now and whenever the same is asked again
cli-arg-yes = Do not ask
cli-arg-undo = Take the change of an earlier repair back
cli-arg-approval = The request, as the list names it
cli-arg-exit-lines = How many of the last lines of each end, at most 200 are kept
cli-arg-lines = How many of the last lines
cli-arg-follow = Go on, and show new lines as they come
cli-arg-gateway = Which gateway, where there are several
cli-arg-gateways-address = wss://HOST:PORT, ws://HOST:PORT (private network) or ssh://USER@HOST:PORT (tunnel)
cli-arg-gateways-pin = The SHA-256 of the gateway's certificate, which is then not asked about
cli-arg-now = Do not wait for running work
cli-arg-wait = How long to follow until it is so; 0 does not follow
cli-arg-stop-gateway = Stop the gateway first
cli-arg-secret = Which secret

cli-not-understood = The command was not understood. Try clawtray --help.
cli-no-paths = Clawtray's folders cannot be found.
cli-output-failed = The output cannot be written: { $words }
cli-yes-no = [y/N]
cli-yes = yes y
cli-done = Done.

cli-engine-held = Another Clawtray began at this very moment. Try again.
cli-engine-failed = Clawtray's own files cannot be used, so nothing could be asked.
cli-keeper-silent = Clawtray's keeper runs (process { $pid }) but does not answer. If it stays so, end that process and start Clawtray again.
cli-keeper-unreachable = Clawtray's keeper cannot be reached.
cli-keeper-other-version = The keeper speaks version { $theirs } of the local protocol and this command version { $ours }. Quit Clawtray and start it again, so that both are of the same release.
cli-keeper-broken = The keeper sent something this command does not understand. Quit Clawtray and start it again, so that both are of the same release.
cli-keeper-late = The keeper does not answer. Try again; if it stays so, quit Clawtray and start it again.
cli-keeper-left = The keeper has ended. Start Clawtray, then try again.

cli-mark-notice = note:
cli-mark-yes = yes
cli-mark-waiting = wait
cli-mark-no = no
cli-mark-unknown = ?
cli-rung-process = Process
cli-rung-http = HTTP
cli-rung-rpc = Sign-in
cli-pid = pid { $pid }
cli-port = port { $port }
cli-mode-child = Started by Clawtray
cli-mode-service = Kept by the system's service manager
cli-mode-attached = Started by somebody else
cli-mode-remote = On another computer
cli-status-findings = { $count ->
    [0] No problems
    [one] 1 problem
   *[other] { $count } problems
}
cli-status-approvals = { $count ->
    [0] Nobody waits for permission
    [one] 1 request waits for you
   *[other] { $count } requests wait for you
}

cli-severity-error = error
cli-severity-warning = warning
cli-severity-info = info
cli-doctor-healthy = No problems found.
cli-history-nothing = Nothing has happened yet.
cli-history-suspect = Suspected: { $title } ({ $finding })
cli-doctor-exit = { $ago } ago: { $text }
cli-doctor-unknown = { $count ->
    [one] 1 kind of problem could not be looked at from here:
   *[other] { $count } kinds of problems could not be looked at from here:
}
cli-finding-explains = It causes:
cli-doctor-exits = Latest ends of the gateway
cli-doctor-logs-nothing = Nothing in this log tells of a problem that Clawtray knows.
cli-doctor-logs-judged = This is what the text says. Run “clawtray doctor” where the gateway runs: it looks for itself and can carry out what is offered.
cli-finding-since = { $name }, for { $since }
cli-finding-first-seen = { $name }, first seen { $since } ago
cli-finding-awaiting = Something was changed; whether it helped shows at the next run.
cli-finding-evidence = Seen:
cli-finding-actions = What can be done:
cli-finding-docs = OpenClaw's page about it: { $page }
cli-finding-healthy = This is not the case right now.
cli-finding-signals = What shows it:
cli-finding-offers = What can be done:
cli-runbook-count = { $count } findings: { $errors } errors, { $warnings } warnings, { $infos } to know. { $actions } actions, { $available } of them built.

cli-unknown-finding = There is no finding called { $id }.
cli-did-you-mean = Did you mean { $names }?
cli-several-findings = There are several { $id }: { $names }. Name one of them.

cli-logs-unreadable = { $name } cannot be read.
cli-logs-none = There is no output of a gateway in { $folder } yet.
cli-unknown-gateway = There is no gateway called { $id }.

cli-gateways-kept = Kept; no keeper runs
cli-gateways-found = Found, not kept
cli-gateways-watched = Clawtray keeps the gateway { $id } from now on.
cli-gateways-unwatched = Clawtray leaves the gateway { $id } alone from now on.
cli-gateways-last = This is the only gateway that is kept, so it stays.
cli-gateways-not-written = The settings file could not be changed, so the choice stays as it is.
cli-gateways-taken = A gateway of this computer is called { $id } already. Choose another name.
cli-gateways-address = This is no address of a gateway. Write wss://HOST:PORT, ws://HOST:PORT or ssh://USER@HOST:PORT.
cli-gateways-bad-pin = This is not the SHA-256 of a certificate: 64 hexadecimal digits.
cli-gateways-needs-pin = Nobody has seen the certificate of this gateway yet. Name it with --pin, or answer the question on a terminal. Nothing was changed.
cli-gateways-no-certificate = No certificate could be read at this address. Nothing was changed.
cli-gateways-certificate = Whoever answers there shows a certificate with this SHA-256:
cli-gateways-certificate-confirm = Is it the same on the gateway's own computer? Only then accept it.
cli-gateways-no-address = This host cannot be found. Nothing was changed.
cli-gateways-not-private = Without encryption only a host on a private network is called, and this one is not. Use wss:// or ssh://. Nothing was changed.
cli-gateways-plain = This connection is not encrypted: everybody on that network can read the token and what is said.
cli-gateways-plain-confirm = Use it all the same?
cli-gateways-left = Nothing was changed.
cli-gateways-next = If the gateway asks for a token or password:
cli-gateways-removed = Clawtray has forgotten the gateway { $id } and its secrets.
cli-gateways-removed-not-forgotten = Clawtray has forgotten the gateway { $id }, but its secrets are still in the keychain, which could not be used.

cli-action-safe = { $label }
cli-action-confirm = { $label } (asks first)
cli-action-unavailable = { $label } (not in this version)
cli-action-guide = { $label } (you decide there)
cli-action-blocked = { $label }: not now. { $why }
cli-unknown-action = This finding has no action called { $id }.
cli-several-actions = This finding offers several actions: { $names }. Name one of them.
cli-plan-commands = What runs:
cli-plan-diff = What changes in the configuration:
cli-plan-warnings = Before you say yes:
cli-plan-limit = It takes at most { $time }.
cli-plan-undo = It can be taken back.
cli-plan-no-undo = It cannot be taken back.
cli-fix-nothing-to-do = { $id } is not the case right now. Nothing to do.
cli-fix-no-action = There is nothing Clawtray can do about it by itself.
cli-fix-name-one = Name one: clawtray fix FINDING ACTION
cli-fix-which = Which number? Return leaves everything as it is:
cli-fix-nothing-done = Nothing was done.
cli-fix-dry-run = This was only a look. Nothing was done.
cli-fix-needs-yes = This needs a yes. Add --yes after looking at it with --dry-run.
cli-fix-confirm = { $label }?
cli-fix-stopping = Stopping at the next safe point. Press Ctrl-C again to leave without waiting.
cli-fix-left = Left without waiting; the repair may still be running. clawtray status shows it.
cli-fix-vanished = The repair does not show up. clawtray doctor tells whether it is still needed.
cli-fix-plan-changed = What this action would do has changed since you saw it. Look at it again.
cli-fix-undo = Take it back with: clawtray fix --undo { $repair }
cli-undo-unknown = There is no repair { $repair } any more.
cli-undo-not-offered = Repair { $repair } has nothing to take back.
cli-undo-done = Taken back. The old values are in place again.
cli-undo-confirm = Put the old values back?
cli-step-waiting = waits
cli-step-running = runs
cli-step-done = done
cli-step-failed = failed
cli-step-skipped = skipped

cli-approvals-none = Nobody waits for permission.
cli-approval-device = A device wants to connect
cli-approval-node = A node wants to offer commands
cli-approval-sender = Somebody wants to write to the assistant
cli-approval-command = An agent wants to run a command
cli-approval-plugin = A plugin wants to do something
cli-approval-system = The gateway wants to do something
cli-approval-other = A request
cli-approval-about = { $kind }, { $since } ago, { $id }
cli-approval-who = Who:
cli-approval-what = What would be done:
cli-approval-until = It runs out in { $left }.
cli-approval-rights = Which rights:
cli-approval-blocked = It cannot be approved from here: { $why }
cli-approval-needs-yes = Approving needs a yes. Look at the list, then add --yes.
cli-approval-confirm = Approve exactly this?
cli-approval-still-waits = Not approved. The request still waits.
cli-approval-not-carried-out = The gateway has not carried the decision out. Look at the list again.
cli-unknown-approval = No request called { $id } is waiting.
cli-approval-not-taken = The gateway does not take this answer here. Possible: { $names }.
cli-approved = Approved.
cli-approved-always = Approved, now and from now on.
cli-denied = Denied.

cli-run-not-yet = It is still on its way. clawtray status --watch follows it.
cli-run-stop-now = Running work is finished first. clawtray stop --now ends that wait.
cli-quit-none = Clawtray's keeper is not running.
cli-quit-keeps = Clawtray has ended; the gateway goes on.
cli-quit-stops = Clawtray stops the gateway, then ends.
cli-open-done = Opening Clawtray.
cli-open-no-window = Clawtray's window cannot be started from here.
cli-dashboard-done = Opening the dashboard.
cli-secret-ask = Token or password (nothing shows while you type):
cli-secret-unusable = No usable token or password was given. Nothing was changed.
cli-secret-no-keychain = The keychain cannot be used now. Nothing was changed.
cli-secret-saved = Saved in the keychain.
cli-secret-saved-untold = Saved in the keychain, but the keeper could not be told. It reads it when it starts again.
cli-secret-gateway = This is no gateway id.

# Starting the keeper and the window.
start-failed = Clawtray cannot start: { $words }
start-already = Clawtray is already running.
start-already-process = Clawtray is already running (process { $pid }).
start-keeper-about = clawtrayd keeps the OpenClaw gateway running and shows its state in the tray.
start-keeper-usage = Usage: clawtrayd [--version | --help]
start-keeper-runs = Without arguments it runs until it is asked to quit. A second one notices the first and ends.
start-window-failed = Clawtray's window could not be opened: { $words }
start-window-about = Opens the Clawtray window, or brings the open one to the front.
start-window-usage = Usage: clawtray-desktop [--route PLACE | clawtray://PLACE] [--gateway ID]
start-window-route = where to go:
start-window-gateway = which gateway, where there are several
start-window-version = print the version
start-window-help = print this text
start-window-unknown = { $word } is not an argument of clawtray-desktop. Try --help.
start-window-not-a-place = { $word } is not a place in the window. Try --help.
start-window-no-place = --route needs a place, such as overview. Try --help.
start-window-no-gateway = --gateway needs the name of a gateway. Try --help.
start-link-ignored = A clawtray:// link was not understood and is ignored.
start-no-display = Clawtray's window needs a graphical session, and neither DISPLAY nor WAYLAND_DISPLAY is set. Without a screen use the command line instead: clawtray status
cli-about-report = Put together a report for whoever helps, without secrets
cli-arg-deep = Also ask OpenClaw's own slow checks; takes up to a minute
cli-arg-report-output = Where the report is written
cli-doctor-deep-wait = Asking OpenClaw's own checks. This takes up to a minute.
cli-doctor-deep-failed = Not looked at, because { $command } did not answer: { $words }
cli-report-confirm = This is the whole report. Write it to { $path }?
cli-report-not-written = Nothing was written. With --yes it is.
cli-report-written = The report is in { $path }.
cli-report-diagnostics = OpenClaw's own diagnostics are in { $path }.
cli-report-no-diagnostics = OpenClaw's own diagnostics could not be added: { $why }
cli-report-failed = The report could not be written to { $path }. Choose another place with --output.
cli-arg-choice = Which way, where an action can be carried out in several
cli-arg-accept = Take the change of an earlier repair as enough, without waiting for proof
cli-arg-repair = Everything that is kept of this one repair, by its number
cli-several-choices = This action can be carried out in several ways: { $names }. Name one with --choice.
cli-accept-nothing = No change to { $id } waits for proof.
cli-accept-not-waiting = Repair { $repair } does not wait for proof.
