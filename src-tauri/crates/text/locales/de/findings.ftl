# Was nicht in Ordnung sein kann: Titel, Text für jeden Fall, und die Worte auf den Knöpfen.

finding-config-invalid = Die Konfiguration ist nicht gültig, darum startet das Gateway nicht
finding-config-invalid-missing = Es gibt keine Konfigurationsdatei, darum startet das Gateway nicht. Die Reparatur schreibt eine neue mit den Vorgaben.
finding-config-invalid-not-json = Die Konfigurationsdatei ist in Zeile { $line }, Spalte { $column } nicht als JSON lesbar. Das Gateway steht still, bis das behoben ist.
finding-config-invalid-not-json-somewhere = Die Konfigurationsdatei ist nicht als JSON lesbar. Das Gateway steht still, bis das behoben ist.
finding-config-invalid-unknown-key = Die Konfiguration enthält einen Eintrag, den OpenClaw nicht kennt: { $key } in Zeile { $line }, Spalte { $column }. Das Gateway steht still, bis er weg ist.
finding-config-invalid-unknown-key-somewhere = Die Konfiguration enthält einen Eintrag, den OpenClaw nicht kennt: { $key }. Das Gateway steht still, bis er weg ist.
finding-config-invalid-value = Den Wert von { $key } in Zeile { $line }, Spalte { $column } nimmt OpenClaw nicht an. Das Gateway steht still, bis er berichtigt ist.
finding-config-invalid-value-somewhere = Den Wert von { $key } nimmt OpenClaw nicht an. Das Gateway steht still, bis er berichtigt ist.
finding-config-invalid-unreadable = Die Konfigurationsdatei lässt sich nicht lesen: { $words }
finding-config-invalid-other = OpenClaw nimmt seine Konfiguration nicht an: { $words }
action-config-invalid-repair-the-configuration = Die Konfiguration reparieren
action-config-invalid-restore-the-last-good-copy = Die letzte gute Kopie einsetzen

finding-process-state-owned = Ein anderes Gateway benutzt diesen OpenClaw-Ordner schon
finding-process-state-owned-text = Ein zweites Gateway auf demselben Ordner würde dessen Daten beschädigen, darum startet OpenClaw nicht. Beende das andere, oder benutze es statt dieses hier.
action-process-state-owned-show-who-it-is = Zeigen, welches es ist
action-process-state-owned-attach-to-it = Dieses Gateway benutzen
action-process-state-owned-stop-that-gateway = Jenes Gateway anhalten

finding-port-conflict = Ein anderes Programm belegt den Port des Gateways
finding-port-conflict-named = { $name } (Prozess { $pid }) lauscht auf Port { $port }. Beende es, oder gib dem Gateway einen anderen Port.
finding-port-conflict-other-user = Ein Programm eines anderen Benutzers ({ $user }) lauscht auf Port { $port }. Gib dem Gateway einen anderen Port, oder bitte diesen Benutzer, es zu beenden.
finding-port-conflict-unnamed = Ein Programm, das sich von hier aus nicht benennen lässt, lauscht auf Port { $port }. Beende es, oder gib dem Gateway einen anderen Port.
action-port-conflict-show-who-holds-it = Zeigen, wer ihn belegt
action-port-conflict-attach-to-it = Dieses Gateway benutzen
action-port-conflict-use-the-next-free-port = Den nächsten freien Port nehmen
action-port-conflict-stop-that-gateway = Jenes Gateway anhalten

finding-process-crash-loop = Das Gateway stürzt immer wieder ab
finding-process-crash-loop-text = Es ist in kurzer Zeit { $count }-mal geendet, darum startet Clawtray es nicht mehr. Seine letzten Zeilen stehen unten.
action-process-crash-loop-repair-and-try-once-more = Reparieren und noch einmal versuchen
action-process-crash-loop-start-without-channels = Ohne Kanäle starten
action-process-crash-loop-see-the-cause = Die Ursache ansehen

finding-service-config-mismatch = Der Dienst läuft mit anderen Einstellungen als deine Konfiguration
finding-service-config-mismatch-missing = Der Dienst soll { $program } ausführen, und das gibt es nicht mehr. So kann er nicht starten.
finding-service-config-mismatch-unreadable = Die Datei, die den Dienst beschreibt, ist nicht lesbar: { $words }. Was der Dienst starten würde, ist nicht bekannt.
finding-service-not-installed-gone = Ein Dienst dieses Systems hat das Gateway am Laufen gehalten, und diesen Dienst gibt es nicht mehr. Jetzt startet nichts das Gateway.
finding-service-config-mismatch-port = Der Dienst startet das Gateway auf Port { $service }, in der Konfiguration steht { $port }.
finding-service-config-mismatch-token = In der Datei des Dienstes steht eine Kopie des Tokens, und sie stimmt nicht mehr mit dem Token der Konfiguration überein. Wer sich mit dem einen anmeldet, wird mit dem anderen abgewiesen.
action-service-config-mismatch-reinstall-service = Den Dienst mit den heutigen Einstellungen neu einrichten

finding-service-not-running = Das Gateway läuft nicht
finding-service-not-running-killed = Das System oder ein Mensch hat es mit Signal { $signal } beendet.
finding-service-not-running-crashed = Es ist von selbst mit Exit-Code { $code } geendet.
finding-service-not-running-ended = Es ist von selbst ohne Fehler geendet.
finding-service-not-running-older = Dieses OpenClaw ist älter als jenes, das die Konfiguration geschrieben hat, darum startet es nicht. Benutze das neuere.
finding-service-not-running-node = Das Node.js, unter dem es laufen würde, ist zu alt für dieses OpenClaw.
finding-service-not-running-secret = Ein hinterlegtes Geheimnis, auf das die Konfiguration verweist, ließ sich nicht lesen.
finding-service-not-running-service = Der Dienst ist eingerichtet, läuft aber nicht.
finding-service-not-running-stopped = Auf diesem Rechner läuft nichts, das als Gateway antwortet.
action-service-not-running-start = Das Gateway starten
action-service-not-running-repair-and-start = Reparieren und starten

