import type { Finding } from '@podguard/core';
import {
  type DocumentRead,
  decidingPaths,
  membersAlone,
  type PolicyPart,
  statementPath,
  statementsAlone,
} from '@podguard/manifests';
import { type DocumentPlace, placesOf } from './document-places.ts';

/** What a role with these documents has open. */
export type JudgeDocuments = (documents: readonly DocumentRead[]) => Promise<readonly Finding[]>;

/** Of more parts than that, or of a longer document, each is not judged by itself: IAM takes no document of half the length. */
const MOST_PARTS = 200;
const LONGEST = 20_480;

/**
 * Where the documents of a role have what decided. Evidence names one place of each document; others that decide as much by
 * themselves (another statement, another member of its list) are found by judging each alone.
 */
export async function decidingPlaces(
  finding: Finding,
  documents: readonly DocumentRead[],
  judge: JudgeDocuments,
): Promise<readonly DocumentPlace[]> {
  const first = new Map<DocumentRead, DocumentPlace>();
  for (const place of placesOf(finding, documents)) if (!first.has(place.read)) first.set(place.read, place);
  const found: DocumentPlace[] = [];
  for (const { read, path } of first.values()) {
    const decides = openIn(read, finding, documents, judge);
    for (const one of await pathsIn(read, path, decides)) found.push({ read, path: one });
  }
  return found;
}

/** The path that decides in a document's text, where the finding is open by it. */
type Decides = (text: string) => Promise<string | undefined>;

function openIn(
  read: DocumentRead,
  { rule, reasons }: Finding,
  documents: readonly DocumentRead[],
  judge: JudgeDocuments,
): Decides {
  const { kind } = read.document;
  const beside = documents.filter(({ document }) => document.kind !== kind);
  return async (text) => {
    const part: DocumentRead = { ...read, document: { ...read.document, text } };
    const all = [...beside, part];
    // What another rule of the family reports as well may be all that is left of it.
    const open = (await judge(all)).find((one) => one.rule === rule || reasons.includes(one.rule));
    return open && placesOf(open, all).find((place) => place.read === part)?.path;
  };
}

async function pathsIn(
  { document: { text, lineOf } }: DocumentRead,
  path: string,
  decides: Decides,
): Promise<readonly string[]> {
  if (text.length > LONGEST) return decidingPaths(text, path);
  const statements = statementsAlone(text);
  const found: string[] = [];
  const take = async (part: PolicyPart, at: string) => {
    for (const one of decidingPaths(part.text, at))
      for (const member of await membersOf(part, one, lineOf, decides)) found.push(member);
  };
  if (onLines(statements, lineOf))
    for (const part of statements) {
      const at = await decides(part.text);
      if (at !== undefined && statementPath(at) === part.path) await take(part, at);
    }
  if (found.length === 0) await take({ text, path: '', inWhole: (inner) => inner }, path);
  return found;
}

async function membersOf(
  part: PolicyPart,
  path: string,
  lineOf: (path: string) => number,
  decides: Decides,
): Promise<readonly string[]> {
  const members = membersAlone(part.text, path).map((one) => ({ ...one, inWhole: part.inWhole }));
  const found: string[] = [];
  if (onLines(members, lineOf))
    for (const member of members)
      if ((await decides(member.text)) !== undefined) found.push(part.inWhole(member.path));
  return found.length > 0 ? found : [part.inWhole(path)];
}

/** Whether it makes a difference which of them it is. */
function onLines(parts: readonly PolicyPart[], lineOf: (path: string) => number): boolean {
  return (
    parts.length <= MOST_PARTS && new Set(parts.map(({ path, inWhole }) => lineOf(inWhole(path)))).size > 1
  );
}
