/** Pages and continuations, within a partition and for the scan of due work over all of them. */
import assert from "node:assert/strict";
import type { Container } from "@azure/cosmos";
import type { Case, Group } from "../suite.ts";
import { ask, refused } from "../suite.ts";

type Page = { ids: string[]; continuation: string | undefined };

async function page(
  container: Container,
  query: string,
  options: { partitionKey?: string; maxItemCount: number; continuationToken?: string | undefined },
): Promise<Page> {
  const { continuationToken, ...rest } = options;
  const settings = continuationToken === undefined ? rest : { ...rest, continuationToken };
  const answer = await container.items.query<string>(query, settings).fetchNext();
  return { ids: answer.resources ?? [], continuation: answer.continuationToken };
}

/** Every page, each with a new iterator, as a process that was started again would. */
async function resumed(
  container: Container,
  query: string,
  maxItemCount: number,
  partitionKey?: string,
): Promise<string[][]> {
  const pages: string[][] = [];
  let continuation: string | undefined;
  do {
    const next = await page(container, query, {
      maxItemCount,
      ...(partitionKey === undefined ? {} : { partitionKey }),
      continuationToken: continuation,
    });
    pages.push(next.ids);
    continuation = next.continuation;
  } while (continuation !== undefined);
  return pages;
}

const due = "SELECT VALUE c.id FROM c WHERE c.kind = 'outbox' AND c.dueAt <= '2026-06-01'";

