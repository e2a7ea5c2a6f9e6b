#!/bin/sh
# Deploys the resources, then the code: infra/scripts/deploy.sh ENVIRONMENT RESOURCE_GROUP
# Needs: az (signed in), node, npm, zip. Asks before it changes anything.
set -eu
environment=${1:?usage: deploy.sh dev|test|production RESOURCE_GROUP}
group=${2:?usage: deploy.sh dev|test|production RESOURCE_GROUP}
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."

npm ci
npm test
az deployment group create --resource-group "$group" --name concierge --confirm-with-what-if \
  --parameters "infra/parameters/$environment.bicepparam" --output none
output() { az deployment group show --resource-group "$group" --name concierge --query "properties.outputs.$1.value" --output tsv; }

node tools/infra/set-secrets.ts "$(output vaultName)"

rm -f dist/app.zip
zip -q -r dist/app.zip host.json package.json dist/functions content
az functionapp deployment source config-zip --resource-group "$group" --name "$(output appName)" --src dist/app.zip --output none

az deployment group show --resource-group "$group" --name concierge --query 'properties.outputs.origins.value.*' --output tsv |
  xargs node tools/infra/smoke-test.ts
