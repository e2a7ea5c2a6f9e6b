/**
 * `npm run demo -- --years` plays to its end and tells the truth at it: the search that says nothing is left could find what was
 * there before, and finds what is left behind.
 */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { countedIn, leftIn, searchLines } from "../../tools/demo-search.ts";
import { playYears, quickTimers } from "../../tools/demo-years.ts";
import { useSystem } from "../fixtures/system.ts";

const under = useSystem({ settings: quickTimers });
const example = JSON.parse(readFileSync(new URL("../../docs/examples/journey.fr.json", import.meta.url), "utf8"));

it("a member's life on the moved clock ends with nothing left in any file", { timeout: 300_000 }, async () => {
  const lines: string[] = [];
  await playYears(under.system, example, (line) => lines.push(line.trim()));
  const figures = lines.flatMap((line) => {
    const [, after, files, before] = /^e-mail.* : (\d+) occurrences? dans (\d+) fichiers.* : (\d+)$/.exec(line) ?? [];
    return after === undefined ? [] : [[after, files, before].map(Number)];
  });
  expect(figures).toEqual([[0, expect.any(Number), expect.any(Number)]]);
  const [[, files = 0, before = 0] = []] = figures;
  expect(files).toBeGreaterThan(10);
  expect(before).toBeGreaterThan(5);
  const stages = lines.filter((line) => /^\d{4}-\d\d-\d\d {2}/.test(line));
  expect(stages.length).toBeGreaterThanOrEqual(8);
  expect(Number(stages.at(-1)?.slice(0, 4))).toBe(2032);
});

it("the search finds what is left, wherever and in whatever spelling, and leaves the mails alone", () => {
  const wanted = { given: ["Lefèvre-Marchand"], id: "3f2b8c1e-7a44-4a39-9a6d-5f0c2b7d9e10" };
  const file = (place: string, text: string) => ({ place, bytes: Buffer.from(text) });
  const sound = [file("mails.jsonl", "Lefèvre-Marchand"), file("logs/host.log", wanted.id), file("cosmos.sqlite", "")];
  expect(leftIn(countedIn(sound, wanted))).toEqual([]);
  for (const left of [
    file("cosmos.sqlite-wal", "Lefèvre-Marchand"),
    file("logs/host.log", encodeURIComponent("Lefèvre-Marchand")),
    file("processor.sqlite", JSON.stringify({ name: "Lefèvre-Marchand" })),
    file("storage/__queuestorage__/1", Buffer.from("x Lefèvre-Marchand y").toString("base64")),
    file("left.tmp", "Lef\\u00e8vre-Marchand"),
    file("storage/__blobstorage__/1", wanted.id),
  ]) {
    const after = countedIn([...sound, left], wanted);
    expect(leftIn(after), left.place).toHaveLength(1);
    expect(searchLines(countedIn(sound, wanted), after).length).toBeGreaterThan(5);
  }
});
