/**
 * The application of a simulated run: the product's own composition, on settings of a local system with the intervals of
 * production. The settings stand in the environment before the composition root loads, because it composes when it loads.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keptSecrets, type Secrets } from "../../local/system/secrets.ts";
import { applicationSettings } from "../../local/system/settings.ts";
import type { Concierge } from "../../shared/compose.ts";
import type { Ports } from "../../shared/compose-ports.ts";
import { parseSettings } from "../../shared/config.ts";
import { cryptographyAtOnce } from "./cryptography.ts";

cryptographyAtOnce();

const directory = mkdtempSync(join(tmpdir(), "concierge-simulation-"));
process.once("exit", () => rmSync(directory, { recursive: true, force: true }));

export const secrets: Secrets = keptSecrets(directory);

const nowhere = "http://127.0.0.1:1";
const { CLOCK_URL: _, ...local } = applicationSettings(secrets, {
  dataDir: directory,
  sitePort: 7071,
  mailboxPort: 1,
  issuerPort: 1,
  clockUrl: nowhere,
  cosmos: { endpoint: nowhere, key: "AAAA" },
  connectionString: () => "UseDevelopmentStorage=true",
});
/** The local system's short intervals go; the defaults of `config.ts` are production's. */
const environment = Object.fromEntries(Object.entries(local).filter(([name]) => !/_INTERVAL_/.test(name)));
Object.assign(process.env, environment);
const settings = parseSettings(environment);
const { capabilitiesOf } = await import("../../shared/compose.ts");

/** A freshly started process: nothing in memory yet. */
export const startApplication = (ports: Ports): Concierge => capabilitiesOf(settings, ports);
