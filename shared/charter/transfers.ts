/**
 * The transfers register and its gate (charter article 7; GDPR articles 44 to 49). Everyone outside this system who gets
 * data stands here with the country and what allows it: the EEA itself, an adequacy decision, or standard clauses with
 * version and end. The gate is asked at the moment of sending: without a basis that is valid then, nothing leaves.
 */
import type { Recipient } from "../privacy/catalogues.ts";
import type { BrandId } from "./brands.ts";

/** EU member states and the EFTA states of the EEA (EEA Agreement, article 126). Not Switzerland, not the United Kingdom. */
export const eeaCountries = [
  "AT",
  "BE",
  "BG",
  "CY",
  "CZ",
  "DE",
  "DK",
  "EE",
  "ES",
  "FI",
  "FR",
  "GR",
  "HR",
  "HU",
  "IE",
  "IS",
  "IT",
  "LI",
  "LT",
  "LU",
  "LV",
  "MT",
  "NL",
  "NO",
  "PL",
  "PT",
  "RO",
  "SE",
  "SI",
  "SK",
] as const;
export type EeaCountry = (typeof eeaCountries)[number];

export type TransferBasis =
  | { readonly kind: "EEA"; readonly country: EeaCountry }
  | { readonly kind: "adequacy"; readonly country: string; readonly decision: string; readonly until?: string }
  | {
      readonly kind: "standard clauses";
      readonly country: string;
      readonly version: string;
      readonly signedAt: string;
      readonly until: string;
    };

export type Transfer = {
  readonly recipient: Extract<Recipient, "processor" | "host" | "mail-provider" | "card-issuer">;
  readonly brand: BrandId;
  /** The company under contract; a product is `service`. */
  readonly name: string;
  readonly service?: { readonly fr: string; readonly en: string };
  /** The controller still has to say that this is the contracting party. */
  readonly isToConfirm?: true;
  readonly what: { readonly fr: string; readonly en: string };
  readonly basis: TransferBasis;
};

const microsoft = { name: "Microsoft Ireland Operations Ltd", isToConfirm: true } as const;

/** @param confirm what the charter supplied says of this brand's processor; it covers milleis only. */
const forBrand = (brand: BrandId, confirm: { readonly isToConfirm?: true }): readonly Transfer[] => [
  {
    recipient: "processor",
    brand,
    name: "GConcierges",
    ...confirm,
    what: { fr: "demandes et ce qu'il faut pour les exécuter", en: "requests and what is needed to carry them out" },
    basis: { kind: "EEA", country: "FR" },
  },
  {
    recipient: "host",
    brand,
    ...microsoft,
    service: {
      fr: "Azure, région de l'EEE choisie au déploiement",
      en: "Azure, region of the EEA chosen at deployment",
    },
    what: {
      fr: "toutes les données enregistrées ; les champs personnels scellés au repos, les identifiants, états et dates en clair",
      en: "all stored data; personal fields sealed at rest, ids, states and dates in clear",
    },
    basis: { kind: "EEA", country: "IE" },
  },
  {
    recipient: "mail-provider",
    brand,
    ...microsoft,
    service: {
      fr: "Azure Communication Services, données localisées en Europe",
      en: "Azure Communication Services, data located in Europe",
    },
    what: {
      fr: "adresse e-mail et texte du message, dont le code de vérification ; durée chez le prestataire à confirmer",
      en: "e-mail address and text of the message, the verification code included; duration at the carrier to be confirmed",
    },
    basis: { kind: "EEA", country: "IE" },
  },
];

/** The register as it is deployed. */
export const transfers: readonly Transfer[] = [
  ...forBrand("milleis", {}),
  ...forBrand("platinum", { isToConfirm: true }),
];

/** Whether a basis allows sending at a moment. The end of a decision or of clauses is the first day without. */
export function isValidBasis(basis: TransferBasis, now: Date): boolean {
  switch (basis.kind) {
    case "EEA":
      return (eeaCountries as readonly string[]).includes(basis.country);
    case "adequacy":
      return basis.until === undefined || now.toISOString() < basis.until;
    case "standard clauses":
      return basis.signedAt <= now.toISOString() && now.toISOString() < basis.until;
  }
}

/** Nothing may be sent to this recipient now. Not a fault to retry at once: it ends when the register is put right. */
export class TransferWithoutBasis extends Error {
  override readonly name = "TransferWithoutBasis";
  readonly recipient: Transfer["recipient"];

  constructor(recipient: Transfer["recipient"]) {
    super(`no valid basis for a transfer to ${recipient}`);
    this.recipient = recipient;
  }
}

export type TransferGate = (brand: BrandId, recipient: Transfer["recipient"]) => void;

/** @returns a gate that throws TransferWithoutBasis where the register names no basis that is valid now. */
export const transferGate =
  (needs: { readonly register: readonly Transfer[]; readonly clock: { readonly now: () => Date } }): TransferGate =>
  (brand, recipient) => {
    const listed = needs.register.filter((transfer) => transfer.brand === brand && transfer.recipient === recipient);
    const isAllowed = listed.length > 0 && listed.every(({ basis }) => isValidBasis(basis, needs.clock.now()));
    if (!isAllowed) throw new TransferWithoutBasis(recipient);
  };
