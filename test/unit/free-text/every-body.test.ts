/**
 * Every body that takes free words, of members or of staff, lets them be confirmed and says that they are looked through: read
 * from the routes as they are registered, so a new one is among them by itself.
 */

import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import type { Route } from "../../../shared/http/route.ts";
import { isPersonal } from "../../../shared/privacy/annotation.ts";
import { leaves } from "../../../shared/privacy/record.ts";
import { registeredRoutes } from "../../../tools/docs/registered-routes.ts";

let routes: readonly Route[];
beforeAll(async () => {
  routes = await registeredRoutes();
});

/** Who one is and how one is reached are no free words, whatever letters they may hold. */
const notWords = new Set(["identity", "contact", "card-eligibility", "security"]);
const sentence = "Elle en parlera, dit-elle : voilà.";

const takesWords = ({ body }: Pick<Route, "body">): boolean =>
  body !== undefined &&
  [...leaves(body.schema)].some(
    ({ note, schema }) => isPersonal(note) && !notWords.has(note.category) && z.safeParse(schema, sentence).success,
  );

test("every one is looked through", () => {
  const taking = routes.filter(takesWords);
  const names = taking.map(({ name }) => name);
  for (const known of ["submit-request", "post-message", "declare-interest", "open-file", "complete-review"]) {
    expect(names).toContain(known);
  }
  for (const { name, body, refusals } of taking) {
    expect.soft(refusals, name).toContain("special-category-likely");
    expect.soft(Object.keys(body?.schema.shape ?? {}), name).toContain("confirmsSpecialCategories");
  }
});
