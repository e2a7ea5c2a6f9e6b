/**
 * What the host reads from the environment, in one place: its own limits, the connections triggers name, and the `%NAME%`
 * parts of a schedule or queue name. It never reads local.settings.json, which is an affair of Core Tools.
 */
export type Settings = {
  /** In bytes. */
  readonly bodyLimit: number;
  /** How long a message stays hidden once taken, in seconds: what a crash of the host costs. */
  readonly crashHideSeconds: number;
  /** How long a timer's lock outlives a host that died, in seconds; the storage service allows 15 to 60. */
  readonly timerLeaseSeconds: number;
  /** How long a stop waits for work that is running, in seconds. */
  readonly stopSeconds: number;
  readonly timeZone: string;
  readonly clockUrl: string | undefined;
  readonly hostId: string | undefined;
  readonly environment: NodeJS.ProcessEnv;
};

/** @throws Error naming the setting, never its value. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  return {
    bodyLimit: wholeNumber(environment, "FUNCTIONS_REQUEST_BODY_SIZE_LIMIT", 104_857_600, [1, 2 ** 31 - 1]),
    crashHideSeconds: wholeNumber(environment, "LOCAL_HOST_CRASH_HIDE_SECONDS", 600, [1, 604_800]),
    timerLeaseSeconds: wholeNumber(environment, "LOCAL_HOST_TIMER_LEASE_SECONDS", 60, [15, 60]),
    stopSeconds: wholeNumber(environment, "LOCAL_HOST_STOP_SECONDS", 30, [0, 3600]),
    timeZone: environment.WEBSITE_TIME_ZONE || "UTC",
    clockUrl: environment.CLOCK_URL || undefined,
    hostId: environment.AzureFunctionsWebHost__hostid || undefined,
    environment,
  };
}

function wholeNumber(
  environment: NodeJS.ProcessEnv,
  name: string,
  fallback: number,
  [least, most]: readonly [number, number],
): number {
  const text = environment[name];
  if (text === undefined || text === "") return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new Error(`setting ${name} must be a whole number from ${least} to ${most}`);
  }
  return value;
}

/** Replaces each `%NAME%` by the setting of that name. @throws Error naming the setting that is missing. */
export function resolveNames(text: string, environment: NodeJS.ProcessEnv): string {
  return text.replace(/%([^%]+)%/g, (_, name: string) => {
    const value = environment[name];
    if (value === undefined || value === "") throw new Error(`setting ${name} is missing`);
    return value;
  });
}

/** The connection string of the account a trigger or the host names. @throws Error naming the setting. */
export function connectionString(name: string, environment: NodeJS.ProcessEnv): string {
  const value = environment[name] || environment[`AzureWebJobs${name}`];
  if (value) return value;
  const identity = Object.keys(environment).some((key) => key.startsWith(`${name}__`));
  throw new Error(
    identity
      ? `setting ${name}: only a connection string works locally, not an identity (${name}__…)`
      : `setting ${name} (a storage connection string) is missing`,
  );
}

/** A function can be switched off by a setting, as in Azure. */
export const isDisabled = (functionName: string, environment: NodeJS.ProcessEnv): boolean =>
  /^(1|true)$/i.test(
    environment[`AzureWebJobs.${functionName}.Disabled`] ?? environment[`AzureWebJobs_${functionName}_Disabled`] ?? "",
  );
