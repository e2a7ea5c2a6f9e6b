/**
 * `npm run bench [-- --without cosmos,chain,host,start,erasures]`: measures everything in one run and writes docs/bench.md. Nothing is
 * asserted: figures are for people. Without some part the page is only printed, because it would not be of one run.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { benchApplication } from "./application.ts";
import { benchCosmos } from "./cosmos.ts";
import { benchErasures } from "./erasures.ts";
import type { Section } from "./figures.ts";
import { benchHandlerChain } from "./handler-chain.ts";
import { benchHost } from "./host.ts";
import { benchPage } from "./page.ts";
import { benchSealing } from "./sealing.ts";
import { benchStart } from "./start-time.ts";

const parts = ["start", "application", "chain", "host", "cosmos", "erasures"] as const;
const { values } = parseArgs({ options: { without: { type: "string", default: "" } } });
const left = values.without.split(",").filter((name) => name !== "");
const unknown = left.filter((name) => !parts.some((part) => part === name));
if (unknown.length > 0) throw new Error(`--without takes ${parts.join(", ")}, not ${unknown.join(", ")}`);

const startedAt = performance.now();
const sections: Section[] = [];

for (const part of parts.filter((name) => !left.includes(name))) {
  console.log(`measuring: ${part}`);
  if (part === "start") {
    const text = "`npm start`, from the command to the line that says everything is ready.";
    sections.push({ title: "Start", text, rows: await benchStart() });
  } else if (part === "application") {
    const { sections: measured, read, submit } = await benchApplication();
    const text =
      "One record of each kind, medians; the shares set the difference that sealing makes against the operation above.";
    sections.push(...measured, { title: "Sealing", text, rows: benchSealing(read, submit) });
  } else if (part === "chain") {
    const text =
      "One request from the host's hands to its answer, without host, network or endpoint: the product's handler, capability and repository on a store in memory, beside a careful Fastify application that does the same checks and keeps its data as plain JSON. The gap is mostly sealing, schema checks of what is read and written, and the atomic batch with its conditions.";
    sections.push({ title: "Handler chain beside Fastify", text, rows: await benchHandlerChain() });
  } else if (part === "host") {
    const text =
      "The local Functions host beside what Azurite itself gives a bare client: the stand-ins' limits, not the product's.";
    sections.push({ title: "Local Functions host and Azurite", text, rows: await benchHost() });
  } else if (part === "erasures") {
    const text =
      "From order to end over the real SDKs, the local Cosmos endpoint and Azurite, with every wait passed over by the clock; beside it what the endpoint gives a bare client.";
    sections.push({ title: "Erasures", text, rows: await benchErasures() });
  } else {
    const text = "Through the real SDK, in a process of its own: what the stand-in for Cosmos DB can carry here.";
    sections.push({ title: "Local Cosmos endpoint", text, rows: await benchCosmos() });
  }
}

const page = benchPage(sections, new Date(), (performance.now() - startedAt) / 1_000);
if (left.length === 0) {
  writeFileSync(new URL("../../docs/bench.md", import.meta.url), page);
  console.log("written: docs/bench.md");
} else {
  console.log(page);
}
