# La riga di comando.

cli-about = Clawtray nel terminale: che cosa fa il gateway, che cosa non va, e come risolverlo.
cli-after = I codici d'uscita e le forme di --json sono descritti in docs/cli.md.
cli-about-status = Dice come sta il gateway
cli-about-runbook = Elenca ogni problema che Clawtray sa trovare
cli-about-doctor = Mostra che cosa non va, perché, e che cosa si può fare
cli-about-fix = Esegue una riparazione: mostra che cosa fa, chiede e lo prova
cli-about-approvals = Mostra chi aspetta un permesso, e decide
cli-about-approvals-list = Mostra chi aspetta un permesso
cli-about-approvals-approve = Concede esattamente ciò che è stato chiesto
cli-about-approvals-deny = Rifiuta
cli-about-history = Mostra cosa è successo di recente e come è terminato il gateway
cli-about-logs = Mostra l'uscita del gateway
cli-about-start = Tiene in funzione il gateway, da adesso
cli-about-stop = Ferma il gateway e lo tiene fermo
cli-about-restart = Ferma il gateway e lo avvia di nuovo
cli-about-service = Fa eseguire il gateway da un servizio di questo sistema, o non più
cli-about-service-install = Installa il servizio e lo avvia
cli-about-service-uninstall = Rimuove il servizio; poi il gateway lo esegue Clawtray
cli-about-service-start = Avvia il servizio
cli-about-service-stop = Ferma il servizio e lo tiene fermo
cli-about-service-restart = Ferma il servizio e lo avvia di nuovo
cli-service-none = Per questo gateway non è installato alcun servizio. Per installarne uno: clawtray service install
cli-about-quit = Termina il custode di Clawtray; il gateway continua
cli-about-open = Apre la finestra di Clawtray
cli-about-dashboard = Apre la dashboard del gateway nel browser
cli-about-secret = Mette un segreto nel portachiavi
cli-about-secret-set = Legge un segreto dallo standard input e lo conserva nel portachiavi
cli-about-gateways = Mostra i gateway di questo computer e sceglie quali seguire
cli-about-gateways-list = Li mostra
cli-about-gateways-watch = Ne segue un altro
cli-about-gateways-unwatch = Ne lascia stare uno
cli-about-gateways-add = Aggiunge un gateway su un altro computer
cli-about-gateways-remove = Dimentica un gateway su un altro computer, con i suoi segreti

cli-arg-json = Scrive JSON
cli-arg-watch = Continua, e scrive ogni cambiamento
cli-arg-explain = Spiega un solo problema
cli-arg-logs = Giudica un file di registro invece di questo computer; - legge lo standard input
cli-arg-finding = Il problema, come lo chiama doctor: ID o ID/OGGETTO
cli-arg-action = L'azione, dove il problema ne offre più d'una
cli-arg-dry-run = Mostra soltanto che cosa verrebbe fatto
cli-arg-always = Concedere ora e ogni volta che viene chiesto lo stesso
cli-arg-yes = Non chiede
cli-arg-undo = Annulla la modifica di una riparazione precedente
cli-arg-approval = La richiesta, come la chiama l'elenco
cli-arg-exit-lines = Quante delle ultime righe di ogni fine; se ne conservano al massimo 200
cli-arg-lines = Quante delle ultime righe
cli-arg-follow = Continua, e mostra le nuove righe quando arrivano
cli-arg-gateway = Quale gateway, dove ce n'è più d'uno
cli-arg-gateways-address = wss://HOST:PORTA, ws://HOST:PORTA (rete privata) o ssh://UTENTE@HOST:PORTA (tunnel)
cli-arg-gateways-pin = Lo SHA-256 del certificato del gateway, che così non viene chiesto
cli-arg-now = Non aspetta il lavoro in corso
cli-arg-wait = Per quanto seguire finché è così; 0 non segue
cli-arg-stop-gateway = Ferma prima il gateway
cli-arg-secret = Quale segreto

cli-not-understood = Il comando non è stato capito. Prova clawtray --help.
cli-no-paths = Le cartelle di Clawtray non si trovano.
cli-output-failed = L'uscita non si può scrivere: { $words }
cli-yes-no = [s/N]
cli-yes = sì si s
cli-done = Fatto.

