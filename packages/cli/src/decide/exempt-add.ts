import {
  createFindingContext,
  type Exemption,
  findingsOf,
  SEVERITIES,
  ServiceError,
  scopeWords,
} from '@podguard/core';
import { inOrder, plain, type Style, time } from '@podguard/report';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CommandDeps, writeResult } from '../commands/command.ts';
import { loadConfig } from '../configuration.ts';
import { styleFor } from '../style.ts';
import { EXIT, tell } from '../terminal.ts';
import { applyExemptions } from './apply-exemptions.ts';
import { authorOf } from './author.ts';
import { type Covered, coveredBy } from './covered-by.ts';
import { addAuthorOption, addDecisionOptions, collect, type DecisionFlags } from './decision-options.ts';
import { countWords, findingLine, unreadableWords } from './exemption-lines.ts';
import { findOne } from './find-one.ts';
import { newExemption, type ScopeFlags } from './new-exemption.ts';
import { openForDecisions } from './open-for-decisions.ts';

interface AddFlags extends DecisionFlags, ScopeFlags {
  readonly author?: string;
  readonly dryRun?: boolean;
}

const EXAMPLES = `
A finding is accepted as it is by now: where it becomes worse it is open again, and told. Several --rule, --resource or --account
widen it, different ones narrow it; all tags must be there. * stands for any letters.

Examples:
  podguard exempt add pg-4k7q --until 30d --reason "moves to Pod Identity in March"
  podguard exempt add --rule imds-v1-allowed --tag team=data --until 2026-12-31 --reason "the old agent needs it" --dry-run
  podguard exempt add pg-4k7q --until 7d --reason "a test" --store dynamodb:TABLE@eu-central-1 --author alex`;

export function addExemptAdd(exempt: Command, deps: CommandDeps): void {
  const command = exempt
    .command('add')
    .description('accept findings for a time')
    .argument(
      '[finding]',
      'its id, or any beginning of it that no other has: stands for its rule and resource',
    )
    .option('--rule <id>', 'a rule, * for a part of its id (repeatable)', collect)
    .option('--resource <key>', "a resource's key, * for a part of it (repeatable)", collect)
    .option('--account <id>', 'an account (repeatable)', account)
    .option('--tag <key=value>', 'a tag that the resource has (repeatable)', collect)
    .addOption(
      new Option('--up-to <severity>', 'the gravest that is accepted (default: as grave as it is)').choices(
        SEVERITIES,
      ),
    )
    .requiredOption('--reason <text>', 'why it is accepted')
    .requiredOption('--until <end>', 'a date, a time, or days from now as 30d; at most a year')
    .option('--dry-run', 'say what it would exempt, and change nothing')
    .addHelpText('after', EXAMPLES);
  addDecisionOptions(addAuthorOption(command));
  command.action(async (finding: string | undefined, flags: AddFlags) =>
    deps.done(await add(finding, flags, deps)),
  );
}

async function add(
  id: string | undefined,
  flags: AddFlags,
  { terminal, catalogue }: CommandDeps,
): Promise<number> {
  if (id !== undefined && (flags.rule ?? flags.resource) !== undefined)
    throw new ServiceError(
      'usage',
      `${id} stands for its rule and resource: leave out --rule and --resource`,
    );
  const config = await loadConfig(terminal.directory, { config: flags.config }, catalogue);
  const where = flags.store ?? config.store;
  const now = new Date();
  const opened = await openForDecisions(where, terminal, flags, flags.dryRun === true ? 'read' : 'write');
  try {
    const unreadable: ServiceError[] = [];
    const context = await createFindingContext({
      config,
      state: opened.state,
      now: () => now,
      unreadable: (problem) => unreadable.push(problem),
    })();
    await tell(terminal.stderr, unreadable.map(unreadableWords).join(''));
    const finding = id === undefined ? undefined : await findIn(id);
    const author = await authorOf(flags.author, where, flags);
    const exemption = newExemption({ flags, finding, author, now, catalogue });
    const covered = await coveredBy(exemption, opened.store, { catalogue, config, context });
    if (terminal.signal.aborted) return EXIT.interrupted;
    await tell(terminal.stderr, warnings(exemption, covered));
    if (flags.dryRun !== true) {
      await opened.state.putExemption(exemption);
      const keys = [...new Set(covered.findings.map(({ resource }) => resource.key))];
      await applyExemptions(opened, config, catalogue, keys);
    }
    const style = styleFor(terminal.stdout, terminal, flags.color);
    await writeResult(
      resultOf(exemption, covered, flags.dryRun === true, style),
      { color: flags.color },
      terminal,
    );
    return EXIT.clean;

    async function findIn(beginning: string) {
      const findings = [];
      let count = 0;
      for await (const item of opened.store.listItems())
        for (const one of findingsOf(item, catalogue, context)) {
          count += 1;
          if (one.id.startsWith(beginning)) findings.push(one);
        }
      return findOne(beginning, { findings, count }, where);
    }
  } finally {
    await opened.close();
  }
}

/** What is wide is said before it is done. */
function warnings(exemption: Exemption, { findings }: Covered): string {
  const { rules, resources, accounts, tags } = exemption;
  const wide =
    rules.length === 0
      ? 'names no rule: whatever rule fails there is exempt'
      : resources.length + accounts.length + Object.keys(tags).length === 0
        ? 'names no resource, account or tag: it is exempt everywhere'
        : undefined;
  if (wide === undefined) return '';
  return `podguard: this ${wide}, ${countWords(findings.length)} by now and whatever comes until its end\n`;
}

function resultOf(
  exemption: Exemption,
  { findings, already }: Covered,
  dryRun: boolean,
  style: Style,
): string {
  const { id, until, author, reason } = exemption;
  const count = findings.length === 0 ? 'nothing that is open by now' : countWords(findings.length);
  const also = already === 0 ? '' : `, ${already} of them under another exemption already`;
  const begin = dryRun ? 'would exempt' : 'exempts';
  return [
    `${dryRun ? '' : `${style.strong(id)}  `}${begin} ${count}${also}\n`,
    `  ${plain(scopeWords(exemption))}\n`,
    `  ${plain(`until ${time(until)}, by ${author}: ${reason}`)}\n`,
    ...(findings.length === 0 ? [] : ['\n']),
    ...inOrder(findings).map((finding) => findingLine(finding, style)),
  ].join('');
}

function account(value: string, previous: readonly string[] = []): readonly string[] {
  if (/^\d{12}$/.test(value)) return [...previous, value];
  throw new InvalidArgumentError('An AWS account id has 12 digits.');
}
