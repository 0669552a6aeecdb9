# Das Menü des Symbols.

menu-more-problems = { $count ->
    [one] 1 weiteres Problem…
   *[other] { $count } weitere Probleme…
}
menu-more-approvals = { $count ->
    [one] 1 weitere Anfrage…
   *[other] { $count } weitere Anfragen…
}
menu-more-jobs = { $count ->
    [one] Noch 1 Aufgabe…
   *[other] Noch { $count } Aufgaben…
}
menu-job = { $title }: { $name }
menu-deny = Ablehnen
menu-approve = Zulassen
menu-approve-always = Jetzt und künftig zulassen
menu-deciding = Wird gerade entschieden
menu-details = Details…
menu-open-dashboard = Dashboard des Gateways öffnen
menu-open-window = Clawtray öffnen
menu-logs = Protokoll
menu-gateways = Gateways
menu-watch-gateway = Auch „{ $gateway }“ betreuen
menu-start = Gateway starten
menu-stop = Gateway anhalten
menu-stop-now = Sofort anhalten, ohne zu warten
menu-restart = Gateway neu starten
menu-refresh = Noch einmal nachsehen
menu-mute = Benachrichtigungen stummschalten
menu-mute-hour = Eine Stunde lang
menu-mute-tomorrow = Bis morgen früh
menu-muted = Stumm { $until }
menu-mute-off = Wieder benachrichtigen
menu-start-at-login = Beim Anmelden starten
menu-quit = Beenden
menu-quit-keeps = Beenden (das Gateway läuft weiter)
menu-quit-stops = Beenden und das Gateway anhalten
