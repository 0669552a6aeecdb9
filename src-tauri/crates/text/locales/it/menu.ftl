# Il menu dell'icona.

menu-more-problems = { $count ->
    [one] 1 altro problema…
   *[other] altri { $count } problemi…
}
menu-more-approvals = { $count ->
    [one] 1 altra richiesta…
   *[other] altre { $count } richieste…
}
menu-more-jobs = { $count ->
    [one] Un altro lavoro…
   *[other] Altri { $count } lavori…
}
menu-job = { $title }: { $name }
menu-deny = Rifiuta
menu-approve = Approva
menu-approve-always = Approva, ora e in futuro
menu-deciding = Decisione in corso
menu-details = Dettagli…
menu-open-dashboard = Apri la dashboard
menu-open-window = Apri Clawtray
menu-logs = Registro
menu-gateways = Gateway
menu-watch-gateway = Segui anche «{ $gateway }»
menu-start = Avvia il gateway
menu-stop = Ferma il gateway
menu-stop-now = Ferma subito, senza attendere
menu-restart = Riavvia il gateway
menu-refresh = Controlla di nuovo
menu-mute = Silenzia le notifiche
menu-mute-hour = Per un'ora
menu-mute-tomorrow = Fino a domani mattina
menu-muted = Silenzioso { $until }
menu-mute-off = Notifica di nuovo
menu-start-at-login = Avvia all'accesso
menu-quit = Esci
menu-quit-keeps = Esci (il gateway continua)
menu-quit-stops = Esci e ferma il gateway
