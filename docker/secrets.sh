#!/bin/sh
# Writes .env beside docker-compose.yml with passwords of its own; one that is there stays as it is.
set -eu
umask 077
file=${1:-$(dirname "$0")/../.env}
[ ! -e "$file" ] || { echo "$file is there already and stays as it is"; exit 0; }
{
  echo "# Passwords of the servers in docker-compose.yml. Keep this file to yourself and out of backups that others read."
  for name in RASAD_POSTGRES_PASSWORD RASAD_ELASTIC_PASSWORD ELASTIC_PASSWORD KIBANA_PASSWORD; do
    echo "$name=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
  done
} > "$file"
echo "$file is written"
