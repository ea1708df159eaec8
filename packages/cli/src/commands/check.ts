import path from 'node:path';
import { addAbortSignal } from 'node:stream';
import { text } from 'node:stream/consumers';
import { localFiles } from '@podguard/archive';
import { ServiceError } from '@podguard/core';
import {
  type Associations,
  DOCUMENT_KINDS,
  type DocumentKind,
  joinAssociations,
  readAssociations,
} from '@podguard/manifests';
import { type CheckSummary, countFindings, plain, renderCheckSummary } from '@podguard/report';
import { type Command, Option } from 'commander';
import { type CheckResult, check } from '../check.ts';
import { loadConfig } from '../configuration.ts';
import { failedRules, failedRulesText } from '../failed-rules.ts';
import { tellInterruption } from '../interruption.ts';
import { concerns, passes } from '../options.ts';
import type { Undecided } from '../scan.ts';
import { styleFor } from '../style.ts';
import { EXIT, type Terminal, tell } from '../terminal.ts';
import type { CommandDeps } from './command.ts';
import {
  addResultOptions,
  endedExemptionLines,
  type ResultFlags,
  reaches,
  requireKnownRules,
  undecidedLines,
  writeFindings,
} from './results.ts';

interface CheckFlags extends ResultFlags {
  readonly kind?: DocumentKind;
  readonly associations?: readonly string[];
}

const EXAMPLES = `
Examples:
  podguard check trust.json
  podguard check policies/ --fail-on medium
  podguard check policies/ --format json --output findings.json
  podguard check answer.json --kind trust-policy --account 111122223333
  aws iam get-role --role-name app | podguard check -
  aws iam get-account-authorization-details | podguard check -
  podguard check k8s/ Dockerfile --fail-on medium
  helm template shop charts/shop | podguard check -
  podguard check k8s/ --associations associations.json`;

export function addCheck(program: Command, deps: CommandDeps): void {
  const command = program
    .command('check')
    .description('judges IAM policy documents, Kubernetes manifests and Dockerfiles before they are applied')
    .argument('<path...>', 'files, directories (their JSON, YAML and Docker files, recursively) or -')
    .addOption(
      new Option('--kind <kind>', 'what the documents are (default: told by their statements)').choices(
        DOCUMENT_KINDS,
      ),
    )
    .option(
      '--associations <file>',
      'answers of aws eks list-pod-identity-associations and describe-pod-identity-association (repeatable)',
      (file: string, previous: readonly string[] = []) => [...previous, file],
    )
    .addHelpText('after', EXAMPLES);
  addResultOptions(command);
  command.action(async (paths: readonly string[], flags: CheckFlags) =>
    deps.done(await runCheck(paths, flags, deps)),
  );
}

async function runCheck(paths: readonly string[], flags: CheckFlags, deps: CommandDeps): Promise<number> {
  const { terminal, catalogue } = deps;
  requireKnownRules(flags, catalogue.rules);
  const config = await loadConfig(terminal.directory, flags, catalogue);
  const start = performance.now();
  const at = new Date();
  const messages: string[] = [];
  tellInterruption(terminal.signal, (line) => terminal.stderr.write(`${line}\n`), 'files');
  const result = await check(paths, {
    catalogue,
    config,
    at,
    kind: flags.kind,
    associations: await readAllAssociations(flags.associations ?? [], terminal),
    stdin: terminal.stdin,
    directory: terminal.directory,
    signal: terminal.signal,
    onProblem: (message) => messages.push(message),
  });
  const findings = result.findings.filter((finding) => passes(finding, flags));
  const concerned = result.undecided.filter((one) => concerns(one, flags, catalogue));
  // That a rule failed is nothing that somebody accepts.
  const isExempt = ({ exemption = null, failed }: Undecided) => exemption !== null && failed === undefined;
  const unreached = concerned.filter((one) => !isExempt(one));
  const undecided = Map.groupBy(
    unreached.filter(({ undecidable }) => undecidable === true),
    ({ resource }) => resource,
  );
  const summary: CheckSummary = {
    documents: result.documents,
    manifests: result.manifests,
    otherObjects: result.otherObjects,
    passedOver: result.passedOver,
    unreadable: result.unreadable,
    undecided: undecided.size,
    indeterminate: unreached.filter(({ undecidable }) => undecidable !== true).length,
    ...(unreached.length < concerned.length ? { undecidedExempt: concerned.length - unreached.length } : {}),
    findings: countFindings(findings),
    seconds: Math.round(performance.now() - start) / 1000,
    bytes: result.bytes,
    ...(terminal.signal.aborted ? { interrupted: true } : {}),
  };
  if (
    result.documents + result.manifests + result.otherObjects + result.unreadable === 0 &&
    !terminal.signal.aborted
  )
    messages.push(
      `${paths.join(', ')}: no policy document there, and no manifest; name a file, or a directory with JSON or YAML files`,
    );
  const documents = unreached.filter(
    ({ undecidable, failed }) => undecidable === true && failed === undefined,
  );
  const byResource = Map.groupBy(documents, ({ resource }) => resource);
  messages.push(...[...byResource].map(([resource, verdicts]) => undecidedMessage(resource, verdicts)));

  await tell(terminal.stderr, messages.map((message) => `podguard: ${plain(message)}\n`).join(''));
  await tell(terminal.stderr, failedRulesText(failedRules(unreached)));
  await writeFindings({ findings, summary, at }, flags, { terminal, config, catalogue });
  if (flags.quiet !== true) await tell(terminal.stderr, endedExemptionLines(config, at));
  if (flags.indeterminate === true) await tell(terminal.stderr, undecidedLines(concerned));
  if (flags.quiet !== true)
    await tell(
      terminal.stderr,
      renderCheckSummary(summary, styleFor(terminal.stderr, terminal, flags.color)),
    );
  return statusOf(
    result,
    undecided.size,
    findings.some((finding) => finding.status === 'open' && reaches(finding, flags.failOn)),
    terminal,
  );
}

async function readAllAssociations(
  files: readonly string[],
  { directory, signal }: Terminal,
): Promise<Associations | undefined> {
  const all: Associations[] = [];
  for (const file of files) {
    const read = readAssociations(await textOf(path.resolve(directory, file), signal));
    if (signal.aborted) return undefined;
    if (read === undefined)
      throw new ServiceError(
        'input-unreadable',
        `${file}: holds no associations; give what \`aws eks list-pod-identity-associations\` writes, as JSON or YAML`,
      );
    all.push(read);
  }
  return joinAssociations(all);
}

async function textOf(file: string, signal: AbortSignal): Promise<string> {
  try {
    return await text(addAbortSignal(signal, localFiles.open(file)));
  } catch (cause) {
    if (signal.aborted) return '';
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ServiceError('input-unreadable', `${file}: ${reason}; check the path`, { cause });
  }
}

/** Several rules hang on the same thing: what could not be decided is said once. */
function undecidedMessage(resource: string, verdicts: readonly Undecided[]): string {
  const reasons = [...new Set(verdicts.flatMap(({ missing }) => missing))];
  return `${resource}: could not be decided: ${reasons.join('; ')} (${verdicts.map(({ rule }) => rule).join(', ')})`;
}

function statusOf(
  { documents, manifests, otherObjects, unreadable }: CheckResult,
  undecided: number,
  bad: boolean,
  { signal }: Terminal,
): number {
  if (signal.aborted) return EXIT.interrupted;
  if (documents + manifests + otherObjects === 0) return EXIT.unusable;
  if (unreadable + undecided > 0) return EXIT.partly;
  return bad ? EXIT.findings : EXIT.clean;
}
