/**
 * `npm run demo`: the main journey as a person would live it, over HTTP alone, against the running system (`npm start`) or,
 * where none runs, against one of its own on free ports. The data come from docs/examples/journey.fr.json. With `--years`: a
 * member's whole life on the moved clock (demo-years.ts).
 */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ReadRequestAnswer, SignUpBody, SubmitRequestBody } from "../docs/examples/client/api.ts";
import { type Call, openClient } from "../docs/examples/client/client.ts";
import { openBrowser } from "../local/browser/browser.ts";
import { codeIn, mailsTo, waitForMail } from "../local/mailbox/read-mail.ts";
import { buildIfOlder } from "../local/system/bundle.ts";
import { runningSystem } from "../local/system/running-system.ts";
import { startSystem } from "../local/system/system.ts";

type Example = {
  readonly signUp: SignUpBody;
  readonly request: Omit<SubmitRequestBody, "when"> & {
    readonly when: { readonly daysAhead: number; readonly time: string };
  };
  readonly message: string;
};

const example = JSON.parse(
  readFileSync(new URL("../docs/examples/journey.fr.json", import.meta.url), "utf8"),
) as Example;

const say = (line = "") => console.log(line);
let number = 0;
const step = (title: string) => {
  number += 1;
  say(`\n${String(number).padStart(2)}. ${title}`);
};
const detail = (text: string) => say(`    ${text}`);

/** Asks until the request is where the story goes on. The processor works at its own pace, over queues. */
async function until(
  call: Call,
  requestId: string,
  isThere: (request: ReadRequestAnswer) => boolean,
  patienceMs = 60_000,
) {
  const seen: string[] = [];
  const end = Date.now() + patienceMs;
  while (Date.now() < end) {
    const { status, headers, body: request } = await call("GET /api/v1/requests/{requestId}", { path: { requestId } });
    if (status !== 200) throw new Error(`reading the request answered ${status}`);
    if (seen.at(-1) !== request.status) {
      seen.push(request.status);
      detail(`état : ${request.status}`);
    }
    if (isThere(request)) return { request, etag: String(headers.etag) };
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`still ${seen.at(-1)} after ${patienceMs / 1_000} s`);
}

const key = () => ({ "idempotency-key": randomUUID() });

async function play(site: string, mailbox: string): Promise<void> {
  // The browser keeps the cookies; the client knows the contract.
  const call = openClient(openBrowser(site).ask);
  // Each run is a new person, so that the demo can be played again on the same data.
  const email = example.signUp.email.replace("@", `.${randomUUID().slice(0, 8)}@`);

  step("Inscription");
  await call("POST /api/v1/sign-ups", { body: { ...example.signUp, email } });
  detail(
    `${example.signUp.firstName} donne son état civil, ses coordonnées et les neuf premiers chiffres de sa carte.`,
  );

  const welcome = await waitForMail(mailbox, email, 0);
  step("Le code arrive par e-mail");
  detail(`« ${welcome.subject} » : ${codeIn(welcome)}`);
  const verified = await call("POST /api/v1/sign-ups/verification", { body: { code: codeIn(welcome) } });
  detail("Adresse prouvée, compte ouvert.");
  await call("DELETE /api/v1/session", { headers: { "x-csrf-token-conciergerie": verified.body.csrfToken } });

  step("Connexion, un autre jour");
  await call("POST /api/v1/sign-ins", { body: { email } });
  const again = await waitForMail(mailbox, email, welcome.sequence, (mail) => /\d{6}/.test(mail.text));
  const session = await call("POST /api/v1/sign-ins/verification", { body: { code: codeIn(again) } });
  const csrf = { "x-csrf-token-conciergerie": session.body.csrfToken };
  const { body: me } = await call("GET /api/v1/me");
  if (me === undefined) throw new Error("nothing is known of me");
  detail(
    `Bonjour ${me.firstName} ${me.lastName}. Mobile ${me.mobile}, vérifié : ${me.mobileVerified ? "oui" : "non"}.`,
  );

  step("Demande");
  const { when, ...rest } = example.request;
  const date = new Date(Date.now() + when.daysAhead * 86_400_000).toISOString().slice(0, 10);
  const submitted = await call("POST /api/v1/requests", {
    headers: { ...csrf, ...key() },
    body: { ...rest, when: { date, time: when.time } },
  });
  const requestId = submitted.body.id;
  detail(`« ${String(rest.what)} »`);
  detail(`${String(rest.where)}, le ${date} à ${when.time}.`);

  step("Le sous-traitant accuse réception et propose");
  const proposed = await until(call, requestId, ({ status }) => status === "proposed");
  const [proposal] = proposed.request.proposals;
  if (proposal === undefined) throw new Error("no proposal");
  for (const option of proposal.options) {
    detail(`– ${option.title} : ${option.price.amount} ${option.price.currency} (${option.inclusions.join(", ")})`);
  }

  step("Un mot au concierge");
  await call("POST /api/v1/requests/{requestId}/messages", {
    path: { requestId },
    headers: { ...csrf, ...key() },
    body: { text: example.message },
  });
  detail(`« ${example.message} »`);

  step("Acceptation : rien n'est réservé avant");
  const [chosen] = proposal.options;
  if (chosen === undefined) throw new Error("no option");
  await call("POST /api/v1/requests/{requestId}/proposals/{proposalId}/acceptance", {
    path: { requestId, proposalId: proposal.id },
    headers: { ...csrf, ...key(), "if-match": proposed.etag },
    body: { optionId: chosen.id },
  });
  detail(`Choix : ${chosen.title}.`);

  step("Confirmation, avec la référence du prestataire");
  const { confirmation } = (await until(call, requestId, ({ status }) => ["confirmed", "completed"].includes(status)))
    .request;
  detail(`${confirmation?.supplier}, référence ${confirmation?.reference}, ${confirmation?.startsAt}`);

  step("La conversation");
  const { items } = (await call("GET /api/v1/requests/{requestId}/messages", { path: { requestId } })).body;
  for (const { from, text } of items) detail(`${from === "member" ? "Membre   " : "Concierge"} : ${text}`);

  step("Les e-mails : des renvois, jamais le contenu");
  await waitForMail(mailbox, email, 0, ({ subject }) => subject.includes("demande confirmée"));
  const mails = await mailsTo(mailbox, email);
  for (const { subject } of mails.toSorted((a, b) => a.sequence - b.sequence)) detail(subject);
  say();
}

const isYears = process.argv.includes("--years");
const running = isYears ? undefined : runningSystem();
if (running !== undefined) {
  say(`Sur le système en marche : ${running.site}`);
  await play(running.site, running.mailbox);
} else {
  say(
    isYears
      ? "La vie d'un membre sur une horloge que l'on déplace ; un système à part, sur des ports libres. Une à deux minutes."
      : "Aucun système en marche : la démonstration démarre le sien, sur des ports libres.",
  );
  await buildIfOlder(fileURLToPath(new URL("..", import.meta.url)));
  const years = isYears ? await import("./demo-years.ts") : undefined;
  const system = await startSystem(years === undefined ? {} : { settings: years.quickTimers });
  try {
    await (years === undefined ? play(system.url, system.mailboxUrl) : years.playYears(system, example, say));
  } finally {
    await system.stop();
  }
}
