/**
 * Runs a query over a container and returns one page. A continuation names the place where reading goes on (an index entry
 * or a position, never an offset), so writes between two pages neither repeat nor skip what they did not touch.
 */
import { badRequest } from "../cosmos-error.ts";
import { compareForOrder, follow, type Json, type JsonObject, type Value } from "../json.ts";
import { indexKey } from "../store/index-keys.ts";
import { pathText } from "../store/indexing-policy.ts";
import { type Expression, isAggregation, type Query } from "./ast.ts";
import {
  type Candidate,
  type CandidateSource,
  countEntries,
  everyKey,
  type Place,
  scan,
  walkIndex,
} from "./candidates.ts";
import { rootName } from "./checker.ts";
import { type Continuation, readContinuation, writeContinuation } from "./continuation.ts";
import { type Context, distinct, evaluate, expandRows, project, projectGroups, type Scope } from "./evaluator.ts";
import type { Plan, Restriction } from "./planner.ts";

export type Page = {
  readonly results: readonly Json[];
  readonly continuation: string | undefined;
  readonly itemsRead: number;
  readonly bytesRead: number;
  /** How candidates were found: `scan`, or the indexed path. */
  readonly access: string;
};

export type PageRequest = { readonly maxItems: number; readonly continuation: string | undefined };

/** A filter that keeps fewer entries than this is read whole and sorted in memory; above, indexes are walked. */
const fewEntries = 1_000;
/** A page ends, even empty, after so many items: one request never holds up the others for long. */
const itemsPerPage = 20_000;
/** The service's limit of a page, in bytes of results. */
const bytesPerPage = 4 * 1024 * 1024;

export function executeQuery(
  query: Query,
  plan: Plan,
  source: CandidateSource,
  context: Context,
  asked: PageRequest,
): Page {
  const continued = asked.continuation === undefined ? undefined : readContinuation(asked.continuation);
  const run = new Run(query, plan, source, context, continued);
  return isAggregation(query) || query.distinct ? run.whole(asked.maxItems) : run.page(asked.maxItems);
}

class Run {
  readonly #query: Query;
  readonly #plan: Plan;
  readonly #source: CandidateSource;
  readonly #context: Context;
  readonly #from: Continuation | undefined;
  #itemsRead = 0;
  #bytesRead = 0;
  #access = "scan";

  constructor(query: Query, plan: Plan, source: CandidateSource, context: Context, from: Continuation | undefined) {
    this.#query = query;
    this.#plan = plan;
    this.#source = source;
    this.#context = context;
    this.#from = from;
  }

