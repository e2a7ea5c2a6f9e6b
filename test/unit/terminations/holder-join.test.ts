/** The hash by which the card issuer and we name one holder: made twice, by code that shares nothing, and published. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinOf } from "../../../local/card-issuer/card-issuer.ts";
import { termined } from "../../../shared/terminations/apply-termination.ts";
import { holderJoins, joinName } from "../../../shared/terminations/holder-join.ts";
import type { Termination } from "../../../shared/terminations/termination.ts";
import { memberRecord } from "../../fixtures/member-record.ts";
import { seed } from "../seed.ts";

const key = { version: "1", key: "A".repeat(43) };
const member = memberRecord({ subjectId: "3f2b8c1e-7a44-4a39-9a6d-5f0c2b7d9e10" });

describe("a holder's hash", () => {
  it.each([
    ["Lefèvre-d'Œuvray", "LEFEVREDOEUVRAY"],
    ["  de la Cruz ", "DELACRUZ"],
    ["Müller-Weiß", "MULLERWEISS"],
    ["Łukasiewicz", "LUKASIEWICZ"],
    ["Sørensen", "SORENSEN"],
    ["Ærø", "AERO"],
    ["O’Þór", "OTHOR"],
  ])("spells %s as %s", (given, spelt) => {
    expect(joinName(given)).toBe(spelt);
  });

  it("is the same at the issuer, for any name and any holder", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 40 }),
        fc.stringMatching(/^\d{9}$/),
        (lastName, cardDigits) => {
          const holder = { lastName, cardDigits, birthDate: "1984-02-29" };
          expect(holderJoins([key], "milleis", { ...member, ...holder })).toEqual([
            joinOf(key, { ...holder, brand: "milleis" }),
          ]);
        },
      ),
      { seed },
    );
  });

  it("is the one the contract publishes, and another for another brand, day or card", () => {
    const holder = { ...member, lastName: "Lefèvre-d'Œuvray", birthDate: "1984-02-29", cardDigits: "497010123" };
    const [join] = holderJoins([key], "milleis", holder);
    expect(readFileSync(resolve(import.meta.dirname, "../../../docs/card-issuer.md"), "utf8")).toContain(join);
    expect(holderJoins([key], "platinum", holder)).not.toEqual([join]);
    for (const change of [{ birthDate: "1984-03-01" }, { cardDigits: "497010124" }])
      expect(holderJoins([key], "milleis", { ...holder, ...change })).not.toEqual([join]);
  });
});

describe("what was said about the end of services", () => {
  const at = "2027-01-01T10:00:00.000Z";
  const said = { effectiveOn: "2027-03-31", isRevoked: false, by: "card-issuer", said: "a", sequence: 2 } as const;
  const known: Termination = { ...said, receivedAt: at };

  it("counts by the issuer's number, whatever the order it arrives in", () => {
    expect(termined(undefined, said, at)).toEqual(known);
    expect(termined(known, { ...said, sequence: 1, effectiveOn: "2027-02-28" }, at)).toBe("late");
    expect(termined(known, said, at)).toBe("again");
    expect(termined(known, { ...said, said: "b", effectiveOn: "2027-02-28" }, at)).toBe("contradiction");
    expect(termined(known, { ...said, said: "c", sequence: 3, isRevoked: true }, at)).toMatchObject({
      isRevoked: true,
    });
  });

  it("of staff stands until the issuer says something newer", () => {
    const { sequence: _, ...byStaff } = { ...said, by: "staff", said: "d", effectiveOn: "2027-04-30" } as const;
    const now = termined(known, byStaff, at);
    expect(now).toMatchObject({ by: "staff", effectiveOn: "2027-04-30", sequence: 2 });
    expect(termined(now as Termination, { ...said, said: "e" }, at)).toBe("contradiction");
    expect(termined(now as Termination, { ...said, said: "f", sequence: 3 }, at)).toMatchObject({ by: "card-issuer" });
  });
});
