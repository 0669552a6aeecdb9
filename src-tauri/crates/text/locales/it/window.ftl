# La finestra. Le frasi su problemi, riparazioni e approvazioni arrivano pronte; qui ci sono le parole intorno.

window-title = Clawtray
window-skip = Vai al contenuto
window-nav = Luoghi
window-place-overview = Panoramica
window-place-problems = Problemi
window-place-approvals = Approvazioni
window-place-automations = Automazioni
window-place-channels = Canali
window-place-logs = Registro
window-place-history = Cronologia
window-place-gateways = Gateway
window-place-settings = Impostazioni
window-count-problems = { $count ->
    [0] nessun problema
    [one] 1 problema
   *[other] { $count } problemi
}
window-count-approvals = { $count ->
    [0] nessuna richiesta
    [one] 1 richiesta
   *[other] { $count } richieste
}

window-connecting = Si cerca il custode di Clawtray…
window-no-keeper = Il custode di Clawtray non è attivo
window-no-keeper-text = Del gateway non si sa nulla e nessuno se ne occupa finché il custode non è di nuovo attivo. Un gateway che era in funzione continua.
window-keeper-start = Avvia il custode di Clawtray
window-keeper-starting = In avvio…
window-keeper-detail = Che cosa si è visto

window-gateway-start = Avvia
window-gateway-stop = Ferma
window-gateway-stop-now = Ferma subito, senza attendere
window-gateway-restart = Riavvia
window-gateway-dashboard = Apri la dashboard
window-gateway-refresh = Controlla di nuovo
window-restart-at = Viene riavviato { $when }.
window-signals = Tre segnali
window-signals-text = Si guardano separatamente. Solo quando tutti e tre concordano il gateway è considerato in funzione.
window-rung-process = Processo
window-rung-http = Server web
window-rung-rpc = Connessione autenticata
window-rung-yes = sì
window-rung-waiting = in arrivo
window-rung-no = no
window-rung-unknown = non noto
window-details = Dettagli
window-detail-version = OpenClaw
window-detail-uptime = In funzione da
window-detail-memory = Memoria
window-detail-pid = Numero del processo
window-detail-port = Porta
window-detail-mode = Seguito da
window-detail-rights = Diritti di questo computer
window-detail-wanted = Diritti desiderati
window-detail-keychain = Token
window-detail-node = Node.js
window-detail-path = Programma
window-detail-config = Configurazione
window-detail-protocol = Protocollo
window-detail-words = Nelle parole di OpenClaw
window-detail-words-text = Runtime: { $runtime } · Connectivity probe: { $probe } · Capability: { $capability }
window-detail-clawtray = Clawtray
window-right-missing = manca
window-mode-child = Clawtray
window-mode-service = Il gestore dei servizi del sistema
window-mode-attached = Qualcun altro; Clawtray osserva
window-mode-remote = Un altro computer
window-unknown = non noto
window-notices = Su Clawtray stesso

window-no-problems = Non c'è nulla che non va.
window-no-problems-text = Clawtray continua a guardare. Ciò che trova compare qui, con quello che si può fare.
window-severity-info = Da sapere
window-severity-warning = Avviso
window-severity-error = Errore
window-since = Iniziato { $when } ({ $at })
window-evidence = Che cosa si è visto
window-explains = È anche la causa di:
window-not-looked-at = { $count ->
    [one] 1 tipo di problema non si è potuto controllare
   *[other] { $count } tipi di problemi non si sono potuti controllare
}
window-not-looked-at-text = Ciò che servirebbe sapere non è noto; accanto a ciascuno sta ciò che manca. Quindi non sono né presenti né esclusi.
window-docs = La pagina di OpenClaw al riguardo
window-actions = Che cosa si può fare
window-action-blocked = { $label } ora non è possibile: { $why }
window-proof = La modifica è fatta. Solo un'esecuzione successiva dirà se basta.
window-accept-proof = Accetta come sufficiente

window-sheet-loading = Si determina che cosa verrebbe fatto…
window-sheet-steps = Che cosa succederà
window-sheet-commands = Viene eseguito esattamente questo
window-sheet-changes = Che cosa cambia nella configurazione
window-sheet-before = Prima
window-sheet-after = Dopo
window-sheet-none = non impostato
window-sheet-limit = Dura al massimo { $duration }.
window-sheet-undo = Dopo si può annullare.
window-sheet-no-undo = Dopo non si può annullare.
window-sheet-warning = Prima di continuare
window-sheet-confirm = { $label }
window-sheet-close = Chiudi
window-sheet-leave = Non ora
window-sheet-moot = Questo problema non c'è più. Non c'è nulla da fare.
window-sheet-changed = Ciò che l'azione farebbe nel frattempo è cambiato. Questo è il nuovo piano; guardalo di nuovo.

