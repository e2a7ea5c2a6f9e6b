/**
 * The processor's own small page and JSON, for whoever watches or tests it; the application never comes here.
 * `GET /` a page · `GET /api/requests` · `GET /api/effects` · `POST /api/pause`, `/api/resume`, `/api/behaviour`, `/api/send` ·
 * `GET` and `POST /api/misbehaviour`.
 */
import { createServer, type Server, type ServerResponse } from "node:http";
import * as z from "zod";
import { escapeHtml, page, pageHeaders } from "../system/html.ts";
import { answering, HttpRefusal, readBody, readJson, requestUrl, sendJson } from "../system/loopback-http.ts";
import { type Misbehaving, misbehaviourSchema } from "./misbehaviour.ts";
import type { Processor } from "./processor.ts";
import { type SendingParts, sendingSchema, sendOnDemand } from "./sending.ts";

const pauseSchema = z.strictObject({ what: z.enum(["receiving", "sending", "both"]).default("both") });
const behaviourSchema = z.strictObject({ behaviour: z.enum(["full", "acknowledge"]) });
const longestWaitMs = 60_000;
const submitted = "concierge.request.submitted.v1";

export function processorServer(processor: Processor, parts: SendingParts, misbehaving: Misbehaving): Server {
  const { store } = parts;
  return createServer(
    answering(async (request, response) => {
      const { pathname, searchParams } = requestUrl(request);
      switch (`${request.method} ${pathname}`) {
        case "GET /":
          response.writeHead(200, pageHeaders);
          response.end(overview());
          return;
        case "GET /api/requests":
          return sendJson(response, 200, { requests: requests() });
        case "GET /api/effects":
          return waitForEffects(searchParams, response);
        case "POST /api/pause":
        case "POST /api/resume": {
          const body = await readBody(request);
          const { what } = parse(pauseSchema, body.length === 0 ? {} : JSON.parse(body.toString("utf8")));
          const on = pathname === "/api/resume";
          if (what !== "sending") processor.working.receiving = on;
          if (what !== "receiving") processor.working.sending = on;
          processor.wake();
          return sendJson(response, 200, processor.working);
        }
        case "POST /api/behaviour":
          processor.working.behaviour = parse(behaviourSchema, await readJson(request)).behaviour;
          return sendJson(response, 200, processor.working);
        case "GET /api/misbehaviour":
          return sendJson(response, 200, misbehaving.state());
        case "POST /api/misbehaviour":
          misbehaving.set(parse(misbehaviourSchema, await readJson(request)));
          processor.wake();
          return sendJson(response, 200, misbehaving.state());
        case "POST /api/send": {
          const messageId = await sendOnDemand(parse(sendingSchema, await readJson(request)), parts);
          return sendJson(response, 200, messageId === undefined ? {} : { messageId });
        }
        default:
          throw new HttpRefusal(404, "There is no such page");
      }
    }),
  );

  /** What was done, per request; with `submitted=N&wait=ms` it answers when that many requests have arrived, or after the wait. */
  function waitForEffects(query: URLSearchParams, response: ServerResponse): void {
    const wanted = Number(query.get("submitted") ?? 0);
    const waitMs = Number(query.get("wait") ?? 0);
    if (!(wanted >= 0) || !(waitMs >= 0)) throw new HttpRefusal(400, "submitted and wait are numbers");
    const enough = () => store.everything().effects.filter(({ type }) => type === submitted).length >= wanted;
    const answer = () => {
      stop();
      sendJson(response, 200, effects());
    };
    const stopListening = processor.onChange(() => enough() && answer());
    const timer = setTimeout(answer, Math.min(waitMs, longestWaitMs));
    const stop = () => {
      stopListening();
      clearTimeout(timer);
    };
    response.once("close", stop);
    if (enough()) answer();
  }

  function effects() {
    const { effects: done, handled, unreadable } = store.everything();
    const byRequest: Record<string, Record<string, number>> = {};
    for (const { subject, type } of done) {
      const counts = byRequest[requestIdOf(subject)] ?? {};
      byRequest[requestIdOf(subject)] = counts;
      counts[type] = (counts[type] ?? 0) + 1;
    }
    return {
      effects: byRequest,
      handled: handled.length,
      messageIds: handled.map(({ messageId }) => messageId),
      unreadable: unreadable.length,
      waiting: store.waiting().length,
    };
  }

  function requests() {
    const { cases, handled, outgoing } = store.everything();
    const subjects = new Set([...cases, ...handled, ...outgoing].map(({ subject }) => subject));
    return [...subjects].map((subject) => ({
      requestId: requestIdOf(subject),
      subject,
      state: cases.find((known) => known.subject === subject)?.state ?? "unknown",
      proposals: cases.find((known) => known.subject === subject)?.proposals ?? [],
      received: handled
        .filter((message) => message.subject === subject)
        .map(({ messageId, type, at, refusedFor }) => ({ messageId, type, at, refusedFor })),
      sent: outgoing
        .filter((row) => row.subject === subject)
        .map(({ id, type, attempts, sentAt, acknowledgedAt, refusedFor }) => ({
          messageId: id,
          type,
          attempts,
          sentAt,
          acknowledgedAt,
          refusedFor,
        })),
    }));
  }

  function overview(): string {
    const rows = requests().reverse();
    const table = `<table>
<caption>${rows.length} demande(s), la plus récente d'abord</caption>
<thead><tr><th scope="col">Demande</th><th scope="col">État</th><th scope="col">Reçus</th><th scope="col">Envoyés</th></tr></thead>
<tbody>
${rows.slice(0, 100).map(tableRow).join("\n")}
</tbody>
</table>`;
    return page("Prestataire de conciergerie (local)", `<p>Il ne connaît que le contrat.</p>\n${table}`);
  }

  function tableRow({ requestId, state, received, sent }: ReturnType<typeof requests>[number]): string {
    const outcome = (message: { acknowledgedAt: string | null; refusedFor: string | null }) =>
      message.acknowledgedAt ? "accusé" : message.refusedFor ? `refusé (${message.refusedFor})` : "en attente";
    const lines = (texts: string[]) => texts.map(escapeHtml).join("<br>");
    return `<tr><th scope="row">${escapeHtml(requestId)}</th><td>${escapeHtml(state)}</td>
<td>${lines(received.map(({ type }) => type))}</td><td>${lines(sent.map((row) => `${row.type} : ${outcome(row)}`))}</td></tr>`;
  }
}

const requestIdOf = (subject: string) => subject.slice(subject.indexOf("/") + 1);

function parse<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw new HttpRefusal(400, z.prettifyError(parsed.error));
  return parsed.data;
}
