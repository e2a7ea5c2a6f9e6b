/** Every group of contract cases. */
import type { Group } from "../suite.ts";
import { across } from "./across.ts";
import { batches } from "./batches.ts";
import { conditions } from "./conditions.ts";
import { durability } from "./durability.ts";
import { expiry, uniqueness } from "./expiry.ts";
import { faultCases } from "./faults.ts";
import { feeds, hierarchicalKeys } from "./feeds.ts";
import { items } from "./items.ts";
import { paging } from "./paging.ts";
import { patches } from "./patches.ts";
import { queries } from "./queries.ts";
import { refusals, resources } from "./resources.ts";

export const groups: readonly Group[] = [
  ...[items, conditions, batches, patches, expiry, uniqueness, queries, paging, across, feeds, hierarchicalKeys],
  ...[resources, refusals, faultCases, durability],
];
