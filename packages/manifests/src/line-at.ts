import type { Segment } from './json-path.ts';

/** The line, from 1, on which the value begins that a path leads to, or as near to it as the path leads. The text is JSON. */
export function lineAt(text: string, path: readonly Segment[]): number {
  let at = afterSpace(text, 0);
  for (const segment of path) {
    const child = childAt(text, at, segment);
    if (child === undefined) break;
    at = child;
  }
  return text.slice(0, at).split('\n').length;
}

/** Where a member's value begins; of a key that stands twice the last counts, as in JSON.parse. */
function childAt(text: string, start: number, segment: Segment): number | undefined {
  const opening = text[start];
  if (opening !== '{' && opening !== '[') return undefined;
  let found: number | undefined;
  let at = afterSpace(text, start + 1);
  for (let index = 0; at < text.length && text[at] !== '}' && text[at] !== ']'; index += 1) {
    let name: Segment = index;
    if (opening === '{') {
      const end = afterString(text, at);
      name = JSON.parse(text.slice(at, end)) as string;
      at = afterSpace(text, afterSpace(text, end) + 1);
    }
    if (name === segment) found = at;
    at = afterSpace(text, afterValue(text, at));
    if (text[at] === ',') at = afterSpace(text, at + 1);
  }
  return found;
}

function afterValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at] as string;
    if (character === '"') at = afterString(text, at) - 1;
    else if (character === '{' || character === '[') depth += 1;
    else if (depth === 0 && (character === ',' || character === '}' || character === ']')) return at;
    else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

function afterString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function afterSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && /\s|\ufeff/.test(text[at] as string)) at += 1;
  return at;
}
