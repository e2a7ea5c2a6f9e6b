/**
 * The charter, clause by clause (articles 1 to 10), in our own words. A kept clause names the code that keeps it and the
 * tests that prove it; an open one says what it waits for. `npm run charter` judges them against the last test run.
 */
import type { Clause } from "./clause.ts";
import { collectionClauses } from "./clauses-on-collection.ts";
import { rightsClauses } from "./clauses-on-rights.ts";
import { sharingClauses } from "./clauses-on-sharing.ts";

export const clauses: readonly Clause[] = [...collectionClauses, ...sharingClauses, ...rightsClauses];
