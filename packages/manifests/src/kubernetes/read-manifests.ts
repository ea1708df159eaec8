import { leadsTo, type Segment, segmentsOf } from '../json-path.ts';
import { createLineAt } from '../line-at.ts';
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
  /** Kubernetes objects of kinds that are not judged. */
  readonly others: number;
  /** What is wrong, with its line. */
  readonly problems: readonly Told[];
  /** Documents that are templates: they are manifests only when they have been rendered. */
  readonly templates: readonly Told[];
}

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
    others: 0,
    problems: [] as Told[],
    templates: [] as Told[],
  };
  for (const document of documentsOf(text)) {
    if (document.kind === 'value') take(document.value, [], document.linesOf);
    else {
      const foreign = document.foreign ? ({ foreign: true } as const) : {};
      if (document.template) template(document.line, foreign);
      else reading.problems.push({ line: document.line, message: document.message, ...foreign });
    }
  }
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
    if (read.kind === 'other') reading.others += 1;
    else if (read.kind === 'template') template(linesOf([...place, ...read.path])[0]);
    else if (read.kind === 'problem')
      reading.problems.push({ line: linesOf([...place, ...read.path])[0], message: read.message });
    else {
      if (read.malformed !== undefined) malformed(read.malformed, place, linesOf);
      reading.manifests.push({
        draft: read.draft,
        linesOf: (path) => linesOf([...place, ...segmentsOf(path)]),
        leadsTo: (path) => leadsTo(value, segmentsOf(path)),
      });
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
