/**
 * Which settings changed since the ledger last knew: names, never values. Each setting is remembered as a keyed MAC, so that
 * a guess at a value could be checked by nobody without the ledger's key. Checked by the ledger's timer: a change is on
 * record within the hour, whoever made it (GDPR article 32(1)(d)).
 */
import { createHash } from "node:crypto";
import * as z from "zod";
import { brandIds } from "../charter/brands.ts";
import type { KeyRing } from "../config.ts";
import { code, opaqueId, reference } from "../privacy/formats.ts";
import { type Doc, plain, record } from "../privacy/record.ts";
import { isMacOf, macOf } from "./chain.ts";
import type { Ledger } from "./record-entry.ts";

const seen = ["dpo", "auditor", "ops"] as const;

export const settingsState = record(
  "settings-state",
  1,
  {
    id: plain(opaqueId(), seen),
    /** Counts the changes. */
    change: plain(z.int().min(1), seen),
    settings: z.array(z.strictObject({ name: plain(code(), seen), mac: plain(reference(), seen) })).max(200),
  },
  { kept: "proof" },
);
export type SettingsState = Doc<typeof settingsState>;

/** The port to the one record that remembers. */
export interface SettingsMemory {
  read(): Promise<{ readonly doc: SettingsState; readonly etag: string } | undefined>;
  /** @returns false where somebody else wrote meanwhile. */
  write(doc: SettingsState, etag: string | undefined): Promise<boolean>;
}

export const settingsStateId = "settings";

const use = (name: string) => `setting ${name}`;
/** `DataStorage__queueServiceUri` as a word of the ledger. */
const wordOf = (name: string) => name.replaceAll(/_+/g, "_");

type Needs = {
  readonly memory: SettingsMemory;
  readonly ledger: Ledger;
  readonly ledgerKeys: KeyRing;
  readonly settings: Readonly<Record<string, unknown>>;
};

/** @returns how many settings are not what they were. */
export const makeWatchSettings =
  ({ memory, ledger, ledgerKeys, settings }: Needs) =>
  async (): Promise<number> => {
    const now = Object.entries(settings)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ({ name: wordOf(name), value: JSON.stringify(value) }));
    const found = await memory.read();
    const known = new Map(found?.doc.settings.map(({ name, mac }) => [name, mac]));
    const changed = [
      ...now.filter(({ name, value }) => !isMacOf(ledgerKeys, use(name), value, known.get(name) ?? "")),
      ...[...known.keys()].filter((name) => !now.some((one) => one.name === name)).map((name) => ({ name })),
    ];
    if (changed.length === 0) return 0;
    const change = (found?.doc.change ?? 0) + 1;
    // The entries first: cut short here, the next run writes them again under the same ids.
    for (const { name } of changed) {
      // The settings are those of every brand, so each brand's ledger tells of them.
      for (const brand of brandIds) {
        const id = createHash("sha256")
          .update(JSON.stringify(["setting", change, name, brand]))
          .digest("base64url");
        await ledger.append({ id, brand, event: "settings.changed", actor: { role: "ops" }, detail: name });
      }
    }
    await memory.write(
      {
        id: settingsStateId,
        change,
        settings: now.map(({ name, value }) => ({ name, mac: macOf(ledgerKeys, use(name), value) })),
      },
      found?.etag,
    );
    return changed.length;
  };
