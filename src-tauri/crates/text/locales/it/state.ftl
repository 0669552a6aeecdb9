# Lo stato, il titolo e i tre segnali.
# I momenti ($since, $at) vengono da units.ftl.

app-name = Clawtray
app-gateway = Gateway OpenClaw

fleet-default = Predefinito
fleet-all-run = Tutti i { $count } gateway sono attivi
fleet-and-others = { $sentence } ({ $count ->
    [one] un altro non funziona bene
   *[other] altri { $count } non funzionano bene
})

state-not-set-up = Non configurato
state-starting = In avvio
state-running = In funzione
state-needs-you = Aspetta te
state-degraded = Qualcosa non funziona
state-down = Fermo
state-gave-up = Continua a bloccarsi
state-paused = Fermato da te
state-unreachable = Non raggiungibile

headline-looking = Sto cercando il gateway
headline-not-installed = OpenClaw non è stato trovato su questo computer
headline-node-missing = OpenClaw c'è, ma manca Node.js per eseguirlo
headline-node-unsupported = OpenClaw richiede Node.js { $wants }, ma è stato trovato { $found }
headline-starting = In avvio { $since }
headline-restarting = Si riavvia
headline-stopping = Si sta fermando
headline-repairing = Riparazione in corso
headline-connecting = In funzione, si collega
headline-not-signed-in = Il gateway risponde; da qui nessuno ha effettuato l'accesso. Avvia Clawtray per vedere di più.
headline-running = In funzione { $since }
headline-running-version = In funzione { $since }, OpenClaw { $version }
headline-needs-you = In funzione; { $count ->
    [one] 1 richiesta aspetta te
   *[other] { $count } richieste aspettano te
}
headline-needs-pairing = Questo computer aspetta di essere approvato
headline-degraded = In funzione, ma: { $title }
headline-down = Gateway fermo { $since }
headline-down-cause = Gateway fermo { $since }: { $cause }
headline-unreachable = Non raggiungibile { $since }: { $why }
headline-paused = Fermato da te { $at }

rung-process-running = Il processo è attivo
rung-process-starting = Il processo si avvia
rung-process-stopping = Il processo si ferma
rung-process-waiting = Attende il prossimo avvio
rung-process-stopped = Nessun processo
rung-process-foreign = È attivo un processo che Clawtray non ha avviato
rung-process-foreign-by = È attivo un processo che Clawtray non ha avviato: lo tiene in funzione { $keeper }
rung-process-elsewhere = Il gateway è su un altro computer
rung-http-elsewhere = Non controllato: di un gateway su un altro computer parla solo il collegamento
keeper-service = il servizio { $name }
keeper-app = l'app OpenClaw
keeper-clawx = ClawX
keeper-program = { $name }
keeper-other = un altro supervisore
notice-service-ends-at-logout = Il servizio del gateway termina quando esci dalla sessione di questo computer. Perché resti attivo, permetti ai tuoi programmi di continuare: loginctl enable-linger
rung-process-unknown = Non ancora noto
rung-http-ready = Risponde ed è pronto
rung-http-starting = Risponde, ancora in avvio
rung-http-not-ready = Risponde, ma non è pronto
rung-http-closed = Nessuno risponde
rung-http-other = Risponde un altro programma
rung-http-silent = Non risponde
rung-http-unknown = Non ancora interrogato
rung-rpc-ready = Accesso effettuato, risponde
rung-rpc-connecting = Accesso in corso
rung-rpc-pairing = Attende l'approvazione di questo computer
rung-rpc-refused = L'accesso è stato rifiutato
rung-rpc-retry = Non collegato; tra poco un nuovo tentativo
rung-rpc-none = Nessun collegamento
rung-rpc-unknown = Non ancora provato

keychain-saved = I token sono nel portachiavi di questo computer
keychain-memory = I token restano in memoria finché Clawtray è attivo: { $why }

