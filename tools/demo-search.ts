/**
 * The end of `npm run demo -- --years`: what the member gave, looked for in every file of the system, counted before and after
 * and told in words. The mails are left out, because the person received them and they are theirs.
 */
import { hitsIn, type Owner, ownerOf, owners, type StoredFile } from "../local/search/files.ts";

type Wanted = { readonly given: readonly string[]; readonly id: string };
type Counted = { readonly files: number; readonly bytes: number; readonly given: number; readonly id: number };
type Search = ReadonlyMap<Owner, Counted>;

const names: Readonly<Record<Exclude<Owner, "mails">, string>> = {
  database: "base de données",
  blobs: "blobs",
  queues: "files d'attente",
  logs: "journaux",
  processor: "sous-traitant",
  others: "autres fichiers",
};
const searched = owners.filter((owner): owner is keyof typeof names => owner !== "mails");

/** Where not even the id may be left. Logs and messages hold ids for their own short time, and they lead nowhere any more. */
const emptied: readonly Owner[] = ["database", "blobs"];

export function countedIn(files: readonly StoredFile[], { given, id }: Wanted): Search {
  const sum = (parts: readonly { readonly count: number }[]) => parts.reduce((total, { count }) => total + count, 0);
  return new Map(
    searched.map((owner) => {
      const own = files.filter(({ place }) => ownerOf(place) === owner);
      const bytes = own.reduce((total, file) => total + file.bytes.byteLength, 0);
      return [owner, { files: own.length, bytes, given: sum(hitsIn(own, given)), id: sum(hitsIn(own, [id])) }];
    }),
  );
}

/** What should not be there any more. */
export const leftIn = (after: Search): readonly string[] =>
  [...after].flatMap(([owner, { given, id }]) => [
    ...(given > 0 ? [`${given} in ${owner}`] : []),
    ...(id > 0 && emptied.includes(owner) ? [`the id in ${owner}`] : []),
  ]);

const nothing: Counted = { files: 0, bytes: 0, given: 0, id: 0 };
const total = (search: Search): Counted =>
  [...search.values()].reduce(
    (sum, one) => ({
      files: sum.files + one.files,
      bytes: sum.bytes + one.bytes,
      given: sum.given + one.given,
      id: sum.id + one.id,
    }),
    nothing,
  );
const inFrench = (count: number) => count.toLocaleString("fr-FR").replaceAll(/\s/g, " ");
const times = (count: number) => `${inFrench(count)} occurrence${count > 1 ? "s" : ""}`;

export function searchLines(before: Search, after: Search): readonly string[] {
  const [then, now] = [total(before), total(after)];
  const line = (owner: keyof typeof names) => {
    const [first, last] = [before.get(owner) ?? nothing, after.get(owner) ?? nothing];
    const place = `${names[owner]}, ${inFrench(last.files)} fichier${last.files > 1 ? "s" : ""}, ${inFrench(last.bytes)} octets`;
    return `${place} : ${last.given} (à la demande : ${first.given}) ; identifiant : ${last.id} (${first.id})`;
  };
  return [
    `e-mail, prénom, nom, textes de la demande : ${times(now.given)} dans ${inFrench(now.files)} fichiers, ${inFrench(now.bytes)} octets ; à la demande : ${inFrench(then.given)}`,
    ...searched.map((owner) => `  ${line(owner)}`),
    "dans chaque écriture : en clair, JSON, URL, base64, UTF-16. À la demande, la base est déjà scellée : seul l'identifiant s'y lit",
    "l'identifiant tiré au sort ne mène plus à personne ; chez le sous-traitant il reste au journal des messages échangés, le sien",
    "laissée de côté : la boîte aux lettres, dont les e-mails sont à la personne",
  ];
}
