/**
 * The mailbox over HTTP: the part of the Azure Communication Services Email API that the product's SDK uses, and for people and
 * tests a page and JSON. The address in the URL of `/` and `/api/messages` is accepted here only because this is one machine's
 * stand-in: the product itself never puts personal data in a URL.
 */
import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import * as z from "zod";
import type { Clock } from "../../shared/time/clock.ts";
import { pageHeaders } from "../system/html.ts";
import { answering, HttpRefusal, readBody, readJson, requestUrl, sendJson } from "../system/loopback-http.ts";
import { accessRefusal } from "./access-key.ts";
import { sendSchema } from "./message.ts";
import { mailboxPage } from "./page.ts";
import type { Mailbox } from "./store.ts";

export type MailboxOptions = {
  readonly mailbox: Mailbox;
  readonly clock: Clock;
  readonly accessKey: Buffer;
  /** The addresses mail may come from, as a verified domain allows them; all when absent. */
  readonly senders?: ReadonlySet<string>;
};

const longestWaitMs = 60_000;
const uuid = z.uuid();

/** The next sends fail: with a status, or by a cut connection after the mail was kept. */
const faultSchema = z.union([
  z.strictObject({
    times: z.int().min(0),
    status: z.union([z.literal(429), z.literal(503)]),
    retryAfter: z.int().min(0).optional(),
  }),
  z.strictObject({ times: z.int().min(0), cutAfterKeeping: z.literal(true) }),
]);

type Fault = z.output<typeof faultSchema>;

/**
 * How an address behaves. `bounces`: its first mail leaves and never arrives, the provider drops every later one.
 * `suppressed`: it has bounced before. `fails`: each sending ends in a failure. `slow`: nothing is said until it is normal
 * again. `invalid`: it is no address to the provider.
 */
const addressSchema = z.strictObject({
  address: z.email(),
  behaviour: z.enum(["normal", "bounces", "suppressed", "fails", "slow", "invalid"]),
});
type Behaviour = z.output<typeof addressSchema>["behaviour"];

type Operation = { readonly to: string; readonly status: "Succeeded" | "Failed" | "Running"; readonly code?: string };