finding-auth-token-mismatch = Das gespeicherte Token gehört nicht zu diesem Gateway
finding-auth-token-mismatch-text = Das Gateway hat das Token abgelehnt, das Clawtray aufbewahrt. Wahrscheinlich wurde es inzwischen geändert.
action-auth-token-mismatch-refetch-token = Das heutige Token neu holen
action-auth-token-mismatch-reinstall-the-service = Den Dienst neu einrichten

finding-auth-pairing-required = Dieser Rechner wartet auf seine Freigabe
finding-auth-pairing-required-not-paired = Das Gateway kennt diesen Rechner noch nicht. Bis er freigegeben ist, sieht Clawtray wenig und kann wenig tun.
finding-auth-pairing-required-scope-upgrade = Clawtray bittet um mehr Rechte, als dieser Rechner bekommen hat.
finding-auth-pairing-required-role-upgrade = Clawtray bittet um eine andere Rolle, als dieser Rechner bekommen hat.
finding-auth-pairing-required-metadata-upgrade = Was dieser Rechner über sich sagt, hat sich geändert, darum verlangt das Gateway eine neue Freigabe.
action-auth-pairing-required-approve-this-device = Diesen Rechner freigeben
action-auth-pairing-required-copy-the-command = Den Befehl kopieren

finding-model-long-context-429 = Claude lehnt mit diesem Konto lange Unterhaltungen ab
finding-model-long-context-429-set = { $model } ist auf einen Kontext von einer Million Token eingestellt, den dieses Konto ohne Zusatznutzung nicht benutzen darf. Lange Unterhaltungen scheitern, bis das ausgeschaltet ist.
finding-model-long-context-429-no-key = { $model } hat eine lange Unterhaltung abgelehnt. Die Einstellung ist jetzt aus; ob das genügt, zeigt der nächste Lauf.
finding-model-long-context-429-unknown = { $model } hat eine lange Unterhaltung abgelehnt, weil dieses Konto keine Zusatznutzung hat. Die Konfiguration war nicht lesbar, darum ist nicht bekannt, ob der große Kontext eingestellt ist.
action-model-long-context-429-disable-context1m = Den 1M-Kontext für dieses Modell ausschalten
action-model-long-context-429-switch-to-a-standard-window-model = Zu einem Modell mit gewöhnlichem Kontext wechseln
action-model-long-context-429-add-a-fallback-model = Ein Ersatzmodell angeben
action-model-long-context-429-use-an-api-key-instead = Stattdessen einen API-Schlüssel benutzen

finding-cron-job-failed = Eine geplante Aufgabe ist gescheitert
finding-cron-job-failed-switched-off = „{ $name }“ ist { $streak }-mal hintereinander gescheitert, darum hat OpenClaw die Aufgabe ausgeschaltet. Sie bleibt aus, bis jemand sie wieder einschaltet.
finding-cron-job-failed-text = { $streak ->
    [one] Der letzte Lauf von „{ $name }“ ist gescheitert.
   *[other] Die letzten { $streak } Läufe von „{ $name }“ sind gescheitert.
}
action-cron-job-failed-run-it-again-now = Jetzt noch einmal ausführen
action-cron-job-failed-pause-this-job = Diese Aufgabe aussetzen
action-cron-job-failed-show-the-error = Den Fehler zeigen

finding-heartbeat-failed = Der Herzschlag ist gescheitert oder bleibt aus
finding-heartbeat-failed-text = Der letzte Herzschlag endete mit einem Fehler.
finding-heartbeat-failed-silent = Seit { $minutes ->
    [one] 1 Minute
   *[other] { $minutes } Minuten
} kam kein Herzschlag, obwohl er eingeschaltet ist.
action-heartbeat-failed-send-one-now = Jetzt einen senden
action-heartbeat-failed-show-the-error = Den Fehler zeigen

finding-install-missing = OpenClaw ist nicht installiert
finding-install-missing-text = OpenClaw wurde auf diesem Rechner nicht gefunden: weder im Suchpfad noch an den üblichen Stellen.
action-install-missing-install-openclaw = OpenClaw installieren
action-install-missing-choose-where-it-is = Angeben, wo es liegt

finding-install-split-brain = Zwei OpenClaw-Installationen kommen sich in die Quere
finding-install-split-brain-two = Auf diesem Rechner ist OpenClaw { $newest }, aber gestartet wird hier das ältere { $older }. Benutze für alles die neueste Installation.
finding-install-split-brain-text = Ein älteres OpenClaw auf diesem Rechner versucht auszuführen, was ein neueres eingerichtet hat. Das ältere weigert sich, damit nichts Neueres überschrieben wird. Benutze für alles die neueste Installation.
action-install-split-brain-reinstall-from-newest = Die neueste Installation benutzen und den Dienst daraus neu einrichten
action-install-split-brain-show-every-install = Alle Installationen zeigen
action-install-split-brain-remove-the-stale-wrapper = Den veralteten Starter entfernen

finding-install-node-unsupported = Node.js ist zu alt für dieses OpenClaw
finding-install-node-unsupported-missing = OpenClaw braucht Node.js, und es wurde keines gefunden.
finding-install-node-unsupported-old = Das hier gefundene Node.js hat die Version { $found }. Dieses OpenClaw braucht { $wants }.
finding-install-node-unsupported-refused = OpenClaw startet nicht unter dem Node.js, das es bekommen hat.
action-install-node-unsupported-use-a-newer-node-already-on-this-computer = Ein neueres Node benutzen, das schon auf diesem Rechner ist
action-install-node-unsupported-install-a-supported-node = Ein passendes Node installieren

