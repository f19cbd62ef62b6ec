#!/bin/sh
# Makes a private authority and a certificate for each server in the folder that is named, once; later calls change
# nothing. NAME/server.key belongs to the user NAME runs as. Needs openssl, and root for the owners.
set -eu
umask 077
folder=${1:?usage: certificates.sh FOLDER}
days=3650

owner_of() {
  case $1 in
    postgresql) echo 999:999 ;;
    elasticsearch) echo 1000:0 ;;
    mailpit) echo 10001:10001 ;;
  esac
}

mkdir -p "$folder/authority" "$folder/public"
chmod 755 "$folder" "$folder/public"
if [ ! -s "$folder/public/ca.crt" ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days "$days" -subj "/CN=Rasad's own authority" \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign \
    -keyout "$folder/authority/ca.key" -out "$folder/authority/ca.crt" 2>/dev/null
  cp "$folder/authority/ca.crt" "$folder/public/ca.crt"
fi
for name in postgresql elasticsearch mailpit; do
  at=$folder/$name
  mkdir -p "$at"
  if [ ! -s "$at/server.crt" ]; then
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$name" \
      -keyout "$at/server.key" -out "$at/server.csr" 2>/dev/null
    {
      echo "subjectAltName=DNS:$name,DNS:localhost,IP:127.0.0.1"
      echo "extendedKeyUsage=serverAuth,clientAuth"
      echo "basicConstraints=critical,CA:FALSE"
    } > "$at/server.ext"
    openssl x509 -req -in "$at/server.csr" -days "$days" -CA "$folder/authority/ca.crt" -CAkey "$folder/authority/ca.key" \
      -CAcreateserial -extfile "$at/server.ext" -out "$at/new.crt" 2>/dev/null
    rm "$at/server.csr" "$at/server.ext"
    mv "$at/new.crt" "$at/server.crt"
  fi
  cp "$folder/authority/ca.crt" "$at/ca.crt"
  chmod 600 "$at/server.key"
  chmod 644 "$at/server.crt" "$at/ca.crt"
  chmod 755 "$at"
  # Outside a container there are no such users, and nobody to give the files to.
  if [ "$(id -u)" = 0 ] && [ "${CHOWN:-yes}" = yes ]; then chown -R "$(owner_of "$name")" "$at"; fi
done
chmod 644 "$folder/public/ca.crt"
