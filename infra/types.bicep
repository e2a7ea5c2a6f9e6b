// Types and role identifiers shared by the modules. The regions are the deployable ones of shared/charter/regions.ts (a
// test compares them): a region outside the European Economic Area does not compile. Charter, article 7.

@export()
@description('An Azure region of the European Economic Area that one may deploy to.')
type eeaRegion =
  | 'austriaeast'
  | 'belgiumcentral'
  | 'denmarkeast'
  | 'francecentral'
  | 'germanywestcentral'
  | 'italynorth'
  | 'northeurope'
  | 'norwayeast'
  | 'polandcentral'
  | 'spaincentral'
  | 'swedencentral'
  | 'westeurope'

@export()
@description('Redundancy of a storage account. Geo-redundant kinds are not offered: copies stay in the region.')
type regionalRedundancy = 'Standard_LRS' | 'Standard_ZRS'

@export()
@description('Where Communication Services keeps mail data: places in the European Economic Area only.')
type eeaMailLocation = 'Europe' | 'France' | 'Germany' | 'Norway'

@export()
@sealed()
@description('A brand: one site with its own host name and mail sender.')
type brand = {
  @description('Required. Brand id, as in shared/charter/brands.ts.')
  @minLength(1)
  id: string

  @description('Optional. Host name of the brand\'s site. Empty: the app\'s default host name, for one brand of a trial deployment.')
  hostName: string?

  @description('Optional. Name of the Key Vault certificate for the host name. Empty: the name is not bound yet.')
  certificateName: string?

  @description('Required. Domain the brand\'s e-mails are sent from.')
  @minLength(4)
  mailDomain: string

  @description('Required. Local part of the sender address.')
  @minLength(1)
  mailSender: string
}

@export()
@description('Built-in roles in use, each the smallest that allows the work.')
var roles = {
  blobDataContributor: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
  blobDataOwner: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  blobDataReader: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'
  communicationAndEmailOwner: '09976791-48a7-449e-bb21-39d1a415f350'
  keyVaultCertificateUser: 'db79e9a7-68ee-4b58-9aeb-b90e7c24fcba'
  keyVaultCryptoServiceEncryptionUser: 'e147488a-f6f5-4113-8e2d-b22465e65bf6'
  keyVaultSecretsUser: '4633458b-17de-408a-b874-0445c86b69e6'
  monitoringMetricsPublisher: '3913510d-42f4-4e42-8a64-420c390055eb'
  queueDataMessageProcessor: '8a0f0c08-91a1-4084-bc3d-661d67233fed'
  queueDataMessageSender: 'c6a89b2d-59bc-44d0-9896-0f6e12d7b80a'
  queueDataReader: '19e7f393-937e-4f77-808e-94535e297925'
}

@export()
@description('Domains of the services in Azure\'s public cloud. The other clouds have no region in the European Economic Area, so these are constants and the app refuses any other.')
var domains = {
  cosmos: 'documents.azure.com'
  mail: 'communication.azure.com'
  #disable-next-line no-hardcoded-env-urls
  storage: 'core.windows.net'
  #disable-next-line no-hardcoded-env-urls
  vault: 'vault.azure.net'
}
