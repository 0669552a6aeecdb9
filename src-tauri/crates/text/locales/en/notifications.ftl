# Notifications. A finding's own title and text serve as they are.

note-down = Gateway down { $since }
note-still-down = Gateway still down, { $since }
note-back = The gateway is back
note-back-text = It runs again, and all three checks agree.
note-unreachable = Gateway out of reach { $since }
note-still-unreachable = Gateway still out of reach, { $since }
note-unreachable-text = { $why }. Clawtray keeps trying.
note-unreachable-tried = Clawtray keeps trying.
note-back-elsewhere-text = It answers again, and this computer is signed in.
note-of-gateway = { $gateway }: { $title }
note-approval-text = Wants: { $rights }
note-approval-soon = Runs out soon: { $who }
note-many-approvals = { $count ->
    [one] 1 request waits for you
   *[other] { $count } requests wait for you
}
note-many-problems = { $count ->
    [one] 1 more problem
   *[other] { $count } problems
}
note-many-more = { $count ->
    [one] and 1 more
   *[other] and { $count } more
}
note-repair-done = Repaired: { $label }
note-repair-not-done = Not repaired: { $label }
note-refused = That was not done
note-not-decided = Not carried out: { $why }
note-button-details = Details
note-button-deny = Deny
note-button-approve = Approve
note-repair-itself-done = Done without asking: { $label }
note-repair-itself-not-done = Tried without asking, not done: { $label }
note-test = This is a test
note-test-text = Clawtray can tell you here when something needs you.
