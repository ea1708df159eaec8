import { must } from './must.ts';

/** The elements of all pages, each of which has its list, if only an empty one. */
export async function allPages<P, T>(
  pages: AsyncIterable<P>,
  elements: (page: P) => readonly T[] | undefined,
): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...must(elements(page), 'list'));
  return all;
}
