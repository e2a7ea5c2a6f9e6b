/** What a person's erasure removes, what the law keeps and until when, at the processor too. */

import { payloads } from "../../shared/model.ts";
import { erasurePlan, registerRows } from "../../shared/privacy/derive.ts";
import { type RetentionRule, retentionRuleOf, retentionRules } from "../../shared/privacy/retention-rules.ts";
import { everythingHeldElsewhere } from "../../shared/retention/held-elsewhere.ts";
import { inRecord, kindLabel, originOf, reasonOf, ruleLabels } from "./labels.ts";
import {
  appliedRules,
  citation,
  duration,
  fieldNames,
  type Language,
  records,
  stateOfPlay,
  type Table,
  text,
} from "./wording.ts";

/** Kinds of which the processor is sent something. */
const sentKinds = new Set(
  payloads
    .filter(({ to }) => to === "processor")
    .flatMap(({ payload }) => registerRows(payload).map(({ data }) => inRecord(data).split("/")[0])),
);

const atProcessor = {
  ordered: text(
    "ordre d'effacement transmis au sous-traitant, relancé jusqu'à sa réponse, réponse portée au certificat",
    "order to erase sent to the processor, chased until it answers, the answer stands on the certificate",
  ),
  never: text("rien ne lui est envoyé", "nothing is sent to it"),
};

const erased = text("effacé", "erased");
const keptOn = text("conservé", "kept");
const applied = text("appliquée aujourd'hui", "applied today");
const waiting = text("déclarée, en attente du moteur de conservation", "declared, waiting for the retention engine");
const notBuilt = text("déclarée, mécanisme pas encore construit", "declared, mechanism not built yet");

const plan = erasurePlan(...records);
const later = (Object.keys(retentionRules) as RetentionRule[]).filter((rule) => !plan.some((row) => row.rule === rule));

/** The exceptions of the catalogue, in the reader's language. */
const exception = (because: string, language: Language): string =>
  citation(because, language).replace(
    "the person stands there only under a key that erasure destroys, beside ids of messages",
    text(
      "la personne n'y figure que sous une clé que l'effacement détruit, à côté d'identifiants de messages",
      "the person stands there only under a key that erasure destroys, beside ids of messages",
    )[language],
  );

const why = (rule: RetentionRule, language: Language): string => {
  const { outlivesErasure } = retentionRuleOf(rule);
  return [
    `${reasonOf(rule, language)} (${originOf(rule, language)})`,
    ...(outlivesErasure === undefined ? [] : [exception(outlivesErasure, language)]),
  ].join(" ; ");
};

export const erasure: Table = {
  id: "erasure-and-retention",
  title: text("Effacement et conservation", "Erasure and retention"),
  about: text(
    `${stateOfPlay.fr} Parmi les enregistrements construits, aucun n'est soustrait à l'effacement, pas même les acceptations : le responsable perd alors cette preuve, choix à confirmer par lui. Les exceptions (art. 17(3)) portent sur des enregistrements à venir, indiqués en fin de tableau.`,
    `${stateOfPlay.en} Of the records that are built none is exempt from erasure, not even acceptances: the controller then loses that proof, a choice to be confirmed by it. The exceptions (art. 17(3)) are for records to come, at the end of the table.`,
  ),
  columns: [
    { key: "kind", title: text("Enregistrement", "Record") },
    { key: "fields", title: text("Champs", "Fields") },
    { key: "onErasure", title: text("À l'effacement", "On erasure") },
    { key: "processor", title: text("Chez le sous-traitant (art. 19 et 28)", "At the processor (art. 19 and 28)") },
    { key: "kept", title: text("À défaut d'effacement, durée", "Without erasure, duration") },
    { key: "because", title: text("Raison", "Reason") },
    { key: "state", title: text("Application", "Application") },
  ],
  rows: (language) => [
    ...plan.map(({ kind, pointers, onErasure, rule }) => ({
      kind: kindLabel(kind, language),
      fields:
        pointers.length > 0
          ? fieldNames(
              pointers.map((pointer) => kind + pointer),
              language,
            )
          : rule === "pending-sign-up"
            ? text("tout, tant que l'adresse n'est pas confirmée", "all, until the address is confirmed")[language]
            : text("tout", "all")[language],
      onErasure: (onErasure === "erased" ? erased : keptOn)[language],
      processor: (sentKinds.has(kind) && rule !== "pending-sign-up" ? atProcessor.ordered : atProcessor.never)[
        language
      ],
      kept: duration(rule, language),
      because: why(rule, language),
      state: (appliedRules.includes(rule) ? applied : waiting)[language],
    })),
    ...later.map((rule) => ({
      kind: ruleLabels[rule].name[language],
      fields: text("tout", "all")[language],
      onErasure: (retentionRuleOf(rule).outlivesErasure === undefined ? erased : keptOn)[language],
      processor: "—",
      kept: duration(rule, language),
      because: why(rule, language),
      state: (appliedRules.includes(rule) ? applied : notBuilt)[language],
    })),
    ...everythingHeldElsewhere.map((held) => ({
      kind: held.what[language],
      fields: text("tout", "all")[language],
      onErasure: erased[language],
      processor: "—",
      kept: held.lasts[language],
      because: held.source[language],
      state: applied[language],
    })),
  ],
};