cli-engine-held = Un altro Clawtray è partito proprio in questo momento. Riprova.
cli-engine-failed = I file di Clawtray non si possono usare, perciò non si è potuto chiedere nulla.
cli-keeper-silent = Il custode di Clawtray è attivo (processo { $pid }) ma non risponde. Se resta così, termina quel processo e avvia di nuovo Clawtray.
cli-keeper-unreachable = Il custode di Clawtray non è raggiungibile.
cli-keeper-other-version = Il custode parla la versione { $theirs } del protocollo locale e questo comando la versione { $ours }. Esci da Clawtray e avvialo di nuovo, così che siano della stessa versione.
cli-keeper-broken = Il custode ha inviato qualcosa che questo comando non capisce. Esci da Clawtray e avvialo di nuovo, così che siano della stessa versione.
cli-keeper-late = Il custode non risponde. Riprova; se resta così, esci da Clawtray e avvialo di nuovo.
cli-keeper-left = Il custode è terminato. Avvia Clawtray, poi riprova.

cli-mark-notice = nota:
cli-mark-yes = sì
cli-mark-waiting = attende
cli-mark-no = no
cli-mark-unknown = ?
cli-rung-process = Processo
cli-rung-http = HTTP
cli-rung-rpc = Accesso
cli-pid = processo { $pid }
cli-port = porta { $port }
cli-mode-child = Avviato da Clawtray
cli-mode-service = Tenuto in funzione dal gestore dei servizi del sistema
cli-mode-attached = Avviato da qualcun altro
cli-mode-remote = Su un altro computer
cli-status-findings = { $count ->
    [0] Nessun problema
    [one] 1 problema
   *[other] { $count } problemi
}
cli-status-approvals = { $count ->
    [0] Nessuno aspetta un permesso
    [one] 1 richiesta aspetta te
   *[other] { $count } richieste aspettano te
}

cli-severity-error = errore
cli-severity-warning = avviso
cli-severity-info = nota
cli-doctor-healthy = Nessun problema trovato.
cli-history-nothing = Finora non è successo nulla.
cli-history-suspect = Sospetto: { $title } ({ $finding })
cli-doctor-exit = { $ago } fa: { $text }
cli-doctor-unknown = { $count ->
    [one] 1 tipo di problema da qui non si è potuto controllare:
   *[other] { $count } tipi di problemi da qui non si sono potuti controllare:
}
cli-finding-explains = Causa:
cli-doctor-exits = Le ultime chiusure del gateway
cli-doctor-logs-nothing = Nulla in questo registro fa pensare a un problema che Clawtray conosce.
cli-doctor-logs-judged = Questo dice il testo. Esegui “clawtray doctor” dove gira il gateway: controlla da sé e può eseguire ciò che viene proposto.
cli-finding-since = { $name }, da { $since }
cli-finding-first-seen = { $name }, visto la prima volta { $since } fa
cli-finding-awaiting = Qualcosa è stato cambiato; se è servito lo dirà la prossima esecuzione.
cli-finding-evidence = Visto:
cli-finding-actions = Che cosa si può fare:
cli-finding-docs = La pagina di OpenClaw al riguardo: { $page }
cli-finding-healthy = Ora non è così.
cli-finding-signals = Da che cosa si vede:
cli-finding-offers = Che cosa si può fare:
cli-runbook-count = { $count } problemi: { $errors } errori, { $warnings } avvisi, { $infos } da sapere. { $actions } azioni, { $available } delle quali realizzate.

cli-unknown-finding = Non c'è un problema di nome { $id }.
cli-did-you-mean = Intendevi { $names }?
cli-several-findings = Ci sono più { $id }: { $names }. Indicane uno.

cli-logs-unreadable = { $name } non si può leggere.
cli-logs-none = In { $folder } non c'è ancora l'uscita di un gateway.
cli-unknown-gateway = Non c'è un gateway di nome { $id }.

