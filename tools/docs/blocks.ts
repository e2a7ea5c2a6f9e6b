/** Parts of a hand-written page that are generated: between `<!-- begin NAME -->` and `<!-- end NAME -->`. */

const marks = (name: string) => [`<!-- begin ${name} -->`, `<!-- end ${name} -->`] as const;

/** @throws Error where the page has no such part. */
export function withBlock(page: string, name: string, content: string): string {
  const [begin, end] = marks(name);
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`no part ${name}`);
  return `${page.slice(0, from + begin.length)}\n${content}\n${page.slice(to)}`;
}

export function blockOf(page: string, name: string): string {
  const [begin, end] = marks(name);
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`no part ${name}`);
  return page.slice(from + begin.length, to).trim();
}
