/**
 * Texts as people write them to a concierge, with everything in them that looks like a card number and is none; and card
 * numbers as people write them. Only the payment schemes' published test numbers.
 */

export const honest: readonly string[] = [
  // Telephone numbers
  "Rappelez-moi au 06 12 34 56 78 après 18 h",
  "Mon numéro : +33 6 12 34 56 78",
  "Joignable au 0033612345678 ou au 01.42.68.53.00",
  "Call me on +44 20 7946 0958, or +1 (212) 555-0142",
  "Fixe 01-42-68-53-00, mobile 07-12-34-56-78",
  "Hotel reception: +41 22 908 70 00, extension 4111",
  "Le concierge du Ritz : 01 43 16 30 30 / 01 43 16 36 68",
  "WhatsApp +971501234567 ou +9715012345678",
  "Numéros des invités : 0612345678 0698765432 0711223344",
  "Tel : +41 22 908 70 00, +41 22 908 70 01 / +47 41234567",
  "Oslo +47 41111111 / 11111111, +47 41111111, 11111111",
  "+491511234567890 (15 chiffres), +390612345678901",
  "هاتف ٠١٢٣٤٥٦٧٨٩، الموعد ٢٠٢٦/١١/٢٧",
  // Dates and times
  "Du 23/11/2026 au 30/11/2026, arrivée à 20:30",
  "From 2026-11-23 to 2026-12-02, 2 adults",
  "Vol le 20261123 à 0745, retour le 20261202 à 2130",
  "20261123T203000Z",
  "Entre 2026 et 2027, idéalement les 12 13 14 15 mai",
  "2026 2027 2028 2029, chaque année à la même date",
  "Créneaux : 1200-1400 1900-2100",
  "Nés en 1984 1986 2012 2015",
  "Horaires 1030 1130 1430 1530 selon disponibilité",
  "Timestamp 1700000000000",
  // Bank references that are no cards
  "IBAN FR76 3000 6000 0112 3456 7890 189",
  "Virement sur FR1420041010050500013M02606",
  "FR14 2004 1010 0505 0001 3M02 606",
  "IBAN DE89 3704 0044 0532 0130 00",
  "IBAN GB29 NWBK 6016 1331 9268 19",
  "IBAN CH93 0076 2011 6238 5295 7",
  "IBAN BE68 5390 0754 7034",
  "IBAN ES91 2100 0418 4502 0005 1332",
  "IBAN IT60X0542811101000000123456",
  "IBAN LU28 0019 4006 4475 0000",
  "RIB 30006 00001 12345678901 89",
  "BIC AGRIFRPP882",
  // Company and tax numbers
  "SIRET 732 829 320 00074",
  "SIRET 73282932000074",
  "SIREN 552 100 554, TVA FR40303265045",
  "VAT GB123456789",
  "N° de sécurité sociale 1 84 12 76 451 089 46",
  "NIR 184127645108946",
  // Travel
  "Vol AF1234 puis AF4567, siège 12A",
  "Billet 057-2401234567, PNR X7QK2P",
  "E-ticket 0572401234567 et 0572401234568",
  "Train TGV INOUI 6607, voiture 12, places 41 42 43 44",
  "Flight BA 0304, LHR T5, gate B44",
  "Booking reference 4829-1023-55",
  "Réservation n° 4829102355, chambre 1204",
  "Numéro de dossier 40001234",
  "Carte Flying Blue 2041 234 567",
  "Passeport 12AB34567, expire le 04/05/2031",
  "Airbnb HMABCDEFGH, code porte 4321#",
  "Eurostar S1234567890123",
  "Colis 1Z 999 AA1 01 2345 6784",
  "Suivi Colissimo 6A12345678901",
  "Tracking 00340434161094042557",
  "Container MSCU1234567",
  // Goods and places
  "ISBN 978-2-07-036822-8",
  "EAN 3017620422003",
  "IMEI 490154203237519",
  "Bouteille lot L4970 1011, 75 cl",
  "Montre réf. 5711/1A-010",
  "Sac réf. 4111-1111-1111",
  "48.8566, 2.3522 (lat, lon 48.85661400 2.35222190)",
  "43°42'12\"N 7°15'44\"E",
  "12 rue de la Paix, 75002 Paris, digicode 4B27",
  "CEDEX 08 75408",
  // Money and counts
  "Budget 1500-2000 EUR par personne",
  "Entre 12 000,00 € et 15 000,00 €",
  "1 234 567,89 € pour la villa",
  "4000 5000 6000 7000 EUR selon la saison",
  "10 000 000 invités",
  "2 adultes, 3 enfants (4, 7 et 11 ans)",
  "4 x 4 tout-terrain, 5 places, 4 4 4 4",
  // Numbers that fail one of the rules of a card number
  "4111 1111 1111 1112",
  "4970101112345678",
  "5555 5555 5555 4445",
  "3782 822463 10006",
  "6011 1111 1111 1117",
  "4111 1111 1111",
  "06 41 11 11 11 11 11 11 11 11",
  "01 41 16 30 30 01 43 16 36 68",
  "Les numéros 4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
  "Score 4-1 1-1 1-1 1-1 1-1 1-1 1-1 1-1",
  "4111 11111111 1111",
  "0000 0000 0000 0000",
  "1234 5678 9012 3456",
  "9999999999999999",
  "4111111111111111111",
  "24111111111111111",
  "Les quatre derniers chiffres : 1111",
  "Les six premiers : 497010",
  "",
];

