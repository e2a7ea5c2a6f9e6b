/**
 * The portal's deployment form, `createUiDefinition.json`, in French and in English from one description, so that the two
 * ask the same. Only regions of the EEA are offered. Costs are hints from public list prices (docs/ops.md, "Cost").
 */
import { brandIds, brands } from "../../shared/charter/brands.ts";
import { eeaRegionNames, eeaRegions } from "../../shared/charter/regions.ts";

export const formLanguages = ["fr", "en"] as const;
export type FormLanguage = (typeof formLanguages)[number];
type Text = Readonly<Record<FormLanguage, string>>;
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Element = (language: FormLanguage) => { readonly [key: string]: Json };

const address = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}(?:/\\d{1,2})?";
const list = (item: string) => `^$|^${item}(?:,${item})*$`;
const guid = "^$|^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$";
const mailbox = "[^@\\s,]+@[^@\\s,]+\\.[^@\\s,]+";

const textBox =
  (
    name: string,
    label: Text,
    toolTip: Text,
    options: { regex: string; required?: boolean; value?: string; message: Text },
  ): Element =>
  (language) => ({
    name,
    type: "Microsoft.Common.TextBox",
    label: label[language],
    toolTip: toolTip[language],
    defaultValue: options.value ?? "",
    constraints: {
      required: options.required ?? false,
      regex: options.regex,
      validationMessage: options.message[language],
    },
  });

const dropDown =
  (name: string, label: Text, toolTip: Text, values: readonly (readonly [value: Json, label: Text])[]): Element =>
  (language) => ({
    name,
    type: "Microsoft.Common.DropDown",
    label: label[language],
    toolTip: toolTip[language],
    defaultValue: values[0]?.[1][language] ?? "",
    constraints: {
      required: true,
      allowedValues: values.map(([value, text]) => ({ label: text[language], value })),
    },
  });

const checkBox =
  (name: string, label: Text, toolTip: Text, defaultValue: boolean): Element =>
  (language) => ({
    name,
    type: "Microsoft.Common.CheckBox",
    label: label[language],
    toolTip: toolTip[language],
    defaultValue,
  });

const slider =
  (name: string, label: Text, toolTip: Text, min: number, max: number, defaultValue: number): Element =>
  (language) => ({
    name,
    type: "Microsoft.Common.Slider",
    label: label[language],
    toolTip: toolTip[language],
    min,
    max,
    defaultValue,
    showStepMarkers: false,
  });

const column = (id: string, header: Text, regex: string, required: boolean, language: FormLanguage): Json => ({
  id,
  header: header[language],
  width: "1fr",
  element: {
    type: "Microsoft.Common.TextBox",
    constraints: { required, validations: [{ regex, message: header[language] }] },
  },
});

const brandGrid: Element = (language) => ({
  name: "brands",
  type: "Microsoft.Common.EditableGrid",
  ariaLabel: language === "fr" ? "Marques" : "Brands",
  label: language === "fr" ? "Marques" : "Brands",
  constraints: {
    width: "Full",
    // The app starts only with every brand it knows.
    rows: { count: { min: brandIds.length, max: brandIds.length } },
    columns: [
      {
        id: "id",
        header: language === "fr" ? "Marque" : "Brand",
        width: "1fr",
        element: {
          type: "Microsoft.Common.DropDown",
          constraints: { required: true, allowedValues: brandIds.map((id) => ({ label: brands[id].name, value: id })) },
        },
      },
      column("hostName", { fr: "Nom d'hôte du site", en: "Site host name" }, "^$|^[a-z0-9.-]{4,253}$", false, language),
      column(
        "certificateName",
        { fr: "Certificat (Key Vault)", en: "Certificate (Key Vault)" },
        "^$|^[A-Za-z0-9-]{1,127}$",
        false,
        language,
      ),
      column("mailDomain", { fr: "Domaine des courriels", en: "Mail domain" }, "^[a-z0-9.-]{4,253}$", true, language),
      column("mailSender", { fr: "Expéditeur", en: "Sender" }, "^[a-z0-9._-]{1,64}$", true, language),
    ],
  },
});

const notice =
  (name: string, text: Text): Element =>
  (language) => ({
    name,
    type: "Microsoft.Common.InfoBox",
    visible: true,
    options: { icon: "Info", text: text[language] },
  });

const secondRegions = eeaRegionNames
  .filter((region) => eeaRegions[region].zones)
  .map((region) => [region, { fr: eeaRegions[region].displayName, en: eeaRegions[region].displayName }] as const);

