/**
 * What nobody sees, or what does something to the text around it: control characters, halves of characters and what is none, all
 * that may be shown as nothing (tags and fillers among it), and other ends of lines. Emoji keep how they are drawn.
 * Source: https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
 */
const UNSEEN =
  /(?<!\p{Extended_Pictographic})[\ufe0e\ufe0f]|[\p{Cc}\p{Cs}\u2028\u2029\ufff9-\ufffb\ufffe\uffff]|(?![\ufe0e\ufe0f])\p{DI}/gu;
/** Nearly every text is no more than this, and it is looked at fast. */
const ASCII = /^[ -~]*$/;

/**
 * A text that somebody else chose, fit for a terminal: control characters, escape sequences and characters that turn the
 * direction of writing are shown by their code, and so are line breaks.
 */
export function plain(text: string): string {
  return ASCII.test(text) ? text : text.replace(UNSEEN, byCode);
}

/** The same, but lines stay lines. */
export function plainLines(text: string): string {
  if (ASCII.test(text)) return text;
  return text.replace(UNSEEN, (character) => (character === '\n' ? character : byCode(character)));
}

/** As JSON writes it, so that the text of a JSON string is still that string: in UTF-16 units. */
function byCode(character: string): string {
  return `${unitAt(character, 0)}${character.length > 1 ? unitAt(character, 1) : ''}`;
}

function unitAt(character: string, at: number): string {
  return `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
}