notice-settings-newer = clawtray.json è di un Clawtray più recente. Viene letto per quanto è comprensibile e mai sovrascritto.
notice-settings-broken = clawtray.json non è leggibile: { $words }. Valgono i valori predefiniti e il file resta com'è.
notice-state-not-written = Clawtray non può scrivere ciò che ricorda: { $words }. Continua a lavorare e riprova ogni minuto; ciò che scegli e ciò che accade fino ad allora va perso alla chiusura. Libera spazio sul disco o rendi scrivibile la cartella.
notice-state-left-alone = Ciò che Clawtray ricorda (state.json) viene da un Clawtray più recente o non è leggibile. Il file resta com'è; ciò che accade adesso va perso alla chiusura di Clawtray.

approval-device = { $name } vuole collegarsi al tuo gateway
approval-device-scope-upgrade = { $name } vuole più diritti sul tuo gateway
approval-device-role-upgrade = { $name } vuole un altro ruolo sul tuo gateway
approval-device-metadata-upgrade = { $name } si descrive diversamente da prima e va approvato di nuovo
approval-sender = { $name } vuole scrivere al tuo assistente su { $channel }
approval-command = { $name } vuole eseguire un comando
approval-plugin = { $name } vuole fare qualcosa
approval-system = Il tuo gateway vuole fare qualcosa
approval-too-long = Qui non si può mostrare tutto, perciò qui non si può approvare. Decidi nella dashboard.
approval-only-deny = Per questa richiesta il gateway accetta solo un rifiuto.
approval-look-alike = Alcune lettere non sono quelle che sembrano, oppure vengono da alfabeti diversi: { $word }. Forse non è ciò che sembra.
approval-unknown-right = Chiede un diritto che Clawtray non conosce. Guarda tutto prima di approvare.
approval-field-agent = Agente
approval-field-channel = Canale
approval-field-account = Account
approval-field-command = Comando
approval-field-description = Che cosa vuole
approval-field-folder = Cartella
approval-field-host = Dove
approval-field-tool = Strumento
approval-field-warning = Avviso
approval-node = { $name } vuole poter offrire i suoi comandi
approval-field-name = Nome
approval-field-platform = Sistema
approval-field-client = Programma
approval-field-address = Indirizzo
approval-field-device = Dispositivo
right-role-operator = Usare questo gateway
right-role-node = Offrire i propri comandi all'assistente
right-operator-read = Vedere tutto
right-operator-write = Inviare messaggi e avviare lavori
right-operator-admin = Cambiare tutto
right-operator-approvals = Decidere le approvazioni dei comandi
right-operator-pairing = Ammettere ed escludere dispositivi
right-operator-questions = Rispondere alle domande dell'assistente
right-operator-talk = Parlare con l'assistente
right-operator-talk-secrets = Leggere i segreti per la voce
right-operator-sessions-read = Leggere le sessioni
right-operator-sessions-write = Modificare le sessioni
right-role-sender = Scrivere all'assistente e ricevere le sue risposte
right-command = L'assistente può eseguirvi questo comando
right-capability = Dichiara di saper fare
right-permission = Consentito dal suo sistema
right-other = Un diritto che Clawtray non conosce

