# Che cosa può non andare: titolo, testo per ogni caso, e le parole sui pulsanti.

finding-config-invalid = La configurazione non è valida, perciò il gateway non si avvia
finding-config-invalid-missing = Manca il file di configurazione, perciò il gateway non si avvia. La riparazione ne scrive uno nuovo con i valori predefiniti.
finding-config-invalid-not-json = Il file di configurazione non è leggibile come JSON alla riga { $line }, colonna { $column }. Il gateway resta fermo finché non viene corretto.
finding-config-invalid-not-json-somewhere = Il file di configurazione non è leggibile come JSON. Il gateway resta fermo finché non viene corretto.
finding-config-invalid-unknown-key = La configurazione contiene una voce che OpenClaw non conosce: { $key } alla riga { $line }, colonna { $column }. Il gateway resta fermo finché c'è.
finding-config-invalid-unknown-key-somewhere = La configurazione contiene una voce che OpenClaw non conosce: { $key }. Il gateway resta fermo finché c'è.
finding-config-invalid-value = Il valore di { $key } alla riga { $line }, colonna { $column } non è accettato da OpenClaw. Il gateway resta fermo finché non viene corretto.
finding-config-invalid-value-somewhere = Il valore di { $key } non è accettato da OpenClaw. Il gateway resta fermo finché non viene corretto.
finding-config-invalid-unreadable = Il file di configurazione non si può leggere: { $words }
finding-config-invalid-other = OpenClaw non accetta la sua configurazione: { $words }
action-config-invalid-repair-the-configuration = Ripara la configurazione
action-config-invalid-restore-the-last-good-copy = Ripristina l'ultima copia buona

finding-process-state-owned = Un altro gateway usa già questa cartella di OpenClaw
finding-process-state-owned-text = Un secondo gateway sulla stessa cartella ne danneggerebbe i dati, perciò OpenClaw non si avvia. Chiudi l'altro, oppure usa quello al posto di questo.
action-process-state-owned-show-who-it-is = Mostra qual è
action-process-state-owned-attach-to-it = Usa quello
action-process-state-owned-stop-that-gateway = Ferma quel gateway

finding-port-conflict = Un altro programma usa la porta del gateway
finding-port-conflict-named = { $name } (processo { $pid }) è in ascolto sulla porta { $port }. Chiudilo, oppure assegna al gateway un'altra porta.
finding-port-conflict-other-user = Un programma di un altro utente ({ $user }) è in ascolto sulla porta { $port }. Assegna al gateway un'altra porta, oppure chiedi a quell'utente di chiuderlo.
finding-port-conflict-unnamed = Un programma che da qui non si può identificare è in ascolto sulla porta { $port }. Chiudilo, oppure assegna al gateway un'altra porta.
action-port-conflict-show-who-holds-it = Mostra chi la usa
action-port-conflict-attach-to-it = Usa quello
action-port-conflict-use-the-next-free-port = Usa la prossima porta libera
action-port-conflict-stop-that-gateway = Ferma quel gateway

finding-process-crash-loop = Il gateway continua a bloccarsi
finding-process-crash-loop-text = È terminato { $count } volte in poco tempo, perciò Clawtray ha smesso di avviarlo. Le sue ultime righe sono qui sotto.
action-process-crash-loop-repair-and-try-once-more = Ripara e riprova una volta
action-process-crash-loop-start-without-channels = Avvia senza canali
action-process-crash-loop-see-the-cause = Guarda la causa

finding-service-config-mismatch = Il servizio usa impostazioni diverse dalla tua configurazione
finding-service-config-mismatch-missing = Il servizio deve eseguire { $program }, che non c'è più. Così non può avviarsi.
finding-service-config-mismatch-unreadable = Il file che definisce il servizio non è leggibile: { $words }. Non si sa che cosa avvierebbe il servizio.
finding-service-not-installed-gone = Un servizio di questo sistema teneva in funzione il gateway, e quel servizio non c'è più. Ora nulla avvia il gateway.
finding-service-config-mismatch-port = Il servizio avvia il gateway sulla porta { $service }, ma la configurazione indica { $port }.
finding-service-config-mismatch-token = Il file del servizio contiene una copia del token del gateway, e quella copia non è più il token della configurazione. Chi accede con l'uno viene respinto dall'altro.
action-service-config-mismatch-reinstall-service = Reinstalla il servizio con le impostazioni di oggi

finding-service-not-running = Il gateway non è in funzione
finding-service-not-running-killed = Il sistema o una persona lo ha terminato con il segnale { $signal }.
finding-service-not-running-crashed = È terminato da solo con il codice { $code }.
finding-service-not-running-ended = È terminato da solo senza errori.
finding-service-not-running-older = Questo OpenClaw è più vecchio di quello che ha scritto la configurazione, perciò non si avvia. Usa quello più recente.
finding-service-not-running-node = Il Node.js con cui verrebbe eseguito è troppo vecchio per questo OpenClaw.
finding-service-not-running-secret = Un segreto indicato dalla configurazione non si è potuto leggere.
finding-service-not-running-service = Il servizio è installato ma non è in funzione.
finding-service-not-running-stopped = Su questo computer non c'è nulla che risponda come gateway.
action-service-not-running-start = Avvia il gateway
action-service-not-running-repair-and-start = Ripara e avvia

