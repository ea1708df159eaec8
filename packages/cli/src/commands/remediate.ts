import { type Finding, type Remediation, ServiceError } from '@podguard/core';
import type { Command } from 'commander';
import { applyHere, isBegun } from '../remediate/apply-here.ts';
import { findingNamed, openRemediations } from '../remediate/find-remediation.ts';
import { openRemediating, type RemediateWorld } from '../remediate/open-remediating.ts';
import { addRemediateOptions, type RemediateFlags } from '../remediate/remediate-flags.ts';
import { unmendableWords } from '../remediate/remediation-lines.ts';
import { showPlan } from '../remediate/show-plan.ts';
import { EXIT, tell } from '../terminal.ts';
import { type CommandDeps, refuseUnwritable } from './command.ts';

const EXAMPLES = `
Without --apply it reads, and shows what would be done. With it the calls are made by your own credentials, and yours is an approval.

Examples:
  podguard remediate pg-4k7q
  podguard remediate pg-4k7q --apply --profile security --region eu-central-1
  podguard remediate pg-4k7q --store dynamodb:podguard@eu-central-1 --format json`;

export function addRemediate(program: Command, deps: CommandDeps): void {
  const command = program
    .command('remediate')
    .description('the plan that ends a finding, with what it changes and may break; acts only with --apply')
    .argument('<finding>', 'its id, or any beginning of it that no other has')
    .option('--apply', 'approve it, apply it where nobody else has to approve, and verify it')
    .option('--force', 'also where a guard refuses that people may overrule')
    .addHelpText('after', EXAMPLES);
  addRemediateOptions(command);
  command.action(async (id: string, flags: RemediateFlags) => deps.done(await remediate(id, flags, deps)));
}

async function remediate(
  id: string,
  flags: RemediateFlags,
  { terminal, catalogue }: CommandDeps,
): Promise<number> {
  await refuseUnwritable(flags, terminal);
  const world = await openRemediating(flags, flags.apply === true ? 'write' : 'read', {
    terminal,
    catalogue,
  });
  if (world === undefined) return EXIT.interrupted;
  try {
    const finding = await findingNamed(id, world);
    refuseUnmendable(finding, world);
    const begun = (await openRemediations(world.state)).filter((one) => one.finding === finding.id);
    if (flags.apply === true) return await applyHere(finding, begun, { flags, world, terminal });
    const [interrupted] = begun.filter(isBegun);
    if (interrupted !== undefined) await tell(terminal.stderr, begunWords(interrupted));
    const { rule, resource } = finding;
    const ref = { finding: finding.id, rule, key: resource.key };
    const { preview } = world.remediating;
    const shown = await preview(ref, { forced: flags.force === true, by: world.person });
    if (terminal.signal.aborted) return EXIT.interrupted;
    await showPlan(
      shown,
      begun.filter((one) => !isBegun(one)),
      { flags, world, terminal },
    );
    return shown.remediation.status === 'refused' ? EXIT.findings : EXIT.clean;
  } finally {
    await world.close();
  }
}

function refuseUnmendable(finding: Finding, { catalogue, account }: RemediateWorld): void {
  const rule = catalogue.rules.find(({ id }) => id === finding.rule);
  if (rule?.remediation === undefined) throw new ServiceError('usage', unmendableWords(finding));
  if (finding.resource.account !== account)
    throw new ServiceError(
      'usage',
      `${finding.id} is of account ${finding.resource.account}, and these credentials are of ${account}: name another profile with --profile`,
    );
}

/** By now the finding may not be open any more. */
function begunWords({ id }: Remediation): string {
  return `podguard: ${id} is under way, or was interrupted: with --apply this command finishes it, and calls nothing twice\n`;
}
