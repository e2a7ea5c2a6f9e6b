/** The host as a process: how it loads an app, what stops its start, limits that are settings, stopping, handlers that misbehave. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readyPort, startChild } from "../../../local/system/child.ts";
import { type AppForm, appFolder, emptyFolder, writeManifests } from "./app-folder.ts";
import { functionKey, HostProcess, type HostStart, startHostProcess } from "./host-process.ts";
import { headerOf, sendRaw } from "./raw-http.ts";
import { describeOwnHost } from "./target.ts";

const registerHello = (name: string) =>
  `const { app } = require("@azure/functions");\napp.http("${name}", { handler: async () => ({ body: "${name}" }) });\n`;

async function failing(start: HostStart): Promise<{ code: number | null; errors: string; output: string[] }> {
  await using host = new HostProcess(start);
  const code = await host.exited;
  return { code, errors: host.errors, output: host.lines };
}

describeOwnHost("loading an app", () => {
  let folder: string;
  beforeEach(() => {
    folder = emptyFolder();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each<AppForm>(["esm", "cjs"])("runs one bundled file as %s", async (form) => {
    await using app = await appFolder("http-app", {}, form);
    await using host = await startHostProcess({ app: app.path });
    expect(await (await fetch(`${host.url}/hello`)).text()).toBe("hello");
    expect(host.functions).toContain("zz-fallback");
    expect(await host.stop()).toBe(0);
  });

  it("runs files that bring their own @azure/functions, each hit of a glob", async () => {
    const modules = join(import.meta.dirname, "../../../node_modules/@azure/functions");
    const source = (name: string) => registerHello(name).replace('"@azure/functions"', JSON.stringify(modules));
    mkdirSync(join(folder, "src"));
    writeFileSync(join(folder, "src/one.cjs"), source("one"));
    writeFileSync(join(folder, "src/two.cjs"), source("two"));
    writeManifests(folder, { main: "src/*.cjs" });
    await using host = await startHostProcess({ app: folder });
    expect(host.functions).toEqual(["one", "two"]);
    expect(await (await fetch(`${host.url}/two`)).text()).toBe("two");
  });

  it("does not read local.settings.json", async () => {
    writeFileSync(join(folder, "local.settings.json"), JSON.stringify({ Values: { NEEDED: "from the file" } }));
    writeFileSync(join(folder, "index.mjs"), 'if (!process.env.NEEDED) throw new Error("NEEDED is not set");');
    writeManifests(folder, { main: "index.mjs" });
    expect(await failing({ app: folder })).toMatchObject({
      code: 1,
      errors: expect.stringContaining("NEEDED is not set"),
    });
    await using host = await startHostProcess({ app: folder, env: { NEEDED: "from the environment" } });
    expect(host.functions).toEqual([]);
  });

  it("a file that throws on load stops the host, with the error by name", async () => {
    writeFileSync(
      join(folder, "index.mjs"),
      'class BadSetting extends Error { name = "BadSetting" } throw new BadSetting("MAIL_FROM");',
    );
    writeManifests(folder, { main: "index.mjs" });
    const { code, errors, output } = await failing({ app: folder });
    expect(code).toBe(1);
    expect(errors).toContain("BadSetting: MAIL_FROM");
    expect(output).toEqual([]);
  });

  it.each([
    ["a main that matches nothing", { main: "dist/*.mjs" }, {}, /dist\/\*\.mjs.*is the app built/],
    ["no main", {}, {}, /"main" is missing/],
    ["a batch that is too large", { main: "index.mjs" }, { extensions: { queues: { batchSize: 33 } } }, /batchSize/],
    ["a time that is none", { main: "index.mjs" }, { functionTimeout: "5 minutes" }, /functionTimeout/],
  ])("%s stops the start with one line", async (_, manifest, hostJson, reason) => {
    writeFileSync(join(folder, "index.mjs"), "");
    writeManifests(folder, manifest, hostJson);
    const { code, errors } = await failing({ app: folder });
    expect(code).toBe(1);
    expect(errors).toMatch(reason);
    expect(errors.trim().split("\n")).toHaveLength(1);
  });

  it.each([
    [
      "a trigger",
      'app.generic("odd", { trigger: { type: "blobTrigger" }, handler() {} });',
      /"odd".*trigger "blobTrigger"/,
    ],
    [
      "an output",
      'app.http("odd", { handler() {}, extraOutputs: [output.storageQueue({ queueName: "x" })] });',
      /"odd".*binding "queue"/,
    ],
    [
      "a retry policy",
      'app.timer("odd", { schedule: "0 0 0 * * *", handler() {}, retry: { strategy: "fixedDelay", maxRetryCount: 2, delayInterval: 1 } });',
      /"odd".*retry/,
    ],
    ["a constraint", 'app.http("odd", { route: "{id:uuid}", handler() {} });', /"odd".*"uuid"/],
    ["a route of the host's own", 'app.http("odd", { route: "admin/x", handler() {} });', /"odd".*admin\/x/],
    ["a schedule", 'app.timer("odd", { schedule: "0 0 3 L * *", handler() {} });', /"odd".*"L"/],
    [
      "a missing setting",
      'app.storageQueue("odd", { queueName: "%QUEUE%", connection: "data", handler() {} });',
      /"odd".*setting QUEUE/,
    ],
    [
      "a missing connection",
      'app.storageQueue("odd", { queueName: "work", connection: "elsewhere", handler() {} });',
      /"odd".*setting elsewhere/,
    ],
  ])("%s it does not know stops the start, naming the function", async (_, source, reason) => {
    const library = join(import.meta.dirname, "../../../node_modules/@azure/functions");
    writeFileSync(join(folder, "index.cjs"), `const { app, output } = require(${JSON.stringify(library)});\n${source}`);
    writeManifests(folder, { main: "index.cjs" });
    const env = { data: "UseDevelopmentStorage=true", AzureWebJobsStorage: "UseDevelopmentStorage=true" };
    expect(await failing({ app: folder, env })).toMatchObject({ code: 1, errors: expect.stringMatching(reason) });
  });

  it("a port that is taken stops the start with one clear line", async () => {
    writeFileSync(join(folder, "index.mjs"), "");
    writeManifests(folder, { main: "index.mjs" });
    const other = createServer();
    const port = await new Promise<number>((resolve) => {
      other.listen(0, "127.0.0.1", () => resolve((other.address() as { port: number }).port));
    });
    const { code, errors } = await failing({ app: folder, port });
    other.close();
    expect(code).toBe(1);
    expect(errors).toBe(`Functions host: port ${port} is taken by another process\n`);
  });

  it("a function switched off by a setting is not there", async () => {
    await using app = await appFolder("http-app");
    await using host = await startHostProcess({ app: app.path, env: { "AzureWebJobs.hello.Disabled": "1" } });
    expect(host.functions).not.toContain("hello");
    expect(await (await fetch(`${host.url}/hello`)).text()).toContain("zz-fallback");
  });

  it("can be started as a child of the local system", async () => {
    await using app = await appFolder("http-app");
    const main = join(import.meta.dirname, "../../../local/host/main.ts");
    const child = await startChild({ name: "host", args: [main, "--app", app.path, "--port", "0"], ready: readyPort });
    try {
      expect(await (await fetch(`http://127.0.0.1:${child.ready}/hello`)).text()).toBe("hello");
    } finally {
      await child.stop();
    }
    expect(await child.ended).toEqual({ code: 0, signal: null });
  });
});

describeOwnHost("settings", () => {
  it("a body over FUNCTIONS_REQUEST_BODY_SIZE_LIMIT is answered with an empty 500, and runs nothing", async () => {
    await using app = await appFolder("http-app");
    await using host = await startHostProcess({ app: app.path, env: { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: "1000" } });
    const post = (length: number) => fetch(`${host.url}/slow/big?ms=0`, { method: "POST", body: Buffer.alloc(length) });
    expect((await post(1000)).status).toBe(200);
    const over = await post(1001);
    expect([over.status, await over.text(), over.headers.get("content-length")]).toEqual([500, "", "0"]);
    expect(await host.notes("big-begun")).toHaveLength(1);
  });

  it("the body limit is 100 MB unless set", async () => {
    await using app = await appFolder("http-app");
    await using host = await startHostProcess({ app: app.path });
    const post = (length: number, ...body: string[]) =>
      sendRaw(
        host.url,
        `POST /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: ${length}\r\n\r\n`,
        ...body,
      );
    expect((await post(104_857_601)).status).toBe(500);
    expect(host.invocationsOf("zz-fallback")).toHaveLength(0);
  });

  it("a route prefix goes before every route; outside it, the host's own empty 404", async () => {
    await using app = await appFolder("http-app", {
      extensions: { http: { routePrefix: "api/v1", customHeaders: { "X-Frame": "no" } } },
    });
    await using host = await startHostProcess({ app: app.path });
    const inside = await fetch(`${host.url}/API/v1/hello`);
    expect([inside.status, await inside.text(), inside.headers.get("x-frame")]).toEqual([200, "hello", "no"]);
    const outside = await fetch(`${host.url}/hello`);
    expect([outside.status, await outside.text()]).toEqual([404, ""]);
  });

  it("maxConcurrentRequests lets the next one wait; beyond maxOutstandingRequests the host's own 429", async () => {
    const http = { maxConcurrentRequests: 1, maxOutstandingRequests: 2 };
    await using app = await appFolder("http-app", { extensions: { http } });
    await using host = await startHostProcess({ app: app.path });
    const slow = (name: string) => fetch(`${host.url}/slow/${name}?ms=500`);
    const answers = await Promise.all(["one", "two", "three"].map(slow));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429]);
    expect(await answers.find(({ status }) => status === 429)!.text()).toBe("");
    const served = ["one", "two", "three"].filter((_, index) => answers[index]?.status === 200);
    const times = await Promise.all(
      served.map(async (name) => [
        (await host.notes(`${name}-begun`))[0]!.at,
        (await host.notes(`${name}-ended`))[0]!.at,
      ]),
    );
    const [first, second] = times.sort(([a], [b]) => a! - b!);
    expect(second![0]).toBeGreaterThanOrEqual(first![1]!);
    expect((await slow("later")).status).toBe(200);
  });

  it("keys in the data folder stay the same over a restart, and are readable by their owner only", async () => {
    await using app = await appFolder("http-app");
    const data = emptyFolder();
    const env = { LOCAL_HOST_MASTER_KEY: "", LOCAL_HOST_FUNCTION_KEY: "" };
    const file = join(data, "host-keys.json");
    for (const _ of [1, 2]) {
      await using host = await startHostProcess({ app: app.path, data, env });
      const keys = JSON.parse(readFileSync(file, "utf8")) as { function: string };
      expect((await fetch(`${host.url}/guarded?code=${keys.function}`)).status).toBe(200);
      expect((await fetch(`${host.url}/guarded?code=${functionKey}`)).status).toBe(401);
    }
    expect(statSync(file).mode & 0o077).toBe(0);
    rmSync(data, { recursive: true });
  });
});

describeOwnHost("the log", () => {
  it("has a line per invocation, and never a body, a query, a header or the message of an error", async () => {
    await using app = await appFolder("http-app");
    await using host = await startHostProcess({ app: app.path });
    const secrets = { method: "POST", body: "canary-body", headers: { "x-canary": "canary-header" } };
    await fetch(`${host.url}/echo/canary-path?canary=canary-query`, secrets);
    await fetch(`${host.url}/answer/throws`);
    const [line] = await host.logged((entry) => entry.function === "echo");
    expect(line).toMatchObject({
      event: "invocation",
      outcome: "succeeded",
      invocationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      durationMs: expect.any(Number),
    });
    const [failed] = await host.logged((entry) => entry.function === "answer-throws");
    expect(failed).toMatchObject({ outcome: "failed", error: { name: "Error" } });
    const all = host.lines.join("\n") + host.errors;
    expect(all).not.toContain("canary");
    expect(all).not.toContain("what a person typed");
  });
});

describeOwnHost("context.log", () => {
  it("is a line with the function and the invocation", async () => {
    await using app = await appFolder("ill-app");
    await using host = await startHostProcess({ app: app.path });
    await fetch(`${host.url}/well`);
    const [line] = await host.logged(({ event }) => event === "log");
    const [invocation] = await host.logged(({ event }) => event === "invocation");
    expect(line).toMatchObject({ level: "warning", function: "well", text: "seen { count: 1 }" });
    expect(line?.invocationId).toBe(invocation?.invocationId);
  });
});

describeOwnHost("stopping", () => {
  it("lets requests in flight finish, takes no new one, and leaves with 0", async () => {
    await using app = await appFolder("http-app");
    await using host = await startHostProcess({ app: app.path });
    const inFlight = fetch(`${host.url}/slow/last?ms=800`);
    await host.notes("last-begun", 1);
    host.signal("SIGTERM");
    expect(await (await inFlight).text()).toBe("slow");
    expect(await host.exited).toBe(0);
    await expect(fetch(`${host.url}/hello`)).rejects.toThrow();
  });

  it("runs the app's appTerminate hooks", async () => {
    await using app = await appFolder("ill-app");
    await using host = await startHostProcess({ app: app.path });
    expect(await host.stop()).toBe(0);
    expect(host.lines).toContain("the app was told of the end");
  });

  it("waits for a handler that never returns only as long as it is told, and says so by its exit code", async () => {
    await using app = await appFolder("ill-app");
    await using host = await startHostProcess({ app: app.path, env: { LOCAL_HOST_STOP_SECONDS: "1" } });
    fetch(`${host.url}/never`).catch(() => undefined);
    await host.notes("never", 1);
    expect(await host.stop()).toBe(1);
  });
});

describeOwnHost("handlers that misbehave", () => {
  it("one that never returns is ended by functionTimeout with an empty 500; the app runs on in a new worker", async () => {
    await using app = await appFolder("ill-app", { functionTimeout: "00:00:01" });
    await using host = await startHostProcess({ app: app.path });
    const answer = await sendRaw(host.url, "GET /never HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    expect([answer.status, answer.body.length, headerOf(answer, "content-length")]).toEqual([500, 0, "0"]);
    expect(host.invocationsOf("never", "timeout")).toHaveLength(1);
    expect(await (await fetch(`${host.url}/well`)).text()).toBe("well");
  });

  it("one that never returns keeps nobody else from being answered", async () => {
    await using app = await appFolder("ill-app");
    await using host = await startHostProcess({ app: app.path });
    const never = fetch(`${host.url}/never`).catch(() => "cut");
    await host.notes("never", 1);
    expect(await (await fetch(`${host.url}/well`)).text()).toBe("well");
    await host[Symbol.asyncDispose]();
    expect(await never).toBe("cut");
  });

  it("one that blocks the thread is ended too, and takes the others in the worker with it", async () => {
    await using app = await appFolder("ill-app", { functionTimeout: "00:00:01" });
    await using host = await startHostProcess({ app: app.path });
    const other = fetch(`${host.url}/never`);
    await host.notes("never", 1);
    const spinning = await fetch(`${host.url}/spin`);
    expect(spinning.status).toBe(500);
    expect((await other).status).toBe(500);
    expect(await (await fetch(`${host.url}/well`)).text()).toBe("well");
  });

  it.each(["exit", "unhandled"])("one that ends the worker (%s) gets an empty 500; the app runs on", async (name) => {
    await using app = await appFolder("ill-app");
    await using host = await startHostProcess({ app: app.path });
    const answer = await fetch(`${host.url}/${name}`);
    expect([answer.status, await answer.text()]).toEqual([500, ""]);
    expect(host.invocationsOf(name, "worker-lost")).toHaveLength(1);
    expect(await (await fetch(`${host.url}/well`)).text()).toBe("well");
  });

  it("an app that ends its worker again and again ends the host", async () => {
    await using app = await appFolder("ill-app");
    await using host = await startHostProcess({ app: app.path });
    for (let count = 0; count < 4; count += 1) await fetch(`${host.url}/exit`).catch(() => undefined);
    expect(await host.exited).toBe(1);
    expect(host.errors).toContain("again and again");
  });
});

describeOwnHost("hooks", () => {
  it("appStart, preInvocation and postInvocation run where the worker runs them", async () => {
    await using app = await appFolder("ill-app");
    await using host = await startHostProcess({ app: app.path });
    expect(await (await fetch(`${host.url}/hooked`)).json()).toBe("before");
    expect((await host.notes("after", 1)).map(({ detail }) => detail)).toEqual([true]);
    expect(await host.notes("appStart")).toHaveLength(1);
  });
});

describeOwnHost("streaming", () => {
  it("answers leave as they are written, with x-ms-invocation-id; chunked bodies arrive", async () => {
    await using app = await appFolder("stream-app");
    await using host = await startHostProcess({ app: app.path });
    const get = await fetch(`${host.url}/stream/three?q=4`);
    expect(get.headers.get("x-ms-invocation-id")).toMatch(/^[0-9a-f-]{36}$/);
    expect(get.headers.get("x-own")).toBe("kept");
    expect(await get.text()).toBe("one two three 4 0");
    const body = ReadableStream.from([Buffer.from("some"), Buffer.from("thing")]);
    const post = await fetch(`${host.url}/stream/x?q=y`, { method: "POST", body, duplex: "half" } as RequestInit);
    expect(await post.text()).toBe("one two x y 9");
  });

  it("a handler that throws is an empty 500", async () => {
    await using app = await appFolder("stream-app");
    await using host = await startHostProcess({ app: app.path });
    const answer = await fetch(`${host.url}/throws`);
    expect([answer.status, await answer.text()]).toEqual([500, ""]);
  });
});
