# Das Fenster. Sätze über Befunde, Reparaturen und Freigaben kommen fertig mit dem Bild; hier sind die Worte ringsum.

window-title = Clawtray
window-skip = Zum Inhalt
window-nav = Orte
window-place-overview = Überblick
window-place-problems = Probleme
window-place-approvals = Freigaben
window-place-automations = Automatisch
window-place-channels = Kanäle
window-place-logs = Protokoll
window-place-history = Verlauf
window-place-gateways = Gateways
window-place-settings = Einstellungen
window-count-problems = { $count ->
    [0] keine Probleme
    [one] 1 Problem
   *[other] { $count } Probleme
}
window-count-approvals = { $count ->
    [0] keine Anfragen
    [one] 1 Anfrage
   *[other] { $count } Anfragen
}

window-connecting = Clawtrays Wächter wird gesucht…
window-no-keeper = Clawtrays Wächter läuft nicht
window-no-keeper-text = Über das Gateway ist nichts bekannt, und niemand kümmert sich darum, bis der Wächter wieder läuft. Ein Gateway, das lief, läuft weiter.
window-keeper-start = Clawtrays Wächter starten
window-keeper-starting = Startet…
window-keeper-detail = Was zu sehen war

window-gateway-start = Starten
window-gateway-stop = Anhalten
window-gateway-stop-now = Sofort anhalten, ohne zu warten
window-gateway-restart = Neu starten
window-gateway-dashboard = Dashboard öffnen
window-gateway-refresh = Noch einmal nachsehen
window-restart-at = Es wird { $when } wieder gestartet.
window-signals = Drei Zeichen
window-signals-text = Sie werden getrennt betrachtet. Nur wenn alle drei übereinstimmen, gilt das Gateway als laufend.
window-rung-process = Prozess
window-rung-http = Webserver
window-rung-rpc = Angemeldete Verbindung
window-rung-yes = ja
window-rung-waiting = unterwegs
window-rung-no = nein
window-rung-unknown = nicht bekannt
window-details = Einzelheiten
window-detail-version = OpenClaw
window-detail-uptime = Laufzeit
window-detail-memory = Speicher
window-detail-pid = Prozessnummer
window-detail-port = Port
window-detail-mode = Betreut von
window-detail-rights = Rechte dieses Rechners
window-detail-wanted = Gewünschte Rechte
window-detail-keychain = Token
window-detail-node = Node.js
window-detail-path = Programm
window-detail-config = Konfiguration
window-detail-protocol = Protokoll
window-detail-words = In OpenClaws Worten
window-detail-words-text = Runtime: { $runtime } · Connectivity probe: { $probe } · Capability: { $capability }
window-detail-clawtray = Clawtray
window-right-missing = fehlt
window-mode-child = Clawtray
window-mode-service = Die Dienstverwaltung des Systems
window-mode-attached = Jemand anders; Clawtray sieht zu
window-mode-remote = Ein anderer Rechner
window-unknown = nicht bekannt
window-notices = Über Clawtray selbst

window-no-problems = Es ist nichts in Unordnung.
window-no-problems-text = Clawtray sieht weiter hin. Was es findet, erscheint hier, mit dem, was sich tun lässt.
window-severity-info = Gut zu wissen
window-severity-warning = Warnung
window-severity-error = Fehler
window-since = Begann { $when } ({ $at })
window-evidence = Was zu sehen war
window-explains = Es ist auch die Ursache von:
window-not-looked-at = { $count ->
    [one] 1 Art von Problem ließ sich nicht prüfen
   *[other] { $count } Arten von Problemen ließen sich nicht prüfen
}
window-not-looked-at-text = Was man dafür wissen müsste, ist nicht bekannt; bei jedem steht, was fehlt. Sie sind also weder da noch ausgeschlossen.
window-docs = OpenClaws Seite dazu
window-actions = Was sich tun lässt
window-action-blocked = { $label } geht jetzt nicht: { $why }
window-proof = Die Änderung ist gemacht. Erst ein späterer Lauf zeigt, ob sie genügt.
window-accept-proof = Als genug annehmen

