# Notifiche. Il titolo e il testo di un problema valgono così come sono.

note-down = Gateway fermo { $since }
note-still-down = Gateway ancora fermo, { $since }
note-back = Il gateway è tornato
note-back-text = È di nuovo in funzione e i tre controlli concordano.
note-unreachable = Gateway non raggiungibile { $since }
note-still-unreachable = Gateway ancora non raggiungibile, { $since }
note-unreachable-text = { $why }. Clawtray continua a provare.
note-unreachable-tried = Clawtray continua a provare.
note-back-elsewhere-text = Risponde di nuovo e questo computer ha eseguito l'accesso.
note-of-gateway = { $gateway }: { $title }
note-approval-text = Chiede: { $rights }
note-approval-soon = Scade tra poco: { $who }
note-many-approvals = { $count ->
    [one] 1 richiesta aspetta te
   *[other] { $count } richieste aspettano te
}
note-many-problems = { $count ->
    [one] 1 altro problema
   *[other] { $count } problemi
}
note-many-more = { $count ->
    [one] e 1 altro
   *[other] e altri { $count }
}
note-repair-done = Riparato: { $label }
note-repair-not-done = Non riparato: { $label }
note-refused = Operazione non eseguita
note-not-decided = Non eseguito: { $why }
note-button-details = Dettagli
note-button-deny = Rifiuta
note-button-approve = Approva
note-repair-itself-done = Fatto senza chiedere: { $label }
note-repair-itself-not-done = Provato senza chiedere, non riuscito: { $label }
note-test = Questa è una prova
note-test-text = Qui Clawtray può avvisarti quando serve il tuo intervento.
