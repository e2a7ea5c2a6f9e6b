/**
 * The concierge processor of a simulated run: a small model of the contract (docs/processor.md), with none of the product's code
 * and none of the stand-in's. It takes messages once by their id, acknowledges, says again what was not acknowledged, and
 * misbehaves as its profile says. What it decides it remembers whatever happens; its side is not what is tested.
 */
import { createHash, randomUUID } from "node:crypto";
import { secrets } from "./application.ts";
import { type Case, newCase, startDesk } from "./desk.ts";
import type { Fields } from "./history.ts";
import { eventIn, type Signer, signerWith } from "./signature.ts";
import type { World } from "./world.ts";

type Row = {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly payload?: object;
  readonly as: "sound" | "contradiction";
  nextAt: number;
  sent: number;
  isAnswered: boolean;
};

const minute = 60_000;
const day = 86_400_000;
const resendMinutes = 30;
const source = "urn:concierge-processor:gconcierges";
const receipts = { acknowledged: "concierge.message.acknowledged.v1", refused: "concierge.message.refused.v1" };
/** Payloads of ids only travel in the event itself. */
const isInline = (type: string) => type === "concierge.conversation.read.v1";
const digestOf = (bytes: Buffer) => `sha-256:${createHash("sha256").update(bytes).digest("base64url")}`;
const sign: Signer = signerWith(secrets.processorKey as never);

export type Processor = ReturnType<typeof startProcessor>;

