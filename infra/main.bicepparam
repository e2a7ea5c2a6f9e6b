// For `azd up`: the values come from the azd environment (`azd env set NAME value`); what is not set is a small trial.
// A region outside the European Economic Area does not compile (BCP033).
using 'main.bicep'

param name = readEnvironmentVariable('CONCIERGE_NAME', 'conctry')
param location = readEnvironmentVariable('AZURE_LOCATION', 'francecentral')
param tags = { 'azd-env-name': readEnvironmentVariable('AZURE_ENV_NAME', 'trial') }

param brands = [
  {
    id: 'milleis'
    hostName: ''
    certificateName: ''
    mailDomain: readEnvironmentVariable('CONCIERGE_MAIL_DOMAIN', 'mail.trial.milleis.example')
    mailSender: 'conciergerie'
  }
  {
    id: 'platinum'
    hostName: readEnvironmentVariable('CONCIERGE_PLATINUM_HOST', 'trial.platinum.example')
    certificateName: ''
    mailDomain: readEnvironmentVariable('CONCIERGE_PLATINUM_MAIL_DOMAIN', 'mail.trial.platinum.example')
    mailSender: 'conciergerie'
  }
]

// The private half of the key given here was thrown away: set the processor's own.
param processorKeys = json(readEnvironmentVariable(
  'CONCIERGE_PROCESSOR_KEYS',
  '{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"replace-me","source":"urn:concierge-processor:replace-me","x":"Xtq-2YbKTvLI66LENXqD6E9d0FLlmTTZI77LCbOzJdA"}]}'
))
// Nobody has a token for this one: set the client id of the staff's app registration.
param staffAudience = readEnvironmentVariable('CONCIERGE_STAFF_AUDIENCE', '00000000-0000-4000-8000-000000000000')
param processorPrincipalId = readEnvironmentVariable('CONCIERGE_PROCESSOR_PRINCIPAL_ID', '')
param cardIssuerPrincipalId = readEnvironmentVariable('CONCIERGE_CARD_ISSUER_PRINCIPAL_ID', '')

param zoneRedundant = false
param alwaysReadyInstances = 0
param maximumInstances = 40
param locks = false
param sealRetentionDays = 1
param logRetentionDays = 30
param logDailyQuotaGb = 1
param alertRecipients = [readEnvironmentVariable('CONCIERGE_ALERT_RECIPIENT', 'operations@example.org')]
param operatorAddresses = [readEnvironmentVariable('CONCIERGE_OPERATOR_ADDRESS', '192.0.2.10/32')]
param visitorAddresses = [readEnvironmentVariable('CONCIERGE_OPERATOR_ADDRESS', '192.0.2.10/32')]
