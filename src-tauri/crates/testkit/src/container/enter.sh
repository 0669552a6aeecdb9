# Moves itself into the container's own cgroup, then into namespaces that end with their first process.
# $1 cgroup folder, $2 boot script, $3 working folder, $4... options for systemd-nspawn
set -eu
echo "$$" > "$1/cgroup.procs"
shift
exec unshare --mount --pid --cgroup --mount-proc --fork --kill-child=KILL bash "$@"
