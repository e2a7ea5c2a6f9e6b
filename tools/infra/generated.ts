/**
 * The files of `infra/` that are generated and committed, each with the way to make it: drift between them and their
 * sources fails `npm run infra`; `npm run infra -- --write` writes them.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { eeaRegionNames } from "../../shared/charter/regions.ts";
import type { Bicep } from "./bicep.ts";
import { type CostInputs, withCostTable } from "./cost-model.ts";
import { declarations } from "./declarations.ts";
import { formLanguages, portalForm } from "./portal-form.ts";

export const repository = join(import.meta.dirname, "../..");
export const infraFolder = join(repository, "infra");

export type GeneratedFile = { readonly path: string; readonly make: () => Promise<string> };

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** The compiler writes the outputs in no fixed order. */
const inOrder = (snapshot: { outputs?: Record<string, unknown> }) => ({
  ...snapshot,
  outputs: Object.fromEntries(Object.entries(snapshot.outputs ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))),
});

/** Made from the code alone; Bicep loads the first two, so they come before anything that is compiled. */
export const filesFromCode = (root: string): GeneratedFile[] => {
  const guide = join(root, "docs/ops.md");
  const costs = () => JSON.parse(readFileSync(join(root, "infra/cost.json"), "utf8")) as CostInputs;
  return [
    { path: join(root, "infra/declarations.json"), make: async () => json(declarations()) },
    { path: join(root, "infra/regions.json"), make: async () => json(eeaRegionNames) },
    ...formLanguages.map((language) => ({
      path: join(root, `infra/createUiDefinition.${language}.json`),
      make: async () => json(portalForm(language)),
    })),
    { path: guide, make: async () => withCostTable(readFileSync(guide, "utf8"), costs()) },
  ];
};

/** Parameter files of the environments, and the one azd uses. */
export const parameterFiles = (root: string): string[] => [
  ...readdirSync(join(root, "infra/parameters"))
    .filter((name) => name.endsWith(".bicepparam"))
    .sort()
    .map((name) => join(root, "infra/parameters", name)),
  join(root, "infra/main.bicepparam"),
];

/** Made by the compiler: the template the portal deploys, and what each parameter file would deploy. */
export const filesFromBicep = (root: string, bicep: Bicep): GeneratedFile[] => [
  {
    path: join(root, "infra/azuredeploy.json"),
    make: async () => {
      const { contents } = await bicep.compile(join(root, "infra/main.bicep"));
      if (contents === undefined) throw new Error("main.bicep does not compile");
      return `${contents.replaceAll("\r\n", "\n").trimEnd()}\n`;
    },
  },
  ...parameterFiles(root).map((file) => ({
    path: file.replace(/\.bicepparam$/, ".snapshot.json"),
    make: async () => json(inOrder(JSON.parse(await bicep.snapshot(file)))),
  })),
];