finding-auth-token-mismatch = Il token salvato non è quello di questo gateway
finding-auth-token-mismatch-text = Il gateway ha rifiutato il token che Clawtray conserva. Probabilmente nel frattempo è cambiato.
action-auth-token-mismatch-refetch-token = Prendi di nuovo il token attuale
action-auth-token-mismatch-reinstall-the-service = Reinstalla il servizio

finding-auth-pairing-required = Questo computer aspetta di essere approvato
finding-auth-pairing-required-not-paired = Il gateway non conosce ancora questo computer. Finché non è approvato, Clawtray vede poco e può fare poco.
finding-auth-pairing-required-scope-upgrade = Clawtray chiede più diritti di quelli dati a questo computer.
finding-auth-pairing-required-role-upgrade = Clawtray chiede un ruolo diverso da quello dato a questo computer.
finding-auth-pairing-required-metadata-upgrade = Ciò che questo computer dice di sé è cambiato, perciò il gateway vuole che sia approvato di nuovo.
action-auth-pairing-required-approve-this-device = Approva questo computer
action-auth-pairing-required-copy-the-command = Copia il comando

finding-model-long-context-429 = Claude rifiuta le conversazioni lunghe con questo account
finding-model-long-context-429-set = { $model } è impostato su un contesto di un milione di token, che questo account non può usare senza utilizzo extra. Le conversazioni lunghe falliscono finché non viene disattivato.
finding-model-long-context-429-no-key = { $model } ha rifiutato una conversazione lunga. L'impostazione ora è disattivata; se basta lo dirà la prossima esecuzione.
finding-model-long-context-429-unknown = { $model } ha rifiutato una conversazione lunga perché questo account non ha utilizzo extra. La configurazione non si è potuta leggere, quindi non si sa se il contesto grande è impostato.
action-model-long-context-429-disable-context1m = Disattiva il contesto da 1M per questo modello
action-model-long-context-429-switch-to-a-standard-window-model = Passa a un modello con contesto normale
action-model-long-context-429-add-a-fallback-model = Aggiungi un modello di riserva
action-model-long-context-429-use-an-api-key-instead = Usa invece una chiave API

finding-cron-job-failed = Un'attività pianificata è fallita
finding-cron-job-failed-switched-off = «{ $name }» è fallita { $streak } volte di fila, perciò OpenClaw l'ha disattivata. Resta disattivata finché qualcuno non la riattiva.
finding-cron-job-failed-text = { $streak ->
    [one] L'ultima esecuzione di «{ $name }» è fallita.
   *[other] Le ultime { $streak } esecuzioni di «{ $name }» sono fallite.
}
action-cron-job-failed-run-it-again-now = Esegui di nuovo ora
action-cron-job-failed-pause-this-job = Sospendi questa attività
action-cron-job-failed-show-the-error = Mostra l'errore

finding-heartbeat-failed = L'heartbeat è fallito o non arriva più
finding-heartbeat-failed-text = L'ultimo heartbeat è terminato con un errore.
finding-heartbeat-failed-silent = Non arriva un heartbeat da { $minutes ->
    [one] 1 minuto
   *[other] { $minutes } minuti
}, anche se è attivo.
action-heartbeat-failed-send-one-now = Inviane uno ora
action-heartbeat-failed-show-the-error = Mostra l'errore

finding-install-missing = OpenClaw non è installato
finding-install-missing-text = OpenClaw non è stato trovato su questo computer: né nel percorso di ricerca, né nei posti abituali.
action-install-missing-install-openclaw = Installa OpenClaw
action-install-missing-choose-where-it-is = Indica dove si trova

finding-install-split-brain = Due installazioni di OpenClaw si ostacolano
finding-install-split-brain-two = Su questo computer c'è OpenClaw { $newest }, ma qui viene avviato il più vecchio { $older }. Usa per tutto l'installazione più recente.
finding-install-split-brain-text = Un OpenClaw più vecchio su questo computer prova a eseguire ciò che uno più recente ha configurato. Il più vecchio si rifiuta, così nulla di recente viene sovrascritto. Usa per tutto l'installazione più recente.
action-install-split-brain-reinstall-from-newest = Usa l'installazione più recente e reinstalla da lì il servizio
action-install-split-brain-show-every-install = Mostra tutte le installazioni
action-install-split-brain-remove-the-stale-wrapper = Rimuovi il vecchio script di avvio

finding-install-node-unsupported = Node.js è troppo vecchio per questo OpenClaw
finding-install-node-unsupported-missing = OpenClaw richiede Node.js, e non ne è stato trovato nessuno.
finding-install-node-unsupported-old = Il Node.js trovato qui è la versione { $found }. Questo OpenClaw richiede { $wants }.
finding-install-node-unsupported-refused = OpenClaw non si avvia con il Node.js che gli è stato dato.
action-install-node-unsupported-use-a-newer-node-already-on-this-computer = Usa un Node più recente già su questo computer
action-install-node-unsupported-install-a-supported-node = Installa un Node adatto

