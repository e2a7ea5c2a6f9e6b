/** Readiness: each dependency up or down, nothing about its inside; one that does not answer is down. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { dependencies, makeCheckReadiness, type Probes, readiness } from "../../../shared/health/readiness.ts";
import { keptLog } from "../../memory/log.ts";

const allUp = Object.fromEntries(dependencies.map((name) => [name, async () => undefined])) as unknown as Probes;
afterEach(() => void vi.useRealTimers());

test("ready when every dependency answers", async () => {
  const { log, lines } = keptLog();
  const answer = await makeCheckReadiness({ probes: allUp, log })();
  expect(readiness.schema.parse(answer)).toEqual(answer);
  expect(answer.status).toBe("ready");
  expect(Object.values(answer.dependencies)).toEqual(dependencies.map(() => "up"));
  expect(lines).toEqual([]);
});

describe.each(dependencies)("without %s", (name) => {
  test("not ready, the others still told; the log names it and not its settings", async () => {
    const { log, lines } = keptLog();
    const probes = {
      ...allUp,
      [name]: async () => {
        throw new Error("connect ECONNREFUSED https://concierge.documents.azure.com AccountKey=secret");
      },
    };
    const answer = await makeCheckReadiness({ probes, log })();
    expect(answer.status).toBe("not-ready");
    expect(answer.dependencies).toEqual({
      ...Object.fromEntries(dependencies.map((one) => [one, "up"])),
      [name]: "down",
    });
    expect(lines).toMatchObject([{ event: "health.dependency-down", kind: name }]);
    expect(JSON.stringify([answer, lines])).not.toMatch(/secret|azure\.com|ECONNREFUSED https/);
  });

  test("that hangs is down after its patience, and leaves no timer behind", async () => {
    vi.useFakeTimers();
    const { log } = keptLog();
    const answer = makeCheckReadiness({ probes: { ...allUp, [name]: () => new Promise(() => undefined) }, log })();
    await vi.advanceTimersByTimeAsync(3_000);
    expect((await answer).dependencies[name]).toBe("down");
    expect(vi.getTimerCount()).toBe(0);
  });
});

test("a probe that throws at once is down too", async () => {
  const { log } = keptLog();
  const probes = {
    ...allUp,
    keys: () => {
      throw new TypeError("x");
    },
  };
  expect((await makeCheckReadiness({ probes, log })()).dependencies.keys).toBe("down");
});
