/**
 * The sample client of docs/processor.md, run as an integrator runs it: against the running local system, in place of the
 * stand-in, with its own process and its own memory. Where Python or its one package is missing, it says so and is skipped.
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keptSecrets, publicKey } from "../../../local/system/secrets.ts";
import { processorSource } from "../../../local/system/settings.ts";
import type { Concierge } from "../../../shared/compose.ts";
import { eventually } from "../../fixtures/eventually.ts";
import { signUp } from "../../fixtures/member.ts";
import { processorOf } from "../../fixtures/processor.ts";
import { useSystem } from "../../fixtures/system.ts";

const client = fileURLToPath(new URL("../../../docs/examples/processor-client/client.py", import.meta.url));
const python = ["python3", "python"].find(
  (name) => spawnSync(name, ["-c", "import cryptography.hazmat.primitives.asymmetric.ed25519"]).status === 0,
);
if (python === undefined)
  console.warn("SKIPPED: the sample client needs Python with the package `cryptography`, and neither is here.");

/** At the real time: the client has no other clock than its machine's. */
const under = useSystem({ at: new Date() });
const memory = mkdtempSync(join(tmpdir(), "sample-client-"));
afterAll(() => rmSync(memory, { recursive: true, force: true }));

function environment(): Record<string, string> {
  const { system } = under;
  const secrets = keptSecrets(system.dataDir);
  const parts = new Map(
    system
      .connectionString("exchange")
      .split(";")
      .map((part) => [part.slice(0, part.indexOf("=")), part.slice(part.indexOf("=") + 1)] as const),
  );
  return {
    EXCHANGE_ACCOUNT: parts.get("AccountName") ?? "",
    EXCHANGE_KEY: parts.get("AccountKey") ?? "",
    EXCHANGE_QUEUE_URL: parts.get("QueueEndpoint") ?? "",
    EXCHANGE_BLOB_URL: parts.get("BlobEndpoint") ?? "",
    PROCESSOR_SIGNING_KEY: JSON.stringify(secrets.processorKey),
    CONCIERGE_KEYS: JSON.stringify({ keys: [publicKey(secrets.applicationKey)] }),
    PROCESSOR_SOURCE: processorSource,
    PROCESSOR_DATA: join(memory, "client.sqlite"),
  };
}

/** One run until there is nothing to do. */
const runOnce = (over: Record<string, string> = {}) =>
  new Promise<void>((resolve, reject) => {
    const child = spawn(python ?? "", [client, "--once"], { env: { ...process.env, ...environment(), ...over } });
    let said = "";
    child.stderr.on("data", (text) => {
      said += text;
    });
    child.on("error", reject);
    child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`the client ended with ${code}: ${said}`))));
  });

describe.skipIf(python === undefined)("the sample client", () => {
  beforeAll(() => processorOf(under.system).pause("both"));
  afterAll(() => processorOf(under.system).resume());

  it("carries a request from submission to the supplier's reference, and reads, reports and settles", async () => {
    const member = await signUp(under.system);
    const path = await member.submit();
    const look = async () => (await member.get(path)).json<{ status: string; confirmation?: { reference: string } }>();
    const until = async (status: string) =>
      eventually(
        async () => {
          await runOnce();
          return look();
        },
        (doc) => doc.status === status,
      );
    await until("proposed");
    const { doc, etag } = await member.untilStatus(path, "proposed");
    const [offered] = doc.proposals;
    const accepted = await member.change("POST", `${path}/proposals/${offered?.id}/acceptance`, {
      ifMatch: etag,
      body: { optionId: offered?.options[0]?.id },
    });
    expect(accepted.status).toBe(201);
    expect((await until("confirmed")).confirmation?.reference).toMatch(/^EX-/);

    expect((await member.change("POST", `${path}/messages`, { body: { text: "Merci" } })).status).toBe(201);
    type Messages = { items: { from: string; readAt?: string }[] };
    await eventually(
      async () => {
        await runOnce();
        return (await member.get(`${path}/messages`)).json<Messages>().items;
      },
      (items) => items[0]?.readAt !== undefined,
    );
    const disclosed = (await member.get(`${path}/disclosures`)).json<{ items: { name: string }[] }>().items;
    // The hand-off to the processor stands there too, without a name.
    expect(disclosed.flatMap(({ name }) => name ?? [])).toEqual(["Fournisseur d'exemple"]);

    const version = (await member.untilStatus(path, "confirmed")).etag;
    const cancelled = await member.change("POST", `${path}/cancellation`, { ifMatch: version });
    expect(cancelled.json<{ booking: string; fee: object }>()).toMatchObject({
      booking: "booked",
      isFree: false,
      fee: { amount: "20.00", currency: "EUR" },
    });
    await eventually(
      async () => {
        await runOnce();
        return (await member.get(`${path}/cancellation`)).json<{ settlement?: object }>();
      },
      ({ settlement }) => settlement !== undefined,
    );

    // The end of the account starts this from inside; here it is this process, with the system's own settings.
    Object.assign(process.env, under.system.settings);
    const { concierge } = (await import("../../../shared/compose.ts")) as { concierge: Concierge };
    const person = { brand: "milleis", subjectId: member.subjectId } as const;
    const { erasureId } = await concierge.startErasure(person, { cause: "member", at: under.system.clock.now() });
    const confirmed = await eventually(
      async () => {
        // What was in flight has ended by then.
        await under.system.clock.move({ advanceMs: 600_000 });
        await runOnce();
        return (await concierge.readErasure(erasureId))?.doc.order?.confirmed;
      },
      (word) => word !== undefined,
    );
    expect(confirmed).toMatchObject({ outcome: "erased" });
    const kept = readFileSync(join(memory, "client.sqlite")).toString("latin1");
    expect(kept).not.toContain(`${member.subjectId}/${path.split("/").at(-1)}`);
  }, 180_000);

  it.each(["[]", '{"keys":[]}', '{"keys":[{"kid":"a"}]}', "a bare key", "nothing"])(
    "does not start with %s for the application's keys: it would drop every message as nobody's",
    async (given) => {
      const { keys } = JSON.parse(environment().CONCIERGE_KEYS ?? "");
      const set = { "a bare key": JSON.stringify(keys[0]), nothing: "" }[given] ?? given;
      await expect(runOnce({ CONCIERGE_KEYS: set })).rejects.toThrow(/CONCIERGE_KEYS must be a JWK set/);
    },
  );
});

it("the sample client needs one package beside Python's own library", () => {
  const modules = [...readFileSync(client, "utf8").matchAll(/^(?:import|from) ([a-z_0-9]+)/gm)].map(
    ([, name = ""]) => name,
  );
  const own = "base64 datetime hashlib hmac http json os sqlite3 sys time urllib uuid xml".split(" ");
  expect([...new Set(modules)].filter((name) => !own.includes(name))).toEqual(["cryptography"]);
});
