/** Which generated parts the pages have. `write.ts` writes them, a test finds those that differ from their sources. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { withBlock } from "./blocks.ts";
import { httpExamples } from "./examples.ts";
import { httpReference, problemTable, routeTable } from "./http-reference.ts";
import { payloadReference, vectorList } from "./processor-reference.ts";
import { registeredRoutes } from "./registered-routes.ts";
import { stateDiagram, stateTable } from "./state-diagram.ts";

const pathOf = (page: string) => fileURLToPath(new URL(`../../${page}`, import.meta.url));

export type Page = { readonly path: string; readonly now: string; readonly wanted: string };

/** Each page as it is and as it should be. */
export async function pages(): Promise<readonly Page[]> {
  const routes = await registeredRoutes();
  const parts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "docs/api.md": {
      routes: routeTable(routes),
      problems: problemTable(routes),
      reference: httpReference(routes, httpExamples()),
    },
    "docs/processor.md": {
      states: stateDiagram(),
      "state table": stateTable(),
      payloads: payloadReference(),
      vectors: vectorList(),
    },
  };
  return Object.entries(parts).map(([page, blocks]) => {
    const path = pathOf(page);
    const now = readFileSync(path, "utf8");
    const wanted = Object.entries(blocks).reduce((text, [name, content]) => withBlock(text, name, content), now);
    return { path, now, wanted };
  });
}
