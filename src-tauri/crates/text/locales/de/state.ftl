# Der eine Zustand, die Kopfzeile und die drei Zeichen.
# Augenblicke ($since, $at) kommen aus units.ftl.

app-name = Clawtray
app-gateway = OpenClaw-Gateway

fleet-default = Standard
fleet-all-run = Alle { $count } Gateways laufen
fleet-and-others = { $sentence } ({ $count ->
    [one] ein weiteres läuft nicht richtig
   *[other] { $count } weitere laufen nicht richtig
})

state-not-set-up = Nicht eingerichtet
state-starting = Startet
state-running = Läuft
state-needs-you = Wartet auf dich
state-degraded = Etwas geht nicht
state-down = Steht still
state-gave-up = Stürzt immer wieder ab
state-paused = Von dir angehalten
state-unreachable = Nicht erreichbar

headline-looking = Das Gateway wird gesucht
headline-not-installed = OpenClaw wurde auf diesem Rechner nicht gefunden
headline-node-missing = OpenClaw ist da, aber kein Node.js dafür
headline-node-unsupported = OpenClaw braucht Node.js { $wants }, gefunden wurde { $found }
headline-starting = Startet { $since }
headline-restarting = Startet neu
headline-stopping = Wird angehalten
headline-repairing = Wird repariert
headline-connecting = Läuft, verbindet sich
headline-not-signed-in = Das Gateway antwortet; von hier ist niemand angemeldet. Starte Clawtray, um mehr zu sehen.
headline-running = Läuft { $since }
headline-running-version = Läuft { $since }, OpenClaw { $version }
headline-needs-you = Läuft; { $count ->
    [one] 1 Anfrage wartet auf dich
   *[other] { $count } Anfragen warten auf dich
}
headline-needs-pairing = Dieser Rechner wartet auf seine Freigabe
headline-degraded = Läuft, aber: { $title }
headline-down = Gateway steht still { $since }
headline-down-cause = Gateway steht still { $since }: { $cause }
headline-unreachable = { $since } nicht erreichbar: { $why }
headline-paused = Von dir angehalten { $at }

rung-process-running = Der Prozess läuft
rung-process-starting = Der Prozess startet
rung-process-stopping = Der Prozess endet
rung-process-waiting = Wartet vor dem nächsten Start
rung-process-stopped = Kein Prozess
rung-process-foreign = Es läuft ein Prozess, den Clawtray nicht gestartet hat
rung-process-foreign-by = Es läuft ein Prozess, den Clawtray nicht gestartet hat: Ihn hält { $keeper } am Laufen
rung-process-elsewhere = Das Gateway ist auf einem anderen Rechner
rung-http-elsewhere = Nicht nachgesehen: Über ein Gateway auf einem anderen Rechner gibt nur die Verbindung Auskunft
keeper-service = der Dienst { $name }
keeper-app = die OpenClaw-App
keeper-clawx = ClawX
keeper-program = { $name }
keeper-other = ein anderer Aufseher
notice-service-ends-at-logout = Der Dienst des Gateways endet, wenn du dich an diesem Computer abmeldest. Damit er weiterläuft, erlaube deinen Programmen, weiterzulaufen: loginctl enable-linger
rung-process-unknown = Noch nicht bekannt
rung-http-ready = Antwortet und ist bereit
rung-http-starting = Antwortet, startet noch
rung-http-not-ready = Antwortet, ist aber nicht bereit
rung-http-closed = Niemand antwortet
rung-http-other = Ein anderes Programm antwortet
rung-http-silent = Antwortet nicht
rung-http-unknown = Noch nicht gefragt
rung-rpc-ready = Angemeldet, antwortet
rung-rpc-connecting = Meldet sich an
rung-rpc-pairing = Wartet, bis dieser Rechner freigegeben ist
rung-rpc-refused = Die Anmeldung wurde abgelehnt
rung-rpc-retry = Nicht verbunden; gleich der nächste Versuch
rung-rpc-none = Keine Verbindung
rung-rpc-unknown = Noch nicht versucht

keychain-saved = Die Token liegen im Schlüsselbund dieses Rechners
keychain-memory = Die Token bleiben nur im Speicher, bis Clawtray endet: { $why }

