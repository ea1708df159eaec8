/** A hundred thousand objects: the largest clusters have fewer of a type. */
const MOST_PAGES = 200;

/** Whoever answers must not keep us: `pages` were read. */
export function refuseEndless(pages: number, plural: string): void {
  if (pages >= MOST_PAGES) throw new Error(`${plural}: their list has more than ${MOST_PAGES} pages`);
}
