/** Functions of date and time. "Now" is the endpoint's clock, so that queries follow the local clock authority. */
import type { Value } from "../json.ts";
import type { BuiltIn } from "./functions.ts";

const isoForm = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d{1,7})?Z)?$/u;

/** The service writes seven decimals of a second; the clock has three. */
function sevenDecimals(time: Date): string {
  return time.toISOString().replace("Z", "0000Z");
}

function toMilliseconds(text: Value): number | undefined {
  if (typeof text !== "string" || !isoForm.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

const beforeEpochTicks = 621_355_968_000_000_000;

export const dateFunctions: Readonly<Record<string, BuiltIn>> = {
  GETCURRENTDATETIME: { least: 0, most: 0, call: (_, { now }) => sevenDecimals(now()) },
  GETCURRENTTIMESTAMP: { least: 0, most: 0, call: (_, { now }) => now().getTime() },
  GETCURRENTTICKS: { least: 0, most: 0, call: (_, { now }) => beforeEpochTicks + now().getTime() * 10_000 },
  DATETIMETOTIMESTAMP: { least: 1, most: 1, call: ([text]) => toMilliseconds(text) },
  TIMESTAMPTODATETIME: {
    least: 1,
    most: 1,
    call: ([time]) =>
      typeof time === "number" && Math.abs(time) <= 8.64e15 ? sevenDecimals(new Date(Math.trunc(time))) : undefined,
  },
};