window-sheet-loading = Es wird ermittelt, was getan würde…
window-sheet-steps = Was geschehen wird
window-sheet-commands = Genau das wird ausgeführt
window-sheet-changes = Was sich in der Konfiguration ändert
window-sheet-before = Vorher
window-sheet-after = Nachher
window-sheet-none = nicht gesetzt
window-sheet-limit = Es dauert höchstens { $duration }.
window-sheet-undo = Es lässt sich danach zurücknehmen.
window-sheet-no-undo = Es lässt sich danach nicht zurücknehmen.
window-sheet-warning = Bevor du weitermachst
window-sheet-confirm = { $label }
window-sheet-close = Schließen
window-sheet-leave = Nicht jetzt
window-sheet-moot = Dieses Problem ist weg. Es ist nichts zu tun.
window-sheet-changed = Was das tun würde, hat sich inzwischen geändert. Das ist der neue Plan; sieh ihn dir noch einmal an.

window-repairs = Reparaturen
window-repair-for = Für: { $finding }
window-repair-running = Unterwegs
window-repair-stop = Diese Reparatur anhalten
window-repair-undo = Rückgängig
window-repair-undoing = Wird zurückgenommen…
window-repair-undone = Zurückgenommen.
window-repair-no-undo = Es lässt sich nicht mehr zurücknehmen: { $why }
window-repair-changed = Was sich geändert hat
window-step-waiting = wartet
window-step-running = läuft
window-step-done = fertig
window-step-failed = gescheitert
window-step-skipped = nicht nötig
window-step-output = Ausgabe dieses Schritts
window-outcome-repaired = Repariert
window-outcome-awaiting-proof = Geändert, noch nicht bewiesen
window-outcome-nothing-to-do = Nichts zu tun
window-outcome-still-broken = Nicht repariert
window-outcome-blocked = Nicht getan
window-outcome-aborted-by-person = Von dir angehalten
window-outcome-aborted-changed = Angehalten: Inzwischen hat sich etwas geändert
window-outcome-budget-spent = Nicht noch einmal versucht
window-outcome-failed = Gescheitert
window-outcome-undone = Zurückgenommen
window-outcome-acknowledged = So gelassen

window-no-approvals = Niemand wartet auf eine Antwort.
window-no-approvals-text = Wenn ein Gerät, ein Programm oder ein Absender um Rechte bittet, steht es hier, bis du entscheidest.
window-approval-who = Wer fragt
window-approval-what = Was getan würde
window-approval-always = Immer zulassen
window-approval-rights = Welche Rechte
window-approval-no-rights = Es werden keine Rechte genannt.
window-approval-until = Läuft { $when } ab ({ $at })
window-approval-deny = Ablehnen
window-approval-approve = Zulassen
window-approval-denying = Wird abgelehnt…
window-approval-approving = Wird zugelassen…
window-approval-hint = Die Eingabetaste tut bei Zulassen nichts. Nimm einen Klick oder die Leertaste.

# Automatisch.
window-jobs = Geplante Aufgaben
window-job-running = Läuft gerade
window-job-off = Ausgeschaltet
window-job-missed = Lief nicht, als sie fällig war
window-job-failed = Der letzte Lauf ist gescheitert
window-job-well = Der letzte Lauf war in Ordnung
window-job-waiting = Noch nie gelaufen
window-job-last = Letzter Lauf
window-job-took = dauerte { $duration }
window-job-streak = { $count } Fehlschläge hintereinander
window-job-was-due = War fällig
window-job-next = Nächster Lauf
window-job-run = Jetzt ausführen
window-job-run-name = Jetzt ausführen: { $name }
window-no-jobs = Es gibt keine geplanten Aufgaben.
window-no-jobs-text = Eine Aufgabe, die du dem Assistenten im Gespräch oder im Dashboard gibst, erscheint hier.
window-scheduler-off = Der Zeitplaner ist ausgeschaltet: Keine Aufgabe läuft von selbst.
window-heartbeat = Herzschlag
window-beat-well = Der letzte war in Ordnung
window-beat-failed = Der letzte ist gescheitert
window-beat-skipped = Der letzte wurde übersprungen
window-beat-off = Ausgeschaltet
window-beat-none = Es gab noch keinen
window-beat-every = Abstand: { $duration }
window-parts-unknown = Unbekannt, solange niemand am Gateway angemeldet ist.
window-parts-unknown-text = Was das Gateway dazu sagt, erscheint hier, sobald es antwortet.

