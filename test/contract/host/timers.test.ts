/** Timer triggers: schedules, records, past-due runs, the lock between hosts, a clock that is moved. Needs control of the host. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseSchedule } from "../../../local/host/schedule.ts";
import { type AppFolder, appFolder } from "./app-folder.ts";
import type { HostProcess } from "./host-process.ts";
import { starter } from "./queue-checks.ts";
import { type Storage, startStorage } from "./storage.ts";
import { describeOwnHost } from "./target.ts";
import * as checks from "./timer-checks.ts";

describe("schedules", () => {
  const next = (expression: string, after: string, zone = "UTC") =>
    parseSchedule(expression, zone).next(new Date(after)).toISOString();

  it.each([
    ["0 */5 * * * *", "2027-03-01T10:02:00Z", "2027-03-01T10:05:00.000Z"],
    ["*/15 * * * * *", "2027-03-01T10:02:00Z", "2027-03-01T10:02:15.000Z"],
    ["*/5 * * * *", "2027-03-01T10:02:00Z", "2027-03-01T10:05:00.000Z"],
    ["0 30 9 * * Mon-Fri", "2027-03-05T10:00:00Z", "2027-03-08T09:30:00.000Z"],
    ["0 0 0 1 Jan,Jul *", "2027-03-01T00:00:00Z", "2027-07-01T00:00:00.000Z"],
    ["0 5/20 8-9 * * *", "2027-03-01T08:50:00Z", "2027-03-01T09:05:00.000Z"],
    ["0 0 3 29 2 *", "2027-03-01T00:00:00Z", "2028-02-29T03:00:00.000Z"],
  ])("%s after %s is %s", (expression, after, expected) => expect(next(expression, after)).toBe(expected));

  it("need both the day and the weekday to match", () => {
    expect(next("0 0 0 13 * Fri", "2027-01-01T00:00:00Z")).toBe("2027-08-13T00:00:00.000Z");
  });
  it("follow the time zone through the change of the clocks", () => {
    expect(next("0 0 9 * * *", "2027-03-27T12:00:00Z", "Europe/Paris")).toBe("2027-03-28T07:00:00.000Z");
  });
  it.each([
    "",
    "* * * *",
    "0 0 3 L * *",
    "0 0 3 * * 1#2",
    "0 0 3 ? * *",
    "60 * * * * *",
    "00:05:00",
    "@daily",
    "0 0 0 31 2 *",
  ])("%j is refused", (expression) => expect(() => parseSchedule(expression, "UTC")).toThrow());
  it("under a minute apart are not monitored", () => {
    const at = new Date("2027-03-01T10:00:00Z");
    expect(parseSchedule("0 * * * * *", "UTC").isMonitored(at)).toBe(true);
    expect(parseSchedule("*/30 * * * * *", "UTC").isMonitored(at)).toBe(false);
  });
});

