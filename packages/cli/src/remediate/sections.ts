import { plain, type Style, wrap } from '@podguard/report';

/** How a terminal shows parts of a text, each under its heading. */
export interface Page {
  readonly style: Style;
  /** Columns; absent: lines are as long as their texts. */
  readonly width: number | undefined;
}

export const INDENT = '  ';

/** A heading with lines that are fit to be shown; nothing where there are none. */
export function section(title: string, lines: readonly string[], { style }: Page): readonly string[] {
  return lines.length === 0 ? [] : [style.strong(title), ...lines.map((line) => `${INDENT}${line}`), ''];
}

/** Texts of anybody's, each over as many lines as it needs: those after the first are set in. */
export function prose(
  texts: readonly string[],
  { width = Number.POSITIVE_INFINITY }: Page,
  mark = '',
): readonly string[] {
  return texts.flatMap((text) => {
    const [first = '', ...rest] = wrap(plain(text), width - INDENT.length - Math.max(mark.length, 2));
    const inner = mark === '' ? '' : ' '.repeat(mark.length);
    return [`${mark}${first}`, ...rest.map((line) => `${inner}${line}`)];
  });
}
