/**
 * The portal's forms: whatever is filled in, the template accepts what comes out. The compiler itself is the judge: the outputs
 * become a parameter file, which must evaluate.
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { brandIds } from "../../shared/charter/brands.ts";
import { isEeaRegion } from "../../shared/charter/regions.ts";
import { infraFolder } from "../../tools/infra/generated.ts";
import { readDeployment } from "./evaluated.ts";
import { type Answers, evaluate, type Form, type FormElement, initialAnswers } from "./portal-form.ts";
import { bicep, copyTemplates, useBicep } from "./prove.ts";

type Template = { parameters: Record<string, { defaultValue?: unknown; type?: string; $ref?: string }> };
const read = <T>(name: string): T => JSON.parse(readFileSync(join(infraFolder, name), "utf8")) as T;
const template = read<Template>("azuredeploy.json");
const forms = { fr: read<Form>("createUiDefinition.fr.json"), en: read<Form>("createUiDefinition.en.json") };
const languages = ["fr", "en"] as const;

const elements = ({ parameters }: Form): FormElement[] => [
  ...parameters.basics,
  ...parameters.steps.flatMap((step) => step.elements),
];

/** A form filled in with the least, or with everything. */
const filled = (form: Form, kind: "least" | "most"): Answers => {
  const answers = initialAnswers(form);
  const brands = brandIds.map((id) => ({
    id,
    ...(kind === "least" ? {} : { hostName: `conciergerie.${id}.example`, certificateName: `${id}-site` }),
    mailDomain: `mail.${id}.example`,
    mailSender: "conciergerie",
  }));
  const { brandsStep = {}, sizeStep = {}, safetyStep = {} } = answers.steps;
  const processorKeys = '{"keys":[{"kty":"OKP","crv":"Ed25519","kid":"a","x":"b"}]}';
  const staffAudience = "33333333-3333-4333-8333-333333333333";
  if (kind === "least") {
    return {
      ...answers,
      steps: {
        ...answers.steps,
        brandsStep: { ...brandsStep, brands, processorKeys, staffAudience },
        safetyStep: { ...safetyStep, alertRecipients: "a@example.org" },
      },
    };
  }
  const id = "11111111-1111-4111-8111-111111111111";
  return {
    location: "swedencentral",
    basics: { name: "brandnew" },
    steps: {
      brandsStep: {
        ...brandsStep,
        brands,
        processorKeys,
        issuerKeys: processorKeys,
        staffAudience,
        processorPrincipalId: id,
        cardIssuerPrincipalId: id,
        appServicePrincipalId: id,
        partnerAccess: "addressList",
        partnerAddresses: "198.51.100.7,203.0.113.0/24",
      },
      sizeStep: {
        ...sizeStep,
        databaseCapacity: "autoscale",
        databaseMaximumThroughput: 10000,
        secondLocation: "norwayeast",
        zoneRedundant: true,
        alwaysReadyInstances: 3,
        maximumInstances: 1000,
      },
      safetyStep: {
        ...safetyStep,
        vaultSku: "premium",
        backupTier: "Continuous30Days",
        locks: true,
        alertRecipients: "a@example.org,b@example.org",
        operatorAddresses: "192.0.2.1",
        visitorAddresses: "192.0.2.0/24",
      },
    },
  };
};

const outputsOf = (form: Form, answers: Answers): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(form.parameters.outputs).map(([name, expression]) => [name, evaluate(expression, answers)]),
  );

const asBicep = (value: unknown): string => {
  if (typeof value === "string")
    return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("${", "\\${")}'`;
  if (Array.isArray(value)) return `[\n${value.map(asBicep).join("\n")}\n]`;
  if (value !== null && typeof value === "object")
    return `{\n${Object.entries(value)
      .map(([name, member]) => `'${name}': ${asBicep(member)}`)
      .join("\n")}\n}`;
  return JSON.stringify(value);
};