finding-install-update-incomplete = Un aggiornamento non è finito
finding-install-update-incomplete-text = Un aggiornamento di OpenClaw è iniziato e non è arrivato alla fine. Alcune parti possono mancare finché non viene completato.
action-install-update-incomplete-finish-the-update = Completa l'aggiornamento

finding-install-protocol-mismatch = Un programma parla un'altra versione del protocollo del gateway
finding-install-protocol-mismatch-text = Un programma che parla con il gateway è stato fatto per un'altra versione. Aggiorna il programma o il gateway, quello dei due che è più vecchio.
finding-install-protocol-mismatch-client = Il gateway rifiuta questa versione di Clawtray. Aggiorna Clawtray o il gateway, quello dei due che è più vecchio.
finding-install-protocol-mismatch-unknown = Il gateway ha rifiutato il collegamento per un motivo che questa versione di Clawtray non conosce. Probabilmente uno dei due è più nuovo di quanto l'altro si aspetti: aggiorna il più vecchio.
action-install-protocol-mismatch-show-which-program-it-is = Mostra quale programma è
action-install-protocol-mismatch-update-the-older-side = Aggiorna la parte più vecchia

finding-storage-full = Il disco è pieno
finding-storage-full-text = Il disco con la cartella di OpenClaw è pieno o quasi. Il gateway non può salvare messaggi, attività o impostazioni.
finding-storage-full-left = Sul disco con la cartella di OpenClaw restano solo { $megabytes } MB. Quando è pieno, il gateway non può salvare messaggi, attività o impostazioni.
action-storage-full-show-the-largest-openclaw-folders = Mostra le cartelle di OpenClaw più grandi

finding-storage-readonly = OpenClaw non può scrivere nella propria cartella
finding-storage-readonly-text = OpenClaw non può scrivere nella propria cartella. Non può salvare messaggi, attività o impostazioni.
action-storage-readonly-show-owner-and-mode = Mostra proprietario e permessi

finding-storage-io = Il disco segnala errori
finding-storage-io-text = Il disco, o il database che contiene, segnala errori. Prima di tutto fai una copia di ciò che conta.
action-storage-io-export-diagnostics = Esporta la diagnostica
action-storage-io-back-up-now = Fai una copia ora

finding-storage-locked = Il database del gateway è occupato
finding-storage-locked-text = Un altro programma tiene occupato il database del gateway, perciò il gateway deve aspettare.
action-storage-locked-show-what-holds-it = Mostra che cosa lo occupa

finding-service-duplicate = È installato più di un servizio del gateway
finding-service-duplicate-text = Qui più di un servizio avvia un gateway OpenClaw. Si chiudono a vicenda; tienine uno solo.
action-service-duplicate-show-the-services = Mostra i servizi
action-service-duplicate-keep-one = Tienine uno

finding-mode-not-local = Il gateway non è configurato per funzionare su questo computer
finding-mode-not-local-missing = La configurazione non dice dove funziona il gateway (gateway.mode), perciò non si avvia. Indicando questo computer il problema finisce.
finding-mode-not-local-remote = La configurazione dice che il gateway funziona su un altro computer (gateway.mode è remote), perciò qui non si avvia.
action-mode-not-local-set-mode-local = Imposta gateway.mode su local
action-mode-not-local-restore-the-last-good-config = Ripristina l'ultima configurazione buona

finding-bind-no-auth = Il gateway non si lascia raggiungere dalla rete senza password
finding-bind-no-auth-text = La configurazione lascia che altri computer raggiungano il gateway, ma non chiede né token né password. Così il gateway non si avvia.
action-bind-no-auth-create-token = Crea un token e conservalo nel portachiavi
action-bind-no-auth-listen-on-this-computer-only = Resta in ascolto solo su questo computer

finding-probe-secretref-unresolved = Un segreto salvato non si è potuto leggere
finding-probe-secretref-unresolved-start = La configurazione indica un segreto che non si può leggere, e senza di esso il gateway non si avvia.
finding-probe-secretref-unresolved-text = La configurazione indica un segreto che non si può leggere. Ciò che ne ha bisogno fino ad allora non funziona.
action-probe-secretref-unresolved-show-which-one = Mostra quale
action-probe-secretref-unresolved-store-it-in-the-keychain = Salvalo nel portachiavi

finding-config-restored = Il gateway è tornato a una configurazione più vecchia
finding-config-restored-text = Il file di configurazione era danneggiato e OpenClaw ha rimesso una copia più vecchia. Ciò che è stato cambiato dopo quella copia non è in vigore.
action-config-restored-compare-the-two = Confronta le due
action-config-restored-put-your-change-back-corrected = Rimetti la tua modifica, corretta
action-config-restored-keep-the-restored-one = Tieni quella ripristinata

