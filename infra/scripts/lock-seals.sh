#!/bin/sh
# Locks the immutability of the ledger's seals for good: after this nobody, Microsoft included, can shorten it or delete a
# younger seal; it can only be made longer. Once, in production: infra/scripts/lock-seals.sh RESOURCE_GROUP DATA_ACCOUNT
set -eu
group=${1:?usage: lock-seals.sh RESOURCE_GROUP DATA_ACCOUNT}
account=${2:?usage: lock-seals.sh RESOURCE_GROUP DATA_ACCOUNT}
etag=$(az storage container immutability-policy show --resource-group "$group" --account-name "$account" --container-name ledger-seals --query etag --output tsv)
printf 'Lock the seals of %s for good? This cannot be undone. Type the account name: ' "$account"
read -r answer
[ "$answer" = "$account" ] || { echo "not locked"; exit 1; }
az storage container immutability-policy lock --resource-group "$group" --account-name "$account" --container-name ledger-seals --if-match "$etag"
