# The tray menu.

menu-more-problems = { $count ->
    [one] 1 more problem…
   *[other] { $count } more problems…
}
menu-more-approvals = { $count ->
    [one] 1 more request…
   *[other] { $count } more requests…
}
menu-more-jobs = { $count ->
    [one] 1 more job…
   *[other] { $count } more jobs…
}
menu-job = { $title }: { $name }
menu-deny = Deny
menu-approve = Approve
menu-approve-always = Approve, now and from now on
menu-deciding = Being decided
menu-details = Details…
menu-open-dashboard = Open dashboard
menu-open-window = Open Clawtray
menu-logs = Logs
menu-gateways = Gateways
menu-watch-gateway = Keep “{ $gateway }” too
menu-start = Start gateway
menu-stop = Stop gateway
menu-stop-now = Stop now, without waiting
menu-restart = Restart gateway
menu-refresh = Look again
menu-mute = Mute notifications
menu-mute-hour = For an hour
menu-mute-tomorrow = Until tomorrow morning
menu-muted = Muted { $until }
menu-mute-off = Notify again
menu-start-at-login = Start at login
menu-quit = Quit
menu-quit-keeps = Quit (the gateway goes on)
menu-quit-stops = Quit and stop the gateway
