/** French or English, by the person's own order of preference (RFC 9110 section 12.5.4). French where nothing is said. */
export const languages = ["fr", "en"] as const;
export type Language = (typeof languages)[number];

export function preferredLanguage(acceptLanguage: string | null): Language {
  const ranked = (acceptLanguage ?? "")
    .slice(0, 500)
    .split(",")
    .map((entry, index) => {
      const [tag = "", ...parameters] = entry.trim().toLowerCase().split(";");
      const quality = parameters
        .map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1])
        .find(Boolean);
      return { language: tag.split("-")[0], quality: Number(quality ?? 1), index };
    })
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || a.index - b.index);
  for (const { language } of ranked) {
    const known = languages.find((candidate) => candidate === language);
    if (known !== undefined) return known;
  }
  return "fr";
}
