/** The end of an account as the functions carry it out: what the card issuer says, the sweep, messages on their way, traces. */
import { BlobServiceClient } from "@azure/storage-blob";
import { cardIssuer } from "../../local/card-issuer/card-issuer.ts";
import { issuerSource } from "../../local/system/settings.ts";
import {
  type BlobContainerName,
  blobContainers,
  type ContainerName,
  containers,
} from "../../shared/storage/containers.ts";
import type { Functions } from "../fixtures/functions.ts";
import { itemsOf } from "../fixtures/stored.ts";
import { processorMessage } from "./person.ts";

export const issuerOf = ({ secrets, clock }: Functions) =>
  cardIssuer({
    signingKey: secrets.issuerKey,
    joinKeys: secrets.issuerJoinKeys,
    source: issuerSource,
    now: () => clock.now(),
  });

export const itemsOfPerson = async (
  { cosmos }: Functions,
  subjectId: string,
  container: "subjects" | "archive" = "subjects",
) => (await itemsOf(cosmos, container)).filter((item) => item.subjectId === subjectId);

/** The sweep, and everybody's work after it. */
export async function sweep(functions: Functions): Promise<void> {
  await functions.runTimer("sweep-retention");
  await functions.deliver("retention-work", "care-for-person");
}

/** What is on its way out is delivered, and acknowledged by the processor. */
export async function settleMessages(functions: Functions): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    functions.clock.move({ advanceMs: 120_000 });
    await functions.runTimer("relay-outbox");
    await functions.deliver("notifications", "send-notification");
    for (const text of await functions.deliver("dispatch", "dispatch-message")) {
      const { id, subject } = JSON.parse(text) as { id: string; subject: string };
      const row = (await itemsOfPerson(functions, subject)).find((item) => item.id === `outbox.${id}`);
      const about = {
        subject: `${subject}/${row?.requestId}`,
        type: "concierge.message.acknowledged.v1",
        data: { messageId: id },
      };
      if (row !== undefined) await functions.take("take-update", (await processorMessage(functions, about)).text);
    }
    await functions.drain("concierge-inbox");
  }
}

/** Everything in every store that names the text, and where. */
export async function tracesOf(functions: Functions, text: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of Object.keys(containers) as ContainerName[]) {
    for (const item of await itemsOf(functions.cosmos, name))
      if (JSON.stringify(item).includes(text)) found.push(`${name}/${item.id}`);
  }
  for (const [name, { account }] of Object.entries(blobContainers) as [BlobContainerName, { account: "keys" }][]) {
    const client = BlobServiceClient.fromConnectionString(functions.connectionString(account));
    const container = client.getContainerClient(name);
    for await (const blob of container.listBlobsFlat()) {
      const content = await container.getBlobClient(blob.name).downloadToBuffer();
      if (blob.name.includes(text) || content.includes(text)) found.push(`${name}/${blob.name}`);
    }
  }
  return found;
}

/** The processor's own payloads, which are the processor's to erase on our receipt. */
export async function processorErases({ connectionString }: Functions): Promise<void> {
  const exchange = BlobServiceClient.fromConnectionString(connectionString("exchange"));
  const container = exchange.getContainerClient("from-processor");
  for await (const { name } of container.listBlobsFlat()) await container.deleteBlob(name);
}
