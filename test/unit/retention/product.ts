/**
 * What the truth table asks of the product: the pure functions by which sweep and timers know that something is over. Loaded
 * from the tree, or from a copy of it with a planted bug, in which everything else is the tree's own.
 */
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

export const root = resolve(import.meta.dirname, "../../..");

export type Product = {
  readonly clock: typeof import("../../../shared/retention/clock.ts");
  readonly rules: typeof import("../../../shared/retention/rules-of-brand.ts");
  readonly fate: typeof import("../../../shared/retention/fate.ts");
  readonly shortLived: typeof import("../../../shared/retention/end-short-lived.ts");
  readonly unproven: typeof import("../../../shared/retention/end-unproven.ts");
  readonly sessions: typeof import("../../../shared/sessions/session.ts");
  readonly lookups: typeof import("../../../shared/members/lookup.ts");
  readonly limits: typeof import("../../../shared/limits/limit.ts");
  readonly answers: typeof import("../../../shared/storage/commit-once.ts");
  readonly openings: typeof import("../../../shared/staff/opening.ts");
  readonly approvals: typeof import("../../../shared/staff/approval.ts");
  readonly undecided: typeof import("../../../shared/terminations/undecided.ts");
  readonly failures: typeof import("../../../shared/messaging/failure.ts");
  readonly intervals: typeof import("../../../shared/messaging/growing-interval.ts");
  readonly streams: typeof import("../../../shared/audit/stream.ts");
  readonly kept: typeof import("../../../shared/erasure/kept-until.ts");
  readonly erasureEnd: typeof import("../../../shared/erasure/end-erasure.ts");
  readonly emptying: typeof import("../../../shared/erasure/empty-stores.ts");
  readonly steps: typeof import("../../../shared/erasure/steps.ts");
};

const files: Readonly<Record<keyof Product, string>> = {
  clock: "retention/clock.ts",
  rules: "retention/rules-of-brand.ts",
  fate: "retention/fate.ts",
  shortLived: "retention/end-short-lived.ts",
  unproven: "retention/end-unproven.ts",
  sessions: "sessions/session.ts",
  lookups: "members/lookup.ts",
  limits: "limits/limit.ts",
  answers: "storage/commit-once.ts",
  openings: "staff/opening.ts",
  approvals: "staff/approval.ts",
  undecided: "terminations/undecided.ts",
  failures: "messaging/failure.ts",
  intervals: "messaging/growing-interval.ts",
  streams: "audit/stream.ts",
  kept: "erasure/kept-until.ts",
  erasureEnd: "erasure/end-erasure.ts",
  emptying: "erasure/empty-stores.ts",
  steps: "erasure/steps.ts",
};

/** What they stand on, where a bug can be planted too. */
const beneath = ["privacy/retention-rules.ts", "time/legal-periods.ts", "time/calendar.ts"] as const;
const copied: readonly string[] = [...Object.values(files), ...beneath];

export async function loadProduct(directory = root): Promise<Product> {
  const load = async ([name, file]: [string, string]) =>
    [name, await import(pathToFileURL(join(directory, "shared", file)).href)] as const;
  return Object.fromEntries(await Promise.all(Object.entries(files).map(load))) as Product;
}

export type Change = { readonly file: string; readonly from: string; readonly to: string };

/** A copy with changes. What no change can be in is a link to the tree, so that it is loaded once for all copies. */
export async function copyWith(directory: string, changes: readonly Change[]): Promise<Product> {
  await rm(directory, { recursive: true, force: true });
  await mkdir(join(directory, "shared"), { recursive: true });
  for (const entry of await readdir(join(root, "shared"), { withFileTypes: true })) {
    const from = join(root, "shared", entry.name);
    const to = join(directory, "shared", entry.name);
    if (!copied.some((file) => file.startsWith(`${entry.name}/`))) {
      await symlink(from, to);
      continue;
    }
    await mkdir(to);
    for (const file of await readdir(from)) {
      if (copied.includes(`${entry.name}/${file}`)) await cp(join(from, file), join(to, file));
      else await symlink(join(from, file), join(to, file));
    }
  }
  for (const { file, from, to } of changes) {
    const path = join(directory, file);
    if (!copied.includes(file.replace("shared/", ""))) throw new Error(`no copy: ${file}`);
    const source = await readFile(path, "utf8");
    if (source.split(from).length !== 2) throw new Error(`not there exactly once: ${from}`);
    await writeFile(
      path,
      source.replace(from, () => to),
    );
  }
  return loadProduct(directory);
}