notice-settings-newer = clawtray.json stammt von einem neueren Clawtray. Die Datei wird gelesen, so weit sie verstanden wird, und nie überschrieben.
notice-settings-broken = clawtray.json ist nicht lesbar: { $words }. Es gelten die Vorgaben, und die Datei bleibt, wie sie ist.
notice-state-not-written = Clawtray kann nicht aufschreiben, was es sich merkt: { $words }. Es arbeitet weiter und versucht es jede Minute neu; was du bis dahin wählst und was geschieht, ist vergessen, wenn es endet. Schaffe Platz auf der Platte oder mach den Ordner beschreibbar.
notice-state-left-alone = Was Clawtray sich merkt (state.json), stammt von einem neueren Clawtray oder ist nicht lesbar. Die Datei bleibt, wie sie ist; was jetzt geschieht, ist vergessen, wenn Clawtray endet.

approval-device = { $name } möchte sich mit deinem Gateway verbinden
approval-device-scope-upgrade = { $name } möchte mehr Rechte an deinem Gateway
approval-device-role-upgrade = { $name } möchte eine andere Rolle an deinem Gateway
approval-device-metadata-upgrade = { $name } beschreibt sich anders als zuvor und muss neu freigegeben werden
approval-sender = { $name } möchte deinem Assistenten über { $channel } schreiben
approval-command = { $name } möchte einen Befehl ausführen
approval-plugin = { $name } möchte etwas tun
approval-system = Dein Gateway möchte etwas tun
approval-too-long = Hier lässt sich nicht alles davon zeigen, darum lässt es sich hier nicht zulassen. Entscheide im Dashboard.
approval-only-deny = Für diese Anfrage nimmt das Gateway nur eine Ablehnung an.
approval-look-alike = Manche Buchstaben sind nicht die, nach denen sie aussehen, oder stammen aus verschiedenen Alphabeten: { $word }. Vielleicht ist es nicht, was es scheint.
approval-unknown-right = Verlangt wird ein Recht, das Clawtray nicht kennt. Sieh dir alles an, bevor du es zulässt.
approval-field-agent = Agent
approval-field-channel = Kanal
approval-field-account = Konto
approval-field-command = Befehl
approval-field-description = Was es möchte
approval-field-folder = Ordner
approval-field-host = Wo
approval-field-tool = Werkzeug
approval-field-warning = Warnung
approval-node = { $name } möchte Befehle anbieten dürfen
approval-field-name = Name
approval-field-platform = System
approval-field-client = Programm
approval-field-address = Adresse
approval-field-device = Gerät
right-role-operator = Dieses Gateway benutzen
right-role-node = Dem Assistenten eigene Befehle anbieten
right-operator-read = Alles sehen
right-operator-write = Nachrichten senden und Arbeit beginnen
right-operator-admin = Alles ändern
right-operator-approvals = Über Freigaben von Befehlen entscheiden
right-operator-pairing = Geräte zulassen und ausschließen
right-operator-questions = Fragen des Assistenten beantworten
right-operator-talk = Mit dem Assistenten sprechen
right-operator-talk-secrets = Geheimnisse für das Sprechen lesen
right-operator-sessions-read = Sitzungen lesen
right-operator-sessions-write = Sitzungen ändern
right-role-sender = Dem Assistenten schreiben und seine Antworten bekommen
right-command = Der Assistent darf dort diesen Befehl ausführen
right-capability = Kann nach eigener Angabe
right-permission = Vom eigenen System erlaubt
right-other = Ein Recht, das Clawtray nicht kennt

