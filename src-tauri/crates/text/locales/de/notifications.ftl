# Benachrichtigungen. Titel und Text eines Befunds dienen, wie sie sind.

note-down = Gateway steht still { $since }
note-still-down = Gateway steht noch immer still, { $since }
note-back = Das Gateway ist wieder da
note-back-text = Es läuft wieder, und alle drei Prüfungen stimmen überein.
note-unreachable = Gateway nicht erreichbar { $since }
note-still-unreachable = Gateway noch immer nicht erreichbar, { $since }
note-unreachable-text = { $why }. Clawtray versucht es weiter.
note-unreachable-tried = Clawtray versucht es weiter.
note-back-elsewhere-text = Es antwortet wieder, und dieser Computer ist angemeldet.
note-of-gateway = { $gateway }: { $title }
note-approval-text = Möchte: { $rights }
note-approval-soon = Läuft bald ab: { $who }
note-many-approvals = { $count ->
    [one] 1 Anfrage wartet auf dich
   *[other] { $count } Anfragen warten auf dich
}
note-many-problems = { $count ->
    [one] 1 weiteres Problem
   *[other] { $count } Probleme
}
note-many-more = { $count ->
    [one] und 1 weiteres
   *[other] und { $count } weitere
}
note-repair-done = Repariert: { $label }
note-repair-not-done = Nicht repariert: { $label }
note-refused = Das wurde nicht ausgeführt
note-not-decided = Nicht ausgeführt: { $why }
note-button-details = Details
note-button-deny = Ablehnen
note-button-approve = Zulassen
note-repair-itself-done = Ohne Nachfrage erledigt: { $label }
note-repair-itself-not-done = Ohne Nachfrage versucht, nicht gelungen: { $label }
note-test = Das ist ein Test
note-test-text = Hier kann dir Clawtray sagen, wenn dich etwas braucht.