# Kanäle und Geräte.
window-channels = Konten
window-channel-connected = Verbunden
window-channel-starting = Wird aufgebaut
window-channel-out = Nicht verbunden
window-channel-not-configured = Nicht eingerichtet
window-channel-off = Ausgeschaltet
window-channel-last = Zuletzt verbunden
window-no-channels = Kein Kanal ist eingerichtet.
window-no-channels-text = Über Kanäle schreibst du dem Assistenten. Richte einen im Dashboard ein.
window-devices = Gekoppelte Geräte
window-device-connected = Verbunden
window-device-away = Nicht da
window-device-seen = Zuletzt gesehen
window-no-devices = Kein Gerät ist gekoppelt.
window-no-devices-text = Ein Telefon oder Computer, der dem Assistenten eigene Befehle anbietet, erscheint hier.

window-logs-text = Die letzten Ausgaben des Gateways. Passwörter und Token sind ausgelassen.
window-logs-filter = Filter
window-logs-follow = Neuen Zeilen folgen
window-logs-lines = { $shown ->
    [one] 1 Zeile
   *[other] { $shown } Zeilen
}
window-logs-lines-of = { $shown } von { $all ->
    [one] 1 Zeile
   *[other] { $all } Zeilen
}
window-logs-empty = Das Gateway hat noch nichts ausgegeben.
window-logs-no-match = Keine Zeile enthält „{ $filter }“.
window-logs-output = Ausgabe

window-no-history = Noch ist nichts geschehen.
window-no-history-text = Enden des Gateways mit ihrer Ursache, Reparaturen, Benachrichtigungen und Zustandswechsel werden hier aufbewahrt.
window-history-exit = Gateway geendet
window-history-suspect = Vermutlich: { $title }
window-history-last-lines = Seine letzten Zeilen
window-history-repair = Reparatur
window-history-notification = Benachrichtigung
window-history-state = Zustand

# Einstellungen.
window-settings-notifications = Benachrichtigungen
window-settings-notifications-text = Was hier schweigt, steht trotzdem im Menü, in diesem Fenster und im Verlauf.
window-settings-notify-gateway = Das Gateway steht still oder ist wieder da
window-settings-notify-approvals = Jemand bittet um Rechte
window-settings-notify-problems = Ein Problem, das dich braucht
window-settings-notify-jobs = Eine Aufgabe oder der Herzschlag ist gescheitert
window-settings-notify-repairs = Eine Reparatur ist zu Ende
window-settings-quiet-hours = Ruhezeit
window-settings-quiet-on = Jeden Tag ruhig sein
window-settings-quiet-from = Von
window-settings-quiet-to = bis
window-settings-mute-everything = Ruhezeit und Stummschalten halten auch die Meldungen über das Gateway und Bitten um Rechte zurück
window-settings-quitting = Wenn Clawtray beendet wird
window-settings-quit-leave-running = Das Gateway läuft weiter
window-settings-quit-stop-gateway = Das Gateway wird zuerst angehalten
window-settings-start = Start
window-settings-at-login = Clawtray beim Anmelden starten
window-settings-picture = Symbol in der Leiste
window-settings-icon-auto = Farbig, und kontrastreich, wo der Schreibtisch es verlangt
window-settings-icon-color = Farbig
window-settings-icon-light-panel = Für eine helle Leiste
window-settings-icon-dark-panel = Für eine dunkle Leiste
window-settings-icon-high-contrast = Kontrastreich
window-settings-token = Token des Gateways
window-settings-language = Sprache
window-settings-language-text = { $language }, wie dieser Rechner eingestellt ist.
window-settings-none = Die Einstellungen sind noch nicht bekannt.
window-settings-none-text = Sie erscheinen hier, sobald Clawtrays Wächter sie nennt.

