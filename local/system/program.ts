/** What every small program of the local system does the same way: settings, the readiness line, the end by signal. */

/** A setting that must be there. @throws Error that names it. */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === "") throw new Error(`The setting ${name} is missing`);
  return value;
}

/** A setting that counts something; the default where it is absent. @throws Error that names it. */
export function numberSetting(name: string, otherwise: number): number {
  const value = process.env[name];
  if (value === undefined || value === "") return otherwise;
  const number = Number(value);
  if (!Number.isFinite(number) || number < 0) throw new Error(`The setting ${name} is not a number`);
  return number;
}

export function portOption(text: string | undefined): number {
  const port = Number(text ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port is not a port: ${text}`);
  return port;
}

/** Tells whoever started the program that it answers. */
export function announceReady(port: number): void {
  console.log(JSON.stringify({ ready: true, port }));
}

/** Ends the program on SIGTERM or SIGINT, after `stop`. */
export function endOnSignal(stop: () => Promise<void>): void {
  const end = () => {
    void stop().finally(() => process.exit());
  };
  process.once("SIGTERM", end);
  process.once("SIGINT", end);
}
