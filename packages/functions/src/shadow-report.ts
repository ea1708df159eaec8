import {
  type Config,
  gather,
  type Remediation,
  type RemediationState,
  rulesIn,
  type ServiceError,
  type ServiceState,
  shortHash,
  throwAll,
} from '@podguard/core';
import type { ShadowExample, ShadowReport } from '@podguard/notify';
import { refusingGuards, shadowSummaries, wouldBeApplied } from '@podguard/report';
import * as z from 'zod/mini';
import { type Channels, peopleOf } from './channels.ts';
import { toMessageBody } from './messages.ts';

export interface ShadowReportDeps {
  readonly config: Pick<Config, 'remediation'>;
  readonly state: Pick<ServiceState, 'loadMark' | 'saveMark'> & Pick<RemediationState, 'listRemediations'>;
  readonly channels: Channels;
  readonly account: string;
  readonly now: () => Date;
  readonly unreadable: (problem: ServiceError) => void;
}

export const SHADOW_MARK = 'remediation-shadow';
const DAY_MS = 24 * 60 * 60_000;
/** Where nobody looked for so long after a report was due, shadow mode was off in between. */
const LATE_MS = 2 * DAY_MS;
const MOST_READ = 5_000;
const NEWEST = 10;
const HASH_LENGTH = 26;

/** By rule: since when what shadow mode records was not reported. */
const markSchema = z.record(z.string(), z.iso.datetime());

/**
 * Creates what tells people, each `shadowDays` for each rule in shadow mode, what `auto` would have done: also where that is
 * nothing. After a crash the same report is told again.
 */
export function createReportShadow(deps: ShadowReportDeps): () => Promise<readonly ShadowReport[]> {
  const { config, state, now } = deps;
  const rules = rulesIn(config, 'shadow');
  const lengthMs = config.remediation.shadowDays * DAY_MS;
  return async () => {
    const { data: known = {} } = markSchema.safeParse(await state.loadMark(SHADOW_MARK));
    const at = now().getTime();
    const since = new Map(
      rules.map((rule) => {
        const before = Date.parse(known[rule] ?? '');
        const goesOn = before + lengthMs + LATE_MS > at;
        return [rule, goesOn ? before : at] as const;
      }),
    );
    const due = rules.filter((rule) => (since.get(rule) ?? at) + lengthMs <= at);
    const recorded =
      due.length === 0 ? [] : await state.listRemediations(MOST_READ, undefined, deps.unreadable);
    const reports = due.map((rule) => reportOf(deps, rule, recorded, [since.get(rule) ?? at, at]));
    for (const report of reports) await tell(deps, report);
    const next = Object.fromEntries(
      rules.map((rule) => [rule, iso(due.includes(rule) ? at : (since.get(rule) ?? at))]),
    );
    if (JSON.stringify(next) !== JSON.stringify(known)) await state.saveMark(SHADOW_MARK, next);
    return reports;
  };
}

function reportOf(
  { account }: ShadowReportDeps,
  rule: string,
  recorded: readonly Remediation[],
  [from, to]: readonly [number, number],
): ShadowReport {
  const [since, until] = [iso(from), iso(to)];
  const its = recorded.filter(
    (one) => one.mode === 'shadow' && one.rule === rule && one.createdAt >= since && one.createdAt < until,
  );
  const [summary = { total: 0, would: 0, refused: [] }] = shadowSummaries(its);
  const { total, would, refused } = summary;
  const id = shortHash(['shadow report', rule, since], HASH_LENGTH);
  const newest = its.slice(0, NEWEST).map(exampleOf);
  return { v: 1, id, account, rule, since, until, total, would, refused, newest };
}

function exampleOf(one: Remediation): ShadowExample {
  const { id, finding, createdAt, key, plan, guards } = one;
  const reasons = guards.flatMap((guard) => (guard.ok ? [] : [guard.reason]));
  const refusal = wouldBeApplied(one) ? null : (reasons[0] ?? refusingGuards(one).join(', '));
  return { id, finding, at: createdAt, summary: plan?.summary ?? key, refusal };
}

/** Whoever is a person: how it is now, programs know. */
async function tell({ channels }: ShadowReportDeps, report: ShadowReport): Promise<void> {
  const body = toMessageBody({ podguard: 'shadow-report', report });
  const identity = shortHash(['shadow report', report.id], HASH_LENGTH);
  const people = new Map(peopleOf(channels));
  const failures: unknown[] = [];
  await gather(
    [...people.keys()],
    async (name) => people.get(name)?.queue.send([{ body, identity, group: 'digest' }]),
    failures,
  );
  throwAll(failures);
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
