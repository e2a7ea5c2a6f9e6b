#!/bin/sh
# Makes the Entra application of a partner and trusts the partner's own identity provider for it, so that no secret is shared:
#   infra/scripts/partner.sh NAME ISSUER SUBJECT
# ISSUER and SUBJECT are what the partner's tokens say. Prints the object id for processorPrincipalId or cardIssuerPrincipalId.
set -eu
name=${1:?usage: partner.sh NAME ISSUER SUBJECT}
issuer=${2:?usage: partner.sh NAME ISSUER SUBJECT}
subject=${3:?usage: partner.sh NAME ISSUER SUBJECT}
application=$(az ad app create --display-name "$name" --sign-in-audience AzureADMyOrg --query appId --output tsv)
credential=$(printf '{"name":"partner","issuer":"%s","subject":"%s","audiences":["api://AzureADTokenExchange"]}' "$issuer" "$subject")
az ad app federated-credential create --id "$application" --parameters "$credential" --output none
echo "client id (for the partner): $application"
echo "object id (for the parameter file): $(az ad sp create --id "$application" --query id --output tsv)"
