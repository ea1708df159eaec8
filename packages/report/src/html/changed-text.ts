import { html } from './html.ts';

/** Two texts, of which what is not the same in both is marked. */
export function changedTexts(before: string, now: string) {
  const start = common(before, now, (text, index) => text[index]);
  const most = Math.min(before.length, now.length) - start;
  const end = Math.min(
    most,
    common(before, now, (text, index) => text[text.length - 1 - index]),
  );
  const marked = (text: string) =>
    html`<code>${text.slice(0, start)}<mark>${text.slice(start, text.length - end)}</mark>${end === 0 ? '' : text.slice(-end)}</code>`;
  return { before: marked(before), now: marked(now) };
}

/** How many characters are the same from where one begins to look; a character of two units is not taken apart. */
function common(a: string, b: string, at: (text: string, index: number) => string | undefined): number {
  const most = Math.min(a.length, b.length);
  let count = 0;
  while (count < most && at(a, count) === at(b, count)) count += 1;
  while (count > 0 && /[\ud800-\udfff]/.test(at(a, count - 1) ?? '')) count -= 1;
  return count;
}
