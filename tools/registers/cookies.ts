/** The cookies of each site (charter article 10.3; act no. 78-17, article 82). */
import { brandIds } from "../../shared/charter/brands.ts";
import { cookies } from "../../shared/charter/cookies.ts";
import { lastsText, type Table, text } from "./wording.ts";

const setters = {
  application: text("ce service", "this service"),
  site: text("les pages du site", "the site's pages"),
  none: text("personne : remplacé", "nobody: replaced"),
} as const;

export const cookieTable: Table = {
  id: "cookies",
  title: text("Cookies", "Cookies"),
  about: text(
    "Charte, article 10.3, et cookies propres à ce service. Ce qu'un site peut déposer, pour quoi, combien de temps, et s'il faut l'accord de la personne. Aucun cookie de cette liste n'est conservé plus de treize mois. Les deux cookies « __Host- » ne figurent pas au tableau publié : le responsable doit l'actualiser.",
    "Charter, article 10.3, and the cookies of this service. What a site may set, for what, for how long, and whether the person must agree. No cookie of this list is kept longer than thirteen months. The two “__Host-” cookies are not in the published table: the controller has to update it.",
  ),
  columns: [
    { key: "brand", title: text("Marque", "Brand") },
    { key: "name", title: text("Nom", "Name") },
    { key: "provider", title: text("Prestataire", "Provider") },
    { key: "purpose", title: text("Finalité", "Purpose") },
    { key: "lasts", title: text("Durée", "Lasts") },
    { key: "consent", title: text("Accord", "Agreement") },
    { key: "setBy", title: text("Déposé par", "Set by") },
  ],
  rows: (language) =>
    brandIds.flatMap((brand) =>
      cookies[brand].map(({ name, provider, purpose, lasts, consent, setBy }) => ({
        brand,
        name,
        provider,
        purpose: purpose[language],
        lasts: lastsText(lasts, language),
        consent: (consent === "exempt" ? text("dispensé", "exempt") : text("nécessaire", "needed"))[language],
        setBy: setters[setBy][language],
      })),
    ),
};