finding-install-update-incomplete = Eine Aktualisierung wurde nicht fertig
finding-install-update-incomplete-text = Eine Aktualisierung von OpenClaw wurde begonnen und kam nicht zum Ende. Teile davon fehlen vielleicht, bis sie abgeschlossen ist.
action-install-update-incomplete-finish-the-update = Die Aktualisierung abschließen

finding-install-protocol-mismatch = Ein Programm spricht eine andere Version des Gateway-Protokolls
finding-install-protocol-mismatch-text = Ein Programm, das mit dem Gateway spricht, wurde für eine andere Version gemacht. Aktualisiere das Programm oder das Gateway, je nachdem, was älter ist.
finding-install-protocol-mismatch-client = Das Gateway nimmt diese Version von Clawtray nicht an. Aktualisiere Clawtray oder das Gateway, je nachdem, was älter ist.
finding-install-protocol-mismatch-unknown = Das Gateway hat die Verbindung aus einem Grund abgelehnt, den diese Version von Clawtray nicht kennt. Wahrscheinlich ist eines der beiden neuer, als das andere erwartet: Aktualisiere das ältere.
action-install-protocol-mismatch-show-which-program-it-is = Zeigen, welches Programm es ist
action-install-protocol-mismatch-update-the-older-side = Die ältere Seite aktualisieren

finding-storage-full = Der Datenträger ist voll
finding-storage-full-text = Der Datenträger mit dem OpenClaw-Ordner ist voll oder beinahe voll. Das Gateway kann keine Nachrichten, Aufgaben oder Einstellungen speichern.
finding-storage-full-left = Auf dem Datenträger mit dem OpenClaw-Ordner sind nur noch { $megabytes } MB frei. Ist er voll, kann das Gateway keine Nachrichten, Aufgaben oder Einstellungen speichern.
action-storage-full-show-the-largest-openclaw-folders = Die größten OpenClaw-Ordner zeigen

finding-storage-readonly = OpenClaw darf nicht in seinen eigenen Ordner schreiben
finding-storage-readonly-text = OpenClaw darf nicht in seinen eigenen Ordner schreiben. Es kann keine Nachrichten, Aufgaben oder Einstellungen speichern.
action-storage-readonly-show-owner-and-mode = Besitzer und Zugriffsrechte zeigen

finding-storage-io = Der Datenträger meldet Fehler
finding-storage-io-text = Der Datenträger oder die Datenbank darauf meldet Fehler. Sichere vor allem anderen, was dir wichtig ist.
action-storage-io-export-diagnostics = Diagnose ausgeben
action-storage-io-back-up-now = Jetzt sichern

finding-storage-locked = Die Datenbank des Gateways ist belegt
finding-storage-locked-text = Ein anderes Programm hält die Datenbank des Gateways fest, darum muss das Gateway darauf warten.
action-storage-locked-show-what-holds-it = Zeigen, was sie festhält

finding-service-duplicate = Mehr als ein Gateway-Dienst ist eingerichtet
finding-service-duplicate-text = Mehr als ein Dienst startet hier ein OpenClaw-Gateway. Sie beenden sich abwechselnd; behalte einen.
action-service-duplicate-show-the-services = Die Dienste zeigen
action-service-duplicate-keep-one = Einen behalten

finding-mode-not-local = Das Gateway ist nicht dafür eingerichtet, auf diesem Rechner zu laufen
finding-mode-not-local-missing = In der Konfiguration steht nicht, wo das Gateway läuft (gateway.mode), darum startet es nicht. Wird dieser Rechner eingetragen, ist das vorbei.
finding-mode-not-local-remote = In der Konfiguration steht, dass das Gateway auf einem anderen Rechner läuft (gateway.mode ist remote), darum startet es hier nicht.
action-mode-not-local-set-mode-local = gateway.mode auf local setzen
action-mode-not-local-restore-the-last-good-config = Die letzte gute Konfiguration einsetzen

finding-bind-no-auth = Das Gateway lässt sich nicht ohne Passwort aus dem Netz erreichen
finding-bind-no-auth-text = Die Konfiguration lässt andere Rechner an das Gateway, verlangt aber weder Token noch Passwort. So startet das Gateway nicht.
action-bind-no-auth-create-token = Ein Token erzeugen und im Schlüsselbund aufbewahren
action-bind-no-auth-listen-on-this-computer-only = Nur auf diesem Rechner lauschen

finding-probe-secretref-unresolved = Ein hinterlegtes Geheimnis ließ sich nicht lesen
finding-probe-secretref-unresolved-start = Die Konfiguration verweist auf ein Geheimnis, das sich nicht lesen lässt, und ohne es startet das Gateway nicht.
finding-probe-secretref-unresolved-text = Die Konfiguration verweist auf ein Geheimnis, das sich nicht lesen lässt. Was es braucht, geht so lange nicht.
action-probe-secretref-unresolved-show-which-one = Zeigen, welches es ist
action-probe-secretref-unresolved-store-it-in-the-keychain = Im Schlüsselbund ablegen

finding-config-restored = Das Gateway ist zu einer älteren Konfiguration zurückgekehrt
finding-config-restored-text = Die Konfigurationsdatei war beschädigt, und OpenClaw hat eine ältere Kopie eingesetzt. Was seit dieser Kopie geändert wurde, gilt nicht.
action-config-restored-compare-the-two = Beide vergleichen
action-config-restored-put-your-change-back-corrected = Deine Änderung berichtigt wieder einsetzen
action-config-restored-keep-the-restored-one = Die eingesetzte behalten

