/**
 * The keys of the host: the master key for `/admin` and the function key for `authLevel: "function"`. Taken from settings,
 * else from a file in the data folder, which is made with new random keys where there is none.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AuthLevel } from "./router.ts";

export type Keys = { readonly master: string; readonly function: string };

export function readKeys(environment: NodeJS.ProcessEnv, dataFolder: string | undefined): Keys {
  const kept = dataFolder === undefined ? newKeys() : keptKeys(dataFolder);
  return {
    master: environment.LOCAL_HOST_MASTER_KEY || kept.master,
    function: environment.LOCAL_HOST_FUNCTION_KEY || kept.function,
  };
}

/** The master key opens everything; the function key opens level `function`. */
export function mayCall(level: AuthLevel, presented: string | undefined, keys: Keys): boolean {
  if (level === "anonymous") return true;
  if (presented === undefined) return false;
  return isSame(presented, keys.master) || (level === "function" && isSame(presented, keys.function));
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));

const newKeys = (): Keys => ({
  master: randomBytes(32).toString("base64url"),
  function: randomBytes(32).toString("base64url"),
});

function keptKeys(folder: string): Keys {
  const file = join(folder, "host-keys.json");
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(file, JSON.stringify(newKeys()), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  return JSON.parse(readFileSync(file, "utf8")) as Keys;
}
