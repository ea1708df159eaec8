/** What may stand in a command, a manifest and a document as it is: whoever named a thing must not write the command. */
const PLAIN = /^(?!(?:file|fileb|https?):)[\w+=,.@:/-]+$/i;

export interface Blanks {
  /** A placeholder of its own for what is not known; the same name and meaning twice is the same one. */
  blank(name: string, what: string): string;
  /** The value as it is known, or a placeholder where it is not, or is no plain text. */
  known(value: string | null | undefined, name: string, what: string): string;
  list(): readonly { readonly name: string; readonly what: string }[];
}

/** Collects what a reader of a plan has to fill in. */
export function createBlanks(): Blanks {
  const blanks = new Map<string, string>();
  const blank = (name: string, what: string): string => {
    for (let count = 1; ; count += 1) {
      const own = count === 1 ? name : `${name}_${count}`;
      const taken = blanks.get(own);
      if (taken === undefined || taken === what) {
        blanks.set(own, what);
        return own;
      }
    }
  };
  return {
    blank,
    known: (value, name, what) => (typeof value === 'string' && isPlain(value) ? value : blank(name, what)),
    list: () => [...blanks].map(([name, what]) => ({ name, what })),
  };
}

/** One that begins with a dash would be taken for an option. */
export function isPlain(text: string): boolean {
  return PLAIN.test(text) && !text.startsWith('-');
}
