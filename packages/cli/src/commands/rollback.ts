import type { Remediation } from '@podguard/core';
import type { RolledBack } from '@podguard/remediate';
import type { Command } from 'commander';
import { isBegun as isUnderWay } from '../remediate/apply-here.ts';
import { remediationNamed } from '../remediate/find-remediation.ts';
import { finishFirst } from '../remediate/finish-first.ts';
import { type Here, pageFor, writeRemediation } from '../remediate/here.ts';
import { openRemediating } from '../remediate/open-remediating.ts';
import { planLines } from '../remediate/plan-lines.ts';
import { addRemediateOptions, type RemediateFlags } from '../remediate/remediate-flags.ts';
import { headLines, storyLines } from '../remediate/remediation-lines.ts';
import { sameFlags } from '../remediate/same-flags.ts';
import { type Page, prose, section } from '../remediate/sections.ts';
import { underWayWords } from '../remediate/show-done.ts';
import { undoPlan } from '../remediate/undo-plan.ts';
import { EXIT } from '../terminal.ts';
import { type CommandDeps, refuseUnwritable } from './command.ts';

const EXAMPLES = `
Without --apply it reads, and shows what would be done. What others changed since then it leaves alone, unless it is forced.

Examples:
  podguard rollback rm-0a1b
  podguard rollback rm-0a1b --apply --profile security --region eu-central-1`;

export function addRollback(program: Command, deps: CommandDeps): void {
  const command = program
    .command('rollback')
    .description('takes back what a remediation did, and verifies that; acts only with --apply')
    .argument('<remediation>', 'its id, or any beginning of it that no other has')
    .option('--apply', 'take it back')
    .option('--force', 'also where it is not as it was left')
    .addHelpText('after', EXAMPLES);
  addRemediateOptions(command);
  command.action(async (id: string, flags: RemediateFlags) => deps.done(await rollback(id, flags, deps)));
}

async function rollback(
  id: string,
  flags: RemediateFlags,
  { terminal, catalogue }: CommandDeps,
): Promise<number> {
  await refuseUnwritable(flags, terminal);
  const isApplied = flags.apply === true;
  const opened = await openRemediating(flags, isApplied ? 'write' : 'read', { terminal, catalogue }, (kept) =>
    remediationNamed(id, kept),
  );
  if (opened === undefined) return EXIT.interrupted;
  const { world, found: one } = opened;
  try {
    const here = { flags, world, terminal };
    const how = { forced: flags.force === true, by: world.person };
    if (!isApplied) {
      const looked = await world.remediating.rollback(one.id, { ...how, dryRun: true });
      if (terminal.signal.aborted) return EXIT.interrupted;
      await show(one, looked, here);
      return looked.refusal === null ? EXIT.clean : EXIT.findings;
    }
    const done = await finishFirst(terminal, async (): Promise<RolledBack> => {
      const finished = isUnderWay(one) ? await world.remediating.proceed(one.id) : undefined;
      if (finished?.status === 'undone') return { remediation: finished, refusal: null };
      return world.remediating.rollback(one.id, { ...how, dryRun: false });
    });
    if (done === undefined) return EXIT.interrupted;
    await showDone(done.remediation ?? one, done.refusal, here);
    if (terminal.signal.aborted) return EXIT.interrupted;
    return done.refusal === null ? EXIT.clean : EXIT.findings;
  } finally {
    await world.close();
  }
}

async function show(one: Remediation, { refusal, found }: RolledBack, here: Here): Promise<void> {
  const { flags, world } = here;
  const page = pageFor(here);
  const plan = one.plan === null ? null : undoPlan(one.plan, found);
  const isApplied = one.applied !== null && (one.status === 'verified' || one.status === 'failed');
  const again = `podguard rollback ${one.id} --apply${flags.force === true ? ' --force' : ''}${sameFlags(world.where, flags)}`;
  const differs = found?.differs ?? null;
  const words = [
    ...(refusal === null ? [] : [refusal]),
    ...(refusal === null && differs !== null
      ? [`It is not as it was left (${differs}): what is there now is overwritten.`]
      : []),
  ];
  const lines = [
    ...headLines({ ...one, plan }, refusal === null ? 'Plan' : 'Not possible now', page),
    ...(words.length === 0 ? [] : [...prose(words, page), '']),
    ...(!isApplied ? [] : planLines({ plan, guards: [], forced: false }, page, here.world.catalogue)),
    ...(refusal === null ? section('To apply it', [again], page) : refusedLines(one, page)),
  ];
  await writeRemediation(lines, { ...one, plan }, refusal, here);
}

/** What somebody is at may be changed by now: nobody says that nothing was. */
function refusedLines(one: Remediation, page: Page): readonly string[] {
  return isUnderWay(one) ? prose([underWayWords(one, '--apply')], page) : ['Nothing was changed.'];
}

async function showDone(one: Remediation, refusal: string | null, here: Here): Promise<void> {
  const page = pageFor(here);
  // It was refused, unless it was begun: then what it did is told.
  const isBegun = one.history.some(({ status }) => status === 'undoing');
  const lines = [
    ...storyLines(one, page),
    ...(refusal === null ? [] : [...prose([`Not undone: ${refusal}`], page), '']),
    ...(refusal === null || (isBegun && !isUnderWay(one)) ? [] : refusedLines(one, page)),
  ];
  await writeRemediation(lines, one, refusal, here);
}