finding-config-write-rejected = Eine Änderung der Konfiguration wurde abgewiesen
finding-config-write-rejected-text = Ein Programm wollte eine Konfiguration schreiben, der die meisten Einträge fehlten. OpenClaw hat die alte behalten und die andere beiseitegelegt.
action-config-write-rejected-show-what-was-rejected = Zeigen, was abgewiesen wurde

finding-config-reload-skipped = Eine Änderung der Konfiguration wurde übergangen, weil sie nicht gültig ist
finding-config-reload-skipped-text = Die Konfigurationsdatei wurde geändert und ist nicht mehr gültig. Das Gateway macht mit dem weiter, was es hatte; beim nächsten Start würde es sich weigern.
action-config-reload-skipped-show-the-mistake = Den Fehler zeigen
action-config-reload-skipped-restore-what-is-running = Wieder einsetzen, was gerade läuft

finding-service-not-installed = Der Gateway-Dienst ist nicht eingerichtet
finding-service-not-installed-text = Ein Dienst dieses Systems soll das Gateway am Laufen halten, aber dieser Dienst ist nicht eingerichtet.
action-service-not-installed-install-and-start-the-service = Den Dienst einrichten und starten
action-service-not-installed-run-it-from-clawtray-instead = Das Gateway stattdessen von Clawtray betreiben lassen

finding-process-memory-pressure = Dem Gateway geht der Speicher aus
finding-process-memory-pressure-text = Das Gateway braucht mehr Speicher, als es für sich hat. Es wird langsam, und das System beendet es vielleicht.
action-process-memory-pressure-restart-at-a-quiet-moment = In einem ruhigen Moment neu starten
action-process-memory-pressure-export-diagnostics = Diagnose ausgeben

finding-process-sleep-stall = Das Gateway schweigt seit dem Ruhezustand
finding-process-sleep-stall-text = Das Gateway hat nicht geantwortet, seit der Rechner aus dem Ruhezustand aufgewacht ist.
action-process-sleep-stall-wake-it = Aufwecken

finding-process-hung = Das Gateway läuft, antwortet aber nicht
finding-process-hung-text = Das Gateway läuft, aber es antwortet nicht mehr. Nachrichten und Aufgaben warten, bis es neu gestartet wird.
finding-process-hung-link = Das Gateway läuft, aber über die Verbindung zu ihm kommt nichts mehr. Nachrichten und Aufgaben warten, bis es neu gestartet wird.
action-process-hung-restart = Neu starten

finding-app-slow-start = Das Gateway startet noch
finding-app-slow-start-moving = Es dauert länger als sonst. Gerade läuft: { $stage }.
finding-app-slow-start-stuck = Seit mehr als einer Minute geht es nicht voran. Gerade läuft: { $stage }.
action-app-slow-start-show-the-stage = Den Abschnitt zeigen

finding-auth-token-missing = Clawtray hat kein Token für dieses Gateway
finding-auth-token-missing-text = Das Gateway verlangt ein Token, und Clawtray hat noch keines.
finding-auth-token-missing-not-configured = Das Gateway soll ein Token verlangen und hat selbst keines, darum kann sich niemand anmelden. Setze in seiner Konfiguration ein Token, und versuche es dann noch einmal.
finding-auth-token-missing-network = Das Gateway erkennt Menschen an ihrem Tailscale-Netz und konnte nicht feststellen, wer dieser Rechner ist. Mit dem Token des Gateways lässt es diesen Rechner trotzdem ein.
action-auth-token-missing-import-token = Das Token aus der Konfiguration dieses Rechners nehmen
action-auth-token-missing-paste-a-token = Ein Token einfügen

finding-auth-device-token-mismatch = Der Zugang dieses Rechners wurde widerrufen oder ersetzt
finding-auth-device-token-mismatch-text = Das Gateway nimmt diesen Rechner nicht mehr an: Sein Zugang wurde widerrufen oder durch einen neueren ersetzt.
action-auth-device-token-mismatch-pair-this-computer-again = Diesen Rechner neu koppeln

finding-auth-password-mismatch = Das Passwort des Gateways ist falsch
finding-auth-password-mismatch-text = Das Gateway verlangt ein Passwort, und das angegebene ist falsch oder fehlt.
finding-auth-password-mismatch-missing = Das Gateway verlangt ein Passwort, und Clawtray hat noch keines.
finding-auth-password-mismatch-not-configured = Das Gateway soll ein Passwort verlangen und hat selbst keines, darum kann sich niemand anmelden. Setze in seiner Konfiguration ein Passwort, und versuche es dann noch einmal.
finding-auth-password-mismatch-proxy = Das Gateway lässt nur ein, für wen sein Identitäts-Proxy bürgt. Ein Programm auf dem Rechner des Gateways selbst kommt mit dem Passwort des Gateways hinein, wenn eines gesetzt ist.
action-auth-password-mismatch-enter-the-password = Das Passwort eingeben