error-approval-changed = Questa richiesta è cambiata da quando è stata mostrata. Non è stato fatto nulla; guardala di nuovo.
error-decision-not-taken = Per questa richiesta il gateway non accetta questa decisione. Non è stato fatto nulla.
error-approval-gone = Questa richiesta non è più in attesa: è stata decisa altrove o è scaduta. Non è stato fatto nulla.
error-bad-request = Questa versione di Clawtray non capisce la richiesta.
error-busy = È in corso un'altra riparazione. Attendi che finisca.
error-dashboard = La dashboard non si è aperta. Controlla che il gateway funzioni e che ci sia un browser.
error-deciding = Questa richiesta si sta già decidendo.
error-decision = Il gateway non ha accettato la decisione. Guarda di nuovo la richiesta.
error-job = Il gateway non ha avviato l'attività.
error-finding-gone = Questo problema non c'è più. Non è stato fatto nulla.
error-gone = Non c'è più. Non è stato fatto nulla.
error-missing-rights = A questo computer manca un diritto. Non è stato fatto nulla.
error-missing-scope = A questo computer manca il diritto { $scope }.
error-needs-confirmation = Guarda prima che cosa fa questa azione, poi confermala.
error-no-undo = Non c'è nulla da annullare, oppure è in corso un'altra riparazione.
error-not-connected = Clawtray ora non è collegato al gateway. Riprova tra un momento.
error-not-ours = Questo gateway è stato avviato da altri, perciò Clawtray non lo ferma.
error-elsewhere = Questo gateway è in funzione su un altro computer. Avvialo e arrestalo lì.
error-near-metered = Questa rete è a consumo, perciò nessuno è stato interrogato. La ricerca invia pochi piccoli pacchetti; puoi farla comunque.
error-near-failed = Non è stato possibile cercare gateway in questa rete. Nulla è cambiato; scrivi tu l'indirizzo.
error-not-set-up = OpenClaw non è stato trovato su questo computer: non c'è nulla da avviare.
error-unknown-gateway = Clawtray non segue nessun gateway con questo nome. Guarda l'elenco dei gateway.
error-gateway-not-found = Su questo computer non c'è un gateway OpenClaw con questo nome: non si può seguire.
error-gateway-name = Questo nome non va bene. Usa lettere, cifre, punti, trattini e trattini bassi, al massimo 64.
error-gateway-name-taken = Esiste già un gateway con questo nome. Scegli un altro nome.
error-gateway-not-accepted = Questa connessione va prima esaminata e accettata. Non è stato cambiato nulla.
error-last-gateway = È l'unico gateway che Clawtray segue, quindi resta. Chiudi Clawtray per lasciarlo stare.
error-gateway-not-started = Clawtray non è riuscito a prendere in carico questo gateway. Non è cambiato nulla.
error-settings-not-written = Non è stato possibile modificare il file delle impostazioni: la scelta dei gateway resta com'è.
error-plan-changed = Ciò che l'azione farebbe è cambiato da quando l'hai vista. Guardala di nuovo.
error-settings = Le impostazioni non si sono potute scrivere. Sono rimaste come erano.

headline-restart-waits = { $count ->
    [one] In funzione; si riavvia quando un lavoro in corso è finito
   *[other] In funzione; si riavvia quando { $count } lavori in corso sono finiti
}
headline-stopping-waits = { $count ->
    [one] Si sta fermando: attende un lavoro in corso, al massimo ancora { $left }
   *[other] Si sta fermando: attende { $count } lavori in corso, al massimo ancora { $left }
}

exit-clean = Il gateway è terminato da solo, senza che nessuno lo chiedesse (codice 0).
exit-code = Il gateway è terminato con il codice { $code }.
exit-configuration = La configurazione ha fermato il gateway (codice 78).
exit-hung = Il gateway aveva smesso di rispondere: Clawtray lo ha terminato e riavviato.
exit-no-auth = Sarebbe stato raggiungibile da altri computer senza accesso: { $words }
exit-node = Node.js è troppo vecchio per questo OpenClaw: { $words }
exit-not-started = Il gateway non si è potuto avviare.
exit-older = Questo OpenClaw è più vecchio della configurazione: { $words }
exit-owned = Un altro processo OpenClaw usa la stessa cartella di stato (codice 78).
exit-port = La porta era occupata.
exit-port-by = La porta era occupata da { $holder }.
exit-secret = Manca un segreto di cui il gateway ha bisogno: { $words }
exit-signal = Il gateway è stato terminato dal segnale { $signal }.
exit-unseen = Il gateway è terminato. Come non si è visto, perché lo aveva avviato un Clawtray precedente o qualcun altro.
exit-with-uptime = { $what } Era in funzione da { $uptime }.
asked-by-unknown = richiesta, non si sa più da chi
asked-by-tray = richiesta nel menu dell'icona
asked-by-notification = richiesta in una notifica
asked-by-window = richiesta nella finestra
asked-by-command-line = richiesta dalla riga di comando
asked-by-clawtray = fatta senza chiedere, come permettono le impostazioni