window-error = Das hat nicht geklappt
window-error-dismiss = Schließen
window-outcome-shown = Gezeigt

# Mehrere Gateways.
window-gateway-choose = Gateway
window-gateway-show = Dieses zeigen
window-gateway-shown = auf allen Seiten gezeigt
window-gateway-leave = Sich selbst überlassen
window-gateway-keep = Auch betreuen
window-gateway-service = hat einen Dienst
window-gateway-first = steht vorn: damit beginnt das Menü
window-gateway-make-first = Nach vorn stellen
window-gateway-forget = Dieses Gateway vergessen …
window-gateway-forget-text = Clawtray ruft es nicht mehr an und entfernt Adresse und Geheimnisse von diesem Rechner. Auf dem anderen ändert sich nichts.
window-gateway-forget-now = Vergessen
window-settings-gateways = Gateways auf anderen Rechnern im Blick behalten
window-elsewhere = Ein Gateway auf einem anderen Rechner
window-elsewhere-text = Clawtray ruft es an, meldet sich, wenn es nicht erreichbar ist, und zeigt seine Anfragen und Probleme hier.
window-near-looking = Das Netz wird drei Sekunden lang gefragt …
window-near-none = In diesem Netz hat sich kein Gateway gemeldet. Unter Linux und Windows meldet sich eines, sobald dort `openclaw plugins enable bonjour` ausgeführt wurde.
window-near-note = In diesem Netz kann sich jeder als alles ausgeben. Vergleiche das Zertifikat auf dem Rechner des Gateways, bevor du eines annimmst.
window-elsewhere-address = Adresse
window-elsewhere-address-text = wss:// verschlüsselt, ws:// im eigenen Netz, ssh:// über einen Rechner, den du mit ssh erreichst.
window-elsewhere-name = Name
window-elsewhere-name-text = So heißt es hier: Buchstaben, Ziffern, Punkte, Binde- und Unterstriche.
window-elsewhere-look = Ansehen
window-elsewhere-looking = Wird angesehen …
window-near = Gateways in diesem Netz suchen
window-near-anyway = Trotzdem suchen
window-near-title = Gateways, die sich gemeldet haben
window-near-use = Diese Adresse verwenden
window-elsewhere-certificate = Wer dort antwortet, zeigt ein Zertifikat mit diesem SHA-256. Vergleiche es auf dem Rechner des Gateways; danach spricht Clawtray mit keinem anderen.
window-elsewhere-certificate-accept = Dort ist es dasselbe
window-elsewhere-open = Diese Verbindung ist nicht verschlüsselt: Alle in diesem Netz können das Token und alles Gesagte mitlesen.
window-elsewhere-open-accept = Trotzdem verwenden
window-elsewhere-keep = Dieses Gateway betreuen
window-elsewhere-back = Andere Adresse
window-elsewhere-kept = Clawtray betreut ab jetzt das Gateway { $name }.
window-elsewhere-secret = Verlangt es ein Token oder Passwort, gib es im Terminal in den Schlüsselbund; so sieht es keine Seite:
window-gateways-text = Jedes Gateway wird für sich betreut; das Symbol zeigt das, das dich am meisten braucht.
window-gateways-found = Auch auf diesem Rechner
window-gateways-found-text = Mit diesen tut Clawtray nichts. Eines, das betreut wird, wird gestartet, wenn es nicht läuft.
window-sheet-choose = Welches
window-history-repair-details = Was getan wurde
window-settings-automatic = Ohne Nachfrage repariert
window-settings-automatic-text = Sobald ein Problem eine Minute steht, höchstens dreimal am Tag. Danach wird es dir gesagt.
window-settings-automatic-one = { $title }: { $label }