finding-auth-device-identity = Die Prüfung des Geräts ist gescheitert
finding-auth-device-identity-text = Das Gateway konnte nicht prüfen, wer sich verbindet. Vielleicht geht die Uhr falsch, oder ein Programm meldet sich auf eine veraltete Weise an.
finding-auth-device-identity-clock-behind = Das Gateway konnte diesen Rechner nicht prüfen, weil die Uhren verschieden gehen: Die dieses Rechners geht gegenüber der des Gateways { $minutes } Minuten nach. Stelle die falsche, und prüfe dann noch einmal.
finding-auth-device-identity-clock-ahead = Das Gateway konnte diesen Rechner nicht prüfen, weil die Uhren verschieden gehen: Die dieses Rechners geht gegenüber der des Gateways { $minutes } Minuten vor. Stelle die falsche, und prüfe dann noch einmal.
action-auth-device-identity-open-the-dashboard-safely = Das Dashboard auf sichere Weise öffnen
action-auth-device-identity-show-which-client-must-be-updated = Zeigen, welches Programm aktualisiert werden muss
action-auth-device-identity-check-the-clock = Die Uhr prüfen
action-auth-device-identity-make-a-new-identity-for-this-computer = Diesem Rechner eine neue Identität geben

finding-auth-scope-mismatch = Dieser Rechner darf das noch nicht
finding-auth-scope-mismatch-text = Eine Verbindung zum Gateway hat mehr verlangt, als dieser Rechner darf.
finding-auth-scope-mismatch-missing = Clawtray ist verbunden, hat aber nicht jedes Recht, das es braucht: { $missing }. Was sie braucht, geht nicht.
action-auth-scope-mismatch-ask-for-the-missing-permission = Um das fehlende Recht bitten

finding-auth-origin-not-allowed = Das Dashboard wird von einer Adresse geöffnet, der das Gateway nicht traut
finding-auth-origin-not-allowed-text = Jemand öffnet das Dashboard von einer Adresse, der das Gateway nicht traut, und wird abgewiesen.
action-auth-origin-not-allowed-open-the-dashboard-at-the-right-address = Das Dashboard unter der richtigen Adresse öffnen
action-auth-origin-not-allowed-allow-this-address = Diese Adresse zulassen

finding-auth-rate-limited = Zu viele gescheiterte Anmeldungen
finding-auth-rate-limited-text = Zu viele Anmeldungen sind hintereinander gescheitert, darum lehnt das Gateway für einige Minuten weitere ab.
action-auth-rate-limited-wait-then-try-once = Warten, dann einmal versuchen
action-auth-rate-limited-find-who-keeps-trying = Herausfinden, wer es immer wieder versucht

finding-probe-ssh-fallback = Der SSH-Tunnel ist nicht gestartet
finding-probe-ssh-fallback-text = Der SSH-Tunnel zum Gateway ist nicht gestartet, darum wird es unmittelbar gefragt, und das ist vielleicht nicht möglich.
finding-probe-ssh-fallback-own = Das Gateway auf dem anderen Rechner wird über ssh erreicht, und ssh kommt nicht hin. Clawtray versucht es von selbst wieder; was ssh zuletzt gesagt hat, steht unten.
action-probe-ssh-fallback-test-the-ssh-connection = Die SSH-Verbindung prüfen
action-probe-ssh-fallback-edit-the-connection = Die Verbindung bearbeiten

finding-probe-multiple-gateways = Mehr als ein Gateway antwortet
finding-probe-multiple-gateways-text = Mehr als ein Gateway antwortet. Es ist nicht klar, mit welchem du sprichst.
finding-probe-multiple-gateways-certificate = Wer an der Adresse des Gateways antwortet, zeigt ein anderes Zertifikat als das angenommene. Es kann ein erneuertes sein, ein anderes Gateway oder jemand dazwischen: Ihm wurde nichts verraten. Vergleiche es am Rechner des Gateways, und nimm es nur an, wenn es dort dasselbe ist.
action-probe-multiple-gateways-choose-the-one-to-watch = Das auswählen, das beobachtet wird
action-probe-multiple-gateways-stop-the-stale-one = Das veraltete anhalten

finding-probe-scope-limited = Nur ein Teil des Zustands lässt sich lesen
finding-probe-scope-limited-text = Clawtray ist verbunden, darf aber nur einen Teil dessen lesen, was das Gateway sagt. Manche Probleme sind so nicht zu sehen.
action-probe-scope-limited-ask-for-read-permission = Um das Leserecht bitten

finding-probe-degraded = Verbunden, aber Fragen nach dem Zustand scheitern
finding-probe-degraded-text = Das Gateway nimmt Verbindungen an, scheitert aber, wenn es nach seinem Zustand gefragt wird.
action-probe-degraded-run-the-health-check-again = Noch einmal nach dem Zustand fragen
action-probe-degraded-restart = Das Gateway neu starten

finding-model-credentials = Die Anmeldung bei einem Modellanbieter ist abgelaufen oder fehlt
finding-model-credentials-text = Ein Modellanbieter nimmt die Anmeldung nicht an, die OpenClaw für ihn hat. Seine Modelle antworten nicht, bis du dich neu anmeldest.
finding-model-credentials-named = { $model } lässt sich nicht benutzen: Der Anbieter nimmt die Anmeldung nicht an, die OpenClaw hat. Melde dich neu an.
action-model-credentials-sign-in-again = Neu anmelden
action-model-credentials-remove-stale-copies = Veraltete Kopien entfernen

finding-model-upstream-403 = Etwas vor dem Modellanbieter blockiert die Anfragen
finding-model-upstream-403-text = Etwas zwischen diesem Rechner und dem Modellanbieter blockiert die Anfragen, und der Anbieter bekommt sie nie zu sehen. Das tut ein Proxy, eine Firewall oder eine Regel für Länder.
finding-model-upstream-403-named = Etwas zwischen diesem Rechner und dem Anbieter von { $model } blockiert die Anfragen. Das tut ein Proxy, eine Firewall oder eine Regel für Länder.
action-model-upstream-403-show-the-evidence = Zeigen, was zu sehen war

