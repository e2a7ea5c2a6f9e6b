/** The port to the mail provider, and the provider itself: Azure Communication Services Email. */
import type { EmailClient } from "@azure/communication-email";
import type { BrandId } from "../charter/brands.ts";
import type { Settings } from "../config.ts";
import { managedIdentity } from "../storage/credentials.ts";
import { countStorageOperation } from "../storage/meter.ts";
import { isTransient, Unavailable } from "../storage/unavailable.ts";

export type Mail = {
  /** The same at each try, so that the provider sends it once. */
  readonly id: string;
  readonly brand: BrandId;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
};

export interface Mailer {
  /** Resolves once the provider has accepted the mail. */
  send(mail: Mail): Promise<void>;
}

/** Well within the claim of whoever sends (`send-notification.ts`): after it, another try may begin. */
const sendSeconds = 30;

/** The SDK is loaded with the first mail: most invocations never send one. */
export function communicationServicesMailer(settings: Settings): Mailer {
  let client: Promise<EmailClient> | undefined;
  const connect = async (): Promise<EmailClient> => {
    const { EmailClient } = await import("@azure/communication-email");
    return settings.CONCIERGE_MODE === "local"
      ? new EmailClient(settings.MAIL_ENDPOINT, { key: settings.MAIL_ACCESS_KEY }, localOptions)
      : new EmailClient(settings.MAIL_ENDPOINT, managedIdentity(settings.MANAGED_IDENTITY_CLIENT_ID));
  };
  return {
    async send({ id, brand, to, subject, text }) {
      const sender = settings.MAIL_SENDERS[brand];
      if (sender === undefined) throw new Error(`no sender for ${brand}`);
      countStorageOperation();
      try {
        client ??= connect();
        await (await client).beginSend(
          {
            senderAddress: sender,
            content: { subject, plainText: text },
            recipients: { to: [{ address: to }] },
            disableUserEngagementTracking: true,
          },
          { operationId: id, abortSignal: AbortSignal.timeout(sendSeconds * 1_000) },
        );
      } catch (error) {
        throw isTransient(error) ? new Unavailable("mail", error) : error;
      }
    },
  };
}

/** The local mailbox speaks plain HTTP on the loopback interface; the SDK asks to be told that this is meant. */
const localOptions = { allowInsecureConnection: true };
