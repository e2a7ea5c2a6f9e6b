/** The issuer's page: who, for which brand, in which function; then the token to copy. French, no scripts. */
import { brandIds, brands } from "../../shared/charter/brands.ts";
import { recipients } from "../../shared/privacy/catalogues.ts";
import { staffRoles } from "../../shared/staff/staff.ts";
import { escapeHtml, page } from "../system/html.ts";
import { localPeople } from "./tenant.ts";

const choice = (name: string, label: string, options: readonly (readonly [string, string])[]) =>
  `<p><label for="${name}">${label}</label>
<select id="${name}" name="${name}">${options.map(([value, text]) => `<option value="${value}">${escapeHtml(text)}</option>`).join("")}</select></p>`;

export function issuerPage(token?: string): string {
  const given =
    token === undefined
      ? ""
      : `<article aria-labelledby="token"><h2 id="token">Jeton</h2>
<p>Valable une heure. À joindre : <code>Authorization: Bearer …</code></p>
<pre>${escapeHtml(token)}</pre></article>`;
  return page(
    "Annuaire local du personnel",
    `<p>Tient lieu d'Entra ID sur cette machine. Les jetons n'ont de valeur nulle part ailleurs.</p>
<form method="post" action="/">
${choice(
  "brand",
  "Marque",
  brandIds.map((id) => [id, brands[id].name]),
)}
${choice(
  "role",
  "Fonction",
  staffRoles.map((role) => [role, recipients[role].fr]),
)}
${choice(
  "name",
  "Personne",
  localPeople.map((name) => [name, name]),
)}
<button>Délivrer un jeton</button>
</form>
${given}
<h2>Clés</h2>
<form method="post" action="/rotation"><button>Changer de clé de signature</button></form>`,
  );
}
