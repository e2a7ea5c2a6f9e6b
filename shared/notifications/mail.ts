/**
 * The port to the mail provider, and the provider itself: Azure Communication Services Email. What became of a mail is asked
 * for by its id: no report with an address in it travels through our queues or logs (decision 0130).
 */
import type { EmailClient, EmailMessage, EmailSendOptionalParams } from "@azure/communication-email";
import type { BrandId } from "../charter/brands.ts";
import type { Settings } from "../config.ts";
import { managedIdentity } from "../storage/credentials.ts";
import { countStorageOperation } from "../storage/meter.ts";
import { isTransient, statusOf, Unavailable } from "../storage/unavailable.ts";

export type Mail = {
  /** The same at each try, so that the provider sends it once. */
  readonly id: string;
  readonly brand: BrandId;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
};

/**
 * What the provider says of a mail. `pending`: nothing yet. `handed-over`: it left for the mailbox. `suppressed`: dropped,
 * because the address bounced before. `refused`: it is no address. `failed`: for another reason. `unknown`: no such mail.
 */
export type MailResult = "pending" | "handed-over" | "suppressed" | "refused" | "failed" | "unknown";

export interface Mailer {
  /** Resolves once the provider has accepted the mail, with what it says of it by then. */
  send(mail: Mail): Promise<MailResult>;
  /** What became of a mail that was accepted. */
  result(id: string): Promise<MailResult>;
}

/** The version of the REST API that this release of the SDK speaks (tested). */
const apiVersion = "2025-09-01";

type Status = { readonly status?: unknown; readonly error?: { readonly code?: unknown } };

/** The provider's words for an address that it will not send to any more, and for one that is none. */
const suppressedCode = "EmailDroppedAllRecipientsSuppressed";
const refusedCode = "InvalidEmailAddress";

function meaningOf({ status, error }: Status): MailResult {
  if (status === "Succeeded") return "handed-over";
  if (status !== "Failed" && status !== "Canceled") return "pending";
  if (error?.code === suppressedCode) return "suppressed";
  return error?.code === refusedCode ? "refused" : "failed";
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

  /**
   * One call of the SDK, which sends, asks once what became of it, and throws where that is a failure. Its answers are read
   * as they come: a mail that was accepted is accepted, whatever the question after it ended with.
   */
  const ask = async (message: EmailMessage, options: EmailSendOptionalParams): Promise<MailResult> => {
    let last: MailResult | undefined;
    countStorageOperation();
    try {
      client ??= connect();
      await (await client).beginSend(message, {
        ...options,
        onResponse: ({ status, parsedBody, bodyAsText }) => {
          if (status < 300) last = meaningOf((parsedBody ?? JSON.parse(bodyAsText ?? "{}")) as Status);
        },
      });
    } catch (error) {
      if (last !== undefined) return last;
      const { code } = error as { code?: unknown };
      if (code === suppressedCode) return "suppressed";
      if (code === refusedCode) return "refused";
      throw isTransient(error) ? new Unavailable("mail", error) : error;
    }
    return last ?? "pending";
  };

  return {
    async send({ id, brand, to, subject, text }) {
      const sender = settings.MAIL_SENDERS[brand];
      if (sender === undefined) throw new Error(`no sender for ${brand}`);
      return ask(
        {
          senderAddress: sender,
          content: { subject, plainText: text },
          recipients: { to: [{ address: to }] },
          disableUserEngagementTracking: true,
        },
        { operationId: id, abortSignal: AbortSignal.timeout(sendSeconds * 1_000) },
      );
    },

    async result(id) {
      const at = new URL(`/emails/operations/${id}`, settings.MAIL_ENDPOINT);
      at.searchParams.set("api-version", apiVersion);
      const config = { operationLocation: at.href, metadata: { mode: "OperationLocation" } };
      try {
        return await ask(nothing, { resumeFrom: JSON.stringify({ state: { status: "running", config } }) });
      } catch (error) {
        if (statusOf(error) === 404) return "unknown";
        throw error;
      }
    },
  };
}

/** What the SDK asks for where nothing is sent: an operation is resumed. */
const nothing: EmailMessage = {
  senderAddress: "",
  content: { subject: "", plainText: "" },
  recipients: { to: [] },
};

/** The local mailbox speaks plain HTTP on the loopback interface; the SDK asks to be told that this is meant. */
const localOptions = { allowInsecureConnection: true };
