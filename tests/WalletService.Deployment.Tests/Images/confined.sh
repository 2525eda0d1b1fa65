#!/bin/sh
# confined.sh FOLDER ARGUMENT...   Runs the published service in FOLDER as a container would: as an ordinary user without any privilege, on a
# file system that is read-only but for a small /tmp of its own.
set -eu

if [ "${1:-}" != --inside ]; then
  # Root becomes that user below; anybody else is an ordinary user already, and is root of the mounts alone.
  if [ "$(id -u)" -eq 0 ]; then
    exec unshare --mount "$0" --inside "$@"
  fi
  exec env CONFINED_AS_CALLER=1 unshare --map-root-user --mount "$0" --inside "$@"
fi

shift
folder=$1
shift
mount --bind "$folder" /mnt
mount -o remount,bind,ro /mnt
mount -o remount,bind,ro /
mount -t tmpfs -o size=64m,mode=1777 tmpfs /tmp
cd /mnt

set -- --no-new-privs --bounding-set=-all --inh-caps=-all "$@"
if [ -n "${CONFINED_AS_CALLER:-}" ]; then
  unset CONFINED_AS_CALLER
  # Who was made root for the mounts becomes that user by one more mapping; outside it is the caller all the time.
  exec unshare --map-user=10001 --map-group=10001 setpriv "$@"
fi
exec setpriv --reuid=10001 --regid=10001 --clear-groups "$@"
