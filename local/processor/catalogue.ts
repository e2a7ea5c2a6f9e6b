/** What the stand-in concierge can offer, in French: four options per category, two for a first proposal and two for a second. */
import type { Option, SubmittedRequest } from "./contract.ts";

type Offer = {
  readonly supplier: string;
  readonly title: string;
  readonly description: string;
  /** In cents; for each guest, or for the whole. */
  readonly cents: number;
  readonly per: "guest" | "whole";
  readonly inclusions: readonly string[];
};

const offer = (
  supplier: string,
  title: string,
  description: string,
  [cents, per]: readonly [number, "guest" | "whole"],
  ...inclusions: string[]
): Offer => ({ supplier, title, description, cents, per, inclusions });

const offers: Readonly<Record<string, readonly [Offer, Offer, Offer, Offer]>> = {
  restaurant: [
    offer(
      "La Table des Quais",
      "Menu dégustation, La Table des Quais",
      "Cuisine de saison au bord de l'eau, table près des fenêtres.",
      [9_800, "guest"],
      "Menu en cinq services",
      "Apéritif maison",
      "Annulation gratuite 24 h avant",
    ),
    offer(
      "Bouchon Saint-Jean",
      "Menu traditionnel, Bouchon Saint-Jean",
      "Adresse familiale, salle voûtée, spécialités régionales.",
      [4_650, "guest"],
      "Menu en trois services",
      "Café et mignardises",
    ),
    offer(
      "L'Atelier Verdier",
      "Menu végétal, L'Atelier Verdier",
      "Cuisine végétale d'une jeune cheffe, salle calme.",
      [7_200, "guest"],
      "Menu en quatre services",
      "Accord de jus pressés",
    ),
    offer(
      "Brasserie du Parc",
      "Carte, Brasserie du Parc",
      "Grande salle 1900, service jusqu'à minuit.",
      [5_500, "guest"],
      "Table en terrasse couverte",
      "Coupe de bienvenue",
    ),
  ],
  travel: [
    offer(
      "Maison des Voyages",
      "Train première classe et hôtel quatre étoiles",
      "Trajet direct et deux nuits près du centre.",
      [48_900, "guest"],
      "Train aller-retour",
      "Deux nuits avec petit déjeuner",
      "Transfert depuis la gare",
    ),
    offer(
      "Itinéraires d'Europe",
      "Séjour de charme en maison d'hôtes",
      "Maison de caractère à vingt minutes du centre.",
      [36_500, "guest"],
      "Deux nuits avec petit déjeuner",
      "Voiture de location",
    ),
    offer(
      "Maison des Voyages",
      "Escapade en train de nuit",
      "Départ le soir, arrivée au petit matin, cabine privée.",
      [31_000, "guest"],
      "Cabine privée",
      "Une nuit d'hôtel",
    ),
    offer(
      "Rives et Sommets",
      "Séjour nature et bien-être",
      "Hôtel au calme, accès au spa compris.",
      [42_000, "guest"],
      "Deux nuits en demi-pension",
      "Accès au spa",
    ),
  ],
  event: [
    offer(
      "Billetterie Lumière",
      "Places de catégorie 1",
      "Parterre, rangs 6 à 12.",
      [12_500, "guest"],
      "Placement côte à côte",
      "Programme de la soirée",
    ),
    offer(
      "Billetterie Lumière",
      "Places en loge",
      "Loge de côté, vue dégagée.",
      [18_900, "guest"],
      "Accès au salon",
      "Coupe à l'entracte",
    ),
    offer(
      "Scènes et Salles",
      "Places de catégorie 2",
      "Premier balcon, de face.",
      [7_900, "guest"],
      "Placement côte à côte",
    ),
    offer(
      "Scènes et Salles",
      "Représentation du lendemain, catégorie 1",
      "Mêmes artistes, le jour suivant.",
      [11_000, "guest"],
      "Placement côte à côte",
    ),
  ],
  gift: [
    offer(
      "Fleurs de Paul-Bert",
      "Bouquet de saison et carte manuscrite",
      "Composé le matin même, livré en main propre.",
      [8_500, "whole"],
      "Carte manuscrite",
      "Livraison à l'heure choisie",
    ),
    offer(
      "Confiserie Aurélie",
      "Coffret gourmand",
      "Chocolats et pâtes de fruits de fabrication artisanale.",
      [6_400, "whole"],
      "Emballage cadeau",
      "Livraison sous 48 h",
    ),
    offer(
      "Cave du Rempart",
      "Coffret de deux bouteilles",
      "Vins de petits domaines, notes de dégustation.",
      [9_900, "whole"],
      "Emballage cadeau",
    ),
    offer(
      "Papeterie Séraphin",
      "Carnet relié main et stylo",
      "Initiales gravées.",
      [12_000, "whole"],
      "Gravure",
      "Emballage cadeau",
    ),
  ],
  wellness: [
    offer(
      "Bains de la Presqu'île",
      "Demi-journée aux bains",
      "Bassins, hammam et soin d'une heure.",
      [13_500, "guest"],
      "Soin d'une heure",
      "Peignoir et thé",
    ),
    offer(
      "Studio Équilibre",
      "Séance particulière",
      "Une heure avec une praticienne diplômée.",
      [8_000, "guest"],
      "Séance d'une heure",
    ),
    offer(
      "Spa des Terrasses",
      "Rituel du soir",
      "Accès nocturne et massage.",
      [16_000, "guest"],
      "Massage de cinquante minutes",
      "Infusion",
    ),
    offer(
      "Studio Équilibre",
      "Séance à domicile",
      "La praticienne se déplace.",
      [11_000, "guest"],
      "Séance d'une heure",
      "Matériel fourni",
    ),
  ],
  home: [
    offer(
      "Artisans Associés",
      "Intervention sous 24 h",
      "Artisan vérifié, devis avant travaux.",
      [14_000, "whole"],
      "Déplacement",
      "Première heure",
    ),
    offer(
      "Maison Sereine",
      "Passage planifié",
      "Créneau de deux heures au choix.",
      [9_500, "whole"],
      "Déplacement",
      "Garantie de trois mois",
    ),
    offer(
      "Artisans Associés",
      "Intervention le samedi",
      "Même équipe, le samedi matin.",
      [17_000, "whole"],
      "Déplacement",
      "Première heure",
    ),
    offer(
      "Atelier du Quartier",
      "Réparation en atelier",
      "Enlèvement et retour compris.",
      [12_000, "whole"],
      "Enlèvement",
      "Retour sous cinq jours",
    ),
  ],
  other: [
    offer(
      "Réseau Partenaires",
      "Prise en charge complète",
      "Un interlocuteur unique du début à la fin.",
      [15_000, "whole"],
      "Recherche",
      "Réservation",
      "Suivi",
    ),
    offer(
      "Réseau Partenaires",
      "Recherche et conseil",
      "Trois pistes documentées sous deux jours.",
      [6_000, "whole"],
      "Recherche",
      "Compte rendu écrit",
    ),
    offer(
      "Réseau Partenaires",
      "Réservation seule",
      "Nous réservons l'adresse de votre choix.",
      [3_000, "whole"],
      "Réservation",
    ),
    offer(
      "Réseau Partenaires",
      "Accompagnement sur place",
      "Une personne vous accueille.",
      [22_000, "whole"],
      "Accueil",
      "Suivi",
    ),
  ],
};

/** Round 0 is the first proposal, round 1 the second, with other options. */
export function optionsFor(
  request: SubmittedRequest,
  round: 0 | 1,
  newId: () => string,
): (Option & { supplier: string })[] {
  const [first, second, third, fourth] = offers[request.category] ?? offers.other ?? never();
  const guests = (request.party?.adults ?? 1) + (request.party?.children ?? 0);
  return (round === 0 ? [first, second] : [third, fourth]).map((chosen) => ({
    id: newId(),
    supplier: chosen.supplier,
    title: chosen.title,
    description: chosen.description,
    price: { amount: ((chosen.cents * (chosen.per === "guest" ? guests : 1)) / 100).toFixed(2), currency: "EUR" },
    inclusions: chosen.inclusions,
  }));
}

function never(): never {
  throw new Error("The catalogue has no offers for other requests");
}
