/**
 * `npm run demo -- --years`: a member's life on the moved clock, against a system of its own: sign-up, a request, the end of the
 * services, the archive, five years, the end. At each stage what is held, why and until when; at the end nothing, and every file
 * of the system is searched for what the member gave. It fails where anything is left.
 */
import { randomUUID } from "node:crypto";
import { CosmosClient } from "@azure/cosmos";
import { BlobServiceClient } from "@azure/storage-blob";
import type { SignUpBody, SubmitRequestBody } from "../docs/examples/client/api.ts";
import { openClient } from "../docs/examples/client/client.ts";
import { openBrowser } from "../local/browser/browser.ts";
import { cardIssuer, issuerExchange } from "../local/card-issuer/card-issuer.ts";
import { codeIn, mailsTo, waitForMail } from "../local/mailbox/read-mail.ts";
import { filesOf, finalFilesOf } from "../local/search/files.ts";
import { keptSecrets } from "../local/system/secrets.ts";
import { issuerSource } from "../local/system/settings.ts";
import type { System } from "../local/system/system.ts";
import type { Closure } from "../shared/retention/closure.ts";
import { retentionOf } from "../shared/retention/read-retention.ts";
import { standingOfClosure } from "../shared/retention/standing.ts";
import { containers } from "../shared/storage/containers.ts";
import { parisDay } from "../shared/time/calendar.ts";
import { countedIn, leftIn, searchLines } from "./demo-search.ts";

type Example = {
  readonly signUp: SignUpBody;
  readonly request: Omit<SubmitRequestBody, "when"> & {
    readonly when: { readonly daysAhead: number; readonly time: string };
  };
};
type Item = { readonly id: string; readonly [field: string]: unknown };

const hours = 3_600_000;
const day = 24 * hours;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Timers more often than usual: each is waited for at each moving of the clock. */
export const quickTimers = {
  RELAY_SCHEDULE: "*/2 * * * * *",
  RETENTION_SCHEDULE: "*/2 * * * * *",
  ERASURE_SCHEDULE: "*/2 * * * * *",
};
/** Each of them has run by then, and what it put on a queue has been read. */
const roundMs = 5_000;

