/** Parts of the host on their own, where going through a process would show less. */
import { execFile } from "node:child_process";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { parseHostJson } from "../../../local/host/host-json.ts";
import { listenOnLoopback } from "../../../local/host/loopback.ts";
import { PollDelay } from "../../../local/host/poll-delay.ts";
import { parseQuery, parseRequestTarget } from "../../../local/host/request-target.ts";
import { parseRouteTemplate } from "../../../local/host/route-template.ts";
import { readSettings } from "../../../local/host/settings.ts";
import { appFolder } from "./app-folder.ts";
import { startHostProcess } from "./host-process.ts";
import { describeOwnHost } from "./target.ts";

describe("host.json", () => {
  it("has the defaults of the real host", () => {
    expect(parseHostJson('{"version":"2.0"}')).toEqual({
      version: "2.0",
      functionTimeout: 1_800_000,
      extensions: {
        http: { routePrefix: "api", maxConcurrentRequests: -1, maxOutstandingRequests: -1, customHeaders: {} },
        queues: {
          batchSize: 16,
          newBatchThreshold: 8,
          maxDequeueCount: 5,
          visibilityTimeout: 0,
          maxPollingInterval: 60_000,
          messageEncoding: "base64",
        },
      },
    });
  });
  it("reads time spans to the part of a second, and no limit at all", () => {
    const timeout = (text: string) =>
      parseHostJson(JSON.stringify({ version: "2.0", functionTimeout: text })).functionTimeout;
    expect([timeout("1.02:03:04.5"), timeout("00:05:00"), timeout("-1")]).toEqual([
      93_784_500,
      300_000,
      Number.POSITIVE_INFINITY,
    ]);
  });
});

describe("settings", () => {
  it("hide a taken message 600 s, hold a timer's lock 60 s and take bodies of 100 MB unless told otherwise", () => {
    expect(readSettings({})).toMatchObject({ crashHideSeconds: 600, timerLeaseSeconds: 60, bodyLimit: 104_857_600 });
  });
  it("that are wrong are named, without their value", () => {
    expect(() => readSettings({ LOCAL_HOST_TIMER_LEASE_SECONDS: "5" })).toThrow(
      "setting LOCAL_HOST_TIMER_LEASE_SECONDS must be a whole number from 15 to 60",
    );
  });
});

describe("idle polling", () => {
  it("backs off from a tenth of a second to maxPollingInterval, and starts over after a message", () => {
    const delay = new PollDelay(2_000);
    const waits = Array.from({ length: 10 }, () => delay.next());
    expect(waits[0]).toBeLessThanOrEqual(140);
    for (const [index, wait] of waits.slice(0, 4).entries()) {
      expect(wait).toBeGreaterThanOrEqual(Math.max(100, 80 * 2 ** index));
      expect(wait).toBeLessThanOrEqual(120 * 2 ** index);
    }
    expect(waits.at(-1)).toBe(2_000);
    delay.found();
    expect(delay.next()).toBeLessThanOrEqual(140);
  });
});

describe("route templates", () => {
  const match = (template: string, path: string) => parseRouteTemplate(template).match(path.split("/"));
  it.each(["{id", "id}", "a//b", "{*rest}/x", "{a?}-{b}", "{id:nothing}", "{id:range(1)}", "{}"])(
    "%s is refused",
    (template) => {
      expect(() => parseRouteTemplate(template)).toThrow(/^route "/);
    },
  );
  it("let a regular expression hold slashes, braces, colons and parentheses", () => {
    const template = "at/{time:regex(^([01][0-9]|2[0-3]):[0-5]{{1}}[0-9]$)}";
    expect(match(template, "at/23:59")).toEqual({ time: "23:59" });
    expect(match(template, "at/24:00")).toBeUndefined();
  });
  it("take literal braces doubled", () => expect(match("{{x}}/{y}", "{x}/1")).toEqual({ y: "1" }));
  it("need everything before an absent optional parameter", () => {
    expect(match("a/{b}/{c?}", "a")).toBeUndefined();
    expect(match("a/{b}/{c?}", "a/1")).toEqual({ b: "1" });
    expect(match("a/{b}/{c?}", "a/1/2/3")).toBeUndefined();
  });
  it("keep a parameter named like a member of every object", () => {
    expect(Object.keys(match("{__proto__}", "x") ?? {})).toEqual(["__proto__"]);
  });
});

describe("request targets", () => {
  it.each([
    ["/a%41/b", "/aA/b", ["aA", "b"]],
    ["/caf%C3%A9 ".trim(), "/caf%C3%A9", ["café"]],
    ["/%zz%ff", "/%25zz%ff", ["%zz%ff"]],
    ["/..", "/", []],
    ["/a/./b/../c/", "/a/c/", ["a", "c"]],
    ["*", "*", [""]],
  ])("%s", (target, path, segments) => {
    expect(parseRequestTarget(target)).toMatchObject({ path, segments });
  });
  it("with a NUL are none", () => expect(parseRequestTarget("/a%00")).toBeUndefined());
  it("a query name may be that of a member of every object", () => {
    expect(Object.entries(parseQuery("__proto__=1&constructor=2"))).toEqual([
      ["__proto__", "1"],
      ["constructor", "2"],
    ]);
  });
});

describe("reach", () => {
  it("a server opened while the app loads listens on the loopback interface only", async () => {
    const server = await listenOnLoopback(
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const opened = createServer().listen(() => resolve(opened));
        }),
    );
    expect(server.address()).toMatchObject({ address: "127.0.0.1" });
    server.close();
  });
});

describeOwnHost("reach of the host", () => {
  it.skipIf(process.platform !== "linux")("is the loopback interface", async () => {
    await using app = await appFolder("http-app");
    await using host = await startHostProcess({ app: app.path });
    // A server on all interfaces would answer here too: on Linux the whole of 127/8 is the loopback interface.
    const elsewhere = new Promise((resolve) => {
      const socket = connect(host.port, "127.0.0.2");
      socket.on("connect", () => resolve("connected"));
      socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    });
    expect(await elsewhere).toBe("ECONNREFUSED");
  });
});

describe("@azure/functions without a host", () => {
  it("only warns, so that function files can be imported in tests", async () => {
    const source = 'import { app } from "@azure/functions"; app.http("x", { handler() {} }); console.log("imported");';
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", source]);
    expect(stdout).toContain("imported");
    expect(stderr).toContain("test mode");
  });
});

describe("npm run start:func", () => {
  it("says in one line that Core Tools are absent", async () => {
    const script = join(import.meta.dirname, "../../../local/start-func.ts");
    const failed = await promisify(execFile)(process.execPath, [script], { env: { PATH: "" } }).catch((error) => error);
    expect(failed).toMatchObject({ code: 1, stdout: "" });
    expect(failed.stderr).toMatch(/^Azure Functions Core Tools \(`func`\) are not installed[^\n]*\n$/);
  });
});