const cases: Case[] = [
  {
    name: "pages hold at most what was asked, and together everything once",
    run: async ({ container }) => {
      const c = await container();
      for (let n = 0; n < 10; n++) await c.items.create({ id: `i${n}`, pk: "p" });
      const pages = await resumed(c, "SELECT VALUE c.id FROM c", 3, "p");
      assert.deepEqual(
        pages.map((one) => one.length),
        [3, 3, 3, 1],
      );
      assert.equal(new Set(pages.flat()).size, 10);
    },
  },
  {
    name: "a page that ends exactly at the end has no continuation",
    run: async ({ container }) => {
      const c = await container();
      for (let n = 0; n < 6; n++) await c.items.create({ id: `i${n}`, pk: "p" });
      assert.equal((await resumed(c, "SELECT VALUE c.id FROM c", 3, "p")).length, 2);
    },
  },
  {
    name: "ORDER BY keeps its order over pages, equal values included",
    run: async ({ container }) => {
      const c = await container();
      for (let n = 0; n < 20; n++) await c.items.create({ id: `i${n}`, pk: "p", n: n % 4 });
      for (const direction of ["ASC", "DESC"]) {
        const query = `SELECT VALUE c.id FROM c ORDER BY c.n ${direction}`;
        assert.deepEqual((await resumed(c, query, 3, "p")).flat(), await ask(c, query, { in: "p" }));
      }
    },
  },
  {
    name: "items written or deleted between pages neither repeat nor hide others",
    run: async ({ container }) => {
      const c = await container();
      for (let n = 0; n < 10; n++) await c.items.create({ id: `i${n}`, pk: "p", n });
      const query = "SELECT VALUE c.id FROM c ORDER BY c.n";
      const first = await page(c, query, { partitionKey: "p", maxItemCount: 4 });
      await c.item("i0", "p").delete();
      await c.item("i6", "p").delete();
      await c.items.create({ id: "early", pk: "p", n: -1 });
      const rest = await page(c, query, {
        partitionKey: "p",
        maxItemCount: 100,
        continuationToken: first.continuation,
      });
      assert.deepEqual(first.ids, ["i0", "i1", "i2", "i3"]);
      assert.deepEqual(rest.ids, ["i4", "i5", "i7", "i8", "i9"]);
    },
  },
  {
    name: "an item that changed is found once, at its new place",
    run: async ({ container }) => {
      const c = await container();
      for (let n = 0; n < 4; n++) await c.items.create({ id: `i${n}`, pk: "p", n });
      await c.item("i1", "p").replace({ id: "i1", pk: "p", n: 9 });
      await c.item("i2", "p").patch([{ op: "remove", path: "/n" }]);
      assert.deepEqual(await ask(c, "SELECT VALUE c.id FROM c ORDER BY c.n", { in: "p" }), ["i0", "i3", "i1"]);
      assert.deepEqual(await ask(c, "SELECT VALUE c.id FROM c WHERE c.n >= 0", { in: "p" }), ["i0", "i3", "i1"]);
    },
  },
  {
    name: "TOP and OFFSET LIMIT count over pages",
    run: async ({ container }) => {
      const c = await container();
      for (let n = 0; n < 12; n++) await c.items.create({ id: `i${String(n).padStart(2, "0")}`, pk: "p", n });
      const top = await resumed(c, "SELECT TOP 7 VALUE c.id FROM c ORDER BY c.n", 3, "p");
      assert.deepEqual(top.flat(), ["i00", "i01", "i02", "i03", "i04", "i05", "i06"]);
      const window = await resumed(c, "SELECT VALUE c.id FROM c ORDER BY c.n OFFSET 2 LIMIT 5", 2, "p");
      assert.deepEqual(window.flat(), ["i02", "i03", "i04", "i05", "i06"]);
    },
  },
  {
    name: "rows of one item's JOIN may fall on two pages",
    run: async ({ container }) => {
      const c = await container();
      for (let n = 0; n < 3; n++) await c.items.create({ id: `i${n}`, pk: "p", list: [`${n}a`, `${n}b`, `${n}c`] });
      const pages = await resumed(c, "SELECT VALUE t FROM c JOIN t IN c.list", 2, "p");
      assert.deepEqual(pages.flat(), ["0a", "0b", "0c", "1a", "1b", "1c", "2a", "2b", "2c"]);
    },
  },
  {
    name: "DISTINCT does not repeat a value on a later page",
    run: async ({ container }) => {
      const c = await container();
      for (let n = 0; n < 12; n++) await c.items.create({ id: `i${n}`, pk: "p", v: `v${n % 5}` });
      const pages = await resumed(c, "SELECT DISTINCT VALUE c.v FROM c", 2, "p");
      assert.deepEqual(pages.flat().sort(), ["v0", "v1", "v2", "v3", "v4"]);
    },
  },
  {
    name: "due work is found over all partitions, paged, by a new client at each page",
    run: async ({ container }) => {
      const c = await container();
      for (let n = 0; n < 30; n++) {
        const dueAt = n % 3 === 0 ? `2026-05-${String(n + 1).padStart(2, "0")}` : "2026-07-01";
        await c.items.create({ id: `i${n}`, pk: `p${n}`, kind: n % 2 === 0 ? "outbox" : "other", dueAt });
      }
      const pages = await resumed(c, due, 2);
      assert.ok(pages.every((one) => one.length <= 2));
      assert.deepEqual(pages.flat().sort(), ["i0", "i12", "i18", "i24", "i6"]);
    },
  },
  {
    name: "due work that is handled between pages does not hide what follows",
    run: async ({ container }) => {
      const c = await container();
      for (let n = 0; n < 9; n++)
        await c.items.create({ id: `i${n}`, pk: `p${n}`, kind: "outbox", dueAt: `2026-05-0${n + 1}` });
      const seen: string[] = [];
      let continuation: string | undefined;
      do {
        const next = await page(c, due, { maxItemCount: 2, continuationToken: continuation });
        for (const id of next.ids) await c.item(id, `p${id.slice(1)}`).delete();
        seen.push(...next.ids);
        continuation = next.continuation;
      } while (continuation !== undefined);
      assert.equal(new Set(seen).size, 9);
      assert.equal(seen.length, 9);
    },
  },
  {
    name: "dates of another type, missing dates and expired kinds are not due",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "number", pk: "a", kind: "outbox", dueAt: 1 });
      await c.items.create({ id: "null", pk: "b", kind: "outbox", dueAt: null });
      await c.items.create({ id: "missing", pk: "d", kind: "outbox" });
      await c.items.create({ id: "due", pk: "e", kind: "outbox", dueAt: "2026-06-01" });
      assert.deepEqual(await ask(c, due), ["due"]);
    },
  },
  {
    name: "a scan reads what is due and not what is stored",
    run: async ({ container }) => {
      const c = await container({
        indexingPolicy: { includedPaths: [{ path: "/kind/?" }, { path: "/dueAt/?" }], excludedPaths: [{ path: "/*" }] },
      });
      for (let n = 0; n < 200; n++)
        await c.items.create({ id: `i${n}`, pk: `p${n}`, kind: "outbox", dueAt: n < 2 ? "2026-01-01" : "2027-01-01" });
      const few = await c.items.query(due, { maxItemCount: 100 }).fetchNext();
      const all = await c.items
        .query("SELECT VALUE c.id FROM c WHERE c.other != 'x'", { maxItemCount: 100 })
        .fetchNext();
      assert.equal(few.resources.length, 2);
      assert.ok(few.requestCharge * 3 < all.requestCharge, `${few.requestCharge} against ${all.requestCharge}`);
    },
  },
  {
    name: "a continuation that is not one is refused",
    run: async ({ container }) => {
      const c = await container();
      await c.items.create({ id: "a", pk: "p" });
      await refused(
        page(c, "SELECT VALUE c.id FROM c", { partitionKey: "p", maxItemCount: 1, continuationToken: "x" }),
        400,
      );
    },
  },
];

export const paging: Group = { name: "paging", cases };
