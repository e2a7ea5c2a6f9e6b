/** What anybody sees: probes, problems, the published texts, the description and the keys; and addresses that are none. */
import type { Stage } from "./stage.ts";

export async function capturePublic({ english }: Stage): Promise<void> {
  const see = (route: string, title: string, path: string, headers: Record<string, string> = {}) =>
    english.record(route, title, "GET", path, { headers });

  await see("check-liveness", "The process answers", "/api/v1/health/live");
  await see("check-readiness", "Every dependency answers", "/api/v1/health/ready");
  const page = await see("read-problem", "The page of a problem", "/problems/stale-version");
  await see("read-problem", "Not changed since", "/problems/stale-version", {
    "if-none-match": String(page.headers.etag),
  });
  await see("read-problem", "No such problem", "/problems/no-such-code");
  await see("zz-catch-all", "Unknown path", "/api/v1/nothing-here");
  await english.record("zz-catch-all", "Wrong method", "PUT", "/api/v1/session");
  const endless = "a".repeat(7_000);
  await see("read-charter", "An endless address", `/api/v1/charter?a=${endless}`);
  await see("read-charter", "Endless cookies", "/api/v1/charter", { cookie: `a=${endless}${endless}` });

  for (const document of ["charter", "terms"]) {
    const path = `/api/v1/${document}`;
    await see(`read-${document}`, "The text in force", path);
    const known = await see(`list-${document}-versions`, "Every version", `${path}/versions`);
    const { versions } = known.json<{ versions: { version: string }[] }>();
    const [newest = "", oldest = ""] = [versions[0]?.version, versions.at(-1)?.version];
    await see(`read-${document}-version`, "One version", `${path}/versions/${newest}`);
    await see(`read-${document}-version`, "No such version", `${path}/versions/1999-01`);
    await see(`compare-${document}-versions`, "What changed", `${path}/versions/${newest}/changes-since/${oldest}`);
  }
  await see("read-openapi", "The description of the API", "/api/v1/openapi.json");
  await see("read-reference", "The description as a page", "/api/v1/reference");
  await see("read-public-keys", "The keys that our signatures are checked with", "/.well-known/jwks.json");
  await see("read-certificate", "Unknown", "/api/v1/erasures/00000000-0000-4000-8000-000000000000/certificate");
}
