/**
 * The cookies table, per brand (charter article 10.3): every cookie a site may set, for what, for how long, and whether the
 * person must agree first. What the application sets itself is here too; a cookie that is not in the table cannot be set.
 * The charter's own names and durations are kept as it publishes them.
 */
import type { Period } from "../privacy/retention-rules.ts";
import type { BrandId } from "./brands.ts";

export type CookieEntry = {
  readonly name: string;
  readonly provider: string;
  readonly purpose: { readonly fr: string; readonly en: string };
  /** `session`: until the browser is closed. */
  readonly lasts: Period | { readonly minutes: number } | "session";
  /** `exempt`: strictly necessary for what the person asked for (act no. 78-17, article 82). */
  readonly consent: "exempt" | "needed";
  /** `application`: set by this product. `site`: set by the brand's pages, outside this product. `none`: replaced or not used. */
  readonly setBy: "application" | "site" | "none";
};

/** No cookie lives longer, and a choice is asked again after (charter articles 10 and 10.3). */
export const cookieLimits = { longest: { months: 13 }, choiceKept: { days: 180 } } as const;

const own: readonly CookieEntry[] = [
  {
    name: "__Host-session",
    provider: "—",
    purpose: { fr: "tenir la session d'un membre connecté", en: "keep a signed-in member's session" },
    lasts: "session",
    consent: "exempt",
    setBy: "application",
  },
  {
    name: "__Host-ticket",
    provider: "—",
    purpose: {
      fr: "lier un code de vérification au navigateur qui l'a demandé",
      en: "bind a code to the browser that asked for it",
    },
    lasts: "session",
    consent: "exempt",
    setBy: "application",
  },
];

const published: readonly CookieEntry[] = [
  {
    name: "Cookie",
    provider: "Fair&Smart",
    purpose: { fr: "garder le choix du visiteur sur les cookies", en: "keep the visitor's choice about cookies" },
    lasts: { days: 180 },
    consent: "exempt",
    setBy: "site",
  },
  ...[".AspNetCore.Cookies", "ARRAffinity", "ARRAffinitySameSite", "X-CSRF-TOKEN-CONCIERGERIE"].map(
    (name): CookieEntry => ({
      name,
      provider: "Microsoft",
      purpose: {
        fr: "session, répartition ou protection : remplacé par nos deux cookies",
        en: "session, balancing or protection: replaced by our two cookies",
      },
      lasts: "session",
      consent: "exempt",
      setBy: "none",
    }),
  ),
  ...(
    [
      ["_pk_id", { months: 13 }],
      ["_pk_ses", { minutes: 30 }],
      ["stg_last_interaction", { years: 1 }],
      ["stg_returning_visitor", { years: 1 }],
      ["stg_traffic_source_priority", { minutes: 30 }],
    ] as const
  ).map(
    ([name, lasts]): CookieEntry => ({
      name,
      provider: "Piwik PRO",
      purpose: { fr: "mesure d'audience", en: "audience measurement" },
      lasts,
      // The charter calls these exempt; one of them recognises a visitor for thirteen months (see the findings).
      consent: "needed",
      setBy: "site",
    }),
  ),
];

export const cookies: Readonly<Record<BrandId, readonly CookieEntry[]>> = {
  milleis: [...own, ...published],
  platinum: [...own, ...published],
};
