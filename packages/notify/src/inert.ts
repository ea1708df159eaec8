import { plain } from '@podguard/report';

/**
 * A text that somebody else chose, on one line of a message, at most so long. Mail programs and phones make links of
 * addresses: in an alert they would be the attacker's, so those are taken apart as
 * `https[:]//`; commands keep their `file://`.
 */
export function inert(text: string, length: number): string {
  return plain(cut(text, length))
    .toWellFormed()
    .replace(/[\ufffe\uffff]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`)
    .replace(/(?<!\bfile):(?=\/\/)|(?<=\bmailto):/gi, '[:]')
    .replace(/(?<=\bwww)\./gi, '[.]');
}

/** The beginning of a longer text, with a note of how long it was. */
export function cut(text: string, length: number): string {
  if (text.length <= length) return text;
  const note = `… (${text.length} characters)`;
  return `${whole(text.slice(0, Math.max(0, length - note.length)))}${note}`;
}

/** For a subject or a text message: what is not ASCII is a question mark. */
export function ascii(text: string): string {
  return text
    .replaceAll('…', '...')
    .replaceAll('’', "'")
    .replace(/[^ -~]/gu, '?');
}

/** Without the first half of a character that was cut in two. */
function whole(text: string): string {
  return text.replace(/[\ud800-\udbff]$/, '');
}
