import { type Command, InvalidArgumentError } from 'commander';
import { remediationNamed } from '../remediate/find-remediation.ts';
import type { Here } from '../remediate/here.ts';
import { addListOptions, type ListFlags, listRemediations } from '../remediate/list-remediations.ts';
import { openRemediating } from '../remediate/open-remediating.ts';
import { addRemediateOptions, type RemediateFlags } from '../remediate/remediate-flags.ts';
import { approveHere, rejectHere, showProposal } from '../remediate/review-here.ts';
import { EXIT } from '../terminal.ts';
import { type CommandDeps, refuseUnwritable } from './command.ts';

const EXAMPLES = `
Examples:
  podguard remediations
  podguard remediations pg-4k7q --format json
  podguard remediations --open
  podguard remediations approve rm-0a1b
  podguard remediations reject rm-0a1b --reason "moves to Pod Identity in March"`;

/** What was planned, applied, undone, and by whose approval. */
export function addRemediations(program: Command, deps: CommandDeps): void {
  const command = program
    .command('remediations')
    .description('what was planned, applied and undone, and by whose approval; approve and reject plans')
    .argument('[finding]', 'only those of this finding, by any beginning of its id')
    .addHelpText('after', EXAMPLES);
  addListOptions(command);
  command.action(async (finding: string | undefined, flags: ListFlags) =>
    deps.done(await listRemediations(finding, flags, deps)),
  );
  command.hook('preSubcommand', (_parent, subcommand) => {
    const given = command.options.filter(
      (option) => command.getOptionValueSource(option.attributeName()) === 'cli',
    );
    const [first] = given;
    if (first !== undefined)
      command.error(`error: option '${first.long}' is of the list: give it after '${subcommand.name()}'`);
  });
  addApprove(command, deps);
  addReject(command, deps);
}

function addApprove(parent: Command, deps: CommandDeps): void {
  const command = parent
    .command('approve')
    .description('shows a plan whole; with --plan approves it, as the caller as AWS knows them')
    .argument('<remediation>', 'its id, or any beginning of it that no other has')
    .option('--plan <hash>', 'the plan that you saw, by its name: no other is approved')
    .option('--force', 'with --plan: of one on which somebody insisted: you insist, too')
    .option('--apply', 'with --plan: apply it now by your credentials, where nobody else has to approve')
    .addHelpText('after', '\nExamples:\n  podguard remediations approve rm-0a1b');
  addRemediateOptions(command);
  command.action(async (id: string, flags: RemediateFlags) => {
    for (const name of ['apply', 'force'] as const)
      if (flags[name] === true && flags.plan === undefined)
        command.error(`error: option '--${name}' needs '--plan': look at the plan first`);
    deps.done(await review(id, flags, deps, approve));
  });
}

function approve(one: Parameters<typeof approveHere>[0], here: Here & { readonly flags: RemediateFlags }) {
  const { plan: planHash, apply } = here.flags;
  if (planHash === undefined) return showProposal(one, here);
  return approveHere(one, { planHash, isApplied: apply === true }, here);
}

interface RejectFlags extends RemediateFlags {
  readonly reason: string;
}

function addReject(parent: Command, deps: CommandDeps): void {
  const command = parent
    .command('reject')
    .description('says that a plan is not to be applied, as the caller as AWS knows them')
    .argument('<remediation>', 'its id, or any beginning of it that no other has')
    .requiredOption('--reason <text>', 'why', notEmpty)
    .addHelpText(
      'after',
      '\nExamples:\n  podguard remediations reject rm-0a1b --reason "we move away from it"',
    );
  addRemediateOptions(command);
  command.action(async (id: string, flags: RejectFlags) =>
    deps.done(await review(id, flags, deps, (one, here) => rejectHere(one, flags.reason, here))),
  );
}

async function review<F extends RemediateFlags>(
  id: string,
  flags: F,
  { terminal, catalogue }: CommandDeps,
  decide: (one: Parameters<typeof approveHere>[0], here: Here & { readonly flags: F }) => Promise<number>,
): Promise<number> {
  await refuseUnwritable(flags, terminal);
  const opened = await openRemediating(flags, 'write', { terminal, catalogue }, (kept) =>
    remediationNamed(id, kept),
  );
  if (opened === undefined) return EXIT.interrupted;
  const { world, found } = opened;
  try {
    return await decide(found, { flags, world, terminal });
  } finally {
    await world.close();
  }
}

function notEmpty(value: string): string {
  if (value.trim() !== '') return value;
  throw new InvalidArgumentError('A reason in a few words.');
}
