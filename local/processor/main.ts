/**
 * Starts the stand-in processor: `node local/processor/main.ts --port N`. Settings: EXCHANGE_STORAGE (connection string),
 * PROCESSOR_SIGNING_KEY (private JWK), CONCIERGE_KEYS (public JWKS of the application), PROCESSOR_DATA (file; in memory when
 * absent), PROCESSOR_RESEND_SECONDS, PROCESSOR_POLL_MS, PROCESSOR_MISBEHAVIOUR (JSON; it behaves when absent), CLOCK_URL.
 */
import { parseArgs } from "node:util";
import * as z from "zod";
import { localClock } from "../clock/local-clock.ts";
import { closeServer, listenOnLoopback } from "../system/loopback-http.ts";
import { announceReady, endOnSignal, numberSetting, portOption, setting } from "../system/program.ts";
import { openExchange } from "./exchange.ts";
import { misbehaving, misbehaviourSchema } from "./misbehaviour.ts";
import { startProcessor } from "./processor.ts";
import { processorServer } from "./server.ts";
import { signer, verifier } from "./signature.ts";
import { openStore } from "./store.ts";

const keySchema = z.looseObject({ kty: z.string(), crv: z.string(), kid: z.string() });
const keysSchema = z.object({ keys: z.array(keySchema) });

const { values } = parseArgs({ options: { port: { type: "string" } } });
const exchange = openExchange(setting("EXCHANGE_STORAGE"));
const store = openStore(process.env.PROCESSOR_DATA ?? ":memory:");
const clock = await localClock();
const sign = await signer(keySchema.parse(JSON.parse(setting("PROCESSOR_SIGNING_KEY"))));
const wanted = process.env.PROCESSOR_MISBEHAVIOUR;
const misbehaviour = misbehaving(
  { exchange, sign, now: clock.now },
  wanted === undefined ? undefined : misbehaviourSchema.parse(JSON.parse(wanted)),
);
const processor = startProcessor({
  exchange: misbehaviour.exchange,
  misbehaving: misbehaviour,
  store,
  now: clock.now,
  sign,
  verify: verifier(keysSchema.parse(JSON.parse(setting("CONCIERGE_KEYS")))),
  resendSeconds: numberSetting("PROCESSOR_RESEND_SECONDS", 60),
  pollMs: numberSetting("PROCESSOR_POLL_MS", 250),
});
const server = processorServer(processor, { exchange, store, sign, now: clock.now }, misbehaviour);
endOnSignal(async () => {
  await Promise.all([closeServer(server), processor.stop()]);
  store.close();
});
announceReady(await listenOnLoopback(server, portOption(values.port)));
