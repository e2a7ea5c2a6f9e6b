/**
 * The routes as they are registered, for descriptions and tests: loads the functions with settings made up for the moment.
 * Nothing is connected to; what the functions register is all that is looked at.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keptSecrets } from "../../local/system/secrets.ts";
import { applicationSettings } from "../../local/system/settings.ts";
import type { Route } from "../../shared/http/route.ts";

/** Every route of the application, the catch-all excepted, in the order of registration. */
export async function registeredRoutes(): Promise<readonly Route[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "concierge-docs-"));
  try {
    const { CLOCK_URL: _none, ...settings } = applicationSettings(keptSecrets(dataDir), {
      dataDir,
      sitePort: 7071,
      mailboxPort: 7072,
      issuerPort: 7074,
      clockUrl: "",
      cosmos: { endpoint: "http://127.0.0.1:8081/", key: "AAAA" },
      connectionString: () => "UseDevelopmentStorage=true",
    });
    Object.assign(process.env, settings);
    delete process.env.CLOCK_URL;
    await import("../../functions/index.ts");
    const { routes } = await import("../../shared/http/route.ts");
    return routes;
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}
