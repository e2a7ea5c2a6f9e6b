#!/bin/sh
# Shows what a deployment would change, without changing it: infra/scripts/what-if.sh ENVIRONMENT RESOURCE_GROUP
set -eu
environment=${1:?usage: what-if.sh dev|test|production RESOURCE_GROUP}
group=${2:?usage: what-if.sh dev|test|production RESOURCE_GROUP}
infra=$(dirname "$0")/..
az deployment group what-if --resource-group "$group" --name concierge --parameters "$infra/parameters/$environment.bicepparam"
