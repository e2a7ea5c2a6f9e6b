/**
 * Asks a deployed site the least that shows it is well: `node tools/infra/smoke-test.ts ORIGIN…`. It is alive and ready, refuses
 * who is not signed in, answers errors as problems, and sends the headers that protect the browser. Changes nothing.
 */

export type SmokeCheck = { readonly name: string; readonly fault: string | undefined };

type Expectation = {
  readonly name: string;
  readonly path: string;
  readonly method?: string;
  readonly fault: (response: Response, body: string) => string | undefined;
};

const status =
  (expected: number) =>
  ({ status: actual }: Response) =>
    actual === expected ? undefined : `${actual} instead of ${expected}`;

const header = (response: Response, name: string, pattern: RegExp) =>
  pattern.test(response.headers.get(name) ?? "") ? undefined : `${name} is ${response.headers.get(name) ?? "absent"}`;

const first = (...faults: (string | undefined)[]) => faults.find((fault) => fault !== undefined);

const expectations: readonly Expectation[] = [
  { name: "is alive", path: "/api/v1/health/live", fault: status(200) },
  {
    name: "is ready, its data in the EEA",
    path: "/api/v1/health/ready",
    fault: (response, body) =>
      first(status(200)(response), /"residency"\s*:\s*"up"/.test(body) ? undefined : "residency is not up"),
  },
  {
    name: "refuses who is not signed in, as a problem",
    path: "/api/v1/me",
    fault: (response) => first(status(401)(response), header(response, "content-type", /^application\/problem\+json/)),
  },
  { name: "does not know what is not there", path: "/api/v1/nothing-here", fault: status(404) },
  {
    name: "protects the browser",
    path: "/api/v1/me",
    fault: (response) =>
      first(
        header(response, "strict-transport-security", /max-age=\d{7,}/),
        header(response, "x-content-type-options", /^nosniff$/),
        header(response, "content-security-policy", /.+/),
        header(response, "cache-control", /no-store/),
      ),
  },
];

const check = async (origin: string, { name, path, method = "GET", fault }: Expectation): Promise<SmokeCheck> => {
  try {
    const response = await fetch(new URL(path, origin), {
      method,
      redirect: "manual",
      signal: AbortSignal.timeout(30_000),
    });
    return { name, fault: fault(response, await response.text()) };
  } catch (error) {
    return { name, fault: error instanceof Error ? error.message : String(error) };
  }
};

/** @param origin scheme and host of a brand's site; plain HTTP is for this machine only. */
export const smokeTest = async (origin: string): Promise<SmokeCheck[]> => {
  const { protocol, hostname } = new URL(origin);
  const isLocal = /^(?:localhost|127\.0\.0\.1|\[::1\]|.+\.localhost)$/.test(hostname);
  if (protocol !== "https:" && !isLocal) return [{ name: "is on https", fault: `${protocol} is not` }];
  const results: SmokeCheck[] = [];
  for (const expectation of expectations) results.push(await check(origin, expectation));
  return results;
};

if (import.meta.main) {
  const origins = process.argv.slice(2);
  if (origins.length === 0) throw new Error("usage: node tools/infra/smoke-test.ts ORIGIN…");
  let faults = 0;
  for (const origin of origins) {
    for (const { name, fault } of await smokeTest(origin)) {
      console.log(`${fault ? "FAIL" : "ok  "} ${origin} ${name}${fault ? `: ${fault}` : ""}`);
      if (fault) faults += 1;
    }
  }
  if (faults > 0) process.exit(1);
}
