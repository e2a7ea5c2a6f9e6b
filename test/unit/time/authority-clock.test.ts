/** A following clock and the authority it follows, over HTTP: agreement at the moment a move is answered, nothing kept alive. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, describe, expect, it } from "vitest";
import { type ClockAuthority, startClockAuthority } from "../../../local/clock/authority.ts";
import { type FollowingClock, followClockAuthority } from "../../../shared/time/authority-clock.ts";
import { systemClock } from "../../../shared/time/clock.ts";

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function authority(at?: Date): Promise<ClockAuthority> {
  const started = await startClockAuthority(at ? { at } : {});
  open.push(started);
  return started;
}
async function follower(of: ClockAuthority): Promise<FollowingClock> {
  const clock = await followClockAuthority(of.url);
  open.push(clock);
  return clock;
}
const apartMs = (a: Date, b: Date | number) => Math.abs(a.getTime() - Number(b));
const post = (url: string, body: string) => fetch(url, { method: "POST", body });

describe("system clock", () => {
  it("gives the machine's time", () => {
    const before = Date.now();
    const now = systemClock.now().getTime();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
  });
});

describe("clock that follows the authority", () => {
  it("starts at the authority's time", async () => {
    const at = new Date("2031-02-28T23:59:00Z");
    const clock = await follower(await authority(at));
    expect(apartMs(clock.now(), at)).toBeLessThan(60_000);
  });

  it("has moved in every follower when the move is answered, again and again", async () => {
    const source = await authority();
    const clocks = await Promise.all([follower(source), follower(source), follower(source)]);
    for (const now of ["2027-01-30T10:00:00Z", "2040-02-29T00:00:00+01:00", "2026-11-23T08:00:00Z"]) {
      const response = await post(source.url, JSON.stringify({ now }));
      expect(response.status).toBe(200);
      for (const clock of clocks) expect(apartMs(clock.now(), Date.parse(now))).toBeLessThan(60_000);
    }
  });

  it("advances by a number of milliseconds, and tells its listeners when now() is already new", async () => {
    const source = await authority(new Date("2027-01-01T00:00:00Z"));
    const clock = await follower(source);
    const seen: Date[] = [];
    clock.onMove(() => seen.push(clock.now()));
    await source.move({ advanceMs: 40 * 86_400_000 });
    expect(seen.map((date) => date.toISOString().slice(0, 10))).toEqual(["2027-02-10"]);
  });

  it("does not hold a move up when a follower has gone", async () => {
    const source = await authority();
    const [gone, stays] = await Promise.all([follower(source), follower(source)]);
    gone.close();
    await source.move({ now: new Date("2030-06-01T00:00:00Z") });
    expect(stays.now().getUTCFullYear()).toBe(2030);
    expect(gone.now().getUTCFullYear()).not.toBe(2030);
  });

  it("finds an authority again that was away, and takes its time", async () => {
    const first = await startClockAuthority();
    const clock = await followClockAuthority(first.url);
    open.push(clock);
    const moved = new Promise<void>((resolve) => clock.onMove(resolve));
    await first.close();
    open.push(await startClockAuthority({ port: first.port, at: new Date("2035-05-05T00:00:00Z") }));
    await moved;
    expect(clock.now().getUTCFullYear()).toBe(2035);
  });

  it("lets a process end that only follows", async () => {
    const source = await authority(new Date("2033-03-03T00:00:00Z"));
    const module = new URL("../../../shared/time/authority-clock.ts", import.meta.url).href;
    const script = `const { followClockAuthority } = await import(${JSON.stringify(module)});
      const clock = await followClockAuthority(${JSON.stringify(source.url)});
      console.log(clock.now().getUTCFullYear());`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      timeout: 10_000,
    });
    expect(stdout.trim()).toBe("2033");
  });

  it.each(["http://198.51.100.7/clock", "https://localhost/clock"])("refuses to follow %s", async (url) => {
    await expect(followClockAuthority(url)).rejects.toThrow("on this machine");
  });

  it("says so when nothing answers the first time", async () => {
    const source = await startClockAuthority();
    await source.close();
    await expect(followClockAuthority(source.url)).rejects.toThrow("ECONNREFUSED");
  });
});

describe("authority", () => {
  it.each([
    "{",
    "[]",
    '{"now":"tomorrow"}',
    '{"now":"2027-01-01"}',
    '{"now":"2027-99-01T00:00:00Z"}',
    '{"advanceMs":"1"}',
    '{"advanceMs":1e300}',
    '{"advanceMs":1,"now":"2027-01-01T00:00:00Z"}',
  ])("refuses the move %s and keeps its time", async (body) => {
    const source = await authority(new Date("2029-01-01T00:00:00Z"));
    expect((await post(source.url, body)).status).toBe(400);
    expect(source.now().getUTCFullYear()).toBe(2029);
  });

  it("answers pages of other sites with a refusal", async () => {
    const source = await authority();
    const response = await fetch(source.url, {
      method: "POST",
      body: '{"advanceMs":1}',
      headers: { "sec-fetch-site": "cross-site" },
    });
    expect(response.status).toBe(403);
  });
});