finding-config-write-rejected = Una modifica della configurazione è stata respinta
finding-config-write-rejected-text = Un programma ha provato a scrivere una configurazione che avrebbe perso gran parte delle voci. OpenClaw ha tenuto quella vecchia e messo da parte l'altra.
action-config-write-rejected-show-what-was-rejected = Mostra che cosa è stato respinto

finding-config-reload-skipped = Una modifica della configurazione è stata ignorata perché non è valida
finding-config-reload-skipped-text = Il file di configurazione è stato modificato e non è più valido. Il gateway continua con ciò che aveva; al prossimo avvio si rifiuterebbe.
action-config-reload-skipped-show-the-mistake = Mostra l'errore
action-config-reload-skipped-restore-what-is-running = Ripristina quella in uso

finding-service-not-installed = Il servizio del gateway non è installato
finding-service-not-installed-text = Un servizio di questo sistema dovrebbe tenere in funzione il gateway, ma quel servizio non è installato.
action-service-not-installed-install-and-start-the-service = Installa e avvia il servizio
action-service-not-installed-run-it-from-clawtray-instead = Fallo eseguire invece da Clawtray

finding-process-memory-pressure = Il gateway sta esaurendo la memoria
finding-process-memory-pressure-text = Il gateway usa più memoria di quella che ha a disposizione. Diventa lento, e il sistema può terminarlo.
action-process-memory-pressure-restart-at-a-quiet-moment = Riavvia in un momento tranquillo
action-process-memory-pressure-export-diagnostics = Esporta la diagnostica

finding-process-sleep-stall = Il gateway tace dopo la sospensione
finding-process-sleep-stall-text = Il gateway non risponde da quando il computer si è riattivato dalla sospensione.
action-process-sleep-stall-wake-it = Sveglialo

finding-process-hung = Il gateway è in funzione ma non risponde
finding-process-hung-text = Il gateway è in funzione, ma ha smesso di rispondere. Messaggi e attività aspettano finché non viene riavviato.
finding-process-hung-link = Il gateway è in funzione, ma dalla connessione non arriva più nulla. Messaggi e attività aspettano finché non viene riavviato.
action-process-hung-restart = Riavvialo

finding-app-slow-start = Il gateway è ancora in avvio
finding-app-slow-start-moving = Ci mette più del solito. È a questo punto: { $stage }.
finding-app-slow-start-stuck = Da più di un minuto non avanza. È a questo punto: { $stage }.
action-app-slow-start-show-the-stage = Mostra la fase

finding-auth-token-missing = Clawtray non ha un token per questo gateway
finding-auth-token-missing-text = Il gateway vuole un token, e Clawtray non ne ha ancora uno.
finding-auth-token-missing-not-configured = Il gateway è impostato per chiedere un token e non ne ha uno proprio, perciò nessuno può accedere. Imposta un token nella sua configurazione, poi riprova.
finding-auth-token-missing-network = Il gateway riconosce le persone dalla loro rete Tailscale e non ha potuto stabilire chi sia questo computer. Con il token del gateway lo lascia entrare lo stesso.
action-auth-token-missing-import-token = Usa il token della configurazione di questo computer
action-auth-token-missing-paste-a-token = Incolla un token

finding-auth-device-token-mismatch = L'accesso di questo computer è stato revocato o sostituito
finding-auth-device-token-mismatch-text = Il gateway non accetta più questo computer: il suo accesso è stato revocato o sostituito da uno più recente.
action-auth-device-token-mismatch-pair-this-computer-again = Abbina di nuovo questo computer

finding-auth-password-mismatch = La password del gateway è sbagliata
finding-auth-password-mismatch-text = Il gateway chiede una password, e quella ricevuta è sbagliata o manca.
finding-auth-password-mismatch-missing = Il gateway chiede una password, e Clawtray non ne ha ancora una.
finding-auth-password-mismatch-not-configured = Il gateway è impostato per chiedere una password e non ne ha una propria, perciò nessuno può accedere. Imposta una password nella sua configurazione, poi riprova.
finding-auth-password-mismatch-proxy = Il gateway lascia entrare solo coloro di cui garantisce il suo proxy d'identità. Un programma sul computer stesso del gateway entra con la password del gateway, se ne è impostata una.
action-auth-password-mismatch-enter-the-password = Inserisci la password

finding-auth-device-identity = Il controllo del dispositivo è fallito
finding-auth-device-identity-text = Il gateway non ha potuto controllare chi si collega. Forse l'orologio è sbagliato, o un programma accede in un modo troppo vecchio.
finding-auth-device-identity-clock-behind = Il gateway non ha potuto controllare questo computer, perché gli orologi non coincidono: quello di questo computer è indietro di { $minutes } minuti rispetto a quello del gateway. Regola quello sbagliato, poi controlla di nuovo.
finding-auth-device-identity-clock-ahead = Il gateway non ha potuto controllare questo computer, perché gli orologi non coincidono: quello di questo computer è avanti di { $minutes } minuti rispetto a quello del gateway. Regola quello sbagliato, poi controlla di nuovo.
action-auth-device-identity-open-the-dashboard-safely = Apri la dashboard in modo sicuro
action-auth-device-identity-show-which-client-must-be-updated = Mostra quale programma va aggiornato
action-auth-device-identity-check-the-clock = Controlla l'orologio
action-auth-device-identity-make-a-new-identity-for-this-computer = Crea una nuova identità per questo computer

