/**
 * A row of the ASVS table: a requirement by its number, what it is about in our own words, and how we stand to it. The texts of the
 * standard are OWASP's and are not repeated; read them beside this (ASVS 5.0.0).
 */

/** `file#text`: the file is there and the text stands in it: an exported name, the name of a test, a heading. */
export type Evidence = `${string}.${string}#${string}`;

type About = { readonly id: string; readonly topic: string };
export type Row = About &
  (
    | { readonly stand: "met"; readonly evidence: readonly [Evidence, ...Evidence[]] }
    | { readonly stand: "not applicable"; readonly why: string }
    | { readonly stand: "deviation"; readonly why: string; readonly evidence: readonly Evidence[] }
  );

export const met = (id: string, topic: string, ...evidence: readonly [Evidence, ...Evidence[]]): Row => ({
  id,
  topic,
  stand: "met",
  evidence,
});
/** There is nothing here that the requirement could be about. */
export const absent = (id: string, topic: string, why: string): Row => ({ id, topic, stand: "not applicable", why });
/** Asked of us and not done, or done otherwise. */
export const deviation = (id: string, topic: string, why: string, ...evidence: readonly Evidence[]): Row => ({
  id,
  topic,
  stand: "deviation",
  why,
  evidence,
});