const steps: readonly { name: string; label: Text; elements: readonly Element[] }[] = [
  {
    name: "brandsStep",
    label: { fr: "Marques et partenaires", en: "Brands and partners" },
    elements: [
      brandGrid,
      textBox(
        "processorKeys",
        {
          fr: "Clés publiques du prestataire de conciergerie (JWKS)",
          en: "Public keys of the concierge processor (JWKS)",
        },
        {
          fr: "Elles vérifient ses messages. Une clé publique n'est pas un secret.",
          en: "They check its messages. A public key is no secret.",
        },
        {
          regex: '^\\{\\s*"keys"\\s*:.+\\}$',
          required: true,
          message: { fr: 'Attendu : {"keys":[…]}', en: 'Expected: {"keys":[…]}' },
        },
      ),
      textBox(
        "issuerKeys",
        { fr: "Clés publiques de l'émetteur de cartes (JWKS)", en: "Public keys of the card issuer (JWKS)" },
        {
          fr: "Elles vérifient ses annonces de résiliation. Vide tant qu'il n'en envoie pas.",
          en: "They check what it says about ended services. Empty until it sends any.",
        },
        {
          regex: '^(?:\\{\\s*"keys"\\s*:.+\\})?$',
          message: { fr: 'Attendu : {"keys":[…]}, ou rien', en: 'Expected: {"keys":[…]}, or nothing' },
        },
      ),
      textBox(
        "staffAudience",
        { fr: "Identifiant client de l'application du personnel", en: "Client id of the staff's app registration" },
        {
          fr: "Les jetons du personnel sont émis pour elle (Microsoft Entra ID).",
          en: "Staff tokens are issued for it (Microsoft Entra ID).",
        },
        { regex: guid, required: true, message: { fr: "Un GUID", en: "A GUID" } },
      ),
      textBox(
        "processorPrincipalId",
        { fr: "Identifiant d'objet de l'application du prestataire", en: "Object id of the processor's application" },
        { fr: "Vide tant qu'elle n'existe pas.", en: "Empty until it exists." },
        { regex: guid, message: { fr: "Un GUID, ou rien", en: "A GUID, or nothing" } },
      ),
      textBox(
        "cardIssuerPrincipalId",
        {
          fr: "Identifiant d'objet de l'application de l'émetteur de cartes",
          en: "Object id of the card issuer's application",
        },
        { fr: "Vide tant qu'elle n'existe pas.", en: "Empty until it exists." },
        { regex: guid, message: { fr: "Un GUID, ou rien", en: "A GUID, or nothing" } },
      ),
      dropDown(
        "partnerAccess",
        { fr: "Accès des partenaires au compte d'échange", en: "How partners reach the exchange account" },
        {
          fr: "Sans adresse publique, chaque partenaire crée son point de terminaison privé.",
          en: "Without a public address, each partner creates its own private endpoint.",
        },
        [
          ["privateEndpoint", { fr: "Points de terminaison privés", en: "Private endpoints" }],
          ["addressList", { fr: "Adresses autorisées", en: "Allowed addresses" }],
        ],
      ),
      textBox(
        "partnerAddresses",
        { fr: "Adresses publiques des partenaires", en: "Public addresses of the partners" },
        {
          fr: "Adresses ou plages IPv4, séparées par des virgules.",
          en: "IPv4 addresses or ranges, separated by commas.",
        },
        {
          regex: list(address),
          message: { fr: "Adresses IPv4 séparées par des virgules", en: "IPv4 addresses separated by commas" },
        },
      ),
      textBox(
        "appServicePrincipalId",
        {
          fr: "Identifiant d'objet de « Microsoft Azure App Service »",
          en: 'Object id of "Microsoft Azure App Service"',
        },
        { fr: "Nécessaire dès qu'une marque a un certificat.", en: "Needed as soon as a brand has a certificate." },
        { regex: guid, message: { fr: "Un GUID, ou rien", en: "A GUID, or nothing" } },
      ),
    ],
  },
  {
    name: "sizeStep",
    label: { fr: "Taille", en: "Size" },
    elements: [
      notice("cost", {
        fr: "Coûts indicatifs par mois, hors taxes, d'après les prix publics ; le réseau privé compte pour environ 60 €.",
        en: "Costs are hints per month, before tax, from list prices; the private network counts for about €60.",
      }),
      dropDown(
        "databaseCapacity",
        { fr: "Base de données", en: "Database" },
        {
          fr: "À l'usage jusqu'à quelques milliers d'adhérents ; ensuite, débit adaptatif.",
          en: "By use up to some thousand members; then a throughput that scales.",
        },
        [
          [
            "serverless",
            { fr: "À l'usage (environ 0,30 € par million de RU)", en: "By use (about €0.30 per million RU)" },
          ],
          [
            "autoscale",
            {
              fr: "Débit adaptatif (de 10 % au maximum choisi)",
              en: "Throughput that scales (10 % to all of the maximum)",
            },
          ],
        ],
      ),
      dropDown(
        "databaseMaximumThroughput",
        { fr: "Débit maximal", en: "Maximum throughput" },
        {
          fr: "Sans effet à l'usage. Double avec une seconde région.",
          en: "Without effect by use. Doubles with a second region.",
        },
        [
          [1000, { fr: "1 000 RU/s (9 à 90 €)", en: "1,000 RU/s (€9 to €90)" }],
          [4000, { fr: "4 000 RU/s (35 à 350 €)", en: "4,000 RU/s (€35 to €350)" }],
          [10000, { fr: "10 000 RU/s (90 à 900 €)", en: "10,000 RU/s (€90 to €900)" }],
        ],
      ),
      dropDown(
        "secondLocation",
        { fr: "Seconde région de la base", en: "Second region of the database" },
        {
          fr: "Une copie de plus, dans l'EEE. Impossible à l'usage.",
          en: "One more copy, in the EEA. Not possible by use.",
        },
        [["", { fr: "Aucune", en: "None" }], ...secondRegions],
      ),
      checkBox(
        "zoneRedundant",
        { fr: "Copies dans plusieurs zones de disponibilité", en: "Copies across availability zones" },
        { fr: "Recommandé en production.", en: "Recommended for production." },
        true,
      ),
      slider(
        "alwaysReadyInstances",
        { fr: "Instances toujours prêtes", en: "Instances always ready" },
        {
          fr: "Environ 20 € par instance ; à zéro, le premier visiteur attend. Avec des zones : aucune, ou au moins deux.",
          en: "About €20 each; with none, the first visitor waits. With zones: none, or two at least.",
        },
        0,
        20,
        2,
      ),
      slider(
        "maximumInstances",
        { fr: "Instances au plus", en: "Most instances" },
        { fr: "Borne la dépense et la charge sur la base.", en: "Bounds the spending and the load on the database." },
        40,
        1000,
        100,
      ),
    ],
  },
  {
    name: "safetyStep",
    label: { fr: "Sécurité et exploitation", en: "Safety and operations" },
    elements: [
      dropDown(
        "vaultSku",
        { fr: "Clés des marques", en: "The brands' keys" },
        { fr: "Matériel : environ 1 € par clé.", en: "Hardware: about €1 a key." },
        [
          ["standard", { fr: "Logicielles", en: "In software" }],
          ["premium", { fr: "Dans un module matériel", en: "In hardware" }],
        ],
      ),
      dropDown(
        "backupTier",
        { fr: "Retour en arrière possible de la base", en: "How far a restore can go back" },
        { fr: "30 jours : environ 0,20 € par Go.", en: "30 days: about €0.20 a GB." },
        [
          ["Continuous7Days", { fr: "7 jours", en: "7 days" }],
          ["Continuous30Days", { fr: "30 jours", en: "30 days" }],
        ],
      ),
      checkBox(
        "locks",
        { fr: "Verrous contre la suppression", en: "Locks against deletion" },
        { fr: "Sur ce qui détient des données.", en: "On what holds data." },
        true,
      ),
      textBox(
        "alertRecipients",
        { fr: "Destinataires des alertes", en: "Who receives the alerts" },
        { fr: "Adresses électroniques, séparées par des virgules.", en: "E-mail addresses, separated by commas." },
        {
          regex: `^${mailbox}(?:,${mailbox})*$`,
          required: true,
          message: { fr: "Au moins une adresse", en: "At least one address" },
        },
      ),
      textBox(
        "operatorAddresses",
        { fr: "Adresses publiques de l'exploitation", en: "Public addresses of operations" },
        { fr: "D'où les secrets sont déposés dans Key Vault.", en: "From where secrets are put into Key Vault." },
        {
          regex: list(address),
          message: { fr: "Adresses IPv4 séparées par des virgules", en: "IPv4 addresses separated by commas" },
        },
      ),
      textBox(
        "visitorAddresses",
        { fr: "Adresses qui peuvent voir le site", en: "Addresses that may see the site" },
        { fr: "Vide : tout le monde.", en: "Empty: everyone." },
        {
          regex: list(address),
          message: { fr: "Adresses IPv4 séparées par des virgules", en: "IPv4 addresses separated by commas" },
        },
      ),
    ],
  },
];

