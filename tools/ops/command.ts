/** What an operator's command is made of: how it is used, whether the ledger must know who gave it, and what it does. */
import { decodeJwt } from "jose";
import type { Operator } from "../../shared/audit/audited.ts";
import { type BrandId, brandIds } from "../../shared/charter/brands.ts";
import type { Concierge } from "../../shared/compose.ts";

export type CommandCall = {
  readonly concierge: Concierge;
  /** What follows the command's words, options taken out. */
  readonly words: readonly string[];
  /** `--name value`, by name; an option without value is `true`. */
  readonly options: Readonly<Record<string, string | true>>;
  /** Who gives the command. Only there where the command is audited. */
  readonly operator: Operator;
};

export type Command = {
  /** After `npm run ops -- `. */
  readonly usage: string;
  readonly does: string;
  readonly isAudited?: true;
  /** @throws UsageError where it was called wrongly. */
  readonly run: (call: CommandCall) => Promise<void>;
};

export type Commands = Readonly<Record<string, Command>>;

export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Who gives an audited command (operatorFrom). */
export const asWord = "[--as OBJECT_ID, locally]";

export const brandWord = brandIds.join("|");

/** @throws UsageError */
export function brandFrom(word: string | true | undefined): BrandId {
  const brand = brandIds.find((id) => id === word);
  if (brand === undefined) throw new UsageError(`name a brand: ${brandWord}`);
  return brand;
}

const flag = /^--([a-z][a-z-]*)$/;

/** Splits a command line into words and options. */
export function parseLine(line: readonly string[]): Pick<CommandCall, "words" | "options"> {
  const words: string[] = [];
  const options: Record<string, string | true> = {};
  for (let index = 0; index < line.length; index += 1) {
    const word = line[index] ?? "";
    const name = flag.exec(word)?.[1];
    const next = line[index + 1];
    if (name === undefined) words.push(word);
    else if (next === undefined || flag.test(next)) options[name] = true;
    else {
      options[name] = next;
      index += 1;
    }
  }
  return { words, options };
}

/** Whoever is signed in on this machine, by the token Entra ID gives them: a name that is typed proves nothing. */
async function signedInOperator(): Promise<string> {
  const { DefaultAzureCredential } = await import("@azure/identity");
  const { token } = await new DefaultAzureCredential().getToken("https://management.azure.com/.default");
  const { oid } = decodeJwt<{ oid?: string }>(token);
  if (oid === undefined) throw new UsageError("the token of this sign-in names nobody");
  return oid;
}

/**
 * Who gives an audited command. In Azure it is whoever is signed in (`az login`). Locally there is nobody to ask, so `--as` names
 * the object id in the controller's directory, or OPERATOR_ID of the environment.
 * @throws UsageError where nobody is named, or somebody is where it is not theirs to say.
 */
export async function operatorFrom(
  options: CommandCall["options"],
  environment: NodeJS.ProcessEnv,
  signedIn = signedInOperator,
): Promise<Operator> {
  if (environment.CONCIERGE_MODE !== "local") {
    if (options.as !== undefined) throw new UsageError("leave --as out: in Azure you are who is signed in");
    return { role: "ops", id: await signedIn() };
  }
  const id = options.as ?? environment.OPERATOR_ID;
  if (typeof id !== "string" || !/^[A-Za-z0-9_-]{1,64}$/.test(id)) {
    throw new UsageError("say who you are: --as OBJECT_ID, or OPERATOR_ID in the environment; it stands in the ledger");
  }
  return { role: "ops", id };
}
