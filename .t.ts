import { rows, faultsOf } from "./tools/security/asvs.ts";
import { asked, levels } from "./tools/security/asvs-levels.ts";
console.log(rows.length, asked.length, [...levels.values()].filter(l=>l===1).length, levels.size);
console.log(faultsOf(rows).join("\n"));
const c:any={}; for (const r of rows) c[r.stand]=(c[r.stand]??0)+1; console.log(c);
