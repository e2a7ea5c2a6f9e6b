/** Every generated description by path, as it should be: OpenAPI, AsyncAPI, a JSON Schema for each message, the client's types. */
import { spawnSync } from "node:child_process";
import { openApiDocument } from "../../shared/http/openapi.ts";
import { registeredRoutes } from "../docs/registered-routes.ts";
import { asyncApiDocument } from "./async-api.ts";
import { clientTypes } from "./client-types.ts";
import { eventSchema, messageSchemas, signatureHeaderSchema } from "./message-schemas.ts";

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

export const clientTypesPath = "docs/examples/client/api.ts";

/** The project's own format, so that the generated module reads and is checked like any other. */
export function formatted(source: string): string {
  const { status, stdout, stderr } = spawnSync("biome", ["format", `--stdin-file-path=${clientTypesPath}`], {
    input: source,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`biome format failed: ${stderr}`);
  return stdout;
}

/** Path from the project's folder to content. */
export async function schemaFiles(): Promise<ReadonlyMap<string, string>> {
  const openApi = openApiDocument(await registeredRoutes());
  return new Map([
    ["docs/schemas/openapi.json", json(openApi)],
    ["docs/schemas/asyncapi.json", json(asyncApiDocument())],
    ["docs/schemas/messages/cloud-event.json", json(eventSchema)],
    ["docs/schemas/messages/jws-header.json", json(signatureHeaderSchema)],
    ...messageSchemas.map(
      ({ direction, type, schema }) => [`docs/schemas/messages/${direction}/${type}.json`, json(schema)] as const,
    ),
    [clientTypesPath, formatted(clientTypes(openApi))],
  ]);
}