finding-model-local-backend = Dein eigener Modellserver lehnt OpenClaws Anfragen ab
finding-model-local-backend-text = Dein eigener Modellserver beantwortet einfache Proben, aber nicht die Anfragen, die OpenClaw stellt. Die Zeilen unten sagen, was er nicht annimmt.
finding-model-local-backend-named = Der Server hinter { $model } beantwortet einfache Proben, aber nicht die Anfragen, die OpenClaw stellt. Die Zeilen unten sagen, was er nicht annimmt.
action-model-local-backend-lower-the-context-window = Das Kontextfenster verkleinern
action-model-local-backend-send-plain-text-messages = Nachrichten als reinen Text senden
action-model-local-backend-send-strict-messages = Nachrichten in strenger Form senden
action-model-local-backend-turn-tools-off-for-this-model = Werkzeuge für dieses Modell ausschalten
action-model-local-backend-fix-the-model-id-or-base-url = Modellnamen oder Basisadresse berichtigen
action-model-local-backend-test-the-server-directly = Den Server unmittelbar prüfen

finding-model-rate-limited = Ein Modellanbieter begrenzt die Anfragen
finding-model-rate-limited-text = Ein Modellanbieter nimmt gerade weniger Anfragen an, als OpenClaw stellt. Das geht meist von selbst vorbei.
finding-model-rate-limited-named = Der Anbieter von { $model } nimmt gerade weniger Anfragen an, als OpenClaw stellt. Das geht meist von selbst vorbei.
action-model-rate-limited-show-when-it-resets = Zeigen, wann es vorbei ist
action-model-rate-limited-add-a-fallback-model = Ein Ersatzmodell angeben

finding-channel-permission = Einem Kanal fehlen Rechte bei seinem Anbieter
finding-channel-permission-text = Ein Kanal ist angemeldet, darf bei seinem Anbieter aber nicht alles, was er braucht. Erteile dort das fehlende Recht.
action-channel-permission-show-what-is-missing = Zeigen, was fehlt
action-channel-permission-open-the-provider-s-page = Die Seite des Anbieters öffnen

finding-channel-disconnected = Ein Kanal ist nicht verbunden
finding-channel-disconnected-blocked = { $channel } (Konto { $account }) hat die Anmeldung abgelehnt, darum versucht es das Gateway nicht mehr. Darüber kommen keine Nachrichten an, und es gehen keine hinaus.
finding-channel-disconnected-recovering = { $channel } (Konto { $account }) hat die Verbindung verloren, und das Gateway versucht, sie wiederherzustellen. Nachrichten warten bis dahin.
finding-channel-disconnected-stopped = { $channel } (Konto { $account }) ist eingeschaltet, läuft aber nicht. Darüber kommen keine Nachrichten an, und es gehen keine hinaus.
finding-channel-disconnected-held-back = OpenClaw ist innerhalb weniger Minuten mehrmals abgestürzt und hat { $channel } deshalb diesmal nicht gestartet. Das Gateway selbst läuft. Bis der Kanal gestartet wird, kommen Nachrichten über { $channel } weder an noch heraus.
action-channel-disconnected-start-channels = Die Kanäle starten
action-channel-disconnected-reconnect-it = Neu verbinden
action-channel-disconnected-link-it-again = Neu verknüpfen

finding-channel-pairing-pending = Jemand wartet darauf, deinem Assistenten schreiben zu dürfen
finding-channel-pairing-pending-text = Jemand hat deinem Assistenten geschrieben, den er noch nicht kennt. Er antwortet erst, wenn du es zulässt.
action-channel-pairing-pending-approve = Zulassen
action-channel-pairing-pending-refuse = Ablehnen

finding-channel-mention-required = Nachrichten in Gruppen bleiben unbeantwortet, bis jemand den Assistenten erwähnt
finding-channel-mention-required-text = Nachrichten in einer Gruppe blieben unbeantwortet, weil sie den Assistenten nicht erwähnten. Gruppen sind zu Beginn so eingestellt.
action-channel-mention-required-answer-without-a-mention-in-this-group = In dieser Gruppe auch ohne Erwähnung antworten
action-channel-mention-required-leave-it-so = So lassen

finding-channel-blocked = Deine Regeln sperren einen Absender oder eine Gruppe
finding-channel-blocked-text = Eine Nachricht blieb unbeantwortet, weil deine Regeln ihren Absender oder ihre Gruppe nicht zulassen.
action-channel-blocked-allow-this-sender-or-group = Diesen Absender oder diese Gruppe zulassen
action-channel-blocked-leave-it-so = So lassen

finding-cron-disabled = Geplante Aufgaben sind ausgeschaltet
finding-cron-disabled-text = { $count ->
    [one] Es gibt eine geplante Aufgabe
   *[other] Es gibt { $count } geplante Aufgaben
}, aber der Zeitplaner ist ausgeschaltet, darum läuft nichts davon.
action-cron-disabled-switch-scheduling-on = Den Zeitplaner einschalten

finding-cron-tick-failed = Der Zeitplaner selbst ist gescheitert
finding-cron-tick-failed-text = Der Zeitplaner ist gescheitert, als er nach fälligen Aufgaben sah. Bis das vorbei ist, laufen Aufgaben vielleicht nicht.
action-cron-tick-failed-restart = Das Gateway neu starten
action-cron-tick-failed-show-the-error = Den Fehler zeigen

finding-cron-delivery-failed = Eine Aufgabe lief, aber ihre Nachricht kam nicht an
finding-cron-delivery-failed-text = „{ $name }“ hat seine Arbeit getan, aber die Nachricht ließ sich nicht zustellen.
action-cron-delivery-failed-fix-the-destination = Das Ziel berichtigen
action-cron-delivery-failed-run-it-again-now = Jetzt noch einmal ausführen

