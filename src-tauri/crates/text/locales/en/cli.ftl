# The command line.

cli-status-findings = { $count ->
    [0] No problems
    [one] 1 problem
   *[other] { $count } problems
}
cli-status-approvals = { $count ->
    [0] No requests
    [one] 1 request waits for you
   *[other] { $count } requests wait for you
}
cli-unknown-finding = There is no finding called { $id } right now.
