# Die Befehlszeile.

cli-about = Clawtray im Terminal: was das Gateway tut, was nicht in Ordnung ist, und was es behebt.
cli-after = Exit-Codes und die Formen von --json stehen in docs/cli.md.
cli-about-status = Sagen, wie es dem Gateway geht
cli-about-runbook = Jedes Problem aufzählen, das Clawtray finden kann
cli-about-doctor = Zeigen, was nicht in Ordnung ist, warum, und was sich tun lässt
cli-about-fix = Eine Reparatur ausführen: zeigt, was sie tut, fragt und beweist es
cli-about-approvals = Zeigen, wer auf eine Freigabe wartet, und entscheiden
cli-about-approvals-list = Zeigen, wer auf eine Freigabe wartet
cli-about-approvals-approve = Genau das zulassen, worum gebeten wurde
cli-about-approvals-deny = Ablehnen
cli-about-history = Zeigen, was zuletzt geschah und wie das Gateway geendet ist
cli-about-logs = Die Ausgabe des Gateways zeigen
cli-about-start = Das Gateway von jetzt an laufen lassen
cli-about-stop = Das Gateway anhalten und angehalten lassen
cli-about-restart = Das Gateway anhalten und wieder starten
cli-about-service = Das Gateway von einem Dienst dieses Systems betreiben lassen oder nicht mehr
cli-about-service-install = Den Dienst einrichten und starten
cli-about-service-uninstall = Den Dienst entfernen; dann betreibt Clawtray das Gateway
cli-about-service-start = Den Dienst starten
cli-about-service-stop = Den Dienst anhalten und angehalten lassen
cli-about-service-restart = Den Dienst anhalten und wieder starten
cli-service-none = Für dieses Gateway ist kein Dienst eingerichtet. So richtest du einen ein: clawtray service install
cli-about-quit = Clawtrays Wächter beenden; das Gateway läuft weiter
cli-about-open = Clawtrays Fenster öffnen
cli-about-dashboard = Das Dashboard des Gateways im Browser öffnen
cli-about-secret = Ein Geheimnis in den Schlüsselbund legen
cli-about-secret-set = Ein Geheimnis von der Standardeingabe lesen und im Schlüsselbund aufbewahren
cli-about-gateways = Die Gateways dieses Rechners zeigen und wählen, welche betreut werden
cli-about-gateways-list = Sie zeigen
cli-about-gateways-watch = Noch eines betreuen
cli-about-gateways-unwatch = Eines sich selbst überlassen
cli-about-gateways-add = Ein Gateway auf einem anderen Rechner hinzufügen
cli-about-gateways-remove = Ein Gateway auf einem anderen Rechner vergessen, mit seinen Geheimnissen

cli-arg-json = JSON ausgeben
cli-arg-watch = Weiterlaufen und jede Änderung ausgeben
cli-arg-explain = Nur ein Problem erklären
cli-arg-logs = Eine Protokolldatei beurteilen statt dieses Rechners; - liest die Standardeingabe
cli-arg-finding = Das Problem, wie doctor es nennt: ID oder ID/GEGENSTAND
cli-arg-action = Die Maßnahme, wo das Problem mehrere bietet
cli-arg-dry-run = Nur zeigen, was getan würde
cli-arg-always = Jetzt und künftig zulassen, wann immer dasselbe verlangt wird
cli-arg-yes = Nicht fragen
cli-arg-undo = Die Änderung einer früheren Reparatur zurücknehmen
cli-arg-approval = Die Anfrage, wie die Liste sie nennt
cli-arg-exit-lines = Wie viele der letzten Zeilen jedes Endes; höchstens 200 werden behalten
cli-arg-lines = Wie viele der letzten Zeilen
cli-arg-follow = Weiterlaufen und neue Zeilen zeigen, sobald sie kommen
cli-arg-gateway = Welches Gateway, wo es mehrere gibt
cli-arg-gateways-address = wss://HOST:PORT, ws://HOST:PORT (privates Netz) oder ssh://NAME@HOST:PORT (Tunnel)
cli-arg-gateways-pin = Die SHA-256 des Zertifikats; danach wird dann nicht gefragt
cli-arg-now = Nicht auf laufende Arbeit warten
cli-arg-wait = Wie lange zugesehen wird, bis es so ist; 0 sieht nicht zu
cli-arg-stop-gateway = Zuerst das Gateway anhalten
cli-arg-secret = Welches Geheimnis

