import type { HeldDocument } from '../held-document.ts';
import { notRead } from '../infrastructure-code.ts';
import { leadsTo, type Segment, segmentsOf } from '../json-path.ts';
import { createLineAt } from '../line-at.ts';
import type { PolicyDocument } from '../policy-document.ts';
import { readHeld } from '../read-policies.ts';
import { associationPlace } from './aws-association.ts';
import type { Draft } from './draft.ts';
import { isFields, pathOf } from './fields.ts';
import type { MalformedPart } from './malformed-part.ts';
import { readObject, WANTED } from './read-object.ts';
import { type YamlDocument, yamlDocuments } from './yaml-documents.ts';
import type { Lines, LinesOf } from './yaml-lines.ts';

/** A resource of a file, and where the parts of it are by their paths. */
export interface ManifestRead {
  readonly draft: Draft;
  readonly linesOf: (path: string) => Lines;
  /** Whether there is something where a path leads, be it within a text. */
  readonly leadsTo: (path: string) => boolean;
}

export interface ManifestReading {
  readonly manifests: readonly ManifestRead[];
  /** Those of the roles that objects of ACK and Crossplane make. */
  readonly documents: readonly PolicyDocument[];
  /** Kubernetes objects of kinds that are not judged. */
  readonly others: number;
  /** What is wrong, with its line. */
  readonly problems: readonly Told[];
  /** Documents that are templates: they are manifests only when they have been rendered. */
  readonly templates: readonly Told[];
}

const UNREAD = 'holds objects of ACK or Crossplane with IAM';

interface Told {
  readonly line: number;
  readonly message: string;
  /** Of a document that does not look like a Kubernetes object. */
  readonly foreign?: true;
}

/** The Kubernetes objects in a YAML stream or in JSON, of lists each one. It never throws. */
export function readManifests(text: string): ManifestReading {
  const reading = {
    manifests: [] as ManifestRead[],
    documents: [] as PolicyDocument[],
    others: 0,
    problems: [] as Told[],
    templates: [] as Told[],
  };
  const unread: { readonly name: string; readonly line: number }[] = [];
  for (const document of documentsOf(text)) {
    if (document.kind === 'value') take(document.value, [], document.linesOf);
    else {
      const foreign = document.foreign ? ({ foreign: true } as const) : {};
      if (document.template) template(document.line, foreign);
      else reading.problems.push({ line: document.line, message: document.message, ...foreign });
    }
  }
  const [first] = unread;
  const names = unread.map(({ name }) => name);
  const message = notRead(UNREAD, names, 'what policy and policyDocument hold');
  if (first !== undefined && message !== undefined) reading.problems.push({ line: first.line, message });
  return reading;

  function take(value: unknown, place: readonly Segment[], linesOf: LinesOf): void {
    if (!isFields(value) || typeof value.kind !== 'string' || typeof value.apiVersion !== 'string') return;
    if (value.kind.endsWith('List') && Array.isArray(value.items)) {
      if (place.length >= 4) return;
      value.items.forEach((item: unknown, index) => {
        // A typed list need not say of what kind its items are.
        const typed = isFields(item) && item.kind === undefined && value.kind !== 'List';
        const whole = typed
          ? { apiVersion: value.apiVersion, ...item, kind: String(value.kind).slice(0, -4) }
          : item;
        take(whole, [...place, 'items', index], linesOf);
      });
      return;
    }
    const read = readObject(value);
    if ('malformed' in read && read.malformed !== undefined) malformed(read.malformed, place, linesOf);
    if (read.kind === 'other') reading.others += 1;
    else if (read.kind === 'unread') unread.push({ name: read.name, line: linesOf(place)[0] });
    else if (read.kind === 'role') role(read.documents, place, linesOf);
    else if (read.kind === 'template') template(linesOf([...place, ...read.path])[0]);
    else if (read.kind === 'problem')
      reading.problems.push({ line: linesOf([...place, ...read.path])[0], message: read.message });
    else {
      const isAssociation = read.kind === 'association';
      const within = (path: string) => (isAssociation ? associationPlace(value, path) : segmentsOf(path));
      reading.manifests.push({
        draft: read.draft,
        linesOf: (path) => linesOf([...place, ...within(path)]),
        leadsTo: (path) => leadsTo(value, within(path)),
      });
    }
  }

  /** One that has no document makes none: it takes over what is there. */
  function role(held: readonly HeldDocument[], place: readonly Segment[], linesOf: LinesOf): void {
    if (held.length === 0) reading.others += 1;
    for (const one of held) {
      const at = [...place, ...one.place];
      const read = readHeld(one, undefined, (path) => linesOf([...at, ...segmentsOf(path)])[0]);
      reading.documents.push(...read.documents);
      for (const message of read.problems) reading.problems.push({ line: linesOf(at)[0], message });
    }
  }

  function malformed(part: MalformedPart, place: readonly Segment[], linesOf: LinesOf): void {
    const [line] = linesOf([...place, ...part.path]);
    if (part.template) template(line);
    else reading.problems.push({ line, message: `${pathOf(...part.path)} ${part.message}` });
  }

  function template(line: number, foreign: Pick<Told, 'foreign'> = {}): void {
    reading.templates.push({
      ...foreign,
      line,
      message: 'is a template that is not rendered; give what `helm template` or `kustomize build` writes',
    });
  }
}

function documentsOf(text: string): Iterable<YamlDocument> {
  const json = /^\ufeff?\s*[{[]/.test(text) ? parsed(text) : undefined;
  if (json === undefined) return yamlDocuments(text, WANTED);
  const lineAt = createLineAt(text.replace(/^\ufeff/, ' '));
  return [{ kind: 'value', value: json, linesOf: (path) => [lineAt(path)] }];
}

/** Undefined where it is no JSON: YAML's braces, or several documents. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
