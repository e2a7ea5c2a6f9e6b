/**
 * What is told of things that are no record, held to what would be deployed: the days the infrastructure counts, read from the
 * evaluated templates of every parameter file. Each rule is broken once, by other days and by none.
 */
import { describe, expect, test } from "vitest";
import { endOfStream, partsOf } from "../../shared/audit/stream.ts";
import { deployedDays, heldBeside, heldInBlobs } from "../../shared/retention/held-elsewhere.ts";
import { blobContainers } from "../../shared/storage/containers.ts";
import {
  committedDeployment,
  type Deployment,
  ofType,
  type Properties,
  parameterFileNames,
  readDeployment,
  storageAccount,
  under,
} from "./evaluated.ts";

type What = keyof typeof deployedDays;
const exchange = Object.entries(blobContainers).flatMap(([name, { account }]) =>
  account === "exchange" ? [name] : [],
);

/** Days after which an expiry deletes what lies in a container; of disabled rules none. */
function expiryOf(deployment: Deployment, container: string): readonly unknown[] {
  const rules: readonly Properties[] = under(deployment, storageAccount(deployment, "exchange"))
    .filter(({ type }) => type.endsWith("/managementPolicies"))
    .flatMap(({ properties }) => properties.policy.rules);
  return rules
    .filter(({ enabled, definition }) => enabled && definition.filters.prefixMatch.includes(`${container}/`))
    .map(({ definition }) => definition.actions.baseBlob.delete?.daysAfterModificationGreaterThan);
}

/** What a deployment counts, once for each place it is said in. */
const counted: Readonly<Record<What, (deployment: Deployment) => readonly unknown[]>> = {
  payloads: (deployment) => exchange.flatMap((container) => expiryOf(deployment, container)),
  logs: (deployment) => [
    ...ofType(deployment, "Microsoft.OperationalInsights/workspaces").map(
      ({ properties }) => properties.retentionInDays,
    ),
    ...ofType(deployment, "Microsoft.Insights/components").map(({ properties }) => properties.RetentionInDays),
  ],
  backups: (deployment) =>
    ofType(deployment, "Microsoft.DocumentDB/databaseAccounts").map(({ properties: { backupPolicy } }) => {
      const tier = /^Continuous(\d+)Days$/.exec(backupPolicy.continuousModeProperties?.tier ?? "")?.[1];
      return backupPolicy.type === "Continuous" && tier !== undefined ? Number(tier) : backupPolicy;
    }),
  seals: (deployment) =>
    under(deployment, storageAccount(deployment, "data"))
      .filter(({ type, id }) => type.endsWith("/immutabilityPolicies") && id.includes("/ledger-seals/"))
      .map(({ properties }) => properties.immutabilityPeriodSinceCreationInDays),
};
/** In how many places each is said. */
const places: Readonly<Record<What, number>> = { payloads: exchange.length, logs: 2, backups: 1, seals: 1 };

const toldOf = (what: What, { file }: Pick<Deployment, "file">): number =>
  deployedDays[what][file === "production" ? "production" : "elsewhere"];

/** What a deployment counts otherwise than it is told. */
const faults = (what: What, deployment: Deployment): readonly string[] => {
  const found = counted[what](deployment);
  return [
    ...(found.length === places[what] ? [] : [`${what} said ${found.length} times`]),
    ...found.filter((days) => days !== toldOf(what, deployment)).map((days) => `${what}: ${days} days`),
  ];
};

/** The same deployment with one property put otherwise, wherever it stands. */
function otherwise(deployment: Deployment, property: string, value: unknown): Deployment {
  const text = JSON.stringify(JSON.parse(deployment.text), (key, old) => (key === property ? value : old));
  expect(text, property).not.toBe(JSON.stringify(JSON.parse(deployment.text)));
  return readDeployment(deployment.file, text);
}

const holds = (what: What) => {
  for (const file of parameterFileNames) expect(faults(what, committedDeployment(file)), file).toEqual([]);
};

test("payloads in the exchange end by their age, after the days that are told", () => holds("payloads"));
test("logs and telemetry end after the days that are told", () => holds("logs"));
test("backups of the database reach back the days that are told, and there are no others", () => holds("backups"));
test("seals cannot be changed for the days that are told, in production as long as the ledger", () => holds("seals"));

test("the words of each entry name its own days, in both languages", () => {
  const [logs, backups] = heldBeside;
  for (const [held, what] of [
    [heldInBlobs["from-processor"], "payloads"],
    [heldInBlobs["ledger-seals"], "seals"],
    [logs, "logs"],
    [backups, "backups"],
  ] as const) {
    const named = (text: string) => new Set([...text.matchAll(/\d+/g)].map(([number]) => Number(number)));
    const days = new Set(Object.values(deployedDays[what]));
    expect(held && named(held.lasts.fr)).toEqual(days);
    expect(held && named(held.lasts.en)).toEqual(days);
  }
});

test("a seal is there, and unalterable, until its month of the ledger has gone", () => {
  const hour = 3_600_000;
  const lasting = Array.from({ length: 64 * 12 }, (_, month) => {
    const stream = `milleis.proof.${2026 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
    // Sealed an hour after the month, at the earliest.
    return (endOfStream(stream).getTime() - partsOf(stream).endsAt.getTime() - hour) / (24 * hour);
  });
  const longest = Math.max(...lasting);
  expect(longest).toBeLessThanOrEqual(deployedDays.seals.production);
  // A day less would not have been enough: five years may hold two leap days, and the last day counts whole.
  expect(longest).toBeGreaterThan(deployedDays.seals.production - 1);
});

describe("a planted change is noticed, in every deployment", () => {
  test.each([
    ["payloads", "daysAfterModificationGreaterThan", 3650],
    ["payloads", "enabled", false],
    ["payloads", "prefixMatch", ["elsewhere/"]],
    ["logs", "retentionInDays", 730],
    ["logs", "RetentionInDays", 90],
    ["backups", "tier", "Continuous35Days"],
    ["backups", "type", "Periodic"],
    ["seals", "immutabilityPeriodSinceCreationInDays", 365],
  ] as const)("%s: %s", (what, property, value) => {
    for (const file of parameterFileNames) {
      const changed =
        property === "type"
          ? readDeployment(file, committedDeployment(file).text.replaceAll('"Continuous"', '"Periodic"'))
          : otherwise(committedDeployment(file), property, value);
      expect(faults(what, changed), file).not.toEqual([]);
    }
  });
});
