import type { Readable } from 'node:stream';

/** In the place of a line that is too long to be kept. */
export const tooLong = Symbol('too long');

export interface TextLine {
  readonly text: string | typeof tooLong;
  /** From 1. */
  readonly number: number;
}

const LONGEST = 64 * 1024 * 1024;

/** The lines of a text, one at a time: never more of it is kept than the longest line that is taken. */
export async function* textLines(stream: Readable): AsyncGenerator<TextLine> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  let parts: string[] = [];
  let length = 0;
  let number = 1;
  const add = (part: string) => {
    length += part.length;
    if (length <= LONGEST) parts.push(part);
  };
  const end = (): TextLine => {
    const line = { text: length > LONGEST ? tooLong : parts.join(''), number } as const;
    parts = [];
    length = 0;
    number += 1;
    return line;
  };
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    const [first = '', ...others] = decoder.decode(chunk, { stream: true }).split('\n');
    add(first);
    for (const other of others) {
      yield end();
      add(other);
    }
  }
  add(decoder.decode());
  if (length > 0) yield end();
}
