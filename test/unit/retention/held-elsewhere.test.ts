/** What is held and is no record stands in a table too, each entry with the place that ends it. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { queues } from "../../../shared/messaging/queues.ts";
import { type HeldElsewhere, heldBeside, heldInBlobs, heldInQueues } from "../../../shared/retention/held-elsewhere.ts";
import { blobContainers } from "../../../shared/storage/containers.ts";

const root = resolve(import.meta.dirname, "../../..");
const isEnforced = ({ enforcedBy: { file, words } }: Pick<HeldElsewhere, "enforcedBy">) =>
  readFileSync(resolve(root, file), "utf8").includes(words);

describe("what is held elsewhere", () => {
  it("is every blob container and every queue", () => {
    expect(Object.keys(heldInBlobs).toSorted()).toEqual(Object.keys(blobContainers).toSorted());
    const owners = Object.values(heldInQueues).flatMap(({ from }) => from);
    for (const [name, { from }] of Object.entries(queues)) expect(owners, name).toContain(from);
  });

  it("is told with the infrastructure's own days where its age ends it", () => {
    const [, days] =
      /param exchangeExpiryDays int = (\d+)/.exec(readFileSync(resolve(root, "infra/main.bicep"), "utf8")) ?? [];
    expect(heldInBlobs["from-processor"].lasts.en).toMatch(new RegExp(`^${days} days`));
    expect(heldInBlobs["from-processor"].lasts.fr).toMatch(new RegExp(`^${days} jours`));
  });

  it("ends where the table says", () => {
    for (const held of [...Object.values(heldInBlobs), ...Object.values(heldInQueues), ...heldBeside]) {
      expect(isEnforced(held), held.what.en).toBe(true);
    }
    expect(isEnforced({ enforcedBy: { file: "shared/messaging/queue-sender.ts", words: "planted" } })).toBe(false);
  });
});
