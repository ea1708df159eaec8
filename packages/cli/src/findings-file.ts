import { createReadStream } from 'node:fs';
import { addAbortSignal, type Readable } from 'node:stream';
import { type Finding, ServiceError } from '@podguard/core';
import { findingSchema } from './finding-schema.ts';
import { textLines, tooLong } from './text-lines.ts';

/** What one line holds, or one element of `findings`: a finding, or why it is none. */
export type FindingRead = { readonly finding: Finding } | { readonly problem: string };

/** As a text of its own a JSON document has to be parsed at once. */
const MOST_OF_A_DOCUMENT = 256 * 1024 * 1024;

/** Reads NDJSON a line at a time, or what `--format json` writes. Ends early where the signal says so. */
export async function* readFindingsFile(
  stream: Readable,
  origin: string,
  signal: AbortSignal,
): AsyncGenerator<FindingRead> {
  let whole: string[] | undefined;
  let length = 0;
  let first = true;
  try {
    for await (const { text, number } of textLines(addAbortSignal(signal, stream))) {
      if (whole === undefined && text !== tooLong && text.trim() === '') continue;
      const place = `${origin}:${number}`;
      if (first && text !== tooLong && BEGINS_DOCUMENT.test(text)) whole = [];
      first = false;
      if (whole === undefined) yield* readLine(text, place, origin);
      else {
        if (text === tooLong || length + text.length > MOST_OF_A_DOCUMENT) throw tooLarge(origin);
        length += text.length;
        whole.push(text);
      }
    }
  } catch (cause) {
    if (signal.aborted) return;
    if (cause instanceof ServiceError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError('input-unreadable', `${origin}: ${reason}; check the path`, { cause });
  }
  if (whole !== undefined) yield* readDocument(tryParse(whole.join('\n')), origin);
}

export function openFindingsFile(place: string): Readable {
  return createReadStream(place);
}

/** With the indentation that `--format json` has, or without. */
const BEGINS_DOCUMENT = /^\ufeff?\s*\{\s*("findings"|$)/;

function* readLine(text: string | typeof tooLong, place: string, origin: string): Generator<FindingRead> {
  if (text === tooLong) yield { problem: `${place}: is longer than a finding can be` };
  else {
    const value = tryParse(text);
    if (isDocument(value)) yield* readDocument(value, origin);
    else yield asFinding(value, place);
  }
}

function* readDocument(value: unknown, origin: string): Generator<FindingRead> {
  if (!isDocument(value)) yield asFinding(value, `${origin}:1`);
  else
    for (const [index, one] of value.findings.entries())
      yield asFinding(one, `${origin}: findings[${index}]`);
}

function isDocument(value: unknown): value is { readonly findings: readonly unknown[] } {
  return typeof value === 'object' && value !== null && 'findings' in value && Array.isArray(value.findings);
}

function asFinding(value: unknown, place: string): FindingRead {
  const result = findingSchema.safeParse(value);
  if (result.success) return { finding: result.data };
  const at = result.error.issues[0]?.path.join('.') ?? '';
  return {
    problem: `${place}: is no finding${at === '' ? '' : ` (${at})`}; give a file that \`podguard scan --format ndjson\` wrote`,
  };
}

function tooLarge(origin: string): ServiceError {
  return new ServiceError(
    'input-unreadable',
    `${origin}: is one JSON document of more than ${MOST_OF_A_DOCUMENT / 1024 / 1024} MB; give NDJSON, which is read line by line`,
  );
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