const at = (step: string, name: string) => `steps('${step}').${name}`;
const splitAt = (step: string, name: string) =>
  `[if(empty(${at(step, name)}), parse('[]'), split(${at(step, name)}, ','))]`;

/** Template parameter → expression over the form. */
const outputs: Readonly<Record<string, string>> = {
  name: "[basics('name')]",
  location: "[location()]",
  secondLocation: `[${at("sizeStep", "secondLocation")}]`,
  brands: `[${at("brandsStep", "brands")}]`,
  processorKeys: `[parse(${at("brandsStep", "processorKeys")})]`,
  issuerKeys: `[parse(if(empty(${at("brandsStep", "issuerKeys")}), '{"keys":[]}', ${at("brandsStep", "issuerKeys")}))]`,
  staffAudience: `[${at("brandsStep", "staffAudience")}]`,
  processorPrincipalId: `[${at("brandsStep", "processorPrincipalId")}]`,
  cardIssuerPrincipalId: `[${at("brandsStep", "cardIssuerPrincipalId")}]`,
  partnerAccess: `[${at("brandsStep", "partnerAccess")}]`,
  partnerAddresses: splitAt("brandsStep", "partnerAddresses"),
  appServicePrincipalId: `[${at("brandsStep", "appServicePrincipalId")}]`,
  databaseCapacity: `[${at("sizeStep", "databaseCapacity")}]`,
  databaseMaximumThroughput: `[int(${at("sizeStep", "databaseMaximumThroughput")})]`,
  zoneRedundant: `[${at("sizeStep", "zoneRedundant")}]`,
  alwaysReadyInstances: `[int(${at("sizeStep", "alwaysReadyInstances")})]`,
  maximumInstances: `[int(${at("sizeStep", "maximumInstances")})]`,
  vaultSku: `[${at("safetyStep", "vaultSku")}]`,
  backupTier: `[${at("safetyStep", "backupTier")}]`,
  locks: `[${at("safetyStep", "locks")}]`,
  alertRecipients: splitAt("safetyStep", "alertRecipients"),
  operatorAddresses: splitAt("safetyStep", "operatorAddresses"),
  visitorAddresses: splitAt("safetyStep", "visitorAddresses"),
};

