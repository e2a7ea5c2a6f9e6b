/**
 * Nobody learns which addresses have an account: sign-up, sign-in and giving a code make the same port calls in the same order for
 * a known address and an unknown one. What a sealed record costs beside its read or write, the key store, counts too
 * (OWASP ASVS 5, 6.3.8).
 */
import { describe, expect, test } from "vitest";
import type { AnyRecord } from "../../../shared/privacy/record.ts";
import { codeFor, hashOfSecret, type IssuedTicket } from "../../../shared/sessions/session.ts";
import { hasSealedFields } from "../../../shared/storage/sealing.ts";
import { accounts, codeKeys, signUpAs } from "../../memory/accounts.ts";

type System = ReturnType<typeof accounts>;
type Ports = Parameters<NonNullable<Parameters<typeof accounts>[0]>>[0];
type Brand = "milleis" | "platinum";

const cardOf = { milleis: "497010123", platinum: "374200" } as const;
const email = { known: "connue@courriel.example", unknown: "inconnue@courriel.example" } as const;
type Address = keyof typeof email;

const opened = (record: AnyRecord) => (hasSealedFields(record) ? ["keys.open"] : []);

/** A port whose calls are written down, in order. The adapter of Cosmos DB opens the person's key for what is sealed. */
function recording(calls: string[]) {
  const watched = <T extends object>(name: string, port: T): T =>
    new Proxy(port, {
      get(target, property, receiver) {
        const value: unknown = Reflect.get(target, property, receiver);
        if (typeof value !== "function" || typeof property !== "string") return value;
        return async (...given: unknown[]) => {
          calls.push(`${name}.${property}`);
          const result: unknown = await Reflect.apply(value, target, given);
          if (name === "repository" && property === "read" && result !== undefined)
            calls.push(...opened(given[1] as AnyRecord));
          if (name === "repository" && property === "commit")
            for (const write of given[1] as { operation: string; record: AnyRecord }[])
              if (write.operation === "create" || write.operation === "replace") calls.push(...opened(write.record));
          return result;
        };
      },
    });
  return watched;
}

/** A system with one account, and the calls that were made since it was last asked. */
async function system(brand: Brand, bend: (ports: Ports) => Ports = (ports) => ports) {
  const calls: string[] = [];
  const watched = recording(calls);
  const made = accounts(({ repository, lookups, keys }) =>
    bend({
      repository: watched("repository", repository),
      lookups: watched("lookups", lookups),
      keys: watched("keys", keys),
    }),
  );
  for (const [name, port, methods] of [
    ["queues", made.queues, ["send"]],
    ["limits", made.limitRows, ["read", "write"]],
  ] as const) {
    for (const method of methods) {
      const own = port as unknown as Record<string, (...given: unknown[]) => unknown>;
      const before = own[method]?.bind(port);
      own[method] = (...given) => {
        calls.push(`${name}.${method}`);
        return before?.(...given);
      };
    }
  }
  const issued = await made.signUp(brand, signUpAs({ email: email.known, cardDigits: cardOf[brand] }));
  await made.verifyCode(personOf(brand, issued), issued.ticket.secret, "sign-up", { code: codeOf(issued) });
  calls.length = 0;
  const of = async (run: () => Promise<unknown>) => {
    calls.length = 0;
    const answer = await run().then(
      () => "done",
      ({ code }: { code: string }) => code,
    );
    return { answer, calls: [...calls] };
  };
  return { ...made, of };
}

const personOf = (brand: Brand, { ticket: { subjectId } }: IssuedTicket) => ({ brand, subjectId });
const codeOf = ({ ticket: { subjectId, secret } }: IssuedTicket) =>
  codeFor(codeKeys, subjectId, { id: hashOfSecret(secret), issue: 1 });
const wrong = (issued: IssuedTicket) => String((Number(codeOf(issued)) + 1) % 1_000_000).padStart(6, "0");

const signUp = (made: System, brand: Brand, address: Address) =>
  made.signUp(brand, signUpAs({ email: email[address], cardDigits: cardOf[brand] }));
const give = (
  made: System,
  brand: Brand,
  issued: IssuedTicket,
  purpose: "sign-up" | "sign-in",
  code = wrong(issued),
) => {
  const digits = purpose === "sign-in" && brand === "platinum" ? { cardDigits: "374201" } : {};
  return made.verifyCode(personOf(brand, issued), issued.ticket.secret, purpose, { code, ...digits });
};

