/** What people give about themselves, in the one form it is kept in: however it was typed, the same is the same. */
import * as z from "zod";
import { personal } from "../privacy/record.ts";
import type { FieldFault } from "../refusal.ts";
import { contact, identity } from "./member.ts";

/** In any common spelling; French unless it says otherwise. */
export const mobileAsGiven = personal(z.string().min(6).max(32), contact);
export const digitsAsGiven = personal(z.string().min(1).max(19), {
  ...identity,
  category: "card-eligibility",
  seenBy: ["member"],
});

export const mobileFault: FieldFault = { pointer: "/mobile", rule: "must be a telephone number" };

/** @returns the number as E.164, undefined where it is none. */
export async function normaliseMobile(given: string): Promise<string | undefined> {
  // The numbering plans of all countries are large, and few requests need them.
  const { default: parsePhoneNumber } = await import("libphonenumber-js");
  const mobile = parsePhoneNumber(given, "FR");
  return mobile?.isValid() ? mobile.number : undefined;
}

export const normaliseName = (given: string): string => given.trim().normalize("NFC");

export const normaliseDigits = (given: string): string => given.replace(/[\s\u00a0\u202f]/g, "");
