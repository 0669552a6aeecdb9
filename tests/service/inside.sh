# Runs inside the container after words.sh, as a normal user: a service is installed, breaks as it does when a Node
# version is removed, and is reinstalled by Clawtray. PORT and OTHER_PORT are set.
# A service, installed by OpenClaw itself, works.
mkdir -m 700 "$HOME/.openclaw"
echo "{\"gateway\":{\"mode\":\"local\",\"port\":$PORT}}" > "$HOME/.openclaw/openclaw.json"
began=$(seconds)
timeout 300 "$NODE" "$OPENCLAW" gateway install --port "$PORT" --json < /dev/null > install.json ||
    fail "gateway install: $(cat install.json)"
say install_seconds "$(since "$began")"
within 30 "the unit is active" is ActiveState active
within 420 "the service becomes ready" http_ready "$PORT"
say first_ready_seconds "$(since "$began")"
say unit_at_first "$(grep ^ExecStart= "$unit")"

# The Node it was installed with goes away, and the service ends.
sed -i "s#^ExecStart=$NODE #ExecStart=$HOME/.node/26.1.0/bin/node #" "$unit"
say unit_broken "$(grep ^ExecStart= "$unit")"
systemctl --user daemon-reload
systemctl --user kill -s KILL openclaw-gateway
systemctl --user stop openclaw-gateway
systemctl --user start openclaw-gateway
# The service manager tries ten times and gives up.
within 180 "the service manager gives up" is ActiveState failed
say result_broken "$(state Result)"

# Clawtray finds it and says what it is.
CLAWTRAY_OPENCLAW=$OPENCLAW CLAWTRAY_NODE=$NODE clawtrayd > keeper.log 2>&1 &
keeper=$!
within 60 "the keeper answers" keeper_answers
found() {
    clawtray doctor --json > doctor.json
    grep -Eq '"id": ?"service.config_mismatch"' doctor.json
}
within 60 "the finding" found
say doctor "$(line doctor.json)"

# fix NAME: one command repairs it; then what is so is told, each under its name.
fix() {
    local began
    began=$(seconds)
    timeout 540 clawtray fix service.config_mismatch reinstall_service --yes --json > fix.json
    say "$1_code" $?
    say "$1_seconds" "$(since "$began")"
    say "$1" "$(line fix.json)"
    clawtray status --json > status.json
    say "$1_status" "$(line status.json)"
    clawtray doctor --json > doctor.json
    say "$1_doctor_code" $?
    say "$1_unit" "$(grep ^ExecStart= "$unit")"
    say "$1_active" "$(state ActiveState)"
    say "$1_main_pid" "$(state MainPID)"
    # A gateway names itself; a command line of OpenClaw's that is still about does not.
    say "$1_gateways" "$(ps -u "$(id -u)" -o pid=,args= |
        awk '$2 ~ /^openclaw-gateway/ || (/index\.js gateway/ && !/awk/) { printf "%s ", $1 }')"
}
fix first_fix

# The service runs, but on another port than the configuration says: nothing is where it should be.
sed -i "s/$PORT/$OTHER_PORT/g" "$unit"
systemctl --user daemon-reload
systemctl --user restart openclaw-gateway
within 420 "the service becomes ready on the other port" http_ready "$OTHER_PORT"
within 60 "the finding about the port" found
say doctor_port "$(line doctor.json)"
say other_pid "$(state MainPID)"
fix second_fix

# From here on the service is driven by Clawtray's own words alone.
words_began=$(seconds)
# told NAME: what is so now.
told() {
    clawtray status --json > status.json
    say "$1_status" "$(line status.json)"
    say "$1_unit_state" "$(state ActiveState)"
}
# word NAME ARGUMENTS...: one word of Clawtray's and what came of it.
word() {
    local name=$1 began
    shift
    began=$(seconds)
    timeout 400 clawtray service "$@" --json > "$name.json" 2> "$name.err"
    say "${name}_code" $?
    say "${name}_seconds" "$(since "$began")"
    say "$name" "$(line "$name.json") $(line "$name.err")"
    told "$name"
}
runs() {
    clawtray status --json > status.json
    grep -Eq '"state": ?"(running|needs_you|degraded)"' status.json
}
another_runs() { runs && [ "$(state MainPID)" != "$old" ] && [ "$(state MainPID)" != 0 ]; }

word stopped stop
# Longer than the service manager waits before it starts something again.
sleep 7
told stays_stopped
word started start

old=$(state MainPID)
kill -9 "$old"
within 240 "the service manager starts it again" another_runs
told killed
say killed_restarts "$(state NRestarts)"

word restarted restart

word uninstalled uninstall --yes
say uninstalled_file "$(ls "$unit" 2> /dev/null || echo none)"
word installed install --yes
say installed_pid "$(state MainPID)"
say words_seconds "$(since "$words_began")"

# It ends for a reason that only its own words tell.
cp "$HOME/.openclaw/openclaw.json" good.json
sed -i 's/"gateway": *{/"gateway": { "bogus": true,/' "$HOME/.openclaw/openclaw.json"
kill -9 "$(state MainPID)"
within 120 "the service manager gives up" is ActiveState failed
reason_found() {
    clawtray doctor --json > doctor.json
    grep -Eq '"id": ?"config.invalid"' doctor.json
}
within 60 "the reason" reason_found
say reason_code "$(state ExecMainStatus)"
say reason "$(line doctor.json)"
# A keeper that comes later knows it as well.
clawtray quit > /dev/null
within 60 "the keeper ends" eval "! kill -0 $keeper 2> /dev/null"
CLAWTRAY_OPENCLAW=$OPENCLAW CLAWTRAY_NODE=$NODE clawtrayd >> keeper.log 2>&1 &
keeper=$!
within 60 "the keeper answers again" keeper_answers
within 60 "the reason, kept" reason_found
say reason_kept "$(line doctor.json)"
cp good.json "$HOME/.openclaw/openclaw.json"
word again start

clawtray quit > /dev/null
within 60 "the keeper ends" eval "! kill -0 $keeper 2> /dev/null"
say after_quit "$(state ActiveState)"