finding-cron-missed = Eine geplante Aufgabe lief nicht, als sie fällig war
finding-cron-missed-text = „{ $name }“ war { $at } fällig und lief nicht. Zu dieser Zeit stand das Gateway still, oder der Rechner schlief.
action-cron-missed-run-it-now = Jetzt ausführen
action-cron-missed-skip-it = Auslassen

finding-heartbeat-unknown-account = Der Herzschlag zeigt auf ein Konto, das es nicht gibt
finding-heartbeat-unknown-account-text = Der Herzschlag soll an ein Konto berichten, das nicht eingerichtet ist, darum hört niemand davon.
action-heartbeat-unknown-account-choose-a-configured-account = Ein eingerichtetes Konto wählen

finding-heartbeat-skipped = Der Herzschlag wird immer wieder übersprungen
finding-heartbeat-skipped-no-route = Der Herzschlag weiß nicht, wohin er berichten soll. Schreibe deinem Assistenten einmal aus der Unterhaltung, die ihn bekommen soll, oder lege ein Ziel fest.
finding-heartbeat-skipped-dm-blocked = Der Herzschlag darf nicht in die Unterhaltung schreiben, an die er berichten soll, weil Direktnachrichten dort gesperrt sind.
finding-heartbeat-skipped-channel = Der Kanal, an den der Herzschlag berichtet, ist nicht bereit.
finding-heartbeat-skipped-handler = Das Gateway hat nichts, das den Herzschlag ausführt. Vielleicht fehlt ein Plugin.
finding-heartbeat-skipped-off = Im laufenden Gateway sind Herzschläge abgeschaltet, obwohl die Konfiguration sie verlangt. Das bleibt so, bis sie eingeschaltet werden oder das Gateway neu startet.
finding-heartbeat-skipped-busy = Das Gateway war seit mehr als drei Abständen zu beschäftigt für einen Herzschlag ({ $reason }).
finding-heartbeat-skipped-other = Der Herzschlag wird übersprungen, und das Gateway nennt diesen Grund: { $reason }.
action-heartbeat-skipped-explain-the-reason = Den Grund erklären
action-heartbeat-skipped-change-what-causes-it = Die Ursache ändern

finding-node-offline = Ein gekoppeltes Gerät ist nicht da
finding-node-offline-text = { $name } ist nicht verbunden; zuletzt gesehen { $at }. Was es anbietet, lässt sich erst wieder benutzen, wenn es zurück ist.
action-node-offline-show-when-it-was-last-seen = Zeigen, wann es zuletzt gesehen wurde

finding-node-background = Ein Telefon oder Rechner muss dafür im Vordergrund sein
finding-node-background-text = Ein Gerät sollte etwas tun, das es nur tut, solange seine App offen ist. Öffne dort die App, und versuche es noch einmal.
action-node-background-tell-me-which-device = Zeigen, welches Gerät es ist

finding-node-permission = Ein Gerät hat etwas nicht erlaubt
finding-node-permission-text = Ein Gerät sollte etwas tun, das seine eigenen Einstellungen nicht erlauben. Erlaube es dort, und versuche es noch einmal.
action-node-permission-show-what-to-allow = Zeigen, was zu erlauben ist

finding-node-exec-approval = Ein Befehl wartet auf deine Entscheidung
finding-node-exec-approval-text = Der Assistent möchte einen Befehl ausführen und wartet auf deine Entscheidung.
action-node-exec-approval-deny = Ablehnen
action-node-exec-approval-allow-once = Einmal zulassen
action-node-exec-approval-always-allow = Immer zulassen

finding-node-allowlist-miss = Ein Befehl wurde nicht ausgeführt, weil er nicht auf der Liste der erlaubten steht
finding-node-allowlist-miss-text = Der Assistent wollte einen Befehl ausführen, der nicht auf der Liste der erlaubten steht, darum wurde er nicht ausgeführt.
action-node-allowlist-miss-add-it-to-the-allowlist = Auf die Liste der erlaubten setzen
action-node-allowlist-miss-allow-this-node-command = Diesen Befehl des Geräts zulassen
action-node-allowlist-miss-leave-it-blocked = Gesperrt lassen

finding-browser-plugin-excluded = Das Browser-Werkzeug ist durch die Plugin-Liste ausgeschaltet
finding-browser-plugin-excluded-text = Das Browser-Werkzeug ist eingeschaltet, fehlt aber auf der Liste der erlaubten Plugins, darum geht es nicht.
action-browser-plugin-excluded-allow-the-browser-plugin = Das Browser-Plugin zulassen

finding-browser-executable-missing = Das Browserprogramm wurde nicht gefunden
finding-browser-executable-missing-text = Das Browser-Werkzeug hat keinen Browser gefunden, den es starten könnte, oder der eingestellte ist nicht da.
action-browser-executable-missing-use-the-browser-found-here = Den hier gefundenen Browser benutzen
action-browser-executable-missing-install-a-browser = Einen Browser installieren

finding-browser-launch-failed = Der Browser ist nicht gestartet
finding-browser-launch-failed-text = Der Browser für den Assistenten wurde gestartet und nicht bereit.
action-browser-launch-failed-try-to-start-it = Versuchen, ihn zu starten
action-browser-launch-failed-show-why = Zeigen, warum

finding-browser-cdp-unreachable = Der Browser ist nicht erreichbar
finding-browser-cdp-unreachable-text = Der Assistent soll einen Browser benutzen, der nicht erreichbar ist. Vielleicht ist er geschlossen, oder seine Adresse stimmt nicht.
action-browser-cdp-unreachable-use-openclaw-s-own-browser = OpenClaws eigenen Browser benutzen
action-browser-cdp-unreachable-show-how-to-allow-attaching = Zeigen, wie man das Verbinden erlaubt

