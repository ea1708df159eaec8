import { plain } from '@podguard/report';
import { html as toHtml } from 'hono/html';

/** Writes HTML. Strings are text: escaped, and what would turn the direction of writing or stay unseen is shown by its code. */
export function html(parts: TemplateStringsArray, ...values: readonly unknown[]): ReturnType<typeof toHtml> {
  return toHtml(parts, ...values.map((value) => (typeof value === 'string' ? shown(value) : value)));
}

function shown(text: string): string {
  return text.split('\n').map(plain).join('\n');
}
