# The tray menu.

menu-problem = { $title }
menu-action = { $label }
menu-action-look = { $label }…
menu-more-problems = { $count ->
    [one] 1 more problem…
   *[other] { $count } more problems…
}
menu-approvals = { $count ->
    [one] 1 request waits for you
   *[other] { $count } requests wait for you
}
menu-deny = Deny
menu-approve = Approve
menu-details = Details…
menu-open-dashboard = Open dashboard
menu-open-window = Open Clawtray
menu-logs = Logs
menu-start = Start gateway
menu-stop = Stop gateway
menu-stop-now = Stop now, without waiting
menu-restart = Restart gateway
menu-refresh = Look again
menu-quit = Quit Clawtray
menu-quit-keeps = Quit (the gateway goes on)
menu-quit-stops = Quit and stop the gateway