finding-auth-scope-mismatch = Questo computer non può ancora farlo
finding-auth-scope-mismatch-text = Un collegamento al gateway ha chiesto più di quanto questo computer possa fare.
finding-auth-scope-mismatch-missing = Clawtray è collegato ma non ha tutti i diritti che gli servono: { $missing }. Ciò che ne ha bisogno non funziona.
action-auth-scope-mismatch-ask-for-the-missing-permission = Chiedi il diritto mancante

finding-auth-origin-not-allowed = La dashboard viene aperta da un indirizzo di cui il gateway non si fida
finding-auth-origin-not-allowed-text = Qualcuno apre la dashboard da un indirizzo di cui il gateway non si fida, e viene respinto.
action-auth-origin-not-allowed-open-the-dashboard-at-the-right-address = Apri la dashboard all'indirizzo giusto
action-auth-origin-not-allowed-allow-this-address = Ammetti questo indirizzo

finding-auth-rate-limited = Troppi accessi falliti
finding-auth-rate-limited-text = Troppi accessi sono falliti di fila, perciò il gateway ne rifiuta altri per alcuni minuti.
action-auth-rate-limited-wait-then-try-once = Attendi, poi prova una volta
action-auth-rate-limited-find-who-keeps-trying = Scopri chi continua a provare

finding-probe-ssh-fallback = Il tunnel SSH non si è avviato
finding-probe-ssh-fallback-text = Il tunnel SSH verso il gateway non si è avviato, perciò lo si interroga direttamente, e forse non è possibile.
finding-probe-ssh-fallback-own = Il gateway sull'altro computer si raggiunge tramite ssh, e ssh non ci arriva. Clawtray riprova da solo; l'ultima cosa detta da ssh è qui sotto.
action-probe-ssh-fallback-test-the-ssh-connection = Prova il collegamento SSH
action-probe-ssh-fallback-edit-the-connection = Modifica il collegamento

finding-probe-multiple-gateways = Risponde più di un gateway
finding-probe-multiple-gateways-text = Risponde più di un gateway. Non è chiaro con quale stai parlando.
finding-probe-multiple-gateways-certificate = Chi risponde all'indirizzo del gateway mostra un certificato diverso da quello accettato. Può essere uno rinnovato, un altro gateway o qualcuno nel mezzo: non gli è stato detto nulla. Confrontalo sul computer del gateway e accettalo solo se lì è lo stesso.
action-probe-multiple-gateways-choose-the-one-to-watch = Scegli quale osservare
action-probe-multiple-gateways-stop-the-stale-one = Ferma quello superato

finding-probe-scope-limited = Si può leggere solo una parte dello stato
finding-probe-scope-limited-text = Clawtray è collegato ma può leggere solo una parte di ciò che dice il gateway. Così alcuni problemi non si vedono.
action-probe-scope-limited-ask-for-read-permission = Chiedi il diritto di lettura

finding-probe-degraded = Collegato, ma le richieste di stato falliscono
finding-probe-degraded-text = Il gateway accetta collegamenti ma fallisce quando gli si chiede il suo stato.
action-probe-degraded-run-the-health-check-again = Ripeti il controllo dello stato
action-probe-degraded-restart = Riavvia il gateway

finding-model-credentials = L'accesso a un fornitore di modelli è scaduto o manca
finding-model-credentials-text = Un fornitore di modelli non accetta l'accesso che OpenClaw ha per esso. I suoi modelli non rispondono finché non accedi di nuovo.
finding-model-credentials-named = { $model } non si può usare: il suo fornitore non accetta l'accesso che OpenClaw ha. Accedi di nuovo.
action-model-credentials-sign-in-again = Accedi di nuovo
action-model-credentials-remove-stale-copies = Rimuovi le copie superate

finding-model-upstream-403 = Qualcosa davanti al fornitore di modelli blocca le richieste
finding-model-upstream-403-text = Qualcosa tra questo computer e il fornitore di modelli blocca le richieste, che al fornitore non arrivano mai. È un proxy, un firewall o una regola per aree geografiche.
finding-model-upstream-403-named = Qualcosa tra questo computer e il fornitore di { $model } blocca le richieste. È un proxy, un firewall o una regola per aree geografiche.
action-model-upstream-403-show-the-evidence = Mostra che cosa si è visto

