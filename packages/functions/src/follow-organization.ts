import type { ServiceState } from '@podguard/core';
import type { OrganizationRead } from '@podguard/inventory';
import { KNOWN_FOR_MS, loadOrganization, type Organization, saveOrganization } from './organization.ts';

export interface FollowOrganizationDeps {
  readonly state: Pick<ServiceState, 'loadMark' | 'saveMark'>;
  readonly list: (timeoutMs: number) => Promise<OrganizationRead>;
  /** Starts a run that has everything judged again; the same run once. */
  readonly judgeAgain: (run: string) => Promise<unknown>;
  /** Told when the accounts could not be listed. */
  readonly unread: (why: { readonly outcome: string; readonly reason: string }) => void;
  readonly now: () => Date;
}

const ANSWER_MS = 15_000;
/** With less time left it is not begun. */
const LEAST_LISTING_MS = 15_000;
const LISTED_EVERY_MS = 24 * 60 * 60_000;
/** By then everybody who judges has looked again, and the longest call that did not has ended. */
const KNOWN_TO_ALL_MS = KNOWN_FOR_MS + 15 * 60_000;

/**
 * Creates what lists the organization's accounts once a day, and has everything judged again when they are others and all
 * who judge know it. What could not be listed is tried with the next call; until then the last list holds.
 */
export function createFollowOrganization(
  deps: FollowOrganizationDeps,
): (remainingMs: () => number) => Promise<void> {
  return async (remainingMs) => {
    const before = await loadOrganization(deps.state);
    const timeoutMs = remainingMs() - ANSWER_MS;
    const isDue = timeoutMs > LEAST_LISTING_MS && isOld(before, deps.now());
    const organization = isDue ? ((await listed(deps, before, timeoutMs)) ?? before) : before;
    if (organization === undefined || organization.judgedAgain) return;
    if (ageOf(organization.changedAt, deps.now()) < KNOWN_TO_ALL_MS) return;
    await deps.judgeAgain(`organization-${organization.changedAt}`);
    await saveOrganization(deps.state, { ...organization, judgedAgain: true });
  };
}

async function listed(
  { list, state, unread, now }: FollowOrganizationDeps,
  before: Organization | undefined,
  timeoutMs: number,
): Promise<Organization | undefined> {
  const read = await list(timeoutMs);
  if (read.outcome !== 'read') {
    unread(read);
    return undefined;
  }
  const { accounts } = read;
  const listedAt = now().toISOString();
  const same = before !== undefined && before.accounts.join() === accounts.join();
  const organization = same
    ? { ...before, listedAt }
    : { accounts, listedAt, changedAt: listedAt, judgedAgain: false };
  await saveOrganization(state, organization);
  return organization;
}

function isOld(organization: Organization | undefined, now: Date): boolean {
  return organization === undefined || ageOf(organization.listedAt, now) >= LISTED_EVERY_MS;
}

function ageOf(time: string, now: Date): number {
  return now.getTime() - Date.parse(time);
}
