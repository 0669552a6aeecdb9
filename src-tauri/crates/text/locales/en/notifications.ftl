# Notifications. A finding's own title and text serve as they are.

note-down = Gateway down since { $time }
note-back = The gateway is back
note-back-text = It runs again, and all three checks agree.
note-approval-text = Wants: { $rights } (as { $roles })
note-repair-done = Repaired: { $label }
note-repair-not-done = Not repaired: { $label }
note-button-details = Details
note-button-deny = Deny
note-button-approve = Approve
