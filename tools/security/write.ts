/** `node tools/security/write.ts`: writes docs/asvs.md from the rows. A test finds a page that differs from them. */
import { writeFileSync } from "node:fs";
import { rows } from "./asvs.ts";
import { asvsPage } from "./page.ts";

writeFileSync(new URL("../../docs/asvs.md", import.meta.url), asvsPage(rows));
