/**
 * Who answers for the data of each brand: the controller, its data protection officer, the supervisory authority and the
 * processor (charter articles 2, 4, 8 and 9; GDPR articles 13(1), 28 and 30(1)(a)). Facts of the operator, per brand.
 */
import type { BrandId } from "./brands.ts";

type PostalAddress = { readonly lines: readonly string[]; readonly country: "FR" };

export type Controller = {
  readonly name: string;
  /** The text supplied does not say it of this brand: the operator has to confirm. */
  readonly isToConfirm?: true;
  readonly address: PostalAddress;
  readonly dataProtectionOfficer: { readonly email: string; readonly address: PostalAddress };
  readonly authority: { readonly name: string; readonly address: PostalAddress; readonly complaints: string };
  /** Who carries requests out on the controller's behalf (GDPR article 28). */
  readonly processor: {
    readonly name: string;
    readonly register: string;
    readonly address: PostalAddress;
    readonly task: { readonly fr: string; readonly en: string };
  };
};

const operatorAddress: PostalAddress = {
  lines: ["23 avenue des Fruitiers", "CS 20021", "93212 Saint-Denis cedex"],
  country: "FR",
};

const operator: Controller = {
  name: "Europ Assistance France",
  address: operatorAddress,
  dataProtectionOfficer: { email: "protectiondesdonnees@europ-assistance.fr", address: operatorAddress },
  authority: {
    name: "Commission nationale de l'informatique et des libertés (CNIL)",
    address: {
      lines: ["Service des plaintes", "3 place de Fontenoy", "TSA 80715", "75334 Paris cedex 07"],
      country: "FR",
    },
    complaints: "https://www.cnil.fr/fr/plaintes",
  },
  processor: {
    name: "GConcierges",
    register: "RCS Paris 819 460 478",
    address: { lines: ["2 rue Pillet-Will", "75009 Paris"], country: "FR" },
    task: { fr: "exécuter les demandes de conciergerie", en: "carry out concierge requests" },
  },
};

/** The charter supplied is that of milleis; that platinum has the same operator and processor is an assumption. */
export const controllers: Readonly<Record<BrandId, Controller>> = {
  milleis: operator,
  platinum: { ...operator, isToConfirm: true },
};