cli-not-understood = Der Befehl wurde nicht verstanden. Versuche clawtray --help.
cli-no-paths = Clawtrays Ordner sind nicht zu finden.
cli-output-failed = Die Ausgabe lässt sich nicht schreiben: { $words }
cli-yes-no = [j/N]
cli-yes = ja j
cli-done = Fertig.

cli-engine-held = Ein anderes Clawtray hat in genau diesem Augenblick begonnen. Versuche es noch einmal.
cli-engine-failed = Clawtrays eigene Dateien lassen sich nicht benutzen, darum konnte nichts gefragt werden.
cli-keeper-silent = Clawtrays Wächter läuft (Prozess { $pid }), antwortet aber nicht. Bleibt es dabei, dann beende diesen Prozess und starte Clawtray neu.
cli-keeper-unreachable = Clawtrays Wächter ist nicht erreichbar.
cli-keeper-other-version = Der Wächter spricht Version { $theirs } des lokalen Protokolls, dieser Befehl Version { $ours }. Beende Clawtray und starte es neu, damit beide aus derselben Ausgabe sind.
cli-keeper-broken = Der Wächter hat etwas gesendet, das dieser Befehl nicht versteht. Beende Clawtray und starte es neu, damit beide aus derselben Ausgabe sind.
cli-keeper-late = Der Wächter antwortet nicht. Versuche es noch einmal; bleibt es dabei, dann beende Clawtray und starte es neu.
cli-keeper-left = Der Wächter ist geendet. Starte Clawtray, und versuche es dann noch einmal.

cli-mark-notice = Hinweis:
cli-mark-yes = ja
cli-mark-waiting = wartet
cli-mark-no = nein
cli-mark-unknown = ?
cli-rung-process = Prozess
cli-rung-http = HTTP
cli-rung-rpc = Anmeldung
cli-pid = Prozess { $pid }
cli-port = Port { $port }
cli-mode-child = Von Clawtray gestartet
cli-mode-service = Von der Dienstverwaltung des Systems betreut
cli-mode-attached = Von jemand anderem gestartet
cli-mode-remote = Auf einem anderen Rechner
cli-status-findings = { $count ->
    [0] Keine Probleme
    [one] 1 Problem
   *[other] { $count } Probleme
}
cli-status-approvals = { $count ->
    [0] Niemand wartet auf eine Freigabe
    [one] 1 Anfrage wartet auf dich
   *[other] { $count } Anfragen warten auf dich
}

cli-severity-error = Fehler
cli-severity-warning = Warnung
cli-severity-info = Hinweis
cli-doctor-healthy = Keine Probleme gefunden.
cli-history-nothing = Bisher ist nichts geschehen.
cli-history-suspect = Vermutlich: { $title } ({ $finding })
cli-doctor-exit = { $ago } her: { $text }
cli-doctor-unknown = { $count ->
    [one] 1 Art von Problem ließ sich von hier aus nicht prüfen:
   *[other] { $count } Arten von Problemen ließen sich von hier aus nicht prüfen:
}
cli-finding-explains = Es verursacht:
cli-doctor-exits = Die letzten Enden des Gateways
cli-doctor-logs-nothing = Nichts in diesem Protokoll deutet auf ein Problem, das Clawtray kennt.
cli-doctor-logs-judged = Das sagt der Text. Führe „clawtray doctor“ dort aus, wo das Gateway läuft: Es sieht selbst nach und kann ausführen, was angeboten wird.
cli-finding-since = { $name }, schon { $since }
cli-finding-first-seen = { $name }, zuerst gesehen { $since } her
cli-finding-awaiting = Etwas wurde geändert; ob es geholfen hat, zeigt der nächste Lauf.
cli-finding-evidence = Gesehen:
cli-finding-actions = Was sich tun lässt:
cli-finding-docs = OpenClaws Seite dazu: { $page }
cli-finding-healthy = Das ist gerade nicht der Fall.
cli-finding-signals = Woran man es erkennt:
cli-finding-offers = Was sich tun lässt:
cli-runbook-count = { $count } Probleme: { $errors } Fehler, { $warnings } Warnungen, { $infos } gut zu wissen. { $actions } Maßnahmen, { $available } davon gebaut.

