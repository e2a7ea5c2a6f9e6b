/** The captured HTTP exchanges of docs/examples/http: one file for each function, made by `capture-examples.ts`. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const httpExamplesFolder = fileURLToPath(new URL("../../docs/examples/http/", import.meta.url));

export type Exchange = {
  readonly title: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers: Readonly<Record<string, string>>;
    /** JSON; or `{ "text": … }` for what is sent as it is, `{ "bytes": … }` for what is too long to be shown. */
    readonly body?: unknown;
  };
  readonly answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string | readonly string[]>>;
    /** JSON, or the text of a page. */
    readonly body?: unknown;
  };
};

/** Function name to its exchanges. */
export const httpExamples = (): ReadonlyMap<string, readonly Exchange[]> =>
  new Map(
    readdirSync(httpExamplesFolder)
      .filter((file) => file.endsWith(".json"))
      .sort()
      .map((file) => [
        file.slice(0, -".json".length),
        JSON.parse(readFileSync(httpExamplesFolder + file, "utf8")) as readonly Exchange[],
      ]),
  );
