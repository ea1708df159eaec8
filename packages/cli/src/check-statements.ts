import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Finding } from '@podguard/core';
import { type DocumentRead, documentsToChanges, statementOf, statementPath } from '@podguard/manifests';
import type { ShownStatement } from '@podguard/report';
import { readInputs } from './check-inputs.ts';
import { readText } from './check-texts.ts';
import { type DocumentPlace, placesOf } from './document-places.ts';
import { plainPath } from './plain-path.ts';
import type { Terminal } from './terminal.ts';

/**
 * The statements that a finding of `check` speaks of, read again from its file: none where that is gone or holds them no longer.
 * The file of a finding that an event opened holds records.
 */
export async function readStatements(
  finding: Finding,
  terminal: Terminal,
): Promise<readonly ShownStatement[]> {
  const { opened, source } = finding;
  if (opened !== null || source === null || source.file === '-') return [];
  const reads = await readDocuments(source.file, terminal);
  const { documents } = documentsToChanges(reads, finding.resource.account || undefined);
  const places = placesOf(finding, documents.get(finding.resource.key) ?? onlyOne(reads));
  const byStatement = Map.groupBy(
    places,
    ({ read, path: at }) => `${reads.indexOf(read)} ${statementPath(at)}`,
  );
  return [...byStatement.values()].flatMap((of) => {
    const [{ read, path: first }] = of as [DocumentPlace];
    const line = read.document.lineOf(statementPath(first));
    const statement = statementOf(
      read.document.text,
      of.map(({ path: at }) => at),
    );
    return statement === undefined ? [] : [{ ...statement, file: source.file, line }];
  });
}

async function readDocuments(
  file: string,
  { directory, stdin, signal }: Terminal,
): Promise<readonly DocumentRead[]> {
  const place = path.resolve(directory, file);
  const isFile = await stat(place).then(
    (stats) => stats.isFile(),
    () => false,
  );
  if (!isFile) return [];
  const reads: DocumentRead[] = [];
  for await (const input of readInputs([place], { stdin, signal })) {
    if (input.kind !== 'text') continue;
    reads.push(...readText({ ...input, path: plainPath(file, directory) }, undefined).documents);
  }
  return reads;
}

/** A document that contradicts another one of its role is known by its file alone. */
function onlyOne(reads: readonly DocumentRead[]): readonly DocumentRead[] {
  return reads.length === 1 ? reads : [];
}