cli-gateways-kept = Seguito; Clawtray non è attivo
cli-gateways-found = Trovato, non seguito
cli-gateways-watched = D'ora in poi Clawtray segue il gateway { $id }.
cli-gateways-unwatched = D'ora in poi Clawtray lascia stare il gateway { $id }.
cli-gateways-last = È l'unico gateway seguito, quindi resta.
cli-gateways-not-written = Non è stato possibile modificare il file delle impostazioni: la scelta resta com'è.
cli-gateways-taken = Un gateway di questo computer si chiama già { $id }. Scegli un altro nome.
cli-gateways-address = Questo non è l'indirizzo di un gateway. Scrivi wss://HOST:PORTA, ws://HOST:PORTA oppure ssh://UTENTE@HOST:PORTA.
cli-gateways-bad-pin = Questo non è lo SHA-256 di un certificato: 64 cifre esadecimali.
cli-gateways-needs-pin = Nessuno ha ancora visto il certificato di questo gateway. Indicalo con --pin, o rispondi alla domanda in un terminale. Non è stato cambiato nulla.
cli-gateways-no-certificate = A questo indirizzo non si è potuto leggere un certificato. Non è stato cambiato nulla.
cli-gateways-certificate = Chi risponde lì mostra un certificato con questo SHA-256:
cli-gateways-certificate-confirm = Sul computer del gateway è lo stesso? Accettalo solo in quel caso.
cli-gateways-no-address = Questo host non si trova. Non è stato cambiato nulla.
cli-gateways-not-private = Senza cifratura si chiama solo un host in una rete privata, e questo non lo è. Usa wss:// o ssh://. Non è stato cambiato nulla.
cli-gateways-plain = Questo collegamento non è cifrato: chiunque in quella rete può leggere il token e ciò che viene detto.
cli-gateways-plain-confirm = Usarlo lo stesso?
cli-gateways-left = Non è stato cambiato nulla.
cli-gateways-next = Se il gateway chiede un token o una password:
cli-gateways-removed = Clawtray ha dimenticato il gateway { $id } e i suoi segreti.
cli-gateways-removed-not-forgotten = Clawtray ha dimenticato il gateway { $id }, ma i suoi segreti sono ancora nel portachiavi, che non si è potuto usare.

cli-action-safe = { $label }
cli-action-confirm = { $label } (prima chiede)
cli-action-unavailable = { $label } (non in questa versione)
cli-action-guide = { $label } (decidi tu, lì)
cli-action-blocked = { $label }: non ora. { $why }
cli-unknown-action = Questo problema non ha un'azione di nome { $id }.
cli-several-actions = Questo problema offre più azioni: { $names }. Indicane una.
cli-plan-commands = Che cosa viene eseguito:
cli-plan-diff = Che cosa cambia nella configurazione:
cli-plan-warnings = Prima di dire sì:
cli-plan-limit = Dura al massimo { $time }.
cli-plan-undo = Si può annullare.
cli-plan-no-undo = Non si può annullare.
cli-fix-nothing-to-do = { $id } ora non è presente. Nulla da fare.
cli-fix-no-action = Clawtray da solo non può farci nulla.
cli-fix-name-one = Indicane una: clawtray fix PROBLEMA AZIONE
cli-fix-which = Quale numero? Invio lascia tutto com'è:
cli-fix-nothing-done = Non è stato fatto nulla.
cli-fix-dry-run = Era solo uno sguardo. Non è stato fatto nulla.
cli-fix-needs-yes = Serve un sì. Guarda con --dry-run, poi aggiungi --yes.
cli-fix-confirm = { $label }?
cli-fix-stopping = Si ferma al prossimo punto sicuro. Premi di nuovo Ctrl-C per uscire senza attendere.
cli-fix-left = Uscito senza attendere; la riparazione forse è ancora in corso. clawtray status lo mostra.
cli-fix-vanished = La riparazione non si vede. clawtray doctor dice se serve ancora.
cli-fix-plan-changed = Ciò che l'azione farebbe è cambiato da quando l'hai vista. Guardala di nuovo.
cli-fix-undo = Per annullare: clawtray fix --undo { $repair }
cli-undo-unknown = La riparazione { $repair } non c'è più.
cli-undo-not-offered = La riparazione { $repair } non ha nulla da annullare.
cli-undo-done = Annullato. Valgono di nuovo i valori di prima.
cli-undo-confirm = Rimettere i valori di prima?
cli-step-waiting = attende
cli-step-running = in corso
cli-step-done = fatto
cli-step-failed = fallito
cli-step-skipped = saltato

cli-approvals-none = Nessuno aspetta un permesso.
cli-approval-device = Un dispositivo vuole collegarsi
cli-approval-node = Un dispositivo vuole offrire comandi
cli-approval-sender = Qualcuno vuole scrivere all'assistente
cli-approval-command = Un agente vuole eseguire un comando
cli-approval-plugin = Un plugin vuole fare qualcosa
cli-approval-system = Il gateway vuole fare qualcosa
cli-approval-other = Una richiesta
cli-approval-about = { $kind }, { $since } fa, { $id }
cli-approval-who = Chi:
cli-approval-what = Che cosa verrebbe fatto:
cli-approval-until = Scade tra { $left }.
cli-approval-rights = Quali diritti:
cli-approval-blocked = Da qui non si può approvare: { $why }
cli-approval-needs-yes = Per approvare serve un sì. Guarda l'elenco, poi aggiungi --yes.
cli-approval-confirm = Approvare esattamente questo?
cli-approval-still-waits = Non approvata. La richiesta aspetta ancora.
cli-approval-not-carried-out = Il gateway non ha eseguito la decisione. Guarda di nuovo l'elenco.
cli-unknown-approval = Non c'è una richiesta in attesa di nome { $id }.
cli-approval-not-taken = Qui il gateway non accetta questa risposta. Possibile: { $names }.
cli-approved = Approvata.
cli-approved-always = Approvato, ora e in futuro.
cli-denied = Rifiutata.

