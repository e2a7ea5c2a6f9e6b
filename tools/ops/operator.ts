/**
 * Who runs a command, for the ledger: the object id in the controller's directory, given by `--as` or read from the token of
 * whoever is signed in with the Azure CLI. What is given is believed: the ledger names it, and the host's own log of who
 * signed in where is the check on it.
 */
import * as z from "zod";

const objectId = z.uuid();

/** @throws Error that says what to do. */
export async function operatorId(given: string | undefined): Promise<string> {
  if (given !== undefined) {
    if (!objectId.safeParse(given).success)
      throw new Error("--as takes the object id of your account in the directory (a UUID)");
    return given.toLowerCase();
  }
  const id = process.env.CONCIERGE_MODE === "local" ? undefined : await signedInId();
  if (id === undefined) {
    throw new Error(
      "Say who you are: --as OBJECT_ID (az ad signed-in-user show --query id --output tsv), or sign in with az login.",
    );
  }
  return id;
}

/** The `oid` of the signed-in account's own token. It is not verified here: Azure made it for this machine a moment ago. */
async function signedInId(): Promise<string | undefined> {
  const { AzureCliCredential } = await import("@azure/identity");
  try {
    const { token } = await new AzureCliCredential().getToken("https://management.azure.com/.default");
    const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    return z.object({ oid: objectId }).parse(claims).oid;
  } catch {
    return undefined;
  }
}
