import { createSplitter, type Loss, type SplitterOptions } from '@podguard/cloudtrail';

export interface Split {
  readonly values: readonly { readonly text: string; readonly line: number }[];
  readonly lost: readonly Loss[];
  readonly peakBuffered: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Splits an input that arrives in these chunks. */
export function splitChunks(chunks: Iterable<Uint8Array>, options: SplitterOptions = {}): Split {
  const values: { text: string; line: number }[] = [];
  const lost: Loss[] = [];
  const splitter = createSplitter(
    {
      value: (bytes, start, end, line) =>
        values.push({ text: decoder.decode(bytes.subarray(start, end)), line }),
      lost: (loss) => lost.push(loss),
    },
    options,
  );
  for (const chunk of chunks) splitter.push(chunk);
  splitter.end();
  return { values, lost, peakBuffered: splitter.peakBuffered };
}

export function split(text: string, options: SplitterOptions = {}): Split {
  return splitChunks([encoder.encode(text)], options);
}

/** `text` in chunks of these sizes, over and over. */
export function* chunksOf(text: string | Uint8Array, sizes: readonly number[]): Generator<Uint8Array> {
  const bytes = typeof text === 'string' ? encoder.encode(text) : text;
  for (let from = 0, i = 0; from < bytes.length; i++) {
    const size = sizes[i % sizes.length]!;
    yield bytes.subarray(from, from + size);
    from += size;
  }
}
