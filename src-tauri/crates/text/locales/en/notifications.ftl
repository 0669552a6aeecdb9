# Notifications. One title and one text each.

note-down-title = Gateway down since { $time }
note-down-text = { $cause }
note-down-text-unknown = It ended and could not be started again.
note-gave-up-title = The gateway keeps crashing
note-gave-up-text = It ended { $count } times within { $window }, so Clawtray stopped starting it. { $cause }
note-back-title = The gateway is back
note-back-text = It was down for { $elapsed }.
note-finding-title = { $title }
note-finding-text = { $text }
note-approval-title = { $title }
note-approval-text = From { $who }. Wants: { $rights }
note-approvals-title = { $count } requests wait for you
note-job-title = Job failed: { $name }
note-job-text = { $error }
note-heartbeat-title = The heartbeat failed
note-repair-done-title = Repaired: { $label }
note-repair-proof-title = Changed: { $label }
note-repair-failed-title = Not repaired: { $label }
note-button-repair = Repair
note-button-details = Details
note-button-deny = Deny
note-button-approve = Approve
note-button-start = Start
note-button-restart = Restart
