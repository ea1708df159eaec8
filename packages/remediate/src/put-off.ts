import type { GuardResult, Remediation } from '@podguard/core';
import { conclude } from './keep.ts';
import { refusalWords } from './refusal-words.ts';
import type { RemediateDeps } from './remediate-deps.ts';
import { SERVICE, turned } from './turn.ts';

/** Nothing was called: it waits, approved as it is. Of each guard that keeps it waiting people hear once. */
export async function putOff(
  deps: Pick<RemediateDeps, 'remediations' | 'now'>,
  one: Remediation,
  guards: readonly GuardResult[],
): Promise<Remediation> {
  const note = `${NOT_NOW}${refusalWords(guards)}`;
  const changes = { guards, lease: null, applied: null };
  return conclude(deps, one, (now) => {
    const isNews = guards.some(({ ok, guard }) => !ok && !isTold(now, guard));
    if (!isNews && now.status === 'approved') return { ...now, ...changes, version: now.version + 1 };
    return turned(now, { status: 'approved', by: SERVICE, note, at: deps.now(), isNews }, changes);
  });
}

const NOT_NOW = 'not now: ';

function isTold({ history }: Remediation, guard: string): boolean {
  return history.some(
    ({ note }) => note.startsWith(NOT_NOW) && `; ${note.slice(NOT_NOW.length)}`.includes(`; ${guard}: `),
  );
}
