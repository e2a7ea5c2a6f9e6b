/**
 * Reads the published texts from the folder that ships beside the bundle. The controller supplies them at deployment; what
 * the project holds are examples that say so. A text that does not fit its schema stops the application, by its file name.
 */
import { readdirSync, readFileSync } from "node:fs";
import { documentSchema, type PublishedDocument } from "./document.ts";

/** The same place from the bundle (dist/functions) and from the sources (shared/documents). */
const contentFolder = new URL("../../content/", import.meta.url);

export function loadDocuments(folder = contentFolder): readonly PublishedDocument[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => name.replaceAll("\\", "/"))
    .map((name) => {
      const parsed = documentSchema.safeParse(JSON.parse(readFileSync(new URL(name, folder), "utf8")));
      if (!parsed.success) {
        const rules = parsed.error.issues.map(({ path, message }) => `/${path.join("/")}: ${message}`);
        throw new Error(`content/${name} refused. ${rules.join("; ")}`);
      }
      const { brand, document, version, language } = parsed.data;
      if (name !== `${brand}/${document}-${version}.${language}.json`) {
        throw new Error(`content/${name} refused. Its name is not what it says it is`);
      }
      return parsed.data;
    });
}
