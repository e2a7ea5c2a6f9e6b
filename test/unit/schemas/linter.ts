/** The linter of the descriptions, with every rule of its strict set but those named here. */
import { createConfig, lintFromString } from "@redocly/openapi-core";

const config = createConfig({
  extends: ["recommended-strict"],
  rules: {
    // The API belongs to the brands' own sites; nobody is licensed to anything.
    "info-license": "off",
    // A tag is the name of the resource in the path.
    "tag-description": "off",
    // The probes refuse nobody; a test says that all others do.
    "operation-4xx-response": "off",
  },
});

/** @returns a line for each problem; none when all is well. */
export async function lintFaults(document: object, name: string): Promise<readonly string[]> {
  const problems = await lintFromString({
    source: JSON.stringify(document),
    absoluteRef: `${name}.json`,
    config: await config,
  });
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer}`);
}