  /** Aggregates, GROUP BY and DISTINCT need every row; their pages are cut from the whole result. */
  whole(maxItems: number): Page {
    const query = this.#query;
    const rows: (Scope | undefined)[] = [];
    for (const candidate of this.#candidates(undefined)) {
      for (const row of this.#rows(candidate)) rows.push(row);
    }
    const folded = isAggregation(query);
    let results = folded
      ? projectGroups(query, rows, this.#context)
      : rows.map((row) => project(query, row, this.#context)).filter((value) => value !== undefined);
    if (query.distinct) results = distinct(results);
    const { skip, take } = this.#window();
    results = results.slice(skip, skip + take);
    const start = this.#from?.results ?? 0;
    const end = start + maxItems;
    const more = end < results.length ? writeContinuation({ results: end }) : undefined;
    return this.#finish(results.slice(start, end), more);
  }

  page(maxItems: number): Page {
    let { skip, take } = this.#window();
    if (this.#from) {
      skip = this.#from.skip ?? 0;
      take = this.#from.take ?? Number.POSITIVE_INFINITY;
    }
    const results: Json[] = [];
    let bytes = 0;
    let examined = 0;
    if (take <= 0) return this.#finish(results, undefined);
    for (const candidate of this.#candidates(this.#from)) {
      const resumed = this.#from?.item === candidate.item ? (this.#from.rows ?? 0) : 0;
      const stop = (rows: number): Page => this.#finish(results, this.#placeOf(candidate, { rows, skip, take }));
      if (++examined > itemsPerPage) return stop(resumed);
      let seen = 0;
      for (const row of this.#rows(candidate)) {
        if (seen++ < resumed) continue;
        const result = project(this.#query, row, this.#context);
        if (result === undefined) continue;
        if (skip > 0) {
          skip--;
          continue;
        }
        const size = JSON.stringify(result).length;
        if (results.length >= maxItems || (results.length > 0 && bytes + size > bytesPerPage)) return stop(seen - 1);
        results.push(result);
        bytes += size;
        if (--take <= 0) return this.#finish(results, undefined);
      }
    }
    return this.#finish(results, undefined);
  }

  #finish(results: readonly Json[], continuation: string | undefined): Page {
    return { results, continuation, itemsRead: this.#itemsRead, bytesRead: this.#bytesRead, access: this.#access };
  }

  /** TOP and OFFSET LIMIT as numbers. @throws CosmosError 400 when they are not whole and non-negative. */
  #window(): { skip: number; take: number } {
    const { top, offset, limit } = this.#query;
    const count = (expression: Expression | undefined, otherwise: number): number => {
      if (!expression) return otherwise;
      const value = evaluate(expression, undefined, this.#context);
      if (typeof value !== "number" || !Number.isInteger(value) || value < 0) {
        throw badRequest("TOP, OFFSET and LIMIT take a whole number that is not negative.");
      }
      return value;
    };
    return { skip: count(offset, 0), take: count(top ?? limit, Number.POSITIVE_INFINITY) };
  }

  #rows(candidate: Read): Iterable<Scope | undefined> {
    const root = rootName(this.#query);
    const scope = root === undefined ? undefined : { name: root, value: candidate.value, outer: undefined };
    return expandRows(this.#query, scope, this.#context);
  }

  *#candidates(from: Continuation | undefined): Generator<Read> {
    // Without FROM there is one row, whatever the container holds.
    if (!this.#query.from) yield { item: 0, position: "", body: "{}", value: {} };
    else if (this.#plan.order.length > 0) yield* this.#ordered(from);
    else yield* this.#unordered(from);
  }

  *#unordered(from: Continuation | undefined): Generator<Read> {
    const { restrictions } = this.#plan;
    const best = from
      ? restrictions.find((one) => pathText(one.names) === from.access)
      : this.#narrowest()?.restriction;
    if (from && !best && from.access !== "scan") throw badRequest("The continuation is not of this query.");
    this.#access = best ? pathText(best.names) : "scan";
    const place = placeIn(from);
    yield* this.#read(best ? walkIndex(this.#source, best, place) : scan(this.#source, place));
  }

  /** By the index of the ORDER BY property, or sorted in memory where that is less work or the only way. */
  *#ordered(from: Continuation | undefined): Generator<Read> {
    const { order } = this.#plan;
    const [first] = order as [(typeof order)[number]];
    const narrowest = this.#narrowest();
    const few = narrowest !== undefined && narrowest.entries < fewEntries;
    if (order.length === 1 && !(few && pathText(narrowest.restriction.names) !== pathText(first.names))) {
      const same = this.#plan.restrictions.find((one) => pathText(one.names) === pathText(first.names));
      const ranges = same?.ranges ?? [this.#plan.keepsMissing ? everyKey : { ...everyKey, low: Buffer.from([1]) }];
      this.#access = pathText(first.names);
      yield* this.#read(walkIndex(this.#source, { names: first.names, ranges }, placeIn(from), first.descending));
      return;
    }
    const best = narrowest?.restriction;
    this.#access = best ? pathText(best.names) : "scan";
    const all = [...this.#read(best ? walkIndex(this.#source, best, undefined) : scan(this.#source, undefined))];
    const missing = (read: Read): boolean => follow(read.value, first.names) === undefined;
    const sorted = all.filter((read) => this.#plan.keepsMissing || !missing(read)).sort((a, b) => this.#compare(a, b));
    const start = from ? sorted.findIndex((read) => this.#compareToPlace(read, from) >= 0) : 0;
    if (start >= 0) yield* sorted.slice(start);
  }

  #compare(left: Read, right: Read): number {
    for (const { names, descending } of this.#plan.order) {
      const order = compareForOrder(follow(left.value, names), follow(right.value, names));
      if (order !== 0) return descending ? -order : order;
    }
    return this.#tie(left.item - right.item);
  }

  #compareToPlace(read: Read, from: Continuation): number {
    for (const [at, { names, descending }] of this.#plan.order.entries()) {
      const order = indexKey(follow(read.value, names)).compare(Buffer.from(from.terms?.[at] ?? "", "base64"));
      if (order !== 0) return descending ? -order : order;
    }
    return this.#tie(read.item - (from.item ?? 0));
  }

  /** Equal items follow creation, backwards when the order descends: what a walk of an index gives. */
  #tie(order: number): number {
    return this.#plan.order[0]?.descending ? -order : order;
  }

  #narrowest(): { restriction: Restriction; entries: number } | undefined {
    let best: { restriction: Restriction; entries: number } | undefined;
    for (const restriction of this.#plan.restrictions) {
      const entries = countEntries(this.#source, restriction, best?.entries ?? fewEntries);
      if (!best || entries < best.entries) best = { restriction, entries };
      if (entries === 0) break;
    }
    return best;
  }

  *#read(candidates: Iterable<Candidate>): Generator<Read> {
    for (const candidate of candidates) {
      this.#itemsRead++;
      this.#bytesRead += candidate.body.length;
      yield { ...candidate, value: JSON.parse(candidate.body) as JsonObject };
    }
  }

  #placeOf(read: Read, left: { rows: number; skip: number; take: number }): string {
    const { order } = this.#plan;
    const terms = order.map(({ names }) => indexKey(follow(read.value, names)).toString("base64"));
    return writeContinuation({
      access: this.#access,
      item: read.item,
      position: read.position,
      terms: order.length > 0 ? terms : read.term ? [read.term.toString("base64")] : [],
      rows: left.rows,
      skip: left.skip,
      ...(Number.isFinite(left.take) ? { take: left.take } : {}),
    });
  }
}

type Read = Candidate & { readonly value: Value };

function placeIn(from: Continuation | undefined): Place | undefined {
  if (!from) return undefined;
  const term = Buffer.from(from.terms?.[0] ?? "", "base64");
  return { item: from.item ?? 0, position: from.position ?? "", term };
}