finding-model-local-backend = Il tuo server di modelli rifiuta le richieste di OpenClaw
finding-model-local-backend-text = Il tuo server di modelli risponde a prove semplici ma non alle richieste di OpenClaw. Le righe qui sotto dicono che cosa non accetta.
finding-model-local-backend-named = Il server dietro { $model } risponde a prove semplici ma non alle richieste di OpenClaw. Le righe qui sotto dicono che cosa non accetta.
action-model-local-backend-lower-the-context-window = Riduci la finestra di contesto
action-model-local-backend-send-plain-text-messages = Invia i messaggi come testo semplice
action-model-local-backend-send-strict-messages = Invia i messaggi in forma rigorosa
action-model-local-backend-turn-tools-off-for-this-model = Disattiva gli strumenti per questo modello
action-model-local-backend-fix-the-model-id-or-base-url = Correggi il nome del modello o l'indirizzo di base
action-model-local-backend-test-the-server-directly = Prova direttamente il server

finding-model-rate-limited = Un fornitore di modelli limita le richieste
finding-model-rate-limited-text = Un fornitore di modelli ora accetta meno richieste di quante ne faccia OpenClaw. Di solito passa da solo.
finding-model-rate-limited-named = Il fornitore di { $model } ora accetta meno richieste di quante ne faccia OpenClaw. Di solito passa da solo.
action-model-rate-limited-show-when-it-resets = Mostra quando finisce
action-model-rate-limited-add-a-fallback-model = Aggiungi un modello di riserva

finding-channel-permission = A un canale mancano permessi presso il suo fornitore
finding-channel-permission-text = Un canale ha effettuato l'accesso ma presso il suo fornitore non può fare tutto ciò che serve. Concedi lì il diritto mancante.
action-channel-permission-show-what-is-missing = Mostra che cosa manca
action-channel-permission-open-the-provider-s-page = Apri la pagina del fornitore

finding-channel-disconnected = Un canale non è collegato
finding-channel-disconnected-blocked = { $channel } (account { $account }) ha rifiutato l'accesso, perciò il gateway ha smesso di provare. I messaggi non arrivano e non partono.
finding-channel-disconnected-recovering = { $channel } (account { $account }) ha perso il collegamento, e il gateway cerca di ripristinarlo. Fino ad allora i messaggi aspettano.
finding-channel-disconnected-stopped = { $channel } (account { $account }) è attivato ma non è in funzione. I messaggi non arrivano e non partono.
finding-channel-disconnected-held-back = OpenClaw si è interrotto più volte nel giro di pochi minuti e per questo stavolta non ha avviato { $channel }. Il gateway in sé è in funzione. Finché il canale non viene avviato, i messaggi su { $channel } non arrivano e non partono.
action-channel-disconnected-start-channels = Avvia i canali
action-channel-disconnected-reconnect-it = Ricollegalo
action-channel-disconnected-link-it-again = Associalo di nuovo

finding-channel-pairing-pending = Qualcuno aspetta il permesso di scrivere al tuo assistente
finding-channel-pairing-pending-text = Al tuo assistente ha scritto qualcuno che ancora non conosce. Non risponde finché non lo permetti.
action-channel-pairing-pending-approve = Approva
action-channel-pairing-pending-refuse = Rifiuta

finding-channel-mention-required = I messaggi nei gruppi sono ignorati finché nessuno menziona l'assistente
finding-channel-mention-required-text = Alcuni messaggi in un gruppo sono rimasti senza risposta perché non menzionavano l'assistente. I gruppi sono impostati così all'inizio.
action-channel-mention-required-answer-without-a-mention-in-this-group = In questo gruppo rispondi anche senza menzione
action-channel-mention-required-leave-it-so = Lascia così

finding-channel-blocked = Un mittente o un gruppo è bloccato dalle tue regole
finding-channel-blocked-text = Un messaggio è rimasto senza risposta perché le tue regole non ammettono il suo mittente o gruppo.
action-channel-blocked-allow-this-sender-or-group = Ammetti questo mittente o gruppo
action-channel-blocked-leave-it-so = Lascia così

finding-cron-disabled = Le attività pianificate sono disattivate
finding-cron-disabled-text = { $count ->
    [one] C'è un'attività pianificata
   *[other] Ci sono { $count } attività pianificate
}, ma la pianificazione è disattivata, perciò non parte nulla.
action-cron-disabled-switch-scheduling-on = Attiva la pianificazione

finding-cron-tick-failed = La pianificazione stessa è fallita
finding-cron-tick-failed-text = La pianificazione è fallita mentre cercava le attività da eseguire. Finché dura, le attività potrebbero non partire.
action-cron-tick-failed-restart = Riavvia il gateway
action-cron-tick-failed-show-the-error = Mostra l'errore

finding-cron-delivery-failed = Un'attività è stata eseguita, ma il suo messaggio non è arrivato
finding-cron-delivery-failed-text = «{ $name }» ha fatto il suo lavoro, ma il messaggio non si è potuto consegnare.
action-cron-delivery-failed-fix-the-destination = Correggi la destinazione
action-cron-delivery-failed-run-it-again-now = Esegui di nuovo ora

finding-cron-missed = Un'attività pianificata non è partita quando doveva
finding-cron-missed-text = «{ $name }» era prevista { $at } e non è partita. A quell'ora il gateway era fermo o il computer in sospensione.
action-cron-missed-run-it-now = Esegui ora
action-cron-missed-skip-it = Saltala

