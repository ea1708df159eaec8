import { type CloudTrailRecord, toChanges } from '@podguard/cloudtrail';
import {
  type Change,
  createFindingContext,
  type Finding,
  findingsOf,
  OPT_IN_EVENTS,
  parseConfig,
} from '@podguard/core';
import { catalogue } from '@podguard/rules';
import { createMemoryStore } from '@podguard/store';
import { createHarness } from '../../support/harness.ts';

export const GROUPS = [...OPT_IN_EVENTS, 'self'] as const;
export const AT = new Date('2026-03-13T00:00:00Z');
const CONFIG = parseConfig({ clusterReading: true }, 'fuzz');

export interface Judged {
  readonly findings: readonly Finding[];
  /** `rule` of each that could not be judged. */
  readonly undecided: readonly string[];
}

/** Judges changes as the local service does, on a store of their own. Throws where a rule did. */
export async function judgeChanges(changes: readonly Change[]): Promise<Judged> {
  const harness = createHarness(createMemoryStore());
  for (const change of changes) await harness.deliver(change);
  const context = await createFindingContext({ config: CONFIG, now: () => AT })();
  const findings: Finding[] = [];
  const undecided: string[] = [];
  for await (const item of harness.store.listItems()) {
    findings.push(...findingsOf(item, catalogue, context));
    for (const { rule, missing } of item.undecided) {
      const fault = missing.find((one) => one.startsWith('the rule failed'));
      if (fault !== undefined) throw new Error(`${rule}: ${fault}`);
      undecided.push(rule);
    }
  }
  return { findings, undecided };
}

export function changesOf(records: readonly CloudTrailRecord[]): {
  readonly changes: readonly Change[];
  readonly unreadable: number;
} {
  const mapped = records.map((record) => toChanges(record, GROUPS));
  return {
    changes: mapped.flatMap((one) => (one.kind === 'changes' ? one.changes : [])),
    unreadable: mapped.filter(({ kind }) => kind === 'unreadable').length,
  };
}
