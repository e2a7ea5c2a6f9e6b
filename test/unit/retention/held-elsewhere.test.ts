/**
 * What is held and is no record stands in a table too, each entry with the tests that show its end. Here: that nothing is left
 * out, and that those tests are there; whether they passed is asked of the last run by `npm run charter`.
 */
import { describe, expect, it } from "vitest";
import { queues } from "../../../shared/messaging/queues.ts";
import { everythingHeldElsewhere, heldInBlobs, heldInQueues } from "../../../shared/retention/held-elsewhere.ts";
import { blobContainers } from "../../../shared/storage/containers.ts";
import { heldFaults } from "../../../tools/charter/held.ts";
import { titlesIn } from "../../../tools/charter/titles.ts";

const [first] = everythingHeldElsewhere;
const sound = everythingHeldElsewhere.flatMap(({ proofs }) => proofs);
const passed = sound.map(({ file, name }) => ({ file, name: `some suite ${name}, and on`, status: "passed" }));

describe("what is held elsewhere", () => {
  it("is every blob container and every queue", () => {
    expect(Object.keys(heldInBlobs).toSorted()).toEqual(Object.keys(blobContainers).toSorted());
    const owners = Object.values(heldInQueues).flatMap(({ from }) => from);
    for (const [name, { from }] of Object.entries(queues)) expect(owners, name).toContain(from);
  });

  it("names tests that are there, to be run", () => {
    for (const { file, name } of sound)
      expect(
        titlesIn(file).some((title) => title.includes(name)),
        name,
      ).toBe(true);
  });

  it("is judged by the last run: what failed, did not run or is not there any more is a fault", () => {
    expect(heldFaults(everythingHeldElsewhere, passed)).toEqual([]);
    expect(heldFaults(everythingHeldElsewhere, undefined).length).toBe(sound.length);
    for (const { file, name } of sound) {
      const others = passed.filter((one) => !(one.file === file && one.name.includes(name)));
      expect(heldFaults(everythingHeldElsewhere, others), name).not.toEqual([]);
      const failed = { file, name, status: "failed" };
      expect(heldFaults(everythingHeldElsewhere, [...passed, failed]), name).not.toEqual([]);
    }
    const gone = { ...first, proofs: [{ file: "test/gone.test.ts", name: "planted" }] } as typeof first;
    expect(heldFaults(gone === undefined ? [] : [gone], passed)).toHaveLength(1);
  });
});

describe("titles of tests", () => {
  it("are read from the tests that run, whatever else the file says", () => {
    const text = `
      // it("in a comment", () => {});
      const said = 'it("in a text", () => {})';
      it("plain", () => {});
      test.each([1])("of each %s", () => {});
      test.skipIf(slow).each([1])("of each, on some machines", () => {});
      describe("a group", () => { test("inside", { timeout: 5 }, async () => {}); });
      it.skip("skipped", () => {});
      it.todo("to do");
      test(\`with \${said} in it\`, () => {});
    `;
    const titles = titlesIn("planted.test.ts", text);
    expect(titles).toEqual(["plain", "of each %s", "of each, on some machines", "inside", "with  in it"]);
  });
});