window-repairs = Riparazioni
window-repair-for = Per: { $finding }
window-repair-running = In corso
window-repair-stop = Ferma questa riparazione
window-repair-undo = Annulla
window-repair-undoing = Si annulla…
window-repair-undone = Annullato.
window-repair-no-undo = Non si può più annullare: { $why }
window-repair-changed = Che cosa è cambiato
window-step-waiting = attende
window-step-running = in corso
window-step-done = fatto
window-step-failed = fallito
window-step-skipped = non necessario
window-step-output = Uscita di questo passo
window-outcome-repaired = Riparato
window-outcome-awaiting-proof = Modificato, non ancora provato
window-outcome-nothing-to-do = Nulla da fare
window-outcome-still-broken = Non riparato
window-outcome-blocked = Non fatto
window-outcome-aborted-by-person = Fermato da te
window-outcome-aborted-changed = Fermato: nel frattempo qualcosa è cambiato
window-outcome-budget-spent = Non riprovato
window-outcome-failed = Fallito
window-outcome-undone = Annullato
window-outcome-acknowledged = Lasciato com'è

window-no-approvals = Nessuno aspetta una risposta.
window-no-approvals-text = Quando un dispositivo, un programma o un mittente chiede diritti, compare qui finché non decidi.
window-approval-who = Chi chiede
window-approval-what = Che cosa verrebbe fatto
window-approval-always = Approva sempre
window-approval-rights = Quali diritti
window-approval-no-rights = Non è indicato alcun diritto.
window-approval-until = Scade { $when } ({ $at })
window-approval-deny = Rifiuta
window-approval-approve = Approva
window-approval-denying = Si rifiuta…
window-approval-approving = Si approva…
window-approval-hint = Su Approva il tasto Invio non fa nulla. Usa un clic o la barra spaziatrice.

# Automazioni.
window-jobs = Attività pianificate
window-job-running = In corso
window-job-off = Disattivata
window-job-missed = Non è partita quando doveva
window-job-failed = L'ultima esecuzione è fallita
window-job-well = L'ultima esecuzione è andata bene
window-job-waiting = Mai eseguita
window-job-last = Ultima esecuzione
window-job-took = durata { $duration }
window-job-streak = { $count } errori di fila
window-job-was-due = Era prevista
window-job-next = Prossima esecuzione
window-job-run = Esegui ora
window-job-run-name = Esegui ora: { $name }
window-no-jobs = Non ci sono attività pianificate.
window-no-jobs-text = Un'attività che affidi all'assistente in una conversazione o nella dashboard appare qui.
window-scheduler-off = La pianificazione è disattivata: nessuna attività parte da sola.
window-heartbeat = Heartbeat
window-beat-well = L'ultimo è andato bene
window-beat-failed = L'ultimo è fallito
window-beat-skipped = L'ultimo è stato saltato
window-beat-off = Disattivato
window-beat-none = Non ce n'è ancora stato uno
window-beat-every = Ogni { $duration }
window-parts-unknown = Non si sa finché nessuno è collegato al gateway.
window-parts-unknown-text = Quello che ne dice il gateway appare qui appena risponde.

# Canali e dispositivi.
window-channels = Account
window-channel-connected = Collegato
window-channel-starting = In avvio
window-channel-out = Non collegato
window-channel-not-configured = Non configurato
window-channel-off = Disattivato
window-channel-last = Ultimo collegamento
window-no-channels = Nessun canale è configurato.
window-no-channels-text = I canali servono per scrivere all'assistente. Aggiungine uno nella dashboard.
window-devices = Dispositivi abbinati
window-device-connected = Collegato
window-device-away = Assente
window-device-seen = Visto l'ultima volta
window-no-devices = Nessun dispositivo è abbinato.
window-no-devices-text = Un telefono o un computer che offre i propri comandi all'assistente appare qui.

window-logs-text = Le ultime uscite del gateway. Password e token sono omessi.
window-logs-filter = Filtro
window-logs-follow = Segui le nuove righe
window-logs-lines = { $shown ->
    [one] 1 riga
   *[other] { $shown } righe
}
window-logs-lines-of = { $shown } di { $all ->
    [one] 1 riga
   *[other] { $all } righe
}
window-logs-empty = Il gateway non ha ancora scritto nulla.
window-logs-no-match = Nessuna riga contiene «{ $filter }».
window-logs-output = Uscita

window-no-history = Non è ancora successo nulla.
window-no-history-text = Qui si conservano le chiusure del gateway con la causa, le riparazioni, le notifiche e i cambi di stato.
window-history-exit = Gateway terminato
window-history-suspect = Sospetto: { $title }
window-history-last-lines = Le sue ultime righe
window-history-repair = Riparazione
window-history-notification = Notifica
window-history-state = Stato