cli-unknown-finding = Es gibt kein Problem mit dem Namen { $id }.
cli-did-you-mean = Meintest du { $names }?
cli-several-findings = Es gibt mehrere { $id }: { $names }. Nenne eines davon.

cli-logs-unreadable = { $name } lässt sich nicht lesen.
cli-logs-none = In { $folder } liegt noch keine Ausgabe eines Gateways.
cli-unknown-gateway = Es gibt kein Gateway mit dem Namen { $id }.

cli-gateways-kept = Betreut; Clawtray läuft nicht
cli-gateways-found = Gefunden, nicht betreut
cli-gateways-watched = Clawtray betreut das Gateway { $id } ab jetzt.
cli-gateways-unwatched = Clawtray überlässt das Gateway { $id } ab jetzt sich selbst.
cli-gateways-last = Das ist das einzige betreute Gateway, darum bleibt es.
cli-gateways-not-written = Die Einstellungsdatei konnte nicht geändert werden; die Auswahl bleibt, wie sie ist.
cli-gateways-taken = Ein Gateway dieses Rechners heißt schon { $id }. Nimm einen anderen Namen.
cli-gateways-address = Das ist keine Adresse eines Gateways. Schreibe wss://HOST:PORT, ws://HOST:PORT oder ssh://NAME@HOST:PORT.
cli-gateways-bad-pin = Das ist nicht die SHA-256 eines Zertifikats: 64 hexadezimale Ziffern.
cli-gateways-needs-pin = Das Zertifikat dieses Gateways hat noch niemand gesehen. Nenne es mit --pin, oder beantworte die Frage an einem Terminal. Nichts wurde geändert.
cli-gateways-no-certificate = An dieser Adresse ließ sich kein Zertifikat lesen. Nichts wurde geändert.
cli-gateways-certificate = Wer dort antwortet, zeigt ein Zertifikat mit dieser SHA-256:
cli-gateways-certificate-confirm = Ist sie am Rechner des Gateways dieselbe? Nimm es nur dann an.
cli-gateways-no-address = Dieser Rechner ist nicht zu finden. Nichts wurde geändert.
cli-gateways-not-private = Ohne Verschlüsselung wird nur ein Rechner in einem privaten Netz angerufen, und dieser ist in keinem. Nimm wss:// oder ssh://. Nichts wurde geändert.
cli-gateways-plain = Diese Verbindung ist nicht verschlüsselt: Jeder in diesem Netz kann das Token und alles Gesagte mitlesen.
cli-gateways-plain-confirm = Trotzdem benutzen?
cli-gateways-left = Nichts wurde geändert.
cli-gateways-next = Wenn das Gateway ein Token oder Passwort verlangt:
cli-gateways-removed = Clawtray hat das Gateway { $id } und seine Geheimnisse vergessen.
cli-gateways-removed-not-forgotten = Clawtray hat das Gateway { $id } vergessen; seine Geheimnisse sind noch im Schlüsselbund, der sich nicht benutzen ließ.