finding-heartbeat-unknown-account = L'heartbeat indica un account che non esiste
finding-heartbeat-unknown-account-text = L'heartbeat è impostato per scrivere a un account che non è configurato, perciò nessuno ne sa nulla.
action-heartbeat-unknown-account-choose-a-configured-account = Scegli un account configurato

finding-heartbeat-skipped = L'heartbeat continua a essere saltato
finding-heartbeat-skipped-no-route = L'heartbeat non sa a chi scrivere. Scrivi una volta al tuo assistente dalla conversazione che deve riceverlo, oppure imposta una destinazione.
finding-heartbeat-skipped-dm-blocked = L'heartbeat non può scrivere nella conversazione impostata, perché lì i messaggi diretti sono bloccati.
finding-heartbeat-skipped-channel = Il canale a cui scrive l'heartbeat non è pronto.
finding-heartbeat-skipped-handler = Il gateway non ha nulla che esegua l'heartbeat. Forse manca un plugin.
finding-heartbeat-skipped-off = Nel gateway in esecuzione gli heartbeat sono disattivati, benché la configurazione li preveda. Restano disattivati finché non li si riattiva o il gateway non riparte.
finding-heartbeat-skipped-busy = Da più di tre intervalli il gateway è troppo occupato per un heartbeat ({ $reason }).
finding-heartbeat-skipped-other = L'heartbeat viene saltato, e il gateway dà questo motivo: { $reason }.
action-heartbeat-skipped-explain-the-reason = Spiega il motivo
action-heartbeat-skipped-change-what-causes-it = Cambia ciò che lo causa

finding-node-offline = Un dispositivo abbinato è assente
finding-node-offline-text = { $name } non è collegato; è stato visto l'ultima volta { $at }. Ciò che offre non si può usare finché non torna.
action-node-offline-show-when-it-was-last-seen = Mostra quando è stato visto l'ultima volta

finding-node-background = Per questo un telefono o un computer deve essere in primo piano
finding-node-background-text = A un dispositivo è stato chiesto qualcosa che fa solo mentre la sua app è aperta. Apri lì l'app e riprova.
action-node-background-tell-me-which-device = Dimmi quale dispositivo

finding-node-permission = Un dispositivo non ha concesso un permesso
finding-node-permission-text = A un dispositivo è stato chiesto qualcosa che le sue impostazioni non permettono. Permettilo lì e riprova.
action-node-permission-show-what-to-allow = Mostra che cosa permettere

finding-node-exec-approval = Un comando aspetta la tua approvazione
finding-node-exec-approval-text = L'assistente vuole eseguire un comando e aspetta la tua decisione.
action-node-exec-approval-deny = Rifiuta
action-node-exec-approval-allow-once = Permetti una volta
action-node-exec-approval-always-allow = Permetti sempre

finding-node-allowlist-miss = Un comando non è stato eseguito perché non è nell'elenco di quelli ammessi
finding-node-allowlist-miss-text = L'assistente voleva eseguire un comando che non è nell'elenco di quelli ammessi, perciò non è stato eseguito.
action-node-allowlist-miss-add-it-to-the-allowlist = Aggiungilo all'elenco di quelli ammessi
action-node-allowlist-miss-allow-this-node-command = Ammetti questo comando del dispositivo
action-node-allowlist-miss-leave-it-blocked = Lascialo bloccato

finding-browser-plugin-excluded = Lo strumento browser è disattivato dall'elenco dei plugin
finding-browser-plugin-excluded-text = Lo strumento browser è attivato, ma manca nell'elenco dei plugin ammessi, perciò non funziona.
action-browser-plugin-excluded-allow-the-browser-plugin = Ammetti il plugin browser

finding-browser-executable-missing = Il programma del browser non è stato trovato
finding-browser-executable-missing-text = Lo strumento browser non ha trovato un browser da avviare, oppure quello impostato non c'è.
action-browser-executable-missing-use-the-browser-found-here = Usa il browser trovato qui
action-browser-executable-missing-install-a-browser = Installa un browser

finding-browser-launch-failed = Il browser non si è avviato
finding-browser-launch-failed-text = Il browser per l'assistente è stato avviato ma non è diventato pronto.
action-browser-launch-failed-try-to-start-it = Prova ad avviarlo
action-browser-launch-failed-show-why = Mostra perché

finding-browser-cdp-unreachable = Il browser non è raggiungibile
finding-browser-cdp-unreachable-text = L'assistente deve usare un browser che non è raggiungibile. Forse è chiuso, o il suo indirizzo è sbagliato.
action-browser-cdp-unreachable-use-openclaw-s-own-browser = Usa il browser di OpenClaw
action-browser-cdp-unreachable-show-how-to-allow-attaching = Mostra come permettere il collegamento