# Impostazioni.
window-settings-notifications = Notifiche
window-settings-notifications-text = Ciò che qui tace resta comunque nel menu, in questa finestra e nella cronologia.
window-settings-notify-gateway = Il gateway è fermo o è tornato
window-settings-notify-approvals = Qualcuno chiede diritti
window-settings-notify-problems = Un problema che ha bisogno di te
window-settings-notify-jobs = Un'attività o l'heartbeat è fallito
window-settings-notify-repairs = Una riparazione è finita
window-settings-quiet-hours = Ore di silenzio
window-settings-quiet-on = Silenzio ogni giorno
window-settings-quiet-from = Dalle
window-settings-quiet-to = alle
window-settings-mute-everything = Le ore di silenzio e il silenziamento trattengono anche gli avvisi sul gateway e le richieste di diritti
window-settings-quitting = Quando esci da Clawtray
window-settings-quit-leave-running = Il gateway continua
window-settings-quit-stop-gateway = Prima si ferma il gateway
window-settings-start = Avvio
window-settings-at-login = Avvia Clawtray all'accesso
window-settings-picture = Icona nella barra
window-settings-icon-auto = A colori, ad alto contrasto dove il desktop lo chiede
window-settings-icon-color = A colori
window-settings-icon-light-panel = Per una barra chiara
window-settings-icon-dark-panel = Per una barra scura
window-settings-icon-high-contrast = Alto contrasto
window-settings-token = Token del gateway
window-settings-language = Lingua
window-settings-language-text = { $language }, come è impostato questo computer.
window-settings-none = Le impostazioni non sono ancora note.
window-settings-none-text = Compaiono qui appena il custode di Clawtray le comunica.

window-error = Non ha funzionato
window-error-dismiss = Chiudi
window-outcome-shown = Mostrato

# Più gateway.
window-gateway-choose = Gateway
window-gateway-show = Mostra questo
window-gateway-shown = mostrato in tutte le pagine
window-gateway-leave = Lascia stare
window-gateway-keep = Segui anche questo
window-gateway-service = ha un servizio
window-gateway-first = è il primo: il menu comincia da qui
window-gateway-make-first = Metti per primo
window-gateway-forget = Dimentica questo gateway…
window-gateway-forget-text = Clawtray non lo chiama più e toglie da questo computer il suo indirizzo e i suoi segreti. Sull'altro computer non cambia nulla.
window-gateway-forget-now = Dimentica
window-settings-gateways = Tieni d'occhio i gateway su altri computer
window-elsewhere = Un gateway su un altro computer
window-elsewhere-text = Clawtray lo chiama, avvisa quando non è raggiungibile e mostra qui le sue richieste e i suoi problemi.
window-near-looking = La rete viene interrogata per tre secondi…
window-near-none = Nessun gateway si è annunciato in questa rete. Su Linux e Windows un gateway lo fa dopo che lì è stato eseguito `openclaw plugins enable bonjour`.
window-near-note = In questa rete chiunque può spacciarsi per qualsiasi cosa. Prima di accettarne uno, confronta il certificato sul computer del gateway.
window-elsewhere-address = Indirizzo
window-elsewhere-address-text = wss:// cifrato, ws:// nella tua rete, ssh:// attraverso un computer che raggiungi con ssh.
window-elsewhere-name = Nome
window-elsewhere-name-text = Come si chiamerà qui: lettere, cifre, punti, trattini e trattini bassi.
window-elsewhere-look = Esamina
window-elsewhere-looking = Esame in corso…
window-near = Cerca gateway in questa rete
window-near-anyway = Cerca comunque
window-near-title = Gateway che si sono annunciati
window-near-use = Usa questo indirizzo
window-elsewhere-certificate = Chi risponde mostra un certificato con questo SHA-256. Confrontalo sul computer del gateway; da allora Clawtray non parla con nessun altro.
window-elsewhere-certificate-accept = Là è lo stesso
window-elsewhere-open = Questa connessione non è cifrata: chiunque in quella rete può leggere il token e ciò che si dice.
window-elsewhere-open-accept = Usala comunque
window-elsewhere-keep = Segui questo gateway
window-elsewhere-back = Un altro indirizzo
window-elsewhere-kept = Da ora Clawtray segue il gateway { $name }.
window-elsewhere-secret = Se chiede un token o una password, mettilo nel portachiavi da un terminale: così nessuna pagina lo vede:
window-gateways-text = Ogni gateway è seguito per conto suo; l'icona mostra quello che ha più bisogno di te.
window-gateways-found = Anche su questo computer
window-gateways-found-text = Con questi Clawtray non fa nulla. Un gateway seguito viene avviato quando non è in funzione.
window-sheet-choose = Quale
window-history-repair-details = Che cosa è stato fatto
window-settings-automatic = Riparato senza chiedere
window-settings-automatic-text = Quando un problema dura da un minuto, al massimo tre volte al giorno. Dopo ti viene detto.
window-settings-automatic-one = { $title }: { $label }