/** @param system one whose timers are quick. @throws Error where the story does not go on, or leaves anything behind. */
export async function playYears(system: System, example: Example, say: (line: string) => void): Promise<void> {
  const { clock } = system;
  const detail = (text: string) => say(`    ${text}`);
  const cosmos = new CosmosClient(system.cosmos).database("concierge");
  const stage = (title: string) => say(`\n${parisDay(clock.now())}  ${title}`);

  const itemsOf = async (subjectId: string) => {
    const found: { place: string; item: Item }[] = [];
    for (const place of Object.keys(containers)) {
      const { resources } = await cosmos.container(place).items.query<Item>("SELECT * FROM c").fetchAll();
      for (const item of resources) if (JSON.stringify(item).includes(subjectId)) found.push({ place, item });
    }
    return found;
  };
  const hasKey = (subjectId: string) =>
    BlobServiceClient.fromConnectionString(system.connectionString("keys"))
      .getContainerClient("person-keys")
      .getBlobClient(`milleis/${subjectId}`)
      .exists();

  /** What lies where, counted by kind. */
  const show = async (subjectId: string) => {
    const found = await itemsOf(subjectId);
    for (const [place, items] of Map.groupBy(found, (one) => one.place)) {
      const kinds = Map.groupBy(items, ({ item }) => String(item.kind));
      detail(`${place} : ${[...kinds].map(([kind, all]) => `${all.length} ${kind}`).join(", ")}`);
    }
    detail(`clé de la personne : ${(await hasKey(subjectId)) ? "présente" : "détruite"}`);
    return found;
  };

  /** Lets the timers work, and the clock go on, until something is so. */
  const until = async (isSo: () => Promise<boolean>, stepMs: number, rounds = 60) => {
    for (let round = 0; round < rounds; round += 1) {
      const end = Date.now() + roundMs;
      while (Date.now() < end) {
        if (await isSo()) return;
        await pause(250);
      }
      await clock.move({ advanceMs: stepMs });
    }
    throw new Error("the story does not go on");
  };

  const browser = openBrowser(system.url);
  const call = openClient(browser.ask);
  const email = example.signUp.email.replace("@", `.${randomUUID().slice(0, 8)}@`);
  await call("POST /api/v1/sign-ups", { body: { ...example.signUp, email } });
  const code = codeIn(await waitForMail(system.mailboxUrl, email, 0));
  const verified = await call("POST /api/v1/sign-ups/verification", { body: { code } });
  const csrf = { "x-csrf-token-conciergerie": verified.body.csrfToken };
  const subjectId = (browser.cookies.get("__Host-session") ?? "").split(".")[0] ?? "";
  const told = async () => {
    const { items } = (await browser.ask("GET", "/api/v1/me/retention")).json<{
      items: { data: string; why: string; period: string; until?: string }[];
    }>();
    for (const { data, why, period, until: last } of items) {
      detail(`${data} — ${why} ; ${period}${last === undefined ? "" : `, soit jusqu'au ${last}`}`);
    }
  };

  stage("Inscription. Ce qui est détenu, pourquoi, jusqu'à quand :");
  await told();

  stage("Une demande");
  const { when, ...rest } = example.request;
  const date = parisDay(new Date(clock.now().getTime() + when.daysAhead * day));
  const answer = await call("POST /api/v1/requests", {
    headers: { ...csrf, "idempotency-key": randomUUID() },
    body: { ...rest, when: { date, time: when.time } },
  });
  const path = { requestId: answer.body.id };
  const isProposed = async () => (await call("GET /api/v1/requests/{requestId}", { path })).body?.status === "proposed";
  await until(isProposed, 0);
  await show(subjectId);
  const { firstName } = example.signUp;
  const given = [email, firstName, example.signUp.lastName, rest.what, rest.where, rest.wishes].flatMap((text) =>
    typeof text === "string" ? [text] : [],
  );
  const wanted = { given, id: subjectId };
  const before = countedIn(filesOf(system.dataDir), wanted);

  stage("L'émetteur de la carte annonce la fin des services, sans nommer personne");
  const secrets = keptSecrets(system.dataDir);
  const issuer = cardIssuer({
    signingKey: secrets.issuerKey,
    joinKeys: secrets.issuerJoinKeys,
    source: issuerSource,
    now: () => clock.now(),
  });
  const { lastName, birthDate, cardDigits } = example.signUp;
  const last = parisDay(clock.now());
  const event = issuer.event("terminated", { brand: "milleis", lastName, birthDate, cardDigits }, last, 1);
  await issuerExchange(system.connectionString("exchange"), []).send(await issuer.sign(event));
  detail(`empreinte : ${event.data.join}`);
  const closureOf = async () => (await itemsOf(subjectId)).find(({ item }) => item.kind === "closure")?.item;
  const isKnown = async () =>
    (await itemsOf(subjectId)).some(({ item }) => item.kind === "member" && item.termination !== undefined);
  await until(isKnown, 0);
  await told();

  await clock.move({ advanceMs: day });
  stage("Le dernier jour est passé : le compte se clôt, la demande ouverte est annulée, les données vont à l'archive");
  /** Why and until when, of what lies in the archive: what staff are shown, from the closure, which lies in clear. */
  const explain = async () => {
    const closed = (await closureOf()) as Closure | undefined;
    if (closed === undefined) throw new Error("there is no closure");
    for (const { data, why, period, until: end } of retentionOf(standingOfClosure("milleis", closed), "fr").items) {
      detail(`${data} — ${why} ; ${period}${end === undefined ? "" : `, soit jusqu'au ${end}`}`);
    }
  };
  await until(async () => (await closureOf())?.stage === "archived", 2 * hours);
  await show(subjectId);
  await explain();
  const dueAt = new Date(String((await closureOf())?.dueAt));
  detail(`terme : fin du ${parisDay(new Date(dueAt.getTime() - 1))}`);

  await clock.move({ advanceMs: dueAt.getTime() - day - clock.now().getTime() });
  stage("Cinq ans plus tard, la veille du terme : tout est encore là");
  await pause(2 * roundMs);
  if ((await closureOf())?.stage !== "archived") throw new Error("it went before its time");
  await show(subjectId);
  await explain();

  await clock.move({ advanceMs: day });
  stage("Le terme est passé : l'effacement est ordonné, chez le sous-traitant aussi, et se prouve");
  await until(async () => (await itemsOf(subjectId)).length === 0 && !(await hasKey(subjectId)), 3 * hours);

  stage("À la fin");
  const left = await show(subjectId);
  detail(
    left.length === 0
      ? "rien : aucune ligne de la base ne mène à cette personne, et sa clé n'est plus"
      : "il reste quelque chose",
  );
  for (const { subject } of (await mailsTo(system.mailboxUrl, email)).toSorted((a, b) => a.sequence - b.sequence)) {
    detail(`e-mail : ${subject}`);
  }

  stage("Les processus s'arrêtent, et chaque octet de leurs fichiers est relu");
  // Whatever writes to the others ends before them.
  await system.kill("host", "SIGTERM");
  const after = countedIn(await finalFilesOf(system, { again: false }), wanted);
  for (const line of searchLines(before, after)) detail(line);
  say("");
  if (leftIn(after).length > 0) throw new Error(`something is left: ${leftIn(after).join(", ")}`);
}
