import { type Kind, type Remediation, ServiceError, type Store } from '@podguard/core';
import { appliedLately } from './applied-lately.ts';
import { isRefused } from './guards/guards.ts';
import type { RemediateDeps } from './remediate-deps.ts';

const OF_TARGET = 100;
const LATELY = 500;
const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 86_400_000;
const COUNT_KEPT_SECONDS = 3_600;

/** What was done lately, as guards ask for it; `undefined` where there is more than was read, or something that cannot be read. */
export interface Others {
  readonly ofTarget: readonly Remediation[] | undefined;
  readonly recent: readonly Remediation[] | undefined;
}

export async function listOthers(
  deps: Pick<RemediateDeps, 'remediations' | 'state' | 'now'>,
  target: string,
  withShadows: boolean,
): Promise<Others> {
  const { remediations } = deps;
  const at = deps.now().getTime();
  const [ofTarget, applied, shadows] = await Promise.all([
    unlessUnreadable((unreadable) => remediations.listRemediations(OF_TARGET, target, unreadable)),
    unlessUnreadable((unreadable) => appliedLately(deps, unreadable)),
    // Those that cannot be read spend no budget: nothing was done.
    withShadows ? remediations.listRemediations(LATELY, undefined, () => {}) : [],
  ]);
  const isOfAll = applied !== undefined && isWhole(shadows, LATELY, at - HOUR_MS);
  return {
    ofTarget: ofTarget && isWhole(ofTarget, OF_TARGET, at - WEEK_MS) ? ofTarget : undefined,
    recent: isOfAll ? [...applied, ...shadows.filter(isActing)] : undefined,
  };
}

/** Whether `auto` would have done it. */
function isActing({ status, guards, approvalsNeeded }: Remediation): boolean {
  return status === 'shadow' && approvalsNeeded === 1 && !isRefused(guards);
}

/** What does not answer is thrown, and asked again; what is there and cannot be read stays so. */
async function unlessUnreadable(
  list: (unreadable: (problem: unknown) => void) => Promise<readonly Remediation[]>,
): Promise<readonly Remediation[] | undefined> {
  let isAllRead = true;
  const listed = await list((problem) => {
    if (!(problem instanceof ServiceError) || problem.code !== 'item-malformed') throw problem;
    isAllRead = false;
  });
  return isAllRead ? listed : undefined;
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
