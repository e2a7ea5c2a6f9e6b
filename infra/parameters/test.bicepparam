// For acceptance: the shape of production at the smallest size, partners by address, one hour of work from empty.
using '../main.bicep'

param name = 'conctest'
param location = 'francecentral'
param tags = { environment: 'test' }

param brands = [
  {
    id: 'milleis'
    hostName: 'test.milleis.example'
    certificateName: ''
    mailDomain: 'mail.test.milleis.example'
    mailSender: 'conciergerie'
  }
  {
    id: 'platinum'
    hostName: 'test.platinum.example'
    certificateName: ''
    mailDomain: 'mail.test.platinum.example'
    mailSender: 'conciergerie'
  }
]

// The private half was thrown away: replace it with the processor's public key for acceptance.
param processorKeys = {
  keys: [
    {
      kty: 'OKP'
      crv: 'Ed25519'
      kid: 'replace-me'
      source: 'urn:concierge-processor:replace-me'
      x: 'Xtq-2YbKTvLI66LENXqD6E9d0FLlmTTZI77LCbOzJdA'
    }
  ]
}

// Replace: object ids of the partners' applications (docs/ops.md, "Partners").
param processorPrincipalId = '11111111-1111-4111-8111-111111111111'
param cardIssuerPrincipalId = '22222222-2222-4222-8222-222222222222'
param partnerAccess = 'addressList'
param partnerAddresses = ['198.51.100.7', '203.0.113.0/24']

// Replace: client id of the staff's app registration (docs/ops.md, "Staff").
param staffAudience = '33333333-3333-4333-8333-333333333333'

param databaseCapacity = 'serverless'
param alwaysReadyInstances = 2
param maximumInstances = 40
param locks = false
param sealRetentionDays = 1
param logRetentionDays = 30
param alertRecipients = ['operations@example.org']
param visitorAddresses = ['192.0.2.10/32']
param operatorAddresses = ['192.0.2.10/32']