finding-browser-no-tabs = Der Browser hat keinen offenen Tab
finding-browser-no-tabs-text = Der Browser ist da, aber es ist keine Seite offen, die der Assistent benutzen könnte.
action-browser-no-tabs-open-a-tab = Einen Tab öffnen

finding-skills-symlink-escape = Ein Skill wurde übergangen, weil sein Verweis aus dem Skill-Ordner hinausführt
finding-skills-symlink-escape-text = Ein Skill wurde nicht geladen, weil er ein Verweis auf einen Ort außerhalb des Skill-Ordners ist.
action-skills-symlink-escape-trust-that-folder = Diesem Ordner vertrauen

finding-desktop-no-tray-host = Dieser Schreibtisch zeigt keine Symbole in der Leiste
finding-desktop-no-tray-host-text = Dieser Schreibtisch zeigt keine Symbole in der Leiste. Benutze stattdessen Clawtrays Fenster; das Symbol erscheint von selbst, sobald Symbole gezeigt werden.
action-desktop-no-tray-host-open-the-window-instead = Stattdessen das Fenster öffnen

finding-desktop-notifications-off = Benachrichtigungen sind aus oder nicht möglich
finding-desktop-notifications-off-text = Nichts auf diesem Schreibtisch zeigt Benachrichtigungen, darum kann Clawtray dir nichts von Problemen sagen, solange sein Fenster geschlossen ist.
action-desktop-notifications-off-send-a-test-notification = Eine Probe senden
action-desktop-notifications-off-open-system-settings = Die Systemeinstellungen öffnen

finding-secrets-unavailable = Der Schlüsselbund ist gesperrt oder fehlt
finding-secrets-unavailable-text = Der Schlüsselbund lässt sich nicht benutzen ({ $why }). Die Token bleiben nur im Speicher und müssen nach einem Neustart neu geholt werden.
action-secrets-unavailable-unlock-it = Entsperren
action-secrets-unavailable-keep-secrets-for-this-session-only = Geheimnisse nur für diese Sitzung behalten

finding-from-text = Die eingefügte Ausgabe zeigt das. Die Zeilen, die es sagen, stehen unten.
finding-model-long-context-429-by-nature = Der Anbieter hat ein langes Gespräch mit { $model } abgelehnt. Das Fenster dieses Modells fasst von Haus aus eine Million Tokens, es gibt also keine Einstellung zum Abschalten: Ein anderes Modell, eines in Bereitschaft oder ein Zugang, der lange Gespräche darf, hilft.
finding-model-long-context-429-changed = { $model } hat ein langes Gespräch abgelehnt. Seitdem wurde etwas dagegen geändert; ob das genügt, zeigt sein nächster Lauf.

## Woran ein Befund gesehen wurde, soweit die Worte unsere sind.

seen-no-probe-answered = seit mehr als { $seconds } s wurde keine HTTP-Anfrage beantwortet, und der Prozess lebt
seen-link-silent = drei Takte lang kein Lebenszeichen, und keine neue Verbindung wird beantwortet; /healthz antwortet
seen-last-heartbeat = letzter Herzschlag
seen-due-and-no-run = cron.list { $job }: fällig, und seitdem kein Lauf
seen-ended-unasked = ungefragt beendet
seen-exit-code = Exit-Code { $code }
seen-port-in-use-by = Port belegt von { $holder }
seen-port-in-use = Port belegt
seen-signal = Signal { $signal }
seen-answered-nothing = antwortete nicht mehr
seen-end-unseen = beendet, Exit-Code nicht gesehen
seen-not-started = nicht gestartet
seen-openclaw-not-found = openclaw nicht gefunden
seen-openclaw-timed-out = openclaw hat nicht rechtzeitig geantwortet
seen-openclaw-garbage = openclaw hat nichts Verständliches ausgegeben
seen-megabytes-free = { $path }: { $megabytes } MB frei
seen-database-held = openclaw.sqlite wird von { $holder } festgehalten
seen-listens = { $who } lauscht auf Port { $port }
seen-port-taken = das Gateway fand seinen Port belegt
seen-no-tray-host = kein org.kde.StatusNotifierWatcher mit einem Host auf dem Sitzungsbus
seen-no-notification-service = kein Benachrichtigungsdienst antwortet
seen-no-install = kein Paket namens openclaw im Suchpfad oder an den üblichen Orten
seen-woke = der Computer ist aus dem Schlaf erwacht
seen-healthz-silent = /healthz antwortet nicht
seen-definition-gone = die Definition seines Dienstes ist verschwunden
seen-browser-missing = browser.executablePath = { $program }: keine solche Datei
seen-browser-left-out = plugins.allow lässt browser aus

not-looked-desktop = Nur der Hintergrunddienst in einer Desktop-Sitzung kann das sagen:
not-looked-deep = Nur OpenClaws eigene gründliche Prüfung sagt das (`clawtray doctor --deep`):
not-looked-lines = Noch wurde keine Zeile der Ausgabe oder des Protokolls des Gateways gelesen; vielleicht gibt es noch keine:
not-looked-denied = Ausgabe oder Protokoll des Gateways darf mit den Rechten dieses Kontos nicht gelesen werden:
not-looked-rights = Clawtray fehlen am Gateway die nötigen Rechte:
not-looked-untold = Das Gateway hat dazu bisher nichts gesagt:
not-looked-signed-out = Clawtray ist am Gateway nicht angemeldet:
not-looked-yet = Clawtray sieht sich noch um:
not-looked-not-installed = OpenClaw wurde auf diesem Computer nicht gefunden:
not-looked-stopped = Das Gateway läuft nicht:
not-looked-chosen = Nach seinen Einstellungen fragt Clawtray nicht danach:
