# After words.sh: what a row of the table of repairs needs. PROTOCOL, the one of the keeper's socket, and PORT are set.
export CLAWTRAY_HOME=$HOME/clawtray
# Nothing of these tests lies in the home that they compare.
cd "$(mktemp -d)" || exit 1
printf private | gnome-keyring-daemon --unlock --components=secrets > /dev/null

sockets() { find "$XDG_RUNTIME_DIR" "$CLAWTRAY_HOME" -path '*clawtray*' -type s 2> /dev/null; }
keeper_answers() { [ -n "$(sockets)" ]; }

# gateway_install: OpenClaw's own service, from OpenClaw's own command, ready.
gateway_install() {
    # On a busy machine it may find its own service manager too slow to be asked.
    local tries
    for tries in 1 2 3 4 5 6; do
        timeout 300 "$NODE" "$OPENCLAW" gateway install --port "$PORT" --json < /dev/null > install.json && break
        [ "$tries" -lt 6 ] || fail "gateway install: $(cat install.json)"
    done
    within 420 "the service becomes ready" http_ready "$PORT"
}
configured() {
    mkdir -p -m 700 "$HOME/.openclaw"
    printf '%s\n' "$1" > "$HOME/.openclaw/openclaw.json"
}
# changed CODE: the configuration, `config`, after this JavaScript; with OpenClaw's own stamps, so that it is a person's edit.
changed() {
    "$NODE" -e '
        const [file, code] = process.argv.slice(1);
        const fs = require("fs");
        const config = JSON.parse(fs.readFileSync(file, "utf8"));
        new Function("config", code)(config);
        fs.writeFileSync(file, JSON.stringify(config, null, 2));' "$HOME/.openclaw/openclaw.json" "$1"
}
# keeper_starts [NAME=VALUE...]: with these variables, else with OpenClaw and Node.js where they are.
keeper_starts() {
    [ $# -gt 0 ] || set -- CLAWTRAY_OPENCLAW="$OPENCLAW" CLAWTRAY_NODE="$NODE"
    env "$@" clawtrayd >> "$HOME/keeper.log" 2>&1 &
    keeper=$!
    within 60 "the keeper answers" keeper_answers
}
keeper_ends() {
    clawtray quit > quit.txt 2>&1 || fail "quit: $(cat quit.txt)"
    within 60 "the keeper ends" eval "! kill -0 $keeper 2> /dev/null"
}
# A finding that stands by itself.
found() {
    clawtray doctor --json > doctor.json
    grep -Eq "\"id\": ?\"$1\"" doctor.json
}
is_up() {
    clawtray status --json > status.json
    grep -Eq '"state": ?"(running|needs_you|degraded)"' status.json
}
gateways() {
    ps -u "$(id -u)" -o pid=,args= | awk '$2 ~ /^openclaw-gateway/ || (/index\.js gateway/ && !/awk/) { printf "%s ", $1 }'
}
# picture NAME: all that a repair could touch; secrets only as sums.
picture() {
    say "$1_config" "$("$NODE" -e '
        const sum = (text) => require("crypto").createHash("sha256").update(text).digest("hex");
        const hide = (key, value) => (/token|password/i.test(key) && typeof value === "string" ? sum(value) : value);
        const text = require("fs").readFileSync(process.argv[1], "utf8");
        console.log(JSON.stringify(JSON.parse(text), hide));' "$HOME/.openclaw/openclaw.json")"
    (
        cd "$HOME" || exit 1
        find . -type f -not -path './.openclaw/cache/*' -not -path './.cache/*' -not -name keeper.log -print0 |
            xargs -0 -r sha256sum | sed -E "s#^(.{16})[^ ]* +\./#@$1_file \1 #"
        find . -type l -printf "@$1_file %l %P\n"
    )
    say "$1_gateways" "$(gateways)"
    clawtray status --json > status.json
    say "$1_gateway" "$("$NODE" -p 'JSON.parse(require("fs").readFileSync("status.json")).gateways[0].details.pid ?? "none"')"
}
# rungs NAME: how far the three signals are, whenever that changes; until it is ended.
rungs() {
    exec "$NODE" -e '
        const [socket, protocol, name] = process.argv.slice(1);
        const line = require("net").connect(socket);
        const send = (frame) => line.write(JSON.stringify(frame) + "\n");
        send({ type: "hello", protocol: Number(protocol), client: "command_line", version: "test" });
        send({ type: "subscribe" });
        let last = "";
        require("readline").createInterface({ input: line }).on("line", (text) => {
            const frame = JSON.parse(text);
            if (frame.type !== "snapshot") return;
            const { ladder, details } = frame.snapshot.gateways[0];
            const now = `${details.pid ?? "none"} ${ladder.process.state} ${ladder.http.state} ${ladder.rpc.state}`;
            if (now !== last) console.log(`@${name}_rungs ${now}`);
            last = now;
        });' "$(sockets)" "$PROTOCOL" "$1"
}
# No repair is under way: what is not started again unasked is the test's to repair.
idle() {
    clawtray status --json > status.json
    "$NODE" -e 'const { repairs } = JSON.parse(require("fs").readFileSync("status.json")).gateways[0];
        process.exit(repairs.every((repair) => repair.outcome) ? 0 : 1);'
}
# row NAME FINDING ACTION: waits for it, repairs it by one command, and tells what is so then. `broken` is when the fault
# was put in.
row() {
    local began watch
    within 180 "the finding $2" found "$2"
    say "$1_found" "$(since "$broken")"
    say "$1_doctor" "$(line doctor.json)"
    within 300 "no other repair" idle
    bash -c 'exec -a openclaw-gateway sleep 100000' &
    local bystander=$!
    picture "$1_before"
    rungs "$1" &
    watch=$!
    began=$(seconds)
    timeout 900 clawtray fix "$2" "$3" --yes --json > fix.json 2> fix.err
    say "$1_code" $?
    say "$1_seconds" "$(since "$began")"
    say "$1" "$(line fix.json) $(line fix.err)"
    kill "$watch"
    picture "$1_after"
    say "$1_status" "$(line status.json)"
    clawtray doctor --json > doctor.json
    say "$1_left" "$(line doctor.json)"
    say "$1_bystander" "$(kill -0 "$bystander" && echo lives)"
    kill "$bystander"
    say "$1_unit" "$(grep ^ExecStart= "$unit" 2> /dev/null || echo none)"
    say "$1_active" "$(state ActiveState)"
    say "$1_main_pid" "$(state MainPID)"
}

# again: the service's definition as it was when it was kept as broken.service, and not running.
again() {
    cp broken.service "$unit"
    systemctl --user daemon-reload
    systemctl --user stop openclaw-gateway
}
# beside NAME COMMAND...: OpenClaw's own commands for the same fault, which stands again, and how long the gateway takes to
# answer after them.
beside() {
    local began command told='' end name=$1
    shift
    began=$(seconds)
    for command; do
        # Its words are arguments.
        # shellcheck disable=SC2086
        timeout 600 "$NODE" "$OPENCLAW" $command < /dev/null > beside.txt 2>&1 && end='' || end=' (fails)'
        [ -z "$end" ] || say "${name}_fails" "$command: $(tail -n 5 beside.txt | tr '\n' ' ')"
        told="$told\`openclaw $command\`$end "
    done
    told="$told$(since "$began") s"
    began=$(seconds)
    end="and it does not start"
    while [ "${began%.*}" -gt $(($(date +%s) - 300)) ]; do
        http_ready "$PORT" && end="until it is ready" && break
        sleep 0.3
    done
    say "${name}_runbook" "$told, then $(since "$began") s $end"
}
