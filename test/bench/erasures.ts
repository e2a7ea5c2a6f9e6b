/**
 * Erasures per second from order to end, over the real SDKs on the local Cosmos endpoint and Azurite, with the waits passed
 * over by the clock; and beside them what the same two give a bare client. They say what these stand-ins can carry here.
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CosmosClient } from "@azure/cosmos";
import { startAzurite } from "../../local/azurite/azurite.ts";
import { provisionCosmos, provisionStorage } from "../../local/system/provision.ts";
import { keptSecrets } from "../../local/system/secrets.ts";
import { applicationSettings } from "../../local/system/settings.ts";
import { databaseName } from "../../shared/storage/containers.ts";
import { metered } from "../../shared/storage/meter.ts";
import { spawnEndpoint } from "../contract/cosmos/endpoint-process.ts";
import { memberRecord } from "../fixtures/member-record.ts";
import { standingClock } from "../memory/clock.ts";
import { requestAs } from "../unit/requests/fixtures.ts";
import { type Row, rounded } from "./figures.ts";

const program = join(import.meta.dirname, "../../local/cosmos/main.ts");
const people = 40;
const requestsEach = 5;
const atOnce = 8;

/** Takes each of them through, several at once. @returns milliseconds. */
async function timed<T>(all: readonly T[], run: (one: T) => Promise<unknown>): Promise<number> {
  const left = [...all];
  const startedAt = performance.now();
  const worker = async () => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) await run(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return performance.now() - startedAt;
}

export async function benchErasures(): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "bench-erasures-"));
  const endpoint = await spawnEndpoint(program, join(folder, "data.sqlite"));
  const azurite = await startAzurite();
  try {
    const secrets = keptSecrets(folder);
    const { emulatorKey } = await import("../../local/cosmos/wire/authorization.ts");
    const cosmos = { endpoint: endpoint.url, key: emulatorKey };
    await Promise.all([provisionStorage(azurite.connectionString), provisionCosmos(cosmos)]);
    const { CLOCK_URL: _clock, ...settings } = applicationSettings(secrets, {
      dataDir: folder,
      sitePort: 7071,
      mailboxPort: 1,
      issuerPort: 2,
      clockUrl: endpoint.url,
      cosmos,
      connectionString: azurite.connectionString,
    });
    Object.assign(process.env, settings);
    const { capabilitiesOf } = await import("../../shared/compose.ts");
    const { portsOf } = await import("../../shared/compose-ports.ts");
    const { parseSettings } = await import("../../shared/config.ts");
    const { member } = await import("../../shared/members/member.ts");
    const { request } = await import("../../shared/requests/request.ts");
    const { create } = await import("../../shared/storage/repository.ts");
    const parsed = parseSettings(settings);
    const clock = standingClock();
    const mailer = { send: async () => "handed-over" as const, result: async () => "handed-over" as const };
    const { log: _log, ...ports } = await portsOf(parsed);
    const { logger } = await import("../../shared/privacy/log.ts");
    const quiet = logger({ write: () => undefined, clock });
    const app = capabilitiesOf(parsed, { ...ports, clock, mailer, log: quiet });

    const persons = Array.from({ length: people }, () => ({ brand: "milleis", subjectId: randomUUID() }) as const);
    await timed(persons, async (person) => {
      await app.erasing.keys.create(person);
      await app.erasing.repository.commit(person, [
        create(member, memberRecord(person)),
        ...Array.from({ length: requestsEach }, () => create(request, requestAs({ id: randomUUID() }))),
      ]);
    });
    const ids: string[] = [];
    let operations = 0;
    let others = 0;
    const counted = (run: () => Promise<unknown>) =>
      metered(async (meter) => {
        await run();
        operations += meter.dataOperations;
        others += meter.storageOperations;
      });
    let ms = await timed(persons, (person) =>
      counted(async () => ids.push((await app.startErasure(person, { cause: "inactive", at: clock.now() })).erasureId)),
    );
    for (let round = 0; round < 12; round += 1) {
      clock.move(6 * 3_600);
      await app.relayDue();
      ms += await timed(ids, (id) => counted(() => app.advanceErasure(id)));
      // The processor's word, as soon as it was ordered: only our own side is measured.
      for (const id of ids) {
        const found = await app.readErasure(id);
        const order = found?.doc.order;
        if (found === undefined || order?.firstSentAt === undefined || order.confirmed !== undefined) continue;
        const confirmed = { at: clock.now().toISOString(), outcome: "erased" } as const;
        const doc = { ...found.doc, dueAt: clock.now().toISOString(), order: { ...order, confirmed } };
        await app.erasing.erasures.replace(doc, found.etag);
      }
    }
    const ended = (await Promise.all(ids.map((id) => app.readErasure(id)))).filter(
      (one) => one?.doc.endedAt !== undefined,
    );
    if (ended.length !== people) throw new Error(`${ended.length} of ${people} erasures ended`);

    const client = new CosmosClient(cosmos);
    const bare = client.database(databaseName).container("statistics");
    const calls = Array.from({ length: 1_500 }, (_, index) => index);
    const bareMs = await timed(calls, (index) => bare.items.create({ id: `bench-${index}`, brand: `b${index % 100}` }));
    client.dispose();
    const perSecond = (people * 1_000) / ms;
    const barePerSecond = (calls.length * 1_000) / bareMs;
    const perErasure = operations / people;
    return [
      {
        name: "erasures, order to end",
        value: rounded(perSecond, 1),
        unit: "/s",
        note: `${people} people with ${requestsEach} requests each, ${atOnce} at once; waits passed over`,
      },
      { name: "Cosmos operations of one erasure", value: rounded(perErasure, 1), unit: "operations" },
      { name: "blob, queue and key-store calls of one erasure", value: rounded(others / people, 1), unit: "calls" },
      {
        name: "bare creates of the local Cosmos endpoint",
        value: Math.round(barePerSecond),
        unit: "/s",
        note: `${atOnce} at once, nothing else`,
      },
      {
        name: "erasures to the endpoint's ceiling",
        value: rounded((perSecond * perErasure) / barePerSecond, 2),
        unit: "ratio",
        note: "its Cosmos operations alone, had they been bare creates",
      },
    ];
  } finally {
    await endpoint.kill("SIGTERM");
    await azurite.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  for (const row of await benchErasures()) process.stdout.write(`${JSON.stringify(row)}\n`);
  process.exit(0);
}
