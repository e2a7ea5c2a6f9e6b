/** The calendar file, read back by code of its own: lines unfolded, the zone's rules applied by hand. */
import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import { calendarOf } from "../../../shared/requests/calendar.ts";
import { accepted, confirmation, requestAs } from "./fixtures.ts";

const booked = (over: object = {}, change: object = {}) => ({
  ...accepted(),
  status: "confirmed" as const,
  confirmation: { ...confirmation, ...over },
  ...change,
});

/** RFC 5545, section 3.1: a line that begins with a space goes on with the one before. */
function linesOf(text: string): readonly string[] {
  expect(text.endsWith("\r\n")).toBe(true);
  for (const line of text.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  expect(text.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  return text
    .replaceAll(/\r\n[ \t]/g, "")
    .trimEnd()
    .split("\r\n");
}
const eventOf = (text: string): ReadonlyMap<string, string> => {
  const lines = linesOf(text);
  const event = lines.slice(lines.indexOf("BEGIN:VEVENT") + 1, lines.indexOf("END:VEVENT"));
  return new Map(event.map((line) => [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)]));
};
/** The instant of a local time by the file's own two rules: the last Sundays of March and October. */
function instantBy(text: string, local: string): string {
  expect(text).toMatch(/BEGIN:DAYLIGHT[\s\S]*TZOFFSETTO:\+0200[\s\S]*BEGIN:STANDARD[\s\S]*TZOFFSETTO:\+0100/);
  const at = Temporal.PlainDateTime.from(local);
  const lastSunday = (month: number, hour: number) => {
    const end = Temporal.PlainDate.from({ year: at.year, month, day: 31 });
    return end.subtract({ days: end.dayOfWeek % 7 }).toPlainDateTime({ hour });
  };
  const isSummer =
    Temporal.PlainDateTime.compare(at, lastSunday(3, 2)) >= 0 &&
    Temporal.PlainDateTime.compare(at, lastSunday(10, 3)) < 0;
  return new Date(`${at.toString()}${isSummer ? "+02:00" : "+01:00"}`).toISOString();
}

describe("the calendar of what is confirmed", () => {
  test.each([
    ["2026-11-27T20:30:00+01:00", "20261127T203000"],
    ["2027-07-14T20:30:00+02:00", "20270714T203000"],
    ["2027-07-14T10:30:00-04:00", "20270714T163000"],
    ["2027-03-28T00:59:59Z", "20270328T015959"],
    ["2027-03-28T01:00:00Z", "20270328T030000"],
    ["2027-12-31T23:30:00Z", "20280101T003000"],
  ])("says %s by the clock in Paris", async (startsAt, local) => {
    const endsAt = new Date(Date.parse(startsAt) + 5_400_000).toISOString();
    const text = await calendarOf(booked({ startsAt, endsAt }), "milleis", "fr");
    const event = eventOf(text);
    expect(event.get("DTSTART;TZID=Europe/Paris")).toBe(local);
    expect(instantBy(text, local)).toBe(new Date(startsAt).toISOString());
    expect(instantBy(text, event.get("DTEND;TZID=Europe/Paris") ?? "")).toBe(endsAt);
  });

  test("has no end where that would not be later", async () => {
    for (const endsAt of [confirmation.startsAt, "2026-11-27T12:00:00+01:00", "2026-11-27T20:30:00.400+01:00"]) {
      const lines = [...eventOf(await calendarOf(booked({ endsAt }), "milleis", "fr")).keys()];
      expect(lines.filter((line) => /^DT(START|END)/.test(line))).toEqual(["DTSTART;TZID=Europe/Paris"]);
    }
  });

  test("says in UTC what the clock in Paris shows twice", async () => {
    const [startsAt, endsAt] = ["2026-10-25T02:30:00+02:00", "2026-10-25T02:15:00+01:00"];
    const event = eventOf(await calendarOf(booked({ startsAt, endsAt }), "milleis", "fr"));
    expect([event.get("DTSTART"), event.get("DTEND")]).toEqual(["20261025T003000Z", "20261025T011500Z"]);
    const after = eventOf(await calendarOf(booked({ startsAt: "2026-10-25T03:00:00+01:00" }), "milleis", "fr"));
    expect(after.get("DTSTART;TZID=Europe/Paris")).toBe("20261025T030000");
  });

  test("holds no line break that ends a line", async () => {
    const doc = booked({ supplier: "Chez\rPaul", reference: "BRZ\r\n4812", place: "Lyon\r\r2e" });
    const event = eventOf(await calendarOf(doc, "milleis", "en"));
    expect([event.get("SUMMARY"), event.get("DESCRIPTION"), event.get("LOCATION")]).toEqual([
      "Chez\\nPaul",
      "Reference : BRZ\\n4812",
      "Lyon\\n\\n2e",
    ]);
  });

  test("has the request's id, the supplier, the reference and the place, whatever stands in them", async () => {
    const supplier = `Chez Paul; cuisine, vins & étoiles \\ ${"très ".repeat(20)}`;
    const doc = booked({ supplier, reference: "BRZ\n4812", place: "Lyon, 2e" });
    const event = eventOf(await calendarOf(doc, "milleis", "en"));
    expect(event.get("UID")).toBe(doc.id);
    expect(event.get("STATUS")).toBe("CONFIRMED");
    expect(event.get("SEQUENCE")).toBe("0");
    const plain = (value = "") => value.replaceAll(/\\([;,\\])/g, "$1").replaceAll("\\n", "\n");
    expect(plain(event.get("SUMMARY"))).toBe(supplier);
    expect(plain(event.get("DESCRIPTION"))).toBe("Reference : BRZ\n4812");
    expect(plain(event.get("LOCATION"))).toBe("Lyon, 2e");
    expect(await calendarOf(doc, "milleis", "en")).toBe(await calendarOf(doc, "milleis", "en"));
  });

  test("says that it was called off, under the same id and a higher sequence", async () => {
    const cancelled = booked({}, { status: "cancelled", updatedAt: "2026-11-24T09:00:00.000Z" });
    const event = eventOf(await calendarOf(cancelled, "milleis", "fr"));
    expect(Object.fromEntries(event)).toMatchObject({
      UID: cancelled.id,
      STATUS: "CANCELLED",
      SEQUENCE: "1",
      DTSTAMP: "20261124T090000Z",
    });
  });

  test("is not there before anything is confirmed", async () => {
    await expect(calendarOf(requestAs(), "milleis", "fr")).rejects.toMatchObject({ code: "not-found" });
    await expect(calendarOf(accepted(), "milleis", "fr")).rejects.toMatchObject({ code: "not-found" });
  });
});