describeOwnHost("timer triggers", () => {
  let storage: Storage;
  let app: AppFolder;
  beforeAll(async () => {
    [storage, app] = await Promise.all([startStorage(), appFolder("timer-app")]);
  });
  afterAll(async () => {
    await storage[Symbol.asyncDispose]();
    await app[Symbol.asyncDispose]();
  });
  const start = () => starter(storage, app.path);
  const runs = async (host: HostProcess, name: string, count = 0): Promise<checks.TimerNote[]> =>
    (await host.notes(name, count)).map(({ detail }) => detail as checks.TimerNote);

  it("run at their tick, and record when next", () => checks.runsAtItsTick(storage, start()));

  it("collapse all missed ticks into one run that is past due", () => checks.missedTicksCollapse(storage, start()));

  it("run once over two hosts", () => checks.onceOverTwoHosts(storage, start()));

  it("resolve %SETTING% in the schedule", async () => {
    await using test = await checks.timerTest(storage, start(), "2027-03-01T12:00:00Z");
    await using _ = await test.start({ env: { SCHEDULE: "0 15 6 * * *" } });
    expect(new Date((await test.settled("by-setting")).Next).toISOString()).toBe("2027-03-02T06:15:00.000Z");
  });

  it("follow WEBSITE_TIME_ZONE", async () => {
    await using test = await checks.timerTest(storage, start(), "2027-07-01T12:00:00Z");
    await using _ = await test.start({ env: { WEBSITE_TIME_ZONE: "Europe/Paris" } });
    expect(new Date((await test.settled()).Next).toISOString()).toBe("2027-07-02T01:00:00.000Z");
  });

  it("under a minute apart run without a record", async () => {
    await using test = await checks.timerTest(storage, start(), "2027-03-01T12:00:00Z");
    await using host = await test.start();
    const [run] = await runs(host, "each-second", 2);
    expect(run).toMatchObject({ isPastDue: false, scheduleStatus: null });
  });

  it("with runOnStartup run when the host starts", async () => {
    await using test = await checks.timerTest(storage, start(), "2027-03-01T12:00:00Z");
    await using host = await test.start();
    expect((await runs(host, "at-start", 1))[0]).toMatchObject({ isPastDue: false });
  });

  it("that fail are not retried; the next tick is the next chance", async () => {
    await using test = await checks.timerTest(storage, start(), "2027-03-01T12:00:00Z");
    await using host = await test.start();
    await test.settled("fails");
    for (const day of [2, 3]) {
      await test.clock.move({ now: new Date(`2027-03-0${day}T12:00:00Z`) });
      await test.status("fails", ({ Last }) => Last.startsWith(`2027-03-0${day}`));
    }
    expect(await runs(host, "fails")).toHaveLength(2);
    expect(host.invocationsOf("fails", "failed")).toHaveLength(2);
  });

  it("wait for the right time again when the clock is moved back", async () => {
    await using test = await checks.timerTest(storage, start(), "2027-09-01T12:00:00Z");
    await using host = await test.start();
    await test.settled();
    await test.clock.move({ now: new Date("2027-03-01T12:00:00Z") });
    await test.status("daily", ({ Next }) => Next.startsWith("2027-03-02T03:00:00"));
    await test.clock.move({ now: new Date("2027-06-01T12:00:00Z") });
    await runs(host, "daily", 1);
    await test.status("daily", ({ Next }) => Next.startsWith("2027-06-02T03:00:00"));
    await test.clock.move({ now: new Date("2027-03-01T12:00:00Z") });
    await test.status("daily", ({ Next }) => Next.startsWith("2027-03-02T03:00:00"));
    await test.clock.move({ now: new Date("2027-03-02T03:00:01Z") });
    expect(await runs(host, "daily", 2)).toHaveLength(2);
  });

  it("run by hand, for whoever has the master key, and outside their schedule", async () => {
    await using test = await checks.timerTest(storage, start(), "2027-03-01T12:00:00Z");
    await using host = await test.start();
    const before = await test.settled();
    const refused = await fetch(`${host.url}/admin/functions/daily`, { method: "POST", body: "{}" });
    expect([refused.status, await refused.text()]).toEqual([401, ""]);
    expect(await host.runByHand("DAILY")).toBe(202);
    expect((await runs(host, "daily", 1))[0]).toMatchObject({ isPastDue: false });
    expect(await test.status("daily")).toEqual(before);
  });

  it("stop running when the lock is lost, and go on when it is had again", async () => {
    await using test = await checks.timerTest(storage, start(), "2027-03-01T12:00:00Z");
    await using host = await test.start();
    await test.settled();
    const lease = test.lock.getBlobLeaseClient();
    await lease.breakLease(0);
    await lease.acquireLease(-1);
    await host.logged(({ event, function: name }) => event === "timer-lock-lost" && name === "daily");
    await test.clock.move({ now: new Date("2027-03-02T12:00:00Z") });
    await test.status("fails", ({ Last }) => Last.startsWith("2027-03-02"));
    expect(await runs(host, "daily")).toEqual([]);
    await lease.releaseLease();
    expect(await runs(host, "daily", 1)).toMatchObject([{ isPastDue: true }]);
  });

  it("move to the other host when theirs is stopped", async () => {
    await using test = await checks.timerTest(storage, start(), "2027-03-01T12:00:00Z");
    await using first = await test.start();
    await test.settled();
    await using second = await test.start();
    expect(await first.stop()).toBe(0);
    await test.clock.move({ now: new Date("2027-03-02T12:00:00Z") });
    expect(await runs(second, "daily", 1)).toHaveLength(1);
  });

  it("move to the other host when theirs was killed, after the lease time", async () => {
    await using test = await checks.timerTest(storage, start(), "2027-03-01T12:00:00Z");
    const first = await test.start();
    await test.settled();
    await first[Symbol.asyncDispose]();
    await test.clock.move({ now: new Date("2027-03-02T12:00:00Z") });
    await using second = await test.start();
    expect(await runs(second, "daily", 1)).toMatchObject([{ isPastDue: true }]);
  });
});
