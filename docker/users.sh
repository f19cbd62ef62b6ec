#!/bin/bash
# Gives Rasad a user in Elasticsearch who may touch its own indices alone, and Kibana's user its password.
# Reads ES_URL, CA_FILE, ELASTIC_PASSWORD, RASAD_ELASTIC_PASSWORD, KIBANA_PASSWORD (none: no Kibana). May be repeated.
set -euo pipefail

put() {  # PATH JSON; what is secret goes by standard input, since arguments can be read by others
  curl -sS --fail-with-body --cacert "$CA_FILE" --config <(printf 'user = "%s:%s"\n' "${ELASTIC_USER:-elastic}" "$ELASTIC_PASSWORD") \
    -X PUT -H 'Content-Type: application/json' "$ES_URL$1" --data-binary @- -o /dev/null <<< "$2"
}

put /_security/role/rasad '{
  "cluster": ["monitor", "manage_index_templates"],
  "indices": [{"names": ["rasad*"], "privileges": ["all"]}]
}'
put /_security/user/rasad "{\"password\": \"$RASAD_ELASTIC_PASSWORD\", \"roles\": [\"rasad\"]}"
if [ -n "${KIBANA_PASSWORD:-}" ]; then
  put /_security/user/kibana_system/_password "{\"password\": \"$KIBANA_PASSWORD\"}"
fi
echo "the users are there"
