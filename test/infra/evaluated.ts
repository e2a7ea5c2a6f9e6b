/**
 * What a parameter file would deploy, as the compiler evaluates it: resources with their resolved properties, and the
 * rules that hold on them. Values known only to Azure (an identity's ids) stay as `[reference(…)]` expressions.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { infraFolder } from "../../tools/infra/generated.ts";

// biome-ignore lint/suspicious/noExplicitAny: properties are the wire form of some thirty resource types.
export type Properties = Record<string, any>;

export type Resource = {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly apiVersion: string;
  readonly location?: string;
  readonly sku?: { readonly name: string };
  readonly identity?: { readonly type: string; readonly userAssignedIdentities: Record<string, object> };
  readonly tags?: Record<string, string>;
  readonly properties: Properties;
};

export type ParameterFile = "dev" | "test" | "production" | "main";
export const parameterFileNames: readonly ParameterFile[] = ["dev", "test", "production", "main"];

export const parameterPath = (file: ParameterFile, folder = infraFolder): string =>
  file === "main" ? join(folder, "main.bicepparam") : join(folder, "parameters", `${file}.bicepparam`);

export type Deployment = {
  readonly file: ParameterFile;
  readonly resources: readonly Resource[];
  readonly outputs: Readonly<Record<string, unknown>>;
  /** The whole, as text: for what must appear nowhere. */
  readonly text: string;
};

export const readDeployment = (file: ParameterFile, text: string): Deployment => {
  const { predictedResources, outputs } = JSON.parse(text) as { predictedResources: Resource[]; outputs?: object };
  return { file, resources: predictedResources, outputs: { ...outputs }, text };
};

/** The committed snapshot; `npm run infra` proves that it is the sources'. */
export const committedDeployment = (file: ParameterFile): Deployment =>
  readDeployment(file, readFileSync(parameterPath(file).replace(/\.bicepparam$/, ".snapshot.json"), "utf8"));

/** Resources of one type, compared as Azure does: without regard to case. */
export const ofType = ({ resources }: Deployment, type: string): Resource[] =>
  resources.filter((resource) => resource.type.toLowerCase() === type.toLowerCase());

export const storageAccount = (deployment: Deployment, role: "host" | "data" | "keys" | "exchange"): Resource => {
  const account = ofType(deployment, "Microsoft.Storage/storageAccounts").find(({ name }) => name.endsWith(role));
  if (!account) throw new Error(`no storage account for ${role}`);
  return account;
};

/** Everything whose id lies under another's: children and extensions. */
export const under = ({ resources }: Deployment, parent: Resource): Resource[] =>
  resources.filter(({ id }) => id.startsWith(`${parent.id}/`));

/** The settings of the app, expressions replaced by a value of the right form. */
export const appSettings = (deployment: Deployment): Record<string, string> => {
  const [config] = ofType(deployment, "Microsoft.Web/sites/config");
  if (!config) throw new Error("no application settings");
  return config.properties as Record<string, string>;
};

export type Rule = {
  /** The name of a well-known rule (PSRule for Azure, or AVM's) where one says the same; else our own, in words. */
  readonly name: string;
  /** What the threat is. */
  readonly threat: string;
  /** Violations in words; empty when the rule holds. */
  readonly check: (deployment: Deployment) => string[];
  /** Changes of the template that break the rule. At least one, so that the rule is known to be able to fail. */
  readonly mutants: readonly Mutant[];
};

export type Mutant = {
  /** File below `infra/`, and the text to replace in it; the text must be there exactly once unless `all` is set. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly all?: true;
  readonly parameters?: ParameterFile;
  /** It breaks other rules of its set too, so it is compiled by itself. */
  readonly alone?: true;
};

/** One violation per resource that does not have the property as it should be. */
export const each = (
  resources: readonly Resource[],
  expected: string,
  holds: (resource: Resource) => boolean,
): string[] =>
  resources.length === 0
    ? [`nothing to check: ${expected}`]
    : resources.filter((resource) => !holds(resource)).map(({ type, name }) => `${type} ${name}: ${expected}`);

/** A rule on every resource of a type: the property at `path` (dots) has the value. */
export const property =
  (type: string, path: string, value: unknown) =>
  (deployment: Deployment): string[] =>
    each(ofType(deployment, type), `${path} = ${JSON.stringify(value)}`, ({ properties }) => {
      const actual = path
        .split(".")
        .reduce<unknown>((object, key) => (object as Properties | undefined)?.[key], properties);
      return JSON.stringify(actual) === JSON.stringify(value);
    });