cli-action-safe = { $label }
cli-action-confirm = { $label } (fragt vorher)
cli-action-unavailable = { $label } (nicht in dieser Version)
cli-action-guide = { $label } (du entscheidest dort)
cli-action-blocked = { $label }: nicht jetzt. { $why }
cli-unknown-action = Dieses Problem hat keine Maßnahme mit dem Namen { $id }.
cli-several-actions = Dieses Problem bietet mehrere Maßnahmen: { $names }. Nenne eine davon.
cli-plan-commands = Was ausgeführt wird:
cli-plan-diff = Was sich in der Konfiguration ändert:
cli-plan-warnings = Bevor du ja sagst:
cli-plan-limit = Es dauert höchstens { $time }.
cli-plan-undo = Es lässt sich zurücknehmen.
cli-plan-no-undo = Es lässt sich nicht zurücknehmen.
cli-fix-nothing-to-do = { $id } ist gerade nicht der Fall. Nichts zu tun.
cli-fix-no-action = Clawtray kann von sich aus nichts dagegen tun.
cli-fix-name-one = Nenne eine: clawtray fix PROBLEM MASSNAHME
cli-fix-which = Welche Nummer? Die Eingabetaste lässt alles, wie es ist:
cli-fix-nothing-done = Nichts wurde getan.
cli-fix-dry-run = Das war nur ein Blick. Nichts wurde getan.
cli-fix-needs-yes = Das braucht ein Ja. Sieh es dir mit --dry-run an, und gib dann --yes dazu.
cli-fix-confirm = { $label }?
cli-fix-stopping = Hält an der nächsten sicheren Stelle an. Strg-C noch einmal geht, ohne zu warten.
cli-fix-left = Gegangen, ohne zu warten; die Reparatur läuft vielleicht noch. clawtray status zeigt es.
cli-fix-vanished = Die Reparatur ist nicht zu sehen. clawtray doctor sagt, ob sie noch nötig ist.
cli-fix-plan-changed = Was das tun würde, hat sich geändert, seit du es gesehen hast. Sieh es dir noch einmal an.
cli-fix-undo = Zurücknehmen mit: clawtray fix --undo { $repair }
cli-undo-unknown = Es gibt keine Reparatur { $repair } mehr.
cli-undo-not-offered = An der Reparatur { $repair } ist nichts zurückzunehmen.
cli-undo-done = Zurückgenommen. Die alten Werte gelten wieder.
cli-undo-confirm = Die alten Werte wieder einsetzen?
cli-step-waiting = wartet
cli-step-running = läuft
cli-step-done = fertig
cli-step-failed = gescheitert
cli-step-skipped = übersprungen

cli-approvals-none = Niemand wartet auf eine Freigabe.
cli-approval-device = Ein Gerät möchte sich verbinden
cli-approval-node = Ein Gerät möchte Befehle anbieten
cli-approval-sender = Jemand möchte dem Assistenten schreiben
cli-approval-command = Ein Agent möchte einen Befehl ausführen
cli-approval-plugin = Ein Plugin möchte etwas tun
cli-approval-system = Das Gateway möchte etwas tun
cli-approval-other = Eine Anfrage
cli-approval-about = { $kind }, wartet schon { $since }, { $id }
cli-approval-who = Wer:
cli-approval-what = Was getan würde:
cli-approval-until = Noch { $left }, dann läuft sie ab.
cli-approval-rights = Welche Rechte:
cli-approval-blocked = Von hier aus lässt es sich nicht zulassen: { $why }
cli-approval-needs-yes = Zulassen braucht ein Ja. Sieh dir die Liste an, und gib dann --yes dazu.
cli-approval-confirm = Genau das zulassen?
cli-approval-still-waits = Nicht zugelassen. Die Anfrage wartet weiter.
cli-approval-not-carried-out = Das Gateway hat die Entscheidung nicht ausgeführt. Sieh dir die Liste noch einmal an.
cli-unknown-approval = Es wartet keine Anfrage mit dem Namen { $id }.
cli-approval-not-taken = Diese Antwort nimmt das Gateway hier nicht an. Möglich ist: { $names }.
cli-approved = Zugelassen.
cli-approved-always = Jetzt und künftig zugelassen.
cli-denied = Abgelehnt.