export function mailboxServer({ mailbox, clock, accessKey, senders }: MailboxOptions): Server {
  let fault: Fault | undefined;
  const behaviours = new Map<string, Behaviour>();
  /** What became of mails that did not simply arrive. */
  const operations = new Map<string, Operation>();

  return createServer(
    answering(async (request, response) => {
      const { pathname, searchParams } = requestUrl(request);
      const to = searchParams.get("to") || undefined;
      const operation = /^\/emails\/operations\/([^/]+)$/.exec(pathname)?.[1];
      switch (`${request.method} ${pathname}`) {
        case "GET /": {
          const page = mailboxPage(mailbox.list(to, 0), to);
          response.writeHead(200, pageHeaders);
          return void response.end(page);
        }
        case "GET /api/messages":
          return list(to, Number(searchParams.get("after") ?? 0), Number(searchParams.get("wait") ?? 0), response);
        case "POST /api/faults":
          fault = parse(faultSchema, await readJson(request));
          return sendJson(response, 200, fault);
        case "POST /api/addresses": {
          const { address, behaviour } = parse(addressSchema, await readJson(request));
          behaviours.set(address.toLowerCase(), behaviour);
          return sendJson(response, 200, { behaviour });
        }
        case "POST /emails:send":
          return send(request, response);
        default:
          if (request.method === "GET" && operation !== undefined) return status(request, operation, response);
          throw new HttpRefusal(404, "There is no such page");
      }
    }),
  );

  async function send(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, 10 * 1_048_576);
    if (!authorised(request, body, response)) return;
    const failing = fault !== undefined && fault.times > 0 ? fault : undefined;
    if (failing) failing.times -= 1;
    if (failing && "status" in failing) {
      response.setHeader("retry-after", String(failing.retryAfter ?? 0));
      return serviceError(response, failing.status, failing.status === 429 ? "TooManyRequests" : "ServiceUnavailable");
    }
    const operationId = request.headers["operation-id"] ?? randomUUID();
    if (!uuid.safeParse(operationId).success) return serviceError(response, 400, "InvalidOperationId");
    const parsed = parseBody(body);
    if (parsed === undefined) return serviceError(response, 400, "BadRequest");
    if (senders && !senders.has(parsed.senderAddress)) return serviceError(response, 400, "DomainNotLinked");
    const { to, cc = [], bcc = [] } = parsed.recipients;
    const first = to[0]?.address.toLowerCase() ?? "";
    if (behaviours.get(first) === "invalid") return serviceError(response, 400, "InvalidEmailAddress");
    const id = String(operationId);
    const special = operations.get(id) ?? specialOperation(first);
    if (special !== undefined) operations.set(id, special);
    if (special !== undefined && special.status !== "Running") {
      if (failing) return void response.destroy();
      return accepted(request, response, id);
    }
    const mail = mailbox.keep({
      operationId: id,
      receivedAt: clock.now().toISOString(),
      from: parsed.senderAddress,
      to: [...to, ...cc, ...bcc].map(({ address }) => address),
      subject: parsed.content.subject,
      ...(parsed.content.plainText === undefined ? {} : { text: parsed.content.plainText }),
      ...(parsed.content.html === undefined ? {} : { html: parsed.content.html }),
    });
    if (failing) return void response.destroy();
    accepted(request, response, mail.operationId);
  }

  function accepted(request: IncomingMessage, response: ServerResponse, id: string): void {
    const version = requestUrl(request).searchParams.get("api-version") ?? "";
    const place = `http://${request.headers.host}/emails/operations/${id}?api-version=${encodeURIComponent(version)}`;
    response.setHeader("operation-location", place);
    sendJson(response, 202, { id, status: "Running" });
  }

  /** @returns undefined for a mail that simply arrives. */
  function specialOperation(to: string): Operation | undefined {
    switch (behaviours.get(to)) {
      case "bounces":
        behaviours.set(to, "suppressed");
        return { to, status: "Succeeded" };
      case "suppressed":
        return { to, status: "Failed", code: "EmailDroppedAllRecipientsSuppressed" };
      case "fails":
        return { to, status: "Failed", code: "InternalServerError" };
      case "slow":
        return { to, status: "Running" };
      default:
        return undefined;
    }
  }

  async function status(request: IncomingMessage, operationId: string, response: ServerResponse): Promise<void> {
    if (!authorised(request, await readBody(request), response)) return;
    const special = operations.get(operationId);
    const isSettled = special?.status === "Running" && behaviours.get(special.to) !== "slow";
    if (special === undefined && !mailbox.find(operationId)) return serviceError(response, 404, "OperationNotFound");
    const { status, code } = special === undefined || isSettled ? { status: "Succeeded", code: undefined } : special;
    const error = code === undefined ? {} : { error: { code, message: code } };
    sendJson(response, 200, { id: operationId, status, ...error });
  }

  function authorised(request: IncomingMessage, body: Buffer, response: ServerResponse): boolean {
    const refusal = accessRefusal(request, body, accessKey);
    if (refusal !== undefined) serviceError(response, 401, "Denied", refusal);
    return refusal === undefined;
  }

  /** Answers when there is something to show, or after the time the asker is ready to wait. */
  function list(to: string | undefined, after: number, waitMs: number, response: ServerResponse): void {
    if (!Number.isInteger(after) || !(waitMs >= 0)) throw new HttpRefusal(400, "after and wait are numbers");
    const answer = () => {
      const messages = mailbox.list(to, after);
      if (messages.length === 0 && waiting) return;
      stop();
      sendJson(response, 200, { messages, last: messages.at(-1)?.sequence ?? after });
    };
    const stopListening = mailbox.onNext(() => answer());
    let waiting = waitMs > 0;
    const timer = setTimeout(
      () => {
        waiting = false;
        answer();
      },
      Math.min(waitMs, longestWaitMs),
    );
    const stop = () => {
      stopListening();
      clearTimeout(timer);
    };
    response.once("close", stop);
    if (waiting) answer();
  }
}

function parseBody(body: Buffer): z.output<typeof sendSchema> | undefined {
  try {
    return sendSchema.parse(JSON.parse(body.toString("utf8")));
  } catch {
    // What is wrong may hold personal data: the code in the answer is all there is.
    return undefined;
  }
}

function parse<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new HttpRefusal(400, z.prettifyError(parsed.error));
  return parsed.data;
}

function serviceError(response: ServerResponse, status: number, code: string, message = code): void {
  response.setHeader("x-ms-error-code", code);
  sendJson(response, status, { error: { code, message } });
}