finding-browser-no-tabs = Il browser non ha schede aperte da usare
finding-browser-no-tabs-text = Il browser c'è, ma non ha una pagina aperta che l'assistente possa usare.
action-browser-no-tabs-open-a-tab = Apri una scheda

finding-skills-symlink-escape = Una skill è stata saltata perché il suo collegamento esce dalla cartella delle skill
finding-skills-symlink-escape-text = Una skill non è stata caricata perché è un collegamento a un posto fuori dalla cartella delle skill.
action-skills-symlink-escape-trust-that-folder = Fidati di quella cartella

finding-desktop-no-tray-host = Questo desktop non mostra icone nella barra
finding-desktop-no-tray-host-text = Questo desktop non mostra icone nella barra. Usa la finestra di Clawtray; l'icona compare da sola appena il desktop mostra le icone.
action-desktop-no-tray-host-open-the-window-instead = Apri invece la finestra

finding-desktop-notifications-off = Le notifiche sono disattivate o non disponibili
finding-desktop-notifications-off-text = Nulla su questo desktop mostra notifiche, perciò Clawtray non può avvisarti dei problemi mentre la sua finestra è chiusa.
action-desktop-notifications-off-send-a-test-notification = Invia una notifica di prova
action-desktop-notifications-off-open-system-settings = Apri le impostazioni di sistema

finding-secrets-unavailable = Il portachiavi è bloccato o manca
finding-secrets-unavailable-text = Il portachiavi non si può usare ({ $why }). I token restano in memoria e vanno presi di nuovo dopo un riavvio.
action-secrets-unavailable-unlock-it = Sbloccalo
action-secrets-unavailable-keep-secrets-for-this-session-only = Tieni i segreti solo per questa sessione

finding-from-text = L'uscita incollata lo mostra. Le righe che lo dicono sono qui sotto.
finding-model-long-context-429-by-nature = Il fornitore ha rifiutato una conversazione lunga con { $model }. La finestra di questo modello è per natura di un milione di token, quindi non c'è un'impostazione da disattivare: serve un altro modello, uno di riserva o una credenziale che possa usare conversazioni lunghe.
finding-model-long-context-429-changed = { $model } ha rifiutato una conversazione lunga. Da allora qualcosa è stato cambiato; se basta, lo dirà la sua prossima esecuzione.

## Da che cosa si è visto un problema, dove le parole sono nostre.

seen-no-probe-answered = nessuna richiesta HTTP ha avuto risposta da più di { $seconds } s, e il processo è vivo
seen-link-silent = nessun segnale per tre intervalli, e nessuna nuova connessione riceve risposta; /healthz risponde
seen-last-heartbeat = ultimo heartbeat
seen-due-and-no-run = cron.list { $job }: in scadenza, e nessuna esecuzione da allora
seen-ended-unasked = terminato senza che nessuno lo chiedesse
seen-exit-code = codice di uscita { $code }
seen-port-in-use-by = porta occupata da { $holder }
seen-port-in-use = porta occupata
seen-signal = segnale { $signal }
seen-answered-nothing = non rispondeva più
seen-end-unseen = terminato, codice di uscita non visto
seen-not-started = non avviato
seen-openclaw-not-found = openclaw non trovato
seen-openclaw-timed-out = openclaw non ha risposto in tempo
seen-openclaw-garbage = openclaw non ha stampato nulla di comprensibile
seen-megabytes-free = { $path }: { $megabytes } MB liberi
seen-database-held = openclaw.sqlite è tenuto da { $holder }
seen-listens = { $who } è in ascolto sulla porta { $port }
seen-port-taken = il gateway ha trovato la sua porta occupata
seen-no-tray-host = nessun org.kde.StatusNotifierWatcher con un host sul bus di sessione
seen-no-notification-service = nessun servizio di notifica risponde
seen-no-install = nessun pacchetto di nome openclaw nel percorso di ricerca o nei luoghi abituali
seen-woke = il computer si è risvegliato dalla sospensione
seen-healthz-silent = /healthz non risponde
seen-definition-gone = la definizione del suo servizio non c'è più
seen-browser-missing = browser.executablePath = { $program }: file inesistente
seen-browser-left-out = plugins.allow esclude browser

not-looked-desktop = Può dirlo solo il servizio in background, in una sessione desktop:
not-looked-deep = Lo dice solo il controllo approfondito di OpenClaw (`clawtray doctor --deep`):
not-looked-lines = Non è ancora stata letta alcuna riga dell'output o del registro del gateway; forse non ce ne sono ancora:
not-looked-denied = L'output o il registro del gateway non può essere letto con i permessi di questo account:
not-looked-rights = A Clawtray mancano i permessi necessari sul gateway:
not-looked-untold = Finora il gateway non ne ha detto nulla:
not-looked-signed-out = Clawtray non ha eseguito l'accesso al gateway:
not-looked-yet = Clawtray si sta ancora guardando intorno:
not-looked-not-installed = OpenClaw non è stato trovato su questo computer:
not-looked-stopped = Il gateway non è in esecuzione:
not-looked-chosen = Secondo le sue impostazioni Clawtray non lo chiede:
