/** The product under load on one machine, as ratios to a bare function on the same host: authenticated reads and submit. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { openBrowser } from "../../local/browser/browser.ts";
import { readyPort, startChild } from "../../local/system/child.ts";
import { type System, startSystem } from "../../local/system/system.ts";
import { writeManifests } from "../contract/host/app-folder.ts";
import { type Member, requestBody, signUpMember } from "../faults/member.ts";
import { benchEnumeration } from "./enumeration.ts";
import { type Load, loadOf, type Row, rounded, type Section } from "./figures.ts";
import { benchInboxDelay, tellProcessor } from "./inbox-delay.ts";
import { type Cost, costOf, costRows, expectStatus, playJourney } from "./journey.ts";
import { benchLoading } from "./loading.ts";

const submitClients = 4;
const submitMs = 3_000;

export type ApplicationBench = { readonly sections: readonly Section[]; readonly read: Load; readonly submit: Load };

export async function benchApplication(): Promise<ApplicationBench> {
  const costs: Cost[] = [];
  const onHostLine = (line: string) => {
    const cost = costOf(line);
    if (cost !== undefined) costs.push(cost);
  };
  const system = await startSystem({ onHostLine });
  try {
    await playJourney(system);
    const journey = costRows(costs.splice(0));
    const member = await signUpMember(system.url, system.mailboxUrl, "bench-load");
    const delay = await benchInboxDelay(system, member);
    const { rows, me, submit } = await benchRequests(system, member);
    const enumeration = await benchEnumeration(system);
    const loading = await benchLoading(system.settings);
    return {
      read: me,
      submit,
      sections: [
        {
          title: "Requests",
          text:
            "Keep-alive clients on the same machine that ask as fast as answers come. `hello` is a bare function on the same " +
            "local host, measured just before: the ratios say what the product costs, the rates say only what this machine does.",
          rows,
        },
        {
          title: "From accepted to the processor's inbox",
          text: "From the answer 201 to the signed message being readable in `concierge-inbox`.",
          rows: delay,
        },
        {
          title: "Data operations and request units",
          text:
            "From the application's own log lines during one journey: sign-up, session, profile, request, proposal, acceptance, " +
            "confirmation, list. A data operation is one call to Cosmos; request units are the local endpoint's estimate by its " +
            "written rule.",
          rows: journey,
        },
        {
          title: "Known and unknown addresses",
          text:
            "The same question about an address with an account and about one without, by turns. 1 is what nobody can learn from; the " +
            "calls behind them are the same (test/unit/sessions/enumeration.test.ts).",
          rows: enumeration,
        },
        {
          title: "Bundle",
          text: "What a cold start has to load: the eager part of the bundle, imported by a fresh process with the worker's module in place.",
          rows: loading,
        },
      ],
    };
  } finally {
    await system.stop();
  }
}

async function benchRequests(system: System, { browser, csrf }: Member) {
  const read = (path: string) => async () => void (await expectStatus(browser, 200, "GET", path));
  const hello = await benchHello();
  const session = await loadOf(read("/api/v1/session"));
  const me = await loadOf(read("/api/v1/me"));
  // It would take the processor's work for the application's.
  await tellProcessor(system, "pause");
  let number = 0;
  const submitOne = async () => {
    number += 1;
    const headers = { ...csrf, "idempotency-key": `bench-load-request-${number}` };
    const body = requestBody(system.clock.now(), String(number));
    await expectStatus(browser, 201, "POST", "/api/v1/requests", { headers, body });
  };
  const submit = await loadOf(submitOne, { clients: submitClients, measuredMs: submitMs });
  const rows: Row[] = [
    ...rowsOf("hello", hello),
    ...rowsOf("GET /api/v1/session", session, hello),
    ...rowsOf("GET /api/v1/me", me, hello),
    ...rowsOf(
      "POST /api/v1/requests",
      submit,
      hello,
      `${submitClients} clients; what follows on the queues runs beside it`,
    ),
  ];
  return { rows, me, submit };
}

function rowsOf(name: string, load: Load, hello?: Load, note = "8 clients"): Row[] {
  return [
    { name, value: rounded(load.perSecond, 0), unit: "requests/s", note },
    { name: `${name}, p50`, value: rounded(load.p50), unit: "ms" },
    { name: `${name}, p99`, value: rounded(load.p99), unit: "ms" },
    ...(hello === undefined
      ? []
      : [
          { name: `${name} to hello: rate`, value: rounded(load.perSecond / hello.perSecond, 3), unit: "ratio" },
          { name: `${name} to hello: p50`, value: rounded(load.p50 / hello.p50), unit: "ratio" },
        ]),
  ];
}

const helloApp = `
import { app } from "@azure/functions";
app.http("hello", { authLevel: "anonymous", handler: async () => ({ jsonBody: { hello: "world" } }) });
`;

async function benchHello(): Promise<Load> {
  const folder = mkdtempSync(join(tmpdir(), "bench-hello-"));
  try {
    await build({
      stdin: { contents: helloApp, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
      outfile: join(folder, "index.cjs"),
      bundle: true,
      platform: "node",
      external: ["@azure/functions-core"],
      logLevel: "error",
    });
    writeManifests(folder, { name: "hello", main: "index.cjs" });
    const main = fileURLToPath(new URL("../../local/host/main.ts", import.meta.url));
    const host = await startChild({
      name: "host",
      args: [main, "--app", folder, "--port", "0"],
      ready: readyPort,
    });
    try {
      const browser = openBrowser(`http://localhost:${host.ready}`);
      return await loadOf(async () => void (await expectStatus(browser, 200, "GET", "/hello")));
    } finally {
      await host.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
