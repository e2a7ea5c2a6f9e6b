/**
 * A clause of the charter as data: the promise in our own words, the constants it fixes, the code that keeps it and the
 * tests that prove it. A clause whose capability does not exist yet is open and says what it waits for; it is counted, and
 * never shown as kept.
 */
export type Control = {
  /** A source file of the product. */
  readonly file: string;
  /** A name that file exports. */
  readonly symbol: string;
};

export type Proof = {
  /** A test file. */
  readonly file: string;
  /** Words of the test's full name, by which it is found in the report of the last run. */
  readonly name: string;
};

export type Clause = {
  /** Stable: article, then a word. Never reused. */
  readonly id: `${number}.${string}` | `${number}-${string}`;
  readonly article: number;
  readonly promise: { readonly fr: string; readonly en: string };
  /** The product's own: the charter does not promise it. */
  readonly isAddition?: true;
  /** Figures the clause fixes, by name. */
  readonly constants?: Readonly<Record<string, string>>;
} & (
  | {
      readonly state: "kept";
      readonly controls: readonly [Control, ...Control[]];
      readonly proofs: readonly [Proof, ...Proof[]];
    }
  | { readonly state: "open"; readonly awaits: { readonly fr: string; readonly en: string } }
);

/** What was found wrong, missing or contradictory in the charter itself, for the data protection officer. */
export type Finding = {
  readonly id: string;
  readonly article: string;
  readonly defect: { readonly fr: string; readonly en: string };
  readonly choice: { readonly fr: string; readonly en: string };
  readonly reason: { readonly fr: string; readonly en: string };
  readonly source: string;
};
