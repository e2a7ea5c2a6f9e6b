/**
 * Members who accept the first proposal of some of their requests while everything else goes on, and wait for the confirmation.
 * They do not give up: what was not answered goes out again under the same Idempotency-Key.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Member } from "./member.ts";
import { answered } from "./submitting.ts";

type Shown = {
  readonly status: string;
  readonly proposals: readonly { readonly id: string; readonly options: readonly { readonly id: string }[] }[];
};

export type Accepting = {
  /** To be told of each request that was accepted by the site; takes up some of them. */
  readonly take: (id: string, member: Member) => void;
  /** Requests that are to be confirmed in the end. */
  readonly chosen: ReadonlySet<string>;
  /** Resolves once each of them is confirmed, or at that moment. @returns what went otherwise, in words. */
  readonly finish: (until: number) => Promise<readonly string[]>;
};

const mostChosen = 40;
const pauseMs = 1_000;

/** @param requests how many there will be: so many of them are chosen, evenly, that they are a small part of the load. */
export function acceptSome(requests: number): Accepting {
  const each = Math.max(5, Math.ceil(requests / mostChosen));
  const chosen = new Set<string>();
  const wrong: string[] = [];
  const under: Promise<void>[] = [];
  let count = 0;
  let end = Number.POSITIVE_INFINITY;

  const follow = async (id: string, { browser, csrf }: Member): Promise<void> => {
    const key = randomUUID();
    let last = "never read";
    for (; performance.now() < end; await sleep(pauseMs)) {
      const read = await answered(browser.ask("GET", `/api/v1/requests/${id}`));
      if (read?.status !== 200) continue;
      const { status, proposals } = read.json<Shown>();
      last = status;
      if (status === "confirmed") return;
      const proposal = proposals[0];
      if (status !== "proposed" || proposal === undefined) continue;
      const reply = await answered(
        browser.ask("POST", `/api/v1/requests/${id}/proposals/${proposal.id}/acceptance`, {
          headers: { ...csrf, "idempotency-key": key, "if-match": String(read.headers.etag) },
          body: { optionId: proposal.options[0]?.id },
        }),
      );
      // Stale, or accepted by a try whose answer was lost: read again. Nothing else is meant to come.
      const isExpected = reply === undefined || reply.status >= 500 || [201, 409, 412, 429].includes(reply.status);
      if (!isExpected) return void wrong.push(`accepting answered ${reply.status}: ${reply.text}`);
    }
    wrong.push(`request ${id} was accepted and is ${last}`);
  };

  return {
    chosen,
    take(id, member) {
      count += 1;
      if (count % each !== 0) return;
      chosen.add(id);
      under.push(follow(id, member));
    },
    async finish(until) {
      end = until;
      await Promise.all(under);
      return wrong;
    },
  };
}
