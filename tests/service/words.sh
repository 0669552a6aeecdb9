# What the scripts that run inside a container share. They print `@name value` lines for a test to judge.
# OPENCLAW, NODE and BIN are set.
export PATH="$BIN:$(dirname "$NODE"):$PATH" OPENCLAW_DISABLE_BONJOUR=1 NO_COLOR=1
unit=$HOME/.config/systemd/user/openclaw-gateway.service

say() { printf '@%s %s\n' "$1" "$2"; }
seconds() { date +%s.%N; }
since() { awk -v a="$1" -v b="$(seconds)" 'BEGIN { printf "%.1f", b - a }'; }
fail() {
    say failed "$1"
    systemctl --user status openclaw-gateway --no-pager 2>&1 | tail -20
    journalctl --user --no-pager -n 60 2>/dev/null | cut -c1-300
    tail -40 "$HOME/keeper.log" 2>/dev/null
    exit 1
}
# within SECONDS WHAT COMMAND...: until the command says yes.
within() {
    local end=$((SECONDS + $1)) what=$2
    shift 2
    until "$@"; do
        [ $SECONDS -lt $end ] || fail "$what: not in time"
        sleep 0.3
    done
}
state() { systemctl --user show openclaw-gateway -p "$1" --value; }
is() { [ "$(state "$1")" = "$2" ]; }
# http_ready PORT
http_ready() {
    (exec 3<> "/dev/tcp/127.0.0.1/$1" && printf 'GET /readyz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3 &&
        timeout 10 head -n 1 <&3 | grep -q ' 200 ') 2> /dev/null
}
keeper_answers() { [ -n "$(find "$XDG_RUNTIME_DIR" -path '*clawtray*' -type s 2> /dev/null)" ]; }
# One line of JSON, whatever it was written as.
line() { tr -d '\n' < "$1"; }

