import {
  BASELINE_MARK,
  type Catalogue,
  type Config,
  type FindingContext,
  findingsOf,
  isRemindedOf,
  readRunMark,
  type Store,
  shortHash,
} from '@podguard/core';
import { createDigestSum } from '@podguard/notify';
import * as z from 'zod/mini';
import { tellWritten, type WrittenDigestDeps } from './written-digest.ts';

export interface TellRemindersDeps extends WrittenDigestDeps {
  readonly store: Pick<Store, 'listItems'>;
  readonly catalogue: Catalogue;
  readonly context: () => Promise<FindingContext>;
  readonly reminders: NonNullable<Config['reminders']>;
  readonly account: string;
}

const MARK = 'reminders';
const NOTES = ['podguard acknowledge FINDING leaves it out of further reminders'];
const HOUR_MS = 60 * 60_000;
const toldSchema = z.strictObject({ at: z.iso.datetime() });

/**
 * Creates what tells again of open findings that were told and nobody acknowledged, in one digest, at most once in so many hours; returns
 * whether it did. All items are read as often, not at each call.
 */
export function createTellReminders(deps: TellRemindersDeps): () => Promise<boolean> {
  const { store, catalogue, reminders, account } = deps;
  const { severity, everyHours } = reminders;
  return () =>
    tellWritten(MARK, deps, async (told) => {
      const context = await deps.context();
      const { data: last } = toldSchema.safeParse(told);
      const time = context.at.toISOString();
      if (last !== undefined && context.at.getTime() - Date.parse(last.at) < everyHours * HOUR_MS)
        return undefined;
      // What a baseline finds has an older time, and is told in its report.
      const heardAt = readRunMark(await deps.state.loadMark(BASELINE_MARK))?.finishedAt ?? undefined;
      const sum = createDigestSum();
      let count = 0;
      for await (const item of store.listItems())
        for (const finding of findingsOf(item, catalogue, context)) {
          if (item.announced[finding.rule]?.status !== 'open') continue;
          if (!isRemindedOf(finding, reminders, context.at, heardAt)) continue;
          sum.add(finding);
          count += 1;
        }
      const hours = everyHours === 1 ? '1 hour' : `${everyHours} hours`;
      const findings = count === 1 ? '1 finding is' : `${count} findings are`;
      const title = `${findings} still open after ${hours}, ${severity} or above, and nobody acknowledged ${count === 1 ? 'it' : 'them'}`;
      const id = shortHash(['reminders', time], 26);
      const digest = count === 0 ? null : sum.toDigest({ id, title, account, transitions: 0, notes: NOTES });
      return { digest, told: { at: time } };
    });
}