cli-run-not-yet = È ancora in corso. clawtray status --watch lo segue.
cli-run-stop-now = Prima finisce il lavoro in corso. clawtray stop --now non aspetta.
cli-quit-none = Il custode di Clawtray non è attivo.
cli-quit-keeps = Clawtray è terminato; il gateway continua.
cli-quit-stops = Clawtray ferma il gateway, poi termina.
cli-open-done = Si apre Clawtray.
cli-open-no-window = La finestra di Clawtray da qui non si può avviare.
cli-dashboard-done = Si apre la dashboard.
cli-secret-ask = Token o password (mentre scrivi non si vede nulla):
cli-secret-unusable = Non è stato dato un token o una password utilizzabile. Non è stato cambiato nulla.
cli-secret-no-keychain = Il portachiavi ora non si può usare. Non è stato cambiato nulla.
cli-secret-saved = Salvato nel portachiavi.
cli-secret-saved-untold = Salvato nel portachiavi, ma non si è potuto avvisare il custode. Lo legge quando si riavvia.
cli-secret-gateway = Questo non è il nome di un gateway.

# L'avvio del custode e della finestra.
start-failed = Clawtray non può avviarsi: { $words }
start-already = Clawtray è già attivo.
start-already-process = Clawtray è già attivo (processo { $pid }).
start-keeper-about = clawtrayd tiene in funzione il gateway OpenClaw e ne mostra lo stato nella barra.
start-keeper-usage = Uso: clawtrayd [--version | --help]
start-keeper-runs = Senza argomenti resta attivo finché non gli si chiede di terminare. Un secondo si accorge del primo e termina.
start-window-failed = La finestra di Clawtray non si è potuta aprire: { $words }
start-window-about = Apre la finestra di Clawtray, o porta in primo piano quella aperta.
start-window-usage = Uso: clawtray-desktop [--route LUOGO | clawtray://LUOGO] [--gateway ID]
start-window-route = dove andare:
start-window-gateway = quale gateway, dove ce ne sono più d'uno
start-window-version = stampa la versione
start-window-help = stampa questo testo
start-window-unknown = { $word } non è un argomento di clawtray-desktop. Si veda --help.
start-window-not-a-place = { $word } non è un luogo nella finestra. Si veda --help.
start-window-no-place = --route richiede un luogo, per esempio overview. Si veda --help.
start-window-no-gateway = --gateway richiede il nome di un gateway. Si veda --help.
start-link-ignored = Un link clawtray:// non è stato capito e viene ignorato.
start-no-display = La finestra di Clawtray richiede una sessione grafica, e né DISPLAY né WAYLAND_DISPLAY è impostato. Senza schermo usa la riga di comando: clawtray status
cli-about-report = Prepara un resoconto per chi aiuta, senza segreti
cli-arg-deep = Interroga anche i controlli lenti di OpenClaw; può volerci un minuto
cli-arg-report-output = Dove scrivere il resoconto
cli-doctor-deep-wait = I controlli di OpenClaw sono in corso. Può volerci un minuto.
cli-doctor-deep-failed = Non esaminato, perché { $command } non ha risposto: { $words }
cli-report-confirm = Questo è l'intero resoconto. Scriverlo in { $path }?
cli-report-not-written = Non è stato scritto nulla. Con --yes viene scritto.
cli-report-written = Il resoconto si trova in { $path }.
cli-report-diagnostics = La diagnostica di OpenClaw si trova in { $path }.
cli-report-no-diagnostics = Non si è potuta allegare la diagnostica di OpenClaw: { $why }
cli-report-failed = Non si è potuto scrivere il resoconto in { $path }. Con --output si può indicare un altro posto.
cli-arg-choice = In quale modo, dove un'azione ne ha più d'uno
cli-arg-accept = Accetta la modifica di una riparazione precedente, senza aspettare la prova
cli-arg-repair = Tutto ciò che è conservato di questa riparazione, dal suo numero
cli-several-choices = Questa azione si può fare in più modi: { $names }. Indicane uno con --choice.
cli-accept-nothing = Nessuna modifica per { $id } aspetta la prova.
cli-accept-not-waiting = La riparazione { $repair } non aspetta la prova.
