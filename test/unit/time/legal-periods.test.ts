/**
 * Legal periods against what the law and the calendar say: examples a lawyer could check, and, day by day over years, rules
 * that hold whatever the day.
 */
import { describe, expect, it } from "vitest";
import { parisDay } from "../../../shared/time/calendar.ts";
import {
  answerDue,
  daysAfter,
  endOfDay,
  endOfPeriod,
  isWorkingDay,
  lastDayOf,
  publicHolidays,
  startOfDay,
  workingDayFrom,
  workingDaysAfter,
} from "../../../shared/time/legal-periods.ts";

const at = (text: string) => new Date(text);
const days = (from: string, to: string): readonly string[] => {
  const all: string[] = [];
  for (let day = from; day <= to; day = daysAfter(day, 1)) all.push(day);
  return all;
};
const daysIn = (year: number, month: number) => new Date(Date.UTC(year, month, 0)).getUTCDate();

describe("a calendar period", () => {
  it.each([
    // From, period, last day. 2028 and 2032 have a 29 February.
    ["2027-01-30", { months: 1 }, "2027-02-28"],
    ["2028-01-30", { months: 1 }, "2028-02-29"],
    ["2027-01-31", { months: 1 }, "2027-02-28"],
    ["2027-01-30", { months: 3 }, "2027-04-30"],
    ["2027-02-28", { months: 1 }, "2027-03-28"],
    ["2026-11-30", { months: 3 }, "2027-02-28"],
    ["2027-12-31", { months: 2 }, "2028-02-29"],
    ["2028-02-29", { years: 1 }, "2029-02-28"],
    ["2028-02-29", { years: 4 }, "2032-02-29"],
    ["2028-02-29", { years: 5 }, "2033-02-28"],
    ["2027-02-28", { years: 5 }, "2032-02-28"],
    ["2027-03-01", { years: 5 }, "2032-03-01"],
    ["2026-12-31", { days: 60 }, "2027-03-01"],
    ["2027-03-31", { months: 12 }, "2028-03-31"],
  ])("that begins on %s and lasts %o ends on %s", (from, period, last) => {
    expect(lastDayOf(from, period)).toBe(last);
  });

  it("counted in months ends, from every day of eight years, on the same-numbered day or its month's last", () => {
    for (const from of days("2026-01-01", "2033-12-31")) {
      const [year = 0, month = 0, day = 0] = from.split("-").map(Number);
      for (const months of [1, 2, 3, 12, 24, 60]) {
        const index = year * 12 + month - 1 + months;
        const [toYear, toMonth] = [Math.floor(index / 12), (index % 12) + 1];
        const toDay = Math.min(day, daysIn(toYear, toMonth));
        const expected = [toYear, String(toMonth).padStart(2, "0"), String(toDay).padStart(2, "0")].join("-");
        expect(lastDayOf(from, { months }), `${from} + ${months} months`).toBe(expected);
      }
    }
  });

  it("counts years as twelve months, so that 29 February means the same either way", () => {
    for (const from of days("2026-01-01", "2033-12-31"))
      for (const years of [1, 2, 5]) expect(lastDayOf(from, { years })).toBe(lastDayOf(from, { months: years * 12 }));
  });
});

describe("the end of a period", () => {
  it("comes when the last hour of its last day is over in Paris", () => {
    // Terminated on the afternoon of 31 March: summer time here, and again five years later.
    expect(endOfPeriod(at("2027-03-31T15:00:00Z"), { years: 5 })).toEqual(at("2032-03-31T22:00:00Z"));
    // Half past eleven at night in UTC is the next day in Paris.
    expect(endOfPeriod(at("2027-03-31T23:30:00Z"), { years: 5 })).toEqual(at("2032-04-01T22:00:00Z"));
    expect(endOfPeriod(at("2027-12-31T22:59:59.999Z"), { years: 2 })).toEqual(at("2029-12-31T23:00:00Z"));
    expect(endOfPeriod(at("2027-12-31T23:00:00Z"), { years: 2 })).toEqual(at("2030-01-01T23:00:00Z"));
  });

  it("does not slip by the hour that the clocks gain or lose", () => {
    // 2027: clocks go forward on 28 March, back on 31 October.
    expect(endOfPeriod(at("2027-03-27T12:00:00Z"), { days: 1 })).toEqual(at("2027-03-28T22:00:00Z"));
    expect(endOfPeriod(at("2027-10-30T12:00:00Z"), { days: 1 })).toEqual(at("2027-10-31T23:00:00Z"));
    expect(endOfPeriod(at("2027-10-31T12:00:00Z"), { months: 1 })).toEqual(at("2027-11-30T23:00:00Z"));
    const lengths = days("2027-01-01", "2027-12-31").map(
      (day) => (endOfDay(day).getTime() - startOfDay(day).getTime()) / 3_600_000,
    );
    expect(lengths.filter((hours) => hours !== 24)).toEqual([23, 25]);
  });

  it("counts hours by the second, and takes no period at all as over", () => {
    expect(endOfPeriod(at("2027-03-28T00:30:00Z"), { hours: 24 })).toEqual(at("2027-03-29T00:30:00Z"));
    expect(endOfPeriod(at("2027-03-28T00:30:00Z"), {})).toEqual(at("2027-03-28T00:30:00Z"));
    expect(() => endOfPeriod(at("2027-03-28T00:30:00Z"), { days: 1, hours: 1 })).toThrow(RangeError);
  });

  it("begins and ends on the day that it is in Paris, at every hour of both days on which the clocks change", () => {
    for (const day of ["2027-03-28", "2027-10-31"]) {
      for (let hour = -3; hour < 28; hour += 1) {
        const instant = new Date(Date.parse(`${day}T00:00:00Z`) + hour * 3_600_000);
        const inParis = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris", dateStyle: "short" }).format(
          instant,
        );
        expect(parisDay(instant)).toBe(inParis);
        expect(startOfDay(inParis).getTime()).toBeLessThanOrEqual(instant.getTime());
        expect(endOfDay(inParis).getTime()).toBeGreaterThan(instant.getTime());
      }
    }
  });
});

