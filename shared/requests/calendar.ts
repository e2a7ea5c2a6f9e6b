/**
 * What is confirmed, for a calendar (RFC 5545). The UID is the request's id, so a later file replaces the entry; one that was
 * called off says CANCELLED and has a higher sequence. Times are those of Paris, with the zone's own rules in the file; in UTC
 * where the clock in Paris does not tell two of them apart.
 */
import { Temporal } from "temporal-polyfill";
import { Refusal } from "../refusal.ts";
import { legalZone } from "../time/legal-periods.ts";
import type { Request } from "./request.ts";

type Language = "fr" | "en";

/** Central European time since 1996 (directive 2000/84/EC): the last Sundays of March and October, at 01:00 UTC. */
const zone = `BEGIN:VTIMEZONE
TZID:${legalZone}
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE`.replaceAll("\n", "\r\n");

const words = {
  fr: { reference: "Référence", cancelled: "Annulé" },
  en: { reference: "Reference", cancelled: "Cancelled" },
} as const;

/** To the second, as far as the format goes. */
const toSecond = (instant: string): Temporal.ZonedDateTime =>
  Temporal.Instant.from(instant).round("second").toZonedDateTimeISO(legalZone);

/** In the hour that the clock in Paris shows twice, a local time means its first passing (section 3.3.5). */
const isShownTwice = (at: Temporal.ZonedDateTime): boolean => {
  const passing = (disambiguation: "earlier" | "later") =>
    at.toPlainDateTime().toZonedDateTime(legalZone, { disambiguation }).epochMilliseconds;
  return passing("earlier") !== passing("later");
};

/** A line break is one sign in a text of the format (section 3.3.11); any other would end the line. */
const unbroken = (text: string): string => text.replace(/\r\n?/g, "\n");

/** @throws Refusal not-found where nothing is confirmed. */
export async function calendarOf(doc: Request, brand: string, language: Language): Promise<string> {
  const { confirmation } = doc;
  if (confirmation === undefined) throw new Refusal("not-found");
  const { default: ical } = await import("ical.js");
  // The space that a continued line begins with is one of the 75 octets of section 3.1; the library does not count it.
  ical.foldLength = 74;
  const isCancelled = doc.status === "cancelled";
  const calendar = new ical.Component("vcalendar");
  calendar.updatePropertyWithValue("version", "2.0");
  calendar.updatePropertyWithValue("prodid", `-//${brand}//concierge//${language.toUpperCase()}`);
  const parisZone = new ical.Component(ical.parse(zone) as never);
  calendar.addSubcomponent(parisZone);
  const event = new ical.Component("vevent");
  const stamp = (name: string, instant: string) =>
    event.updatePropertyWithValue(name, ical.Time.fromJSDate(new Date(instant), true));
  const starts = toSecond(confirmation.startsAt);
  const ends = confirmation.endsAt === undefined ? undefined : toSecond(confirmation.endsAt);
  const isAmbiguous = isShownTwice(starts) || (ends !== undefined && isShownTwice(ends));
  const at = (name: string, when: Temporal.ZonedDateTime) => {
    if (isAmbiguous) {
      stamp(name, when.toInstant().toString());
      return;
    }
    const property = new ical.Property(name, event);
    property.setParameter("tzid", legalZone);
    // `2026-12-04T17:00:00`, by the clock in Paris.
    property.setValue(ical.Time.fromDateTimeString(when.toPlainDateTime().toString({ smallestUnit: "second" })));
    event.addProperty(property);
  };
  event.updatePropertyWithValue("uid", doc.id);
  // Of the version, not of the moment somebody asks: the same version gives the same file.
  stamp("dtstamp", doc.updatedAt);
  stamp("last-modified", doc.updatedAt);
  event.updatePropertyWithValue("sequence", isCancelled ? 1 : 0);
  event.updatePropertyWithValue("status", isCancelled ? "CANCELLED" : "CONFIRMED");
  at("dtstart", starts);
  // An end must be later than the start (section 3.8.2.2).
  if (ends !== undefined && Temporal.ZonedDateTime.compare(ends, starts) > 0) at("dtend", ends);
  const { reference, cancelled } = words[language];
  event.updatePropertyWithValue(
    "summary",
    unbroken(isCancelled ? `${cancelled} : ${confirmation.supplier}` : confirmation.supplier),
  );
  event.updatePropertyWithValue("description", unbroken(`${reference} : ${confirmation.reference}`));
  if (confirmation.place !== undefined) event.updatePropertyWithValue("location", unbroken(confirmation.place));
  calendar.addSubcomponent(event);
  return `${calendar.toString()}\r\n`;
}
