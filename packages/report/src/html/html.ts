import { html as toHtml } from 'hono/html';
import { plainLines } from '../plain.ts';

/** Writes HTML. Strings are text: escaped, and what would turn the direction of writing or stay unseen is shown by its code. */
export function html(parts: TemplateStringsArray, ...values: readonly unknown[]): ReturnType<typeof toHtml> {
  return toHtml(parts, ...values.map((value) => (typeof value === 'string' ? plainLines(value) : value)));
}