cli-run-not-yet = Es ist noch unterwegs. clawtray status --watch sieht zu.
cli-run-stop-now = Laufende Arbeit wird zuerst beendet. clawtray stop --now wartet nicht darauf.
cli-quit-none = Clawtrays Wächter läuft nicht.
cli-quit-keeps = Clawtray ist geendet; das Gateway läuft weiter.
cli-quit-stops = Clawtray hält das Gateway an und endet dann.
cli-open-done = Clawtray wird geöffnet.
cli-open-no-window = Clawtrays Fenster lässt sich von hier aus nicht starten.
cli-dashboard-done = Das Dashboard wird geöffnet.
cli-secret-ask = Token oder Passwort (beim Tippen ist nichts zu sehen):
cli-secret-unusable = Es wurde kein brauchbares Token oder Passwort angegeben. Nichts wurde geändert.
cli-secret-no-keychain = Der Schlüsselbund lässt sich gerade nicht benutzen. Nichts wurde geändert.
cli-secret-saved = Im Schlüsselbund gespeichert.
cli-secret-saved-untold = Im Schlüsselbund gespeichert, aber der Wächter ließ sich nicht benachrichtigen. Er liest es, wenn er wieder startet.
cli-secret-gateway = Das ist kein Name eines Gateways.

# Der Start des Wächters und des Fensters.
start-failed = Clawtray kann nicht starten: { $words }
start-already = Clawtray läuft schon.
start-already-process = Clawtray läuft schon (Prozess { $pid }).
start-keeper-about = clawtrayd hält das OpenClaw-Gateway am Laufen und zeigt seinen Zustand in der Leiste.
start-keeper-usage = Aufruf: clawtrayd [--version | --help]
start-keeper-runs = Ohne Argumente läuft es, bis es beendet wird. Ein zweites bemerkt das erste und endet.
start-window-failed = Clawtrays Fenster ließ sich nicht öffnen: { $words }
start-window-about = Öffnet das Fenster von Clawtray oder holt das offene nach vorn.
start-window-usage = Aufruf: clawtray-desktop [--route ORT | clawtray://ORT] [--gateway ID]
start-window-route = wohin es geht:
start-window-gateway = welches Gateway, wo es mehrere gibt
start-window-version = nennt die Version
start-window-help = zeigt diesen Text
start-window-unknown = { $word } ist kein Argument von clawtray-desktop. Siehe --help.
start-window-not-a-place = { $word } ist kein Ort im Fenster. Siehe --help.
start-window-no-place = --route braucht einen Ort, zum Beispiel overview. Siehe --help.
start-window-no-gateway = --gateway braucht den Namen eines Gateways. Siehe --help.
start-link-ignored = Ein Link mit clawtray:// wurde nicht verstanden und wird übergangen.
start-no-display = Clawtrays Fenster braucht eine grafische Sitzung, und weder DISPLAY noch WAYLAND_DISPLAY ist gesetzt. Benutze ohne Bildschirm die Befehlszeile: clawtray status
cli-about-report = Einen Bericht für Helfende zusammenstellen, ohne Geheimnisse
cli-arg-deep = Auch OpenClaws eigene, langsame Prüfungen befragen; dauert bis zu einer Minute
cli-arg-report-output = Wohin der Bericht geschrieben wird
cli-doctor-deep-wait = OpenClaws eigene Prüfungen laufen. Das dauert bis zu einer Minute.
cli-doctor-deep-failed = Nicht angesehen, weil { $command } nicht geantwortet hat: { $words }
cli-report-confirm = Das ist der ganze Bericht. Nach { $path } schreiben?
cli-report-not-written = Es wurde nichts geschrieben. Mit --yes wird geschrieben.
cli-report-written = Der Bericht steht in { $path }.
cli-report-diagnostics = OpenClaws eigene Diagnose steht in { $path }.
cli-report-no-diagnostics = OpenClaws eigene Diagnose ließ sich nicht beilegen: { $why }
cli-report-failed = Der Bericht ließ sich nicht nach { $path } schreiben. Mit --output lässt sich ein anderer Ort angeben.
cli-arg-choice = Auf welche Art, wo eine Maßnahme mehrere kennt
cli-arg-accept = Die Änderung einer früheren Reparatur gilt als genug, ohne auf den Beweis zu warten
cli-arg-repair = Alles, was über diese eine Reparatur aufbewahrt ist, nach ihrer Nummer
cli-several-choices = Diese Maßnahme geht auf mehrere Arten: { $names }. Nenne eine mit --choice.
cli-accept-nothing = Keine Änderung zu { $id } wartet auf den Beweis.
cli-accept-not-waiting = Reparatur { $repair } wartet nicht auf den Beweis.
