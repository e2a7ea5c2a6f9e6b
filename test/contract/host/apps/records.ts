/** What the sample apps' handlers note, and the route that waits for it: tests await what happened instead of sleeping. */
import { app } from "@azure/functions";

export type Noted = { readonly name: string; readonly at: number; readonly detail: unknown };

const notes: Noted[] = [];
const waiting = new Set<() => void>();

export function note(name: string, detail: unknown): void {
  notes.push({ name, at: Date.now(), detail });
  for (const look of [...waiting]) look();
}

/** Resolves once `isMet()`, which is looked at after each new note; false after `limitMs`. */
export function until(isMet: () => boolean, limitMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (met: boolean) => {
      clearTimeout(timer);
      waiting.delete(look);
      resolve(met);
    };
    const look = () => {
      if (isMet()) finish(true);
    };
    const timer = setTimeout(() => finish(false), limitMs);
    waiting.add(look);
    look();
  });
}

export const noted = (name: string): Noted[] => notes.filter((known) => known.name === name);

/** `GET /notes/{name}?count=n` answers with the notes of that name when there are n; 504 when they do not come. */
app.http("notes", {
  methods: ["GET"],
  route: "notes/{name}",
  handler: async (request) => {
    const name = String(request.params.name);
    const count = Number(request.query.get("count") ?? 0);
    const limitMs = Number(request.query.get("limitMs") ?? 30_000);
    const met = await until(() => noted(name).length >= count, limitMs);
    return { status: met ? 200 : 504, jsonBody: noted(name) };
  },
});

/** `POST /notes/{name}` notes the name: what held handlers wait for. */
app.http("notes-add", {
  methods: ["POST"],
  route: "notes/{name}",
  handler: async (request) => {
    note(String(request.params.name), "by hand");
    return { status: 204 };
  },
});
