import type { Readable } from 'node:stream';
import type { Catalogue, Config, Finding } from '@podguard/core';
import {
  type DocumentKind,
  type DocumentRead,
  documentsToChanges,
  type RolesRead,
  readPolicies,
} from '@podguard/manifests';
import { createMemoryStore } from '@podguard/store';
import { readInputs } from './check-inputs.ts';
import { withSource } from './check-source.ts';
import { createJudging } from './judging.ts';
import { findingsOf, type Undecided } from './scan.ts';

export interface CheckDeps {
  readonly catalogue: Catalogue;
  readonly config: Config;
  readonly kind: DocumentKind | undefined;
  readonly stdin: Readable;
  readonly signal: AbortSignal;
  /** Told of each part that could not be read, and of what was passed over for a reason. */
  readonly onProblem: (message: string) => void;
}

export interface CheckResult {
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  readonly documents: number;
  /** Files in directories that hold no policy document. */
  readonly passedOver: number;
  /** Files, and documents in them, that could not be read. */
  readonly unreadable: number;
  readonly bytes: number;
}

/** Judges the policy documents of files as roles of which nothing else is known. */
export async function check(paths: readonly string[], deps: CheckDeps): Promise<CheckResult> {
  const { config } = deps;
  const { reads, ...counts } = await readAll(paths, deps);
  const roles = documentsToChanges(reads, config.account);
  const judged = await judgeRoles(roles, {
    ...deps,
    config: { ...config, podRoles: [...config.podRoles, ...roles.podRoles] },
  });
  return { ...counts, documents: reads.length, ...judged };
}

async function readAll(paths: readonly string[], deps: CheckDeps) {
  const reads: DocumentRead[] = [];
  const counts = { passedOver: 0, unreadable: 0, bytes: 0 };
  const problem = (message: string) => {
    counts.unreadable += 1;
    deps.onProblem(message);
  };
  for await (const input of readInputs(paths, deps)) {
    if (input.kind === 'skipped') counts.passedOver += 1;
    else if (input.kind === 'problem') problem(input.message);
    else {
      const { path, named, text, bytes } = input;
      const name = path === '-' ? 'standard input' : path;
      const { documents, passedOver, problems, foreign } = readPolicies(text, deps.kind);
      counts.bytes += bytes;
      for (const document of documents) reads.push({ file: path, document });
      for (const message of problems) problem(`${name}: ${message}`);
      for (const reason of passedOver) {
        const message = `${name}: passed over: ${reason}`;
        if (named) problem(message);
        else {
          counts.passedOver += 1;
          deps.onProblem(message);
        }
      }
      if (foreign && named)
        problem(
          `${name}: is no policy document: it has no Statement, and is no answer of the AWS CLI that holds one`,
        );
      else if (foreign) counts.passedOver += 1;
    }
  }
  return { reads, ...counts };
}

async function judgeRoles(
  roles: RolesRead,
  deps: CheckDeps,
): Promise<Pick<CheckResult, 'findings' | 'undecided'>> {
  const store = createMemoryStore();
  const judging = createJudging(store, deps);
  for (const change of roles.changes) await judging.apply(change);
  await judging.settle();
  const findings: Finding[] = [];
  const undecided: Undecided[] = [];
  for await (const item of store.listItems()) {
    const documents = roles.documents.get(item.key) ?? [];
    for (const finding of findingsOf(item, deps.catalogue))
      if (finding.status === 'open') findings.push(withSource(finding, documents));
    for (const unreached of item.undecided) undecided.push({ resource: item.key, ...unreached });
  }
  return { findings, undecided };
}