describe("public holidays", () => {
  it.each([
    [2024, "2024-04-01", "2024-05-09", "2024-05-20"],
    [2025, "2025-04-21", "2025-05-29", "2025-06-09"],
    [2026, "2026-04-06", "2026-05-14", "2026-05-25"],
    [2027, "2027-03-29", "2027-05-06", "2027-05-17"],
    [2028, "2028-04-17", "2028-05-25", "2028-06-05"],
    [2029, "2029-04-02", "2029-05-10", "2029-05-21"],
    [2030, "2030-04-22", "2030-05-30", "2030-06-10"],
    [2038, "2038-04-26", "2038-06-03", "2038-06-14"],
  ])("of %i: Easter Monday %s, Ascension %s, Whit Monday %s", (year, easterMonday, ascension, whitMonday) => {
    const holidays = publicHolidays(year);
    for (const day of [easterMonday, ascension, whitMonday]) expect(holidays, day).toContain(day);
  });

  it("are the eleven of the Code du travail, two of which may fall on one day", () => {
    expect([...publicHolidays(2027)].toSorted()).toEqual([
      "2027-01-01",
      "2027-03-29",
      "2027-05-01",
      "2027-05-06",
      "2027-05-08",
      "2027-05-17",
      "2027-07-14",
      "2027-08-15",
      "2027-11-01",
      "2027-11-11",
      "2027-12-25",
    ]);
    // Ascension Day 2008 fell on 1 May.
    expect(publicHolidays(2008).size).toBe(10);
  });

  it("have Easter on a Sunday between 22 March and 25 April, for two centuries", () => {
    for (let year = 1950; year < 2150; year += 1) {
      const mondays = [...publicHolidays(year)].filter(
        (day) => day >= `${year}-03-23` && day <= `${year}-04-26` && new Date(day).getUTCDay() === 1,
      );
      expect(mondays, String(year)).toHaveLength(1);
    }
  });
});

describe("working days", () => {
  it.each([
    ["2027-05-01", "2027-05-03"],
    // Saturday 8 May, a holiday too.
    ["2027-05-08", "2027-05-10"],
    ["2027-03-27", "2027-03-30"],
    ["2027-12-25", "2027-12-27"],
    // New Year's Day 2027 is a Friday.
    ["2027-01-01", "2027-01-04"],
    ["2027-05-06", "2027-05-07"],
    ["2027-06-15", "2027-06-15"],
  ])("from %s: the next is %s", (day, working) => {
    expect(workingDayFrom(day)).toBe(working);
  });

  it("are never a weekend or a holiday, and none is passed over", () => {
    for (const day of days("2026-01-01", "2033-12-31")) {
      const working = workingDayFrom(day);
      expect(isWorkingDay(working)).toBe(true);
      expect(days(day, working).slice(0, -1).some(isWorkingDay), day).toBe(false);
      expect([0, 6]).not.toContain(new Date(working).getUTCDay());
    }
  });

  it("can be counted", () => {
    expect(workingDaysAfter("2027-03-26", 1)).toBe("2027-03-30");
    expect(workingDaysAfter("2027-12-23", 3)).toBe("2027-12-28");
    expect(workingDaysAfter("2027-06-15", 0)).toBe("2027-06-15");
  });
});

describe("an answer that the law wants", () => {
  it("within a month is due on the next working day, counted from receipt; the target is not moved", () => {
    expect(answerDue(at("2027-01-30T10:00:00Z"), { months: 1 })).toEqual({ target: "2027-02-28", due: "2027-03-01" });
    // Extended by two months: three from receipt, not two from the first due date.
    expect(answerDue(at("2027-01-30T10:00:00Z"), { months: 3 })).toEqual({ target: "2027-04-30", due: "2027-04-30" });
    expect(answerDue(at("2027-04-06T10:00:00Z"), { months: 1 })).toEqual({ target: "2027-05-06", due: "2027-05-07" });
    // Received after midnight in Paris, before it in UTC.
    expect(answerDue(at("2027-01-30T23:30:00Z"), { months: 1 }).target).toBe("2027-02-28");
    expect(answerDue(at("2027-05-14T22:30:00Z"), { months: 1 }).target).toBe("2027-06-15");
  });
});
