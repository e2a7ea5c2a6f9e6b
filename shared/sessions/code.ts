/** A code as it is given, and what a right one leads to. What checks it: `check-code.ts`. */
import * as z from "zod";
import { type Doc, declared, personal } from "../privacy/record.ts";
import type { FieldFault } from "../refusal.ts";
import type { Person } from "../storage/person-keys.ts";
import type { Versioned, Write } from "../storage/repository.ts";
import type { session, Ticket } from "./session.ts";

export const codeInput = declared("code", {
  code: personal(z.string().regex(/^\d{6}$/, "must be six digits"), {
    category: "security",
    purposes: ["security"],
    source: "member",
    seenBy: ["member"],
    kept: "ticket",
    protection: "sealed",
  }),
});
export type CodeInput = Doc<typeof codeInput>;

export type Given = {
  readonly secret: string;
  readonly purpose: Ticket["purpose"];
  readonly code: string;
  /** The session it is given in, where the ticket belongs to one. */
  readonly sessionId?: Ticket["sessionId"];
};

/** What a right code leads to. */
export type Completion<T> = {
  /** Anything else that has to be right; asked each time, so that a decoy costs the same calls. */
  readonly isRight?: () => Promise<boolean>;
  /** What is wrong where something is; the same whichever it was. */
  readonly wrong?: readonly FieldFault[];
  /**
   * May run again after a lost race.
   * @param within the session it is given in, as it stands now; undefined where there is none, or none any more.
   */
  readonly plan: (
    of: Ticket,
    now: Date,
    within: Versioned<typeof session> | undefined,
  ) => Promise<{ readonly writes: readonly Write[]; readonly outcome: T }>;
};

export type CheckCode = <T>(person: Person, given: Given, completion: Completion<T>) => Promise<T>;
