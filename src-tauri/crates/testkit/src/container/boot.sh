# Boots this machine's own systemd as the first process of a container whose root is a copy-on-write view of this
# machine's. Everything written goes into memory and vanishes with the mount namespace.
# $1 working folder: `script` is read, `out/` receives `output`, `code` and `boot`; $2... options for systemd-nspawn
set -eu
work=$1
shift
exec >> "$work/out/boot" 2>&1
mount --make-rprivate /
# Only the second cgroup version, rooted at the container's own cgroup, whatever the machine itself uses.
mount -t tmpfs tmpfs /sys/fs/cgroup
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t tmpfs tmpfs "$work/memory"
mkdir "$work/memory/upper" "$work/memory/work" "$work/memory/root"
root=$work/memory/root
mount -t overlay overlay -o "lowerdir=/,upperdir=$work/memory/upper,workdir=$work/memory/work" "$root"

chroot "$root" useradd --create-home --shell /bin/bash --uid "$CONTAINER_UID" "$CONTAINER_USER"
rm -f "$root/etc/machine-id"
: > "$root/etc/machine-id"
mkdir -p "$root/var/lib/systemd/linger"
: > "$root/var/lib/systemd/linger/$CONTAINER_USER"
cat > "$root/etc/systemd/system/container-script.service" <<UNIT
[Unit]
Wants=systemd-logind.service dbus.service user@$CONTAINER_UID.service
Requires=basic.target systemd-user-sessions.service
After=basic.target systemd-logind.service dbus.service systemd-user-sessions.service user@$CONTAINER_UID.service
SuccessAction=exit-force
FailureAction=exit-force
[Service]
Type=oneshot
User=$CONTAINER_USER
PAMName=login
WorkingDirectory=/home/$CONTAINER_USER
StandardOutput=append:/run/container/output
StandardError=append:/run/container/output
ExecStart=/bin/bash -l /run/container/script
ExecStopPost=+/bin/bash -c 'echo "\$EXIT_CODE \$EXIT_STATUS" > /run/container/code'
UNIT
cp "$work/script" "$work/out/script"
chmod 644 "$work/out/script"
SYSTEMD_NSPAWN_LOCK=0 exec systemd-nspawn --register=no --keep-unit --quiet --console=pipe --private-network \
    --bind="$work/out:/run/container" "$@" -D "$root" -b systemd.unit=container-script.service < /dev/null