export function startProcessor(world: World) {
  const { random, faults, queues } = world;
  const rows: Row[] = [];
  const answered = new Map<string, string | undefined>();
  const cases = new Map<string, Case>();
  const awayFrom = world.now + random.whole(1, 60) * minute;
  const awayUntil = awayFrom + faults.processor.awayDays * day;
  /** Away, nothing is done; what would be is done on return. */
  const whenThere = (time: number) => (time >= awayFrom && time < awayUntil ? awayUntil : time);

  const say = (subject: string, type: string, payload?: object, as: Row["as"] = "sound") => {
    const delay = random.fraction() < 0.4 ? 0 : random.whole(1, world.isHealed ? 5 : 40) * minute;
    const row = { id: randomUUID(), type, subject, as, nextAt: world.now + delay, sent: 0, isAnswered: false };
    rows.push(payload === undefined ? row : { ...row, payload });
  };
  const put = (text: string, lifeSeconds = resendMinutes * 60) => {
    const times = world.strikes(faults.processor.repeats) ? random.whole(2, 5) : 1;
    for (let time = 0; time < times; time += 1) world.put("concierge-updates", text, lifeSeconds);
  };
  const eventOf = (id: string, type: string, subject: string, more: object) => ({
    specversion: "1.0",
    id,
    source,
    type,
    subject,
    time: new Date(world.now).toISOString(),
    ...more,
  });

  const act = startDesk({ random, now: () => world.now, say });
  const decide = (subject: string, type: string, payload: Record<string, unknown>) => {
    // A reminder is answered like the order itself.
    if (type === "concierge.erasure.ordered.v1") return forget(subject, payload);
    const of = cases.get(subject) ?? newCase();
    cases.set(subject, of);
    act(subject, of, type, payload);
  };
  /** Everything of that person goes, and nothing is said about them any more but that. */
  const forget = (subject: string, { erasureId }: Record<string, unknown>) => {
    const [subjectId = ""] = subject.split("/");
    for (const row of rows) {
      if (row.subject.startsWith(subjectId) && row.type !== "concierge.erasure.confirmed.v1") row.isAnswered = true;
    }
    for (const [name, of] of cases) if (name.startsWith(subjectId)) of.isOver = true;
    if (world.strikes(faults.processor.contradicts)) {
      const payload = { erasureId: randomUUID(), outcome: "erased" };
      say(subject, "concierge.erasure.confirmed.v1", payload, "contradiction");
    }
    say(subject, "concierge.erasure.confirmed.v1", { erasureId, outcome: "erased" });
  };

  const receive = () => {
    const message = queues.take("concierge-inbox", 600, (visible) =>
      faults.reorder && !world.isHealed ? visible[random.whole(0, visible.length - 1)] : visible[0],
    );
    if (message === undefined || world.strikes(faults.processor.loses)) return;
    const event = eventIn(message.text) as Record<"id" | "type" | "subject" | "dataref" | "datadigest", string> & {
      data?: Record<string, string>;
    };
    const { id, type, subject, data } = event;
    queues.delete("concierge-inbox", message);
    if (type === receipts.acknowledged || type === receipts.refused) return hear(data?.messageId ?? "", data?.reason);
    if (world.strikes(faults.processor.lies)) {
      world.record({ what: "processor-acknowledged", messageId: id, isLie: true });
      return put(sign(eventOf(randomUUID(), receipts.acknowledged, subject, { data: { messageId: id } })));
    }
    // A message that was refused and comes again was looked at by a person meanwhile.
    if (!answered.has(id) || answered.get(id) !== undefined) {
      const [container, name] = event.dataref.split("/");
      const blob = container === "to-processor" ? world.contentsOf(container).contents.get(name ?? "") : undefined;
      const isWhole = blob !== undefined && digestOf(blob) === event.datadigest;
      const payload = isWhole ? JSON.parse(String(blob)) : undefined;
      world.record({ what: "processor-got", messageId: id, type, subject, isWhole, ...(isWhole && { payload }) });
      // It comes again, with its blob.
      if (!isWhole) return;
      const refusal = world.strikes(faults.processor.refuses) ? "other" : undefined;
      answered.set(id, refusal);
      if (refusal === undefined) decide(subject, type, payload);
    }
    const reason = answered.get(id);
    world.record(
      reason === undefined
        ? { what: "processor-acknowledged", messageId: id, isLie: false }
        : { what: "processor-refused", messageId: id },
    );
    const about = { data: reason === undefined ? { messageId: id } : { messageId: id, reason } };
    put(sign(eventOf(randomUUID(), reason === undefined ? receipts.acknowledged : receipts.refused, subject, about)));
  };

  const hear = (messageId: string, reason: string | undefined) => {
    const row = rows.find(({ id }) => id === messageId);
    if (row === undefined) return;
    world.record({ what: "processor-heard", messageId, ...(reason === undefined ? {} : { refusal: reason }) });
    row.isAnswered = true;
    // Acknowledged, the blob is its own to erase; what still comes in twice finds none.
    world.contentsOf("from-processor").erase(row.id);
  };

  const send = (row: Row) => {
    const minutes = Math.min(resendMinutes * 2 ** Math.min(row.sent, 4), 240);
    row.sent += 1;
    row.nextAt = world.now + (world.isHealed ? resendMinutes : minutes) * minute;
    const { payload } = row;
    if (row.sent === 1) {
      const { id: messageId, type, subject, as } = row;
      const said = { messageId, type, subject, as } as const;
      world.record({ what: "processor-said", ...said, ...(payload && { payload: payload as Fields }) });
    }
    if (payload === undefined || isInline(row.type))
      return put(sign(eventOf(row.id, row.type, row.subject, { data: payload ?? {} })), minutes * 60);
    const bytes = Buffer.from(JSON.stringify(payload));
    world.contentsOf("from-processor").putOnce(row.id, bytes, "application/json");
    const beside = { dataref: `from-processor/${row.id}`, datadigest: digestOf(bytes) };
    put(sign(eventOf(row.id, row.type, row.subject, beside)), minutes * 60);
  };

  /** What no honest processor sends. */
  const misbehave = () => {
    const subjects = [...cases.keys()];
    const subject = subjects[random.whole(0, subjects.length - 1)] ?? `${randomUUID()}/${randomUUID()}`;
    const kind = random.whole(0, 3);
    const id = randomUUID();
    const forged = { what: "processor-said", messageId: id, type: "concierge.request.completed.v1", subject } as const;
    if (kind === 0) return world.put("concierge-updates", random.fraction() < 0.5 ? "rubbish" : "{}", 600);
    if (kind === 1) {
      world.record({ ...forged, as: "forged" });
      const text = sign(eventOf(id, forged.type, subject, { data: {} }));
      return put(`${text.slice(0, -4)}${text.endsWith("AAAA") ? "BBBB" : "AAAA"}`);
    }
    if (kind === 2) {
      world.record({ ...forged, type: "concierge.request.refused.v1", as: "broken" });
      const bytes = Buffer.from(JSON.stringify({ reason: "x" }));
      world.contentsOf("from-processor").putOnce(id, bytes, "application/json");
      const beside = { dataref: `from-processor/${id}`, datadigest: digestOf(Buffer.from("another")) };
      return put(sign(eventOf(id, "concierge.request.refused.v1", subject, beside)));
    }
    return put(
      sign(
        eventOf(id, "concierge.message.acknowledged.v1", `${randomUUID()}/${randomUUID()}`, {
          data: { messageId: id },
        }),
      ),
    );
  };
  /** Nothing is booked without acceptance, nothing read that nobody wrote: said all the same, it must do nothing. */
  const contradict = () => {
    const [subject] = [...cases.keys()].slice(-1);
    if (subject === undefined || cases.get(subject)?.isOver === true) return;
    if (random.fraction() < 0.3) {
      say(subject, "concierge.conversation.read.v1", { messageId: randomUUID() }, "contradiction");
      return;
    }
    const payload = {
      proposalId: "never-made",
      optionId: "a",
      supplier: "x",
      reference: "x",
      startsAt: "2027-03-01T20:30:00+01:00",
      confirmedAt: new Date(world.now).toISOString(),
    };
    say(subject, "concierge.request.confirmed.v1", payload, "contradiction");
  };

  world.actors.push({
    name: "processor receives",
    next: () => {
      const times = queues.all("concierge-inbox").map(({ visibleAt }) => visibleAt);
      return times.length === 0 ? undefined : whenThere(Math.max(world.now, Math.min(...times)));
    },
    act: () => {
      if (world.strikes(faults.processor.rubbish)) misbehave();
      if (world.strikes(faults.processor.contradicts)) contradict();
      receive();
    },
  });
  world.actors.push({
    name: "processor sends",
    next: () => {
      const times = rows.filter(({ isAnswered }) => !isAnswered).map(({ nextAt }) => nextAt);
      return times.length === 0 ? undefined : whenThere(Math.max(world.now, Math.min(...times)));
    },
    act: () => {
      const due = rows.find(({ isAnswered, nextAt }) => !isAnswered && nextAt <= world.now);
      if (due !== undefined) send(due);
    },
  });

  return {
    /** When its absence is over; in the past where there is none. */
    awayUntil: faults.processor.awayDays > 0 ? awayUntil : 0,
    /** Whether it meant what it said in this message. */
    knows: (messageId: string) => rows.some(({ id, as }) => id === messageId && as === "sound"),
    /** Messages it still waits to hear about. */
    waiting: () => rows.filter(({ isAnswered }) => !isAnswered),
  };
}