const intro: Text = {
  fr: "Conciergerie : tout est déployé dans l'Espace économique européen, et rien d'autre ne peut l'être. Guide : docs/ops.md.",
  en: "Concierge: everything is deployed in the European Economic Area, and nothing can be elsewhere. Guide: docs/ops.md.",
};

export const portalForm = (language: FormLanguage): Json => ({
  $schema: "https://schema.management.azure.com/schemas/0.1.2-preview/CreateUIDefinition.MultiVm.json#",
  handler: "Microsoft.Azure.CreateUIDef",
  version: "0.1.2-preview",
  parameters: {
    config: {
      isWizard: false,
      basics: {
        description: intro[language],
        location: {
          label: language === "fr" ? "Région (EEE)" : "Region (EEA)",
          toolTip:
            language === "fr"
              ? "Charte, article 7 : les données restent dans l'Espace économique européen."
              : "Charter, article 7: data stay in the European Economic Area.",
          resourceTypes: ["Microsoft.Web/sites", "Microsoft.DocumentDB/databaseAccounts"],
          allowedValues: eeaRegionNames.filter((region) => eeaRegions[region].zones),
          visible: true,
        },
      },
    },
    basics: [
      textBox(
        "name",
        { fr: "Nom court", en: "Short name" },
        { fr: "Début du nom de chaque ressource.", en: "Start of every resource's name." },
        {
          regex: "^[a-z][a-z0-9]{2,7}$",
          required: true,
          value: "conc",
          message: { fr: "3 à 8 lettres minuscules ou chiffres", en: "3 to 8 lower-case letters or digits" },
        },
      )(language),
    ],
    steps: steps.map((step) => ({
      name: step.name,
      label: step.label[language],
      elements: step.elements.map((element) => element(language)),
    })),
    outputs,
  },
});
