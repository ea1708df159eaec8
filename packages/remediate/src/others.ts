import type { Kind, Remediation, Store } from '@podguard/core';
import type { RemediateDeps } from './remediate-deps.ts';

const OF_TARGET = 100;
const LATELY = 500;
const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;
const COUNT_KEPT_SECONDS = 3_600;

/** What was done lately, as guards ask for it; `undefined` where there is more than was read. */
export interface Others {
  readonly ofTarget: readonly Remediation[] | undefined;
  readonly recent: readonly Remediation[] | undefined;
}

export async function listOthers(
  { remediations, now, config }: Pick<RemediateDeps, 'remediations' | 'now' | 'config'>,
  target: string,
  withShadows: boolean,
): Promise<Others> {
  const [ofTarget, all] = await Promise.all([
    remediations.listRemediations(OF_TARGET, target),
    remediations.listRemediations(LATELY),
  ]);
  const at = now().getTime();
  // What waited for its approval was made so much earlier than it was applied.
  const waited = config.remediation.proposalHours * 3_600_000 + DAY_MS;
  const recent = all.filter(({ status, applied, undone, createdAt }) =>
    [applied?.startedAt, undone?.startedAt, withShadows && status === 'shadow' ? createdAt : undefined].some(
      (time) => time !== undefined && at - Date.parse(time) < DAY_MS,
    ),
  );
  return {
    ofTarget: isWhole(ofTarget, OF_TARGET, at - WEEK_MS) ? ofTarget : undefined,
    recent: isWhole(all, LATELY, at - DAY_MS - waited) ? recent : undefined,
  };
}

function isWhole(listed: readonly Remediation[], limit: number, since: number): boolean {
  const oldest = listed.at(-1);
  return listed.length < limit || oldest === undefined || Date.parse(oldest.createdAt) < since;
}

/** How many of a kind there are in an account: counted once an hour, since it takes reading all. */
export async function countKind(
  { state, now }: Pick<RemediateDeps, 'state' | 'now'>,
  store: Store,
  { kind, account, isDry }: { readonly kind: Kind; readonly account: string; readonly isDry: boolean },
): Promise<number> {
  const name = `remediate-kind ${account} ${kind}`;
  const mark = await state.loadMark(name);
  if (isCount(mark) && now().getTime() - Date.parse(mark.at) < COUNT_KEPT_SECONDS * 1000) return mark.count;
  let count = 0;
  for await (const item of store.listItems())
    if (item.kind === kind && item.account === account && item.present) count += 1;
  if (!isDry) await state.saveMark(name, { count, at: now().toISOString() }, COUNT_KEPT_SECONDS);
  return count;
}

function isCount(mark: unknown): mark is { readonly count: number; readonly at: string } {
  if (typeof mark !== 'object' || mark === null) return false;
  const { count, at } = mark as Partial<Record<string, unknown>>;
  return typeof count === 'number' && typeof at === 'string';
}
