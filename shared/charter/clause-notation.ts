/** How a clause is written down: where its control and its proof lie, and what an open one waits for. */
import type { Control, Proof } from "./clause.ts";

export const control = (file: string, symbol: string): Control => ({ file: `shared/${file}`, symbol });
export const proof = (file: string, name: string): Proof => ({ file: `test/${file}`, name });
export const waits = (fr: string, en: string) => ({ state: "open", awaits: { fr, en } }) as const;
export const promise = (fr: string, en: string) => ({ fr, en });

/** Of several articles. */
export const passedOn = waits(
  "un contrôle de ce que le sous-traitant transmet : ses déclarations sont consignées, non vérifiées",
  "a check of what the processor passes on: its reports are recorded, not verified",
);
