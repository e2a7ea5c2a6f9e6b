/**
 * Asks the endpoint generated queries, within partitions and over several ranges, and compares each answer with the reference
 * evaluation of the same query over the same items. A refusal (400) is allowed and counted; a wrong answer never is.
 * Alone: `node test/contract/cosmos/fuzz/query-fuzz.ts --count 5000 --seed 1`.
 */
import { parseArgs } from "node:util";
import type { Container } from "@azure/cosmos";
import { startCosmosEndpoint } from "../../../../local/cosmos/endpoint.ts";
import { closeSubject, openSubject, type Subject } from "../suite.ts";
import { generateItem, type Item } from "./generator.ts";
import { type Expected, type GeneratedQuery, generateQuery } from "./queries.ts";
import { type Random, seededRandom } from "./random.ts";
import { type Plain, sameValue } from "./reference.ts";

export type FuzzReport = {
  readonly seed: number;
  readonly asked: number;
  readonly refused: number;
  /** Queries whose answer holds at least one result; a fuzz that only ever compares nothing with nothing proves nothing. */
  readonly answered: number;
  readonly wrong: readonly string[];
  readonly refusals: readonly string[];
};

const partitions = 5;
const itemCount = 90;

export async function fuzzQueries(options: { seed: number; count: number }): Promise<FuzzReport> {
  const random = seededRandom(options.seed);
  const endpoint = await startCosmosEndpoint({ port: 0 });
  const subject = await openSubject(endpoint, undefined);
  try {
    const items = Array.from({ length: itemCount }, (_, index) => generateItem(random, index, partitions));
    const container = await stored(subject, items);
    let refused = 0;
    let answered = 0;
    const wrong: string[] = [];
    const refusals: string[] = [];
    for (let at = 0; at < options.count; at++) {
      const spread = random.chance(0.4);
      const query = generateQuery(random, spread);
      const partition = spread ? undefined : `p${random.below(partitions)}`;
      const results = await resultsOf(container, query, partition, random);
      if (results instanceof Error) {
        refused++;
        refusals.push(`${results.message} | ${query.text}`);
        continue;
      }
      const seen = items.filter((item) => partition === undefined || item.pk === partition);
      const problem = difference(results, query.expected(seen));
      if (results.length > 0) answered++;
      if (problem)
        wrong.push(`${problem} | ${partition ?? "all"} | ${query.text} | ${JSON.stringify(query.parameters)}`);
    }
    return { seed: options.seed, asked: options.count, refused, answered, wrong, refusals };
  } finally {
    await closeSubject(subject);
    await endpoint.close();
  }
}

async function stored(subject: Subject, items: readonly Item[]): Promise<Container> {
  const container = await subject.container(
    { indexingPolicy: { includedPaths: [{ path: "/*" }, { path: "/o/?" }], excludedPaths: [{ path: "/w/*" }] } },
    { throughput: 30_000 },
  );
  for (const item of items) await container.items.create(item);
  return container;
}

/** The results, or the error of a refusal. @throws Error for any other failure */
async function resultsOf(
  container: Container,
  query: GeneratedQuery,
  partitionKey: string | undefined,
  random: Random,
): Promise<readonly Plain[] | Error> {
  const specification = {
    query: query.text,
    parameters: query.parameters.map(({ name, value }) => ({ name, value: value as string })),
  };
  const options = {
    maxItemCount: random.pick([1, 3, 10, 100]),
    ...(partitionKey === undefined ? {} : { partitionKey }),
  };
  try {
    return (await container.items.query<Plain>(specification, options).fetchAll()).resources;
  } catch (error) {
    if ((error as { code?: unknown }).code === 400) return error as Error;
    throw new Error(`${query.text} ${JSON.stringify(query.parameters)} failed`, { cause: error });
  }
}

/** What is wrong with an answer; undefined when nothing is. */
function difference(results: readonly Plain[], expected: Expected): string | undefined {
  if (results.length !== expected.count) return `${results.length} results instead of ${expected.count}`;
  const unused = [...expected.all];
  for (const result of results) {
    const at = unused.findIndex((one) => sameValue(one, result));
    if (at < 0) return `the result ${JSON.stringify(result)} should not be there`;
    unused.splice(at, 1);
  }
  const { keys, keyOf } = expected;
  if (!keys || !keyOf) return undefined;
  const outOfPlace = results.findIndex((result, at) => !comparable(keyOf(result), keys[at]));
  return outOfPlace < 0 ? undefined : `the order is wrong at ${outOfPlace}`;
}

/** Arrays, and objects, have no order among themselves. */
function comparable(left: Plain, right: Plain): boolean {
  const bothArrays = Array.isArray(left) && Array.isArray(right);
  const bothObjects = typeof left === "object" && typeof right === "object" && left !== null && right !== null;
  return sameValue(left, right) || bothArrays || (bothObjects && Array.isArray(left) === Array.isArray(right));
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      count: { type: "string", default: "5000" },
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
    },
  });
  const started = performance.now();
  const report = await fuzzQueries({ seed: Number(values.seed), count: Number(values.count) });
  const { wrong, refusals, ...counts } = report;
  const seconds = Math.round((performance.now() - started) / 1000);
  process.stdout.write(
    `${JSON.stringify({ ...counts, wrong: wrong.length, refusedShare: counts.refused / counts.asked, seconds })}\n`,
  );
  for (const one of [...wrong.slice(0, 20), ...refusals.slice(0, 5)]) process.stdout.write(`${one}\n`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
}
