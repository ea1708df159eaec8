import { type Finding, type Remediation, reasonOf, ServiceError } from '@podguard/core';
import { notOpen } from '@podguard/remediate';
import { plain } from '@podguard/report';
import type { Command } from 'commander';
import { applyHere, isBegun, isOfNow } from '../remediate/apply-here.ts';
import { findingNamed, openRemediations } from '../remediate/find-remediation.ts';
import { type Kept, openRemediating, type RemediateWorld } from '../remediate/open-remediating.ts';
import { addRemediateOptions, type RemediateFlags } from '../remediate/remediate-flags.ts';
import { unmendableWords } from '../remediate/remediation-lines.ts';
import { showProposal } from '../remediate/review-here.ts';
import { showPlan } from '../remediate/show-plan.ts';
import { EXIT, tell } from '../terminal.ts';
import { type CommandDeps, refuseUnwritable } from './command.ts';

const EXAMPLES = `
Without --apply it reads, and shows what would be done. With it the calls are made by your own credentials, and yours is an approval.

Examples:
  podguard remediate pg-4k7q
  podguard remediate pg-4k7q --apply --profile security --region eu-central-1
  podguard remediate pg-4k7q --store dynamodb:TABLE@eu-central-1 --format json`;

export function addRemediate(program: Command, deps: CommandDeps): void {
  const command = program
    .command('remediate')
    .description('the plan that ends a finding, with what it changes and may break; acts only with --apply')
    .argument('<finding>', 'its id, or any beginning of it that no other has')
    .option('--apply', 'approve it, apply it where nobody else has to approve, and verify it')
    .option('--plan <hash>', 'with --apply: the plan that you saw, by its name: no other is applied')
    .option('--force', 'also where a guard refuses that people may overrule')
    .addHelpText('after', EXAMPLES);
  addRemediateOptions(command);
  command.action(async (id: string, flags: RemediateFlags) => {
    if (flags.plan !== undefined && flags.apply !== true)
      command.error("error: option '--plan' needs '--apply': without it the plan is only shown");
    deps.done(await remediate(id, flags, deps));
  });
}

async function remediate(
  id: string,
  flags: RemediateFlags,
  { terminal, catalogue }: CommandDeps,
): Promise<number> {
  await refuseUnwritable(flags, terminal);
  const opened = await openRemediating(
    flags,
    flags.apply === true ? 'write' : 'read',
    { terminal, catalogue },
    (kept) => findingToMend(id, kept),
  );
  if (opened === undefined) return EXIT.interrupted;
  const { world, found: finding } = opened;
  try {
    refuseOtherAccounts(finding, world);
    const here = { flags, world, terminal };
    const unread: string[] = [];
    const open = await openRemediations(world.state, (problem) => unread.push(reasonOf(problem)));
    await tell(
      terminal.stderr,
      unread.map((reason) => `podguard: not looked at: ${plain(reason)}\n`).join(''),
    );
    const begun = open.filter((one) => one.finding === finding.id);
    if (flags.apply === true) return await applyHere(finding, begun, here);
    const interrupted = begun.find(isBegun);
    const now = new Date();
    const waiting = begun.find((one) => !isBegun(one) && isOfNow(one, finding, now));
    if (interrupted === undefined && waiting !== undefined) return await showProposal(waiting, here);
    await tell(
      terminal.stderr,
      interrupted === undefined ? begun.map(overWords).join('') : begunWords(interrupted),
    );
    const { rule, resource } = finding;
    const ref = { finding: finding.id, rule, key: resource.key };
    const { preview } = world.remediating;
    const shown = await preview(ref, { forced: flags.force === true, by: world.person });
    if (terminal.signal.aborted) return EXIT.interrupted;
    await showPlan(shown, here);
    return shown.remediation.status === 'refused' ? EXIT.findings : EXIT.clean;
  } finally {
    await world.close();
  }
}

/** What the store alone tells against it is said without AWS; what was begun is finished, also of a finding that is over. */
async function findingToMend(id: string, kept: Kept): Promise<Finding> {
  const finding = await findingNamed(id, kept);
  const rule = kept.catalogue.rules.find((one) => one.id === finding.rule);
  if (rule?.remediation === undefined) throw new ServiceError('usage', unmendableWords(finding));
  if (finding.status !== 'resolved') return finding;
  const open = await openRemediations(kept.state, () => {});
  if (open.some((one) => one.finding === finding.id)) return finding;
  throw notOpen(finding.id);
}

function refuseOtherAccounts(finding: Finding, { account }: RemediateWorld): void {
  if (finding.resource.account !== account)
    throw new ServiceError(
      'usage',
      `${finding.id} is of account ${finding.resource.account}, and these credentials are of ${account}: name another profile with --profile`,
    );
}

/** Nobody ended it yet: no clock runs over a directory. */
function overWords({ id, status }: Remediation): string {
  return `podguard: ${id} is ${status}, and its time is over: with --apply this command ends it first\n`;
}

/** By now the finding may not be open any more. */
function begunWords({ id }: Remediation): string {
  return `podguard: ${id} is under way, or was interrupted: with --apply this command finishes it, and calls nothing twice\n`;
}