/** Spellings that are no printed one, and as readable. Each holds one of the numbers below. */
export const disguised: readonly string[] = [
  "Tel: +4111111111111111 (numéro interne)",
  "+4970101234567893",
  "+4970 1012 3456 7893",
  "+378282246310005",
  "4111  1111  1111  1111",
  "4111\t1111\t1111\t1111",
  "4111\n1111\n1111\n1111",
  "4111\r\n1111\r\n1111\r\n1111",
  "4111/1111/1111/1111",
  "4111, 1111, 1111, 1111",
  "4111_1111_1111_1111",
  "4111·1111·1111·1111",
  "4111 - 1111 - 1111 - 1111",
  "4111-1111 1111.1111",
  "4111-1111 1111-1111",
  "41111111 11111111",
  "41111111-11111111",
  "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
  "4-1-1-1-1-1-1-1-1-1-1-1-1-1-1-1",
  "41 11 11 11 11 11 11 11",
  "41.11.11.11.11.11.11.11",
  "3 7 8 2 8 2 2 4 6 3 1 0 0 0 5",
  "37 82 82 24 63 10 00 5",
  "4111|1111|1111|1111",
  "4111 * 1111 * 1111 * 1111",
  "3782  822463/10005",
  "4111\u200b1111\u200b1111\u200b1111",
  "4\u200d1\u206011 1111 1111 1111",
  "4111 1111 1111 1111\ufeff",
  "4\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e31\ufe0f\u20e3 1111 1111 1111",
  "٤١١١ ١١١١ ١١١١ ١١١١",
  "۴۱۱۱۱۱۱۱۱۱۱۱۱۱۱۱",
  "४१११ ११११ ११११ ११११",
  "𞥔𞥑𞥑𞥑 𞥑𞥑𞥑𞥑 𞥑𞥑𞥑𞥑 𞥑𞥑𞥑𞥑",
  "𝟒𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏 𝟏𝟏𝟏𝟏",
  "④①①①①①①①①①①①①①①①",
];

/** Test numbers the schemes publish, by how many digits they are grouped in. */
export const cards = {
  visa: ["4111111111111111", "4012888888881881", "4242424242424242", "4000056655665556", "4917610000000000"],
  mastercard: ["5555555555554444", "5105105105105100", "5200828282828210", "2223003122003222", "2720990000000007"],
  amex: ["378282246310005", "371449635398431", "378734493671000", "341111111111111"],
} as const;

const separators = [" ", "-", ".", "\u00a0", "\u202f", "\u2009", "\u2011", "\u2013"];
const inGroups = (number: string, separator: string) =>
  (number.length === 15
    ? [number.slice(0, 4), number.slice(4, 10), number.slice(10)]
    : (number.match(/.{4}/g) ?? [])
  ).join(separator);

const spelt = Object.values(cards)
  .flat()
  .flatMap((number, index) => [
    number,
    inGroups(number, separators[index % separators.length] ?? " "),
    inGroups(number, separators[(index + 3) % separators.length] ?? " "),
  ]);

const within: readonly ((number: string) => string)[] = [
  (number) => number,
  (number) => `Ma carte : ${number}, exp. 12/28`,
  (number) => `carte(${number})`,
  (number) => `Payez avec ${number}.`,
  (number) => `${number} 123`,
  (number) => `En 2026 ${number} pour deux`,
  (number) => `le 23/11/2026 ${number}`,
  (number) => `card${number}`,
  (number) => `2 ${number} 3`,
];

/** Texts that hold a card number, each with the number as it is spelt there. */
export const numbersInTexts: readonly { readonly text: string; readonly number: string }[] = spelt.map(
  (number, index) => ({ number, text: within[index % within.length]?.(number) ?? number }),
);

export { inGroups, separators };