error-approval-changed = Diese Anfrage hat sich geändert, seit sie gezeigt wurde. Nichts wurde getan; sieh sie dir noch einmal an.
error-decision-not-taken = Diese Entscheidung nimmt das Gateway für diese Anfrage nicht an. Nichts wurde getan.
error-approval-gone = Diese Anfrage wartet nicht mehr: Sie wurde anderswo entschieden oder ist abgelaufen. Nichts wurde getan.
error-bad-request = Diese Version von Clawtray versteht das nicht.
error-busy = Eine andere Reparatur läuft. Warte, bis sie zu Ende ist.
error-dashboard = Das Dashboard ließ sich nicht öffnen. Sieh nach, ob das Gateway läuft und ein Browser da ist.
error-deciding = Über diese Anfrage wird gerade entschieden.
error-decision = Das Gateway hat die Entscheidung nicht angenommen. Sieh dir die Anfrage noch einmal an.
error-job = Das Gateway hat die Aufgabe nicht gestartet.
error-finding-gone = Dieses Problem gibt es nicht mehr. Nichts wurde getan.
error-gone = Das gibt es nicht mehr. Nichts wurde getan.
error-missing-rights = Diesem Rechner fehlt ein Recht dafür. Nichts wurde getan.
error-missing-scope = Diesem Rechner fehlt das Recht { $scope }.
error-needs-confirmation = Sieh dir erst an, was das tut, und bestätige es dann.
error-no-undo = Es gibt nichts zurückzunehmen, oder eine andere Reparatur läuft.
error-not-connected = Clawtray ist gerade nicht mit dem Gateway verbunden. Versuche es gleich noch einmal.
error-not-ours = Dieses Gateway hat jemand anders gestartet, darum hält Clawtray es nicht an.
error-elsewhere = Dieses Gateway läuft auf einem anderen Rechner. Starte und stoppe es dort.
error-near-metered = Dieses Netz ist getaktet, darum wurde niemand gefragt. Die Suche verschickt ein paar kleine Pakete; du kannst es trotzdem tun.
error-near-failed = In diesem Netz konnte nicht nach Gateways gefragt werden. Nichts wurde geändert; gib die Adresse selbst ein.
error-not-set-up = OpenClaw wurde auf diesem Rechner nicht gefunden; es gibt nichts zu starten.
error-unknown-gateway = Clawtray betreut kein Gateway dieses Namens. Sieh in der Liste der Gateways nach.
error-gateway-not-found = Auf diesem Rechner gibt es kein OpenClaw-Gateway dieses Namens; es kann nicht betreut werden.
error-gateway-name = Dieser Name geht nicht. Nimm Buchstaben, Ziffern, Punkte, Binde- und Unterstriche, höchstens 64.
error-gateway-name-taken = Ein Gateway dieses Namens gibt es schon. Wähle einen anderen Namen.
error-gateway-not-accepted = Diese Verbindung muss erst angesehen und angenommen werden. Nichts wurde geändert.
error-last-gateway = Das ist das einzige Gateway, das Clawtray betreut, darum bleibt es. Beende Clawtray, um es sich selbst zu überlassen.
error-gateway-not-started = Clawtray konnte nicht anfangen, dieses Gateway zu betreuen. Nichts wurde geändert.
error-settings-not-written = Die Einstellungsdatei konnte nicht geändert werden; die Auswahl der Gateways bleibt, wie sie ist.
error-plan-changed = Was das tun würde, hat sich geändert, seit du es gesehen hast. Sieh es dir noch einmal an.
error-settings = Die Einstellungen ließen sich nicht schreiben. Sie sind, wie sie waren.

headline-restart-waits = { $count ->
    [one] Läuft; startet neu, sobald eine laufende Aufgabe fertig ist
   *[other] Läuft; startet neu, sobald { $count } laufende Aufgaben fertig sind
}
headline-stopping-waits = { $count ->
    [one] Wird angehalten: wartet auf eine laufende Aufgabe, höchstens noch { $left }
   *[other] Wird angehalten: wartet auf { $count } laufende Aufgaben, höchstens noch { $left }
}

exit-clean = Das Gateway ist von selbst geendet, ohne dass jemand darum gebeten hätte (Exit-Code 0).
exit-code = Das Gateway endete mit Exit-Code { $code }.
exit-configuration = Die Konfiguration hat das Gateway angehalten (Exit-Code 78).
exit-hung = Das Gateway hatte aufgehört zu antworten. Clawtray hat es beendet und neu gestartet.
exit-no-auth = Es wäre ohne Anmeldung von anderen Computern aus erreichbar gewesen: { $words }
exit-node = Node.js ist zu alt für dieses OpenClaw: { $words }
exit-not-started = Das Gateway ließ sich nicht starten.
exit-older = Dieses OpenClaw ist älter als die Konfiguration: { $words }
exit-owned = Ein anderer OpenClaw-Prozess benutzt denselben Zustandsordner (Exit-Code 78).
exit-port = Der Port war belegt.
exit-port-by = Der Port war von { $holder } belegt.
exit-secret = Ein Geheimnis, das das Gateway braucht, fehlt: { $words }
exit-signal = Das Gateway wurde durch Signal { $signal } beendet.
exit-unseen = Das Gateway ist geendet. Wie, war nicht zu sehen, weil ein früheres Clawtray oder jemand anders es gestartet hatte.
exit-with-uptime = { $what } Es war { $uptime } gelaufen.
asked-by-unknown = verlangt, von wem weiß niemand mehr
asked-by-tray = im Menü des Symbols verlangt
asked-by-notification = in einer Benachrichtigung verlangt
asked-by-window = im Fenster verlangt
asked-by-command-line = auf der Befehlszeile verlangt
asked-by-clawtray = ohne Nachfrage getan, wie es die Einstellungen erlauben