describe.each(languages)("the form in %s", (language) => {
  const form = forms[language];
  const compiler = useBicep();

  test("fills parameters that exist, and every one that has no default", () => {
    const given = Object.keys(form.parameters.outputs);
    const required = Object.entries(template.parameters)
      .filter(([, { defaultValue }]) => defaultValue === undefined)
      .map(([name]) => name);
    expect(given.filter((name) => !(name in template.parameters))).toEqual([]);
    expect(required.filter((name) => !given.includes(name))).toEqual([]);
  });

  test("offers regions of the EEA only, here and for the second one", () => {
    const second = elements(form)
      .find(({ name }) => name === "secondLocation")
      ?.constraints?.allowedValues?.map(({ value }) => String(value));
    expect(form.parameters.config.basics.location.allowedValues.filter((region) => !isEeaRegion(region))).toEqual([]);
    expect(second?.filter((region) => region !== "" && !isEeaRegion(region))).toEqual([]);
    expect(form.parameters.config.basics.location.allowedValues.length).toBeGreaterThan(5);
  });

  test("asks what the other language asks", () => {
    const other = forms[language === "fr" ? "en" : "fr"];
    const shape = (one: Form) =>
      elements(one).map(({ name, type, constraints }) => [
        name,
        type,
        constraints?.regex,
        constraints?.allowedValues?.map(({ value }) => value),
      ]);
    expect(shape(form)).toEqual(shape(other));
    expect(form.parameters.outputs).toEqual(other.parameters.outputs);
  });

  test("gives the issuer's keys as they were filled in, and a set without any where they were not", () => {
    expect(outputsOf(form, filled(form, "least")).issuerKeys).toEqual({ keys: [] });
    expect(outputsOf(form, filled(form, "most")).issuerKeys).toMatchObject({ keys: [{ kid: "a" }] });
    const rule = new RegExp(elements(form).find(({ name }) => name === "issuerKeys")?.constraints?.regex ?? "^$");
    expect(
      ["", '{"keys":[]}', '{ "keys": [{"kid":"a"}] }', "[]", "keys", '{"key":1}'].map((text) => rule.test(text)),
    ).toEqual([true, true, true, false, false, false]);
  });

  test("opens with values that its own rules accept, but for what must be filled in", () => {
    const answers = initialAnswers(form);
    const all = { ...answers.basics, ...Object.assign({}, ...Object.values(answers.steps)) } as Record<string, unknown>;
    const refused = elements(form).filter(
      ({ name, constraints }) =>
        constraints?.regex && !constraints.required && !new RegExp(constraints.regex).test(String(all[name])),
    );
    expect(refused.map(({ name }) => name)).toEqual([]);
  });

  test.skipIf("missing" in bicep).each(["least", "most"] as const)(
    "filled in with the %s, is accepted by the template",
    async (kind) => {
      const folder = copyTemplates();
      try {
        const path = join(folder, "parameters", "form.bicepparam");
        const lines = Object.entries(outputsOf(form, filled(form, kind))).map(
          ([name, value]) => `param ${name} = ${asBicep(value)}`,
        );
        writeFileSync(path, ["using '../main.bicep'", ...lines, ""].join("\n"));
        const { diagnostics } = await compiler.current.compileParameters(path);
        expect(diagnostics.filter(({ level }) => level === "Error")).toEqual([]);
        const deployment = readDeployment("production", await compiler.current.snapshot(path));
        expect(deployment.resources.length).toBeGreaterThan(100);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );

  test.skipIf("missing" in bicep)(
    "would be caught giving a region, a size or a brand that the template refuses",
    async () => {
      const folder = copyTemplates();
      try {
        for (const wrong of [
          { location: "uksouth" },
          { databaseCapacity: "cheap" },
          { brands: [{ name: "x" }] },
          { alertRecipients: "a@example.org" },
        ]) {
          const path = join(folder, "parameters", "form.bicepparam");
          const lines = Object.entries({ ...outputsOf(form, filled(form, "least")), ...wrong }).map(
            ([name, value]) => `param ${name} = ${asBicep(value)}`,
          );
          writeFileSync(path, ["using '../main.bicep'", ...lines, ""].join("\n"));
          const { diagnostics } = await compiler.current.compileParameters(path);
          expect([wrong, diagnostics.filter(({ level }) => level === "Error").length > 0]).toEqual([wrong, true]);
        }
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});

test("an expression that the evaluator does not know is refused, not guessed", () => {
  const answers = initialAnswers(forms.en);
  expect(() => evaluate("[concat('a', 'b')]", answers)).toThrow("cannot evaluate");
  expect(() => evaluate("[steps('sizeStep').absent]", answers)).toThrow("absent");
  expect(() => evaluate("[location()] and more]", answers)).toThrow("cannot evaluate");
});
