// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNSEEN = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/**
 * A text that somebody else chose, fit for a terminal: control characters, escape sequences and characters that turn the
 * direction of writing are shown by their code, and so are line breaks.
 */
export function plain(text: string): string {
  return text.replace(UNSEEN, byCode);
}

/** The same, but lines stay lines. */
export function plainLines(text: string): string {
  return text.replace(UNSEEN, (character) => (character === '\n' ? character : byCode(character)));
}

function byCode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
