/**
 * The host under test: this project's own, or, by the setting `HOST_URL`, any other that runs the bundled `apps/http-app.ts`
 * (`HOST_FUNCTION_KEY` and `HOST_MASTER_KEY` give its keys). Tests that start, stop or kill the host are skipped then.
 */
import { describe } from "vitest";
import { appFolder } from "./app-folder.ts";
import { functionKey, masterKey, startHostProcess } from "./host-process.ts";

const given = process.env.HOST_URL;

/** Tests that start, stop or kill the host: left out, saying so, when it is not theirs. */
export const describeOwnHost: typeof describe = ((title: string, tests: () => void) =>
  given === undefined
    ? describe(title, tests)
    : describe.skip(`${title} (HOST_URL names a host that the tests cannot start or stop)`, tests)) as typeof describe;

export type Target = AsyncDisposable & {
  readonly url: string;
  readonly functionKey: string;
  readonly masterKey: string;
};

export async function startTarget(): Promise<Target> {
  if (given !== undefined) {
    const keys = { functionKey: process.env.HOST_FUNCTION_KEY ?? "", masterKey: process.env.HOST_MASTER_KEY ?? "" };
    return { url: given.replace(/\/$/, ""), ...keys, [Symbol.asyncDispose]: async () => undefined };
  }
  const folder = await appFolder("http-app");
  const host = await startHostProcess({ app: folder.path });
  const dispose = async () => {
    await host[Symbol.asyncDispose]();
    await folder[Symbol.asyncDispose]();
  };
  return { url: host.url, functionKey, masterKey, [Symbol.asyncDispose]: dispose };
}