type Made = Awaited<ReturnType<typeof system>>;
/** What somebody does who does not read the mailbox, and what the calls are. */
const steps: Readonly<Record<string, (made: Made, brand: Brand, address: Address) => ReturnType<Made["of"]>>> = {
  "signing up": (made, brand, address) => made.of(() => signUp(made, brand, address)),
  "signing up twice": async (made, brand, address) => {
    await signUp(made, brand, address);
    return made.of(() => signUp(made, brand, address));
  },
  "signing in": (made, brand, address) => made.of(() => made.signIn(brand, { email: email[address] })),
  "a wrong code at sign-up": async (made, brand, address) => {
    const issued = await signUp(made, brand, address);
    return made.of(() => give(made, brand, issued, "sign-up"));
  },
  "a wrong code at sign-in": async (made, brand, address) => {
    const issued = await made.signIn(brand, { email: email[address] });
    return made.of(() => give(made, brand, issued, "sign-in"));
  },
  "a last wrong code at sign-in": async (made, brand, address) => {
    const issued = await made.signIn(brand, { email: email[address] });
    for (let tries = 0; tries < 4; tries += 1) await give(made, brand, issued, "sign-in").catch(() => undefined);
    return made.of(() => give(made, brand, issued, "sign-in"));
  },
  "a code too many at sign-in": async (made, brand, address) => {
    const issued = await made.signIn(brand, { email: email[address] });
    for (let tries = 0; tries < 5; tries += 1) await give(made, brand, issued, "sign-in").catch(() => undefined);
    return made.of(() => give(made, brand, issued, "sign-in"));
  },
  "a code too late at sign-in": async (made, brand, address) => {
    const issued = await made.signIn(brand, { email: email[address] });
    made.clock.move(601);
    return made.of(() => give(made, brand, issued, "sign-in"));
  },
  "a code of sign-in given at sign-up": async (made, brand, address) => {
    const issued = await made.signIn(brand, { email: email[address] });
    return made.of(() => give(made, brand, issued, "sign-up"));
  },
};

describe.each(["milleis", "platinum"] as const)(
  "at %s, a known address and an unknown one make the same calls",
  (brand) => {
    test.each(Object.keys(steps))("%s", async (step) => {
      const of = async (address: Address) => steps[step]?.(await system(brand), brand, address);
      const unknown = await of("unknown");
      expect(await of("known")).toEqual(unknown);
      expect(unknown?.calls.length).toBeGreaterThan(0);
    });
  },
);

describe("a difference is seen", () => {
  const differs = async (step: string, bend: (ports: Ports) => Ports) => {
    const of = async (address: Address) => steps[step]?.(await system("milleis", bend), "milleis", address);
    expect(await of("known")).not.toEqual(await of("unknown"));
  };

  test("of one more call for a known address at sign-in", () =>
    differs("signing in", ({ lookups, ...rest }) => ({
      ...rest,
      lookups: {
        ...boundTo(lookups),
        read: async (id) => {
          const found = await lookups.read(id);
          return found === undefined ? found : lookups.read(id);
        },
      },
    })));

  test("of a key that is opened only where there is one", () =>
    differs("signing in", ({ keys, lookups, ...rest }) => ({
      ...rest,
      keys,
      lookups: {
        ...boundTo(lookups),
        read: async (id) => {
          const found = await lookups.read(id);
          if (found !== undefined) await keys.open({ brand: "milleis", subjectId: found.doc.subjectId });
          return found;
        },
      },
    })));

  test("of a refusal before anything is written at sign-up", () =>
    differs("signing up", ({ lookups, ...rest }) => ({
      ...rest,
      lookups: {
        ...boundTo(lookups),
        create: async (doc) => {
          const isNew = await lookups.create(doc);
          if (!isNew) throw new Error("in use");
          return isNew;
        },
      },
    })));
});

/** The methods of a port, each asked of the port itself. */
const boundTo = (lookups: Ports["lookups"]): Ports["lookups"] => ({
  read: (id) => lookups.read(id),
  create: (doc) => lookups.create(doc),
  erase: (id, ...rest) => lookups.erase(id, ...rest),
  replace: (doc, etag) => lookups.replace(doc, etag),
  expired: (before, at) => lookups.expired(before, at),
});
