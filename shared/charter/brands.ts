/**
 * The brands that run on this backend and the card programmes each accepts. One brand is one site with its own origin,
 * controller texts and eligibility table (charter preamble and article 3). Adding a brand is adding an entry.
 */

export const brandIds = ["milleis", "platinum"] as const;
export type BrandId = (typeof brandIds)[number];

/**
 * A card programme: which leading digits belong to it. 16-digit cards are recognised by up to nine leading digits; a
 * 15-digit card (numbers starting 34 or 37) by six at most, because the card schemes allow no more to be kept.
 */
export type CardProgramme = {
  readonly id: string;
  readonly name: string;
  /** Leading digits that make a card eligible; the shortest prefix that is specific enough. */
  readonly prefixes: readonly string[];
};

export type Brand = {
  readonly id: BrandId;
  readonly name: string;
  readonly programmes: readonly CardProgramme[];
  /** Whether the card's first digits are asked for again at each sign-in. They show eligibility and authenticate nobody. */
  readonly asksDigitsAtSignIn: boolean;
};

/** Example programmes: the issuer's real ranges are part of a deployment, these are reserved test ranges. */
export const brands = {
  milleis: {
    id: "milleis",
    name: "Milleis Conciergerie",
    asksDigitsAtSignIn: false,
    programmes: [
      { id: "milleis-infinite", name: "Visa Infinite Milleis", prefixes: ["497010", "497011"] },
      { id: "milleis-premier", name: "Visa Premier Milleis", prefixes: ["497020"] },
    ],
  },
  platinum: {
    id: "platinum",
    name: "Platinum Conciergerie",
    asksDigitsAtSignIn: true,
    programmes: [
      { id: "platinum-amex", name: "American Express Platinum", prefixes: ["374200", "374201"] },
      { id: "platinum-world-elite", name: "World Elite Mastercard", prefixes: ["513200"] },
    ],
  },
} as const satisfies Record<BrandId, Brand>;

export const brandOf = (id: BrandId): Brand => brands[id];
