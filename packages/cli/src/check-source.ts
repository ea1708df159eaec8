import type { Finding, FurtherPlace } from '@podguard/core';
import type { DocumentRead, ManifestFile } from '@podguard/manifests';
import { decidingPlaces, type JudgeDocuments } from './check-places.ts';

/** A finding with the file and the line of what decided in its documents, and of what else does by itself. */
export async function withSource(
  finding: Finding,
  documents: readonly DocumentRead[],
  judge: JudgeDocuments,
): Promise<Finding> {
  const found = await decidingPlaces(finding, documents, judge);
  const places = found.map(({ read, path }) => ({ file: read.file, line: read.document.lineOf(path) }));
  const [first] = documents;
  if (places.length === 0 && first !== undefined)
    places.push({ file: first.file, line: first.document.lineOf('') });
  return sourced(finding, places);
}

/** A finding with the file and the lines of what decided, the first by what its summary names, or else of where its object begins. */
export function withManifestSource(finding: Finding, { file, linesOf, leadsTo }: ManifestFile): Finding {
  const paths = finding.evidence.map(({ path }) => path);
  const sure = paths.filter(leadsTo);
  const [first, ...further] = (sure.length > 0 ? sure : [paths[0] ?? '']).flatMap((path) =>
    linesOf(path).map((line) => ({ file, line, path })),
  );
  return sourced(finding, [
    ...(first === undefined ? [] : [first]),
    ...further.sort((one, other) => one.line - other.line),
  ]);
}

function sourced(finding: Finding, places: readonly FurtherPlace[]): Finding {
  const once = new Map<string, FurtherPlace>();
  for (const place of places) {
    const at = `${place.line} ${place.file}`;
    if (!once.has(at)) once.set(at, place);
  }
  const [first, ...also] = once.values();
  if (first === undefined) return finding;
  const { file, line } = first;
  return { ...finding, source: { file, line, ...(also.length === 0 ? {} : { also }) } };
}
