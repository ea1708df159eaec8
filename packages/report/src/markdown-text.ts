import { plain } from './plain.ts';
import { shortened } from './shortened.ts';

/** Characters that make something of the text around them, in Markdown or in what renders it as HTML. */
const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '|': '&#124;',
  ...Object.fromEntries([...'\\`*_[]~$!#'].map((character) => [character, `\\${character}`])),
};

/** A zero-width space: what is before it and after it is no name, number or address to whoever makes links of them. */
const APART = '&#8203;';

/**
 * A text that somebody else chose as Markdown that shows it, in a paragraph or the cell of a table: no markup, no link, and
 * nobody is notified by an `@name`.
 */
export function prose(text: string): string {
  return plain(text)
    .replace(/[&<>|\\`*_[\]~$!#]/g, (character) => ESCAPED[character] as string)
    .replace(/@|:(?=\/\/)|(?<=\bwww)\.|(?<=\bmailto):|(?<=\bxmpp):|\\#/gi, (match) => `${match}${APART}`);
}

/** The same as code. Neither a pipe nor a backtick can be escaped in it everywhere: they are shown by their code. */
function code(text: string): string {
  const shown = plain(text).replace(/[|`]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);
  return shown.trim() === '' ? '' : `\`${shown}\``;
}

const LONGEST_CELL = 400;

/** In a cell of a table, whose length nobody else sets. */
export function proseCell(text: string): string {
  return prose(shortened(text, LONGEST_CELL));
}

export function codeCell(text: string): string {
  return code(shortened(text, LONGEST_CELL));
}
