import type { Language } from '../language/language.ts';

const MOST = 200;

/** A language by a name, made once as long as there are few: policies name the same accounts again and again. */
export function remembered(make: (name: string) => Language): (name: string) => Language {
  const known = new Map<string, Language>();
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const made = make(name);
    if (known.size >= MOST) known.clear();
    known.set(name, made);
    return made;
  };
}

/** The only member of a language that has one. */
export function onlyWord({ words, rest }: Language): string | null {
  const [only, another] = words;
  return rest.edges.length > 0 || another !== undefined ? null : (only ?? null);
}
