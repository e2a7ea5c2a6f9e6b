/**
 * Puts the application's secrets into Key Vault: `node tools/infra/set-secrets.ts VAULT` makes those that are missing,
 * `… VAULT --rotate NAME` adds a version to one, `… VAULT --retire NAME --keep N` drops the oldest. Needs the Azure CLI, signed
 * in as someone with *Key Vault Secrets Officer*. Shows no secret; ends by printing the public keys for the processor.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { nextSecret, publicKeys, retired, type SecretName, secretNames } from "./secrets.ts";

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { rotate: { type: "string" }, retire: { type: "string" }, keep: { type: "string", default: "2" } },
});
const vault = positionals[0];
if (!vault) throw new Error("usage: node tools/infra/set-secrets.ts VAULT [--rotate NAME | --retire NAME --keep N]");

const az = (...args: string[]) =>
  execFileSync("az", args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    shell: process.platform === "win32",
  });

const read = (name: SecretName): string | undefined => {
  const names = JSON.parse(
    az("keyvault", "secret", "list", "--vault-name", vault, "--query", "[].name", "--output", "json"),
  ) as string[];
  if (!names.includes(name)) return undefined;
  return az(
    "keyvault",
    "secret",
    "show",
    "--vault-name",
    vault,
    "--name",
    name,
    "--query",
    "value",
    "--output",
    "tsv",
  ).trim();
};

/** Through a file that only this user can read, so that the value is in no process list and no history. */
const put = (name: SecretName, value: string) => {
  const folder = mkdtempSync(join(tmpdir(), "secret-"));
  try {
    const file = join(folder, "value");
    writeFileSync(file, value, { mode: 0o600 });
    az(
      "keyvault",
      "secret",
      "set",
      "--vault-name",
      vault,
      "--name",
      name,
      "--file",
      file,
      "--encoding",
      "utf-8",
      "--output",
      "none",
    );
    console.log(`${name}: written`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const known = (name: string): SecretName => {
  const found = secretNames.find((candidate) => candidate === name);
  if (!found) throw new Error(`no secret ${name}; there are ${secretNames.join(", ")}`);
  return found;
};

if (values.rotate) {
  const name = known(values.rotate);
  put(name, nextSecret(name, read(name)));
} else if (values.retire) {
  const name = known(values.retire);
  const current = read(name);
  if (current === undefined) throw new Error(`${name} is not in the vault`);
  put(name, retired(name, current, Number(values.keep)));
} else {
  for (const name of secretNames) {
    if (read(name) === undefined) put(name, nextSecret(name));
    else console.log(`${name}: already there`);
  }
}

const signingKeys = read("signing-keys");
if (signingKeys) console.log(`Public keys for the concierge processor:\n${publicKeys(signingKeys)}`);
