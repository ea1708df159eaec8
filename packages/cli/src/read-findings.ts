import { existsSync, statSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import {
  type Catalogue,
  type Config,
  createFindingContext,
  type Finding,
  findingsOf,
  type Item,
  loadBaseline,
  ServiceError,
  type ServiceState,
} from '@podguard/core';
import { createSinceBaseline, type SinceBaseline } from '@podguard/report';
import { type AwsFlags, refuseAwsFlags } from './aws-flags.ts';
import { openFindingsFile, readFindingsFile } from './findings-file.ts';
import { createJudgedOtherwise } from './judged-otherwise.ts';
import { isTable, type OpenStore, openStore } from './local-store/index.ts';
import type { Terminal } from './terminal.ts';

export interface FindingsRead {
  /** Those that were wanted, each life once. */
  readonly findings: readonly Finding[];
  /** How many there are, wanted or not. */
  readonly count: number;
  /** Of all of them. */
  readonly rules: ReadonlySet<string>;
  /** Why parts of a file are none, each with its place, and which exemptions of a store cannot be read. */
  readonly problems: readonly string[];
  /** How many resources a store holds. */
  readonly resources?: number;
  /** Resources of a directory that were judged with other rules or settings than the present ones. */
  readonly otherwise?: number;
  /** Of all that the store holds, where it was read to its end and a baseline was begun. */
  readonly sinceBaseline?: SinceBaseline;
}

export interface ReadOptions {
  readonly wanted: (finding: Finding) => boolean;
  /** Is given what a store keeps beside its items before them, and each of them with its findings. */
  readonly begin?: ((state: ServiceState) => Promise<void>) | undefined;
  readonly show?: ((item: Item, findings: readonly Finding[]) => void) | undefined;
  readonly aws?: AwsFlags | undefined;
  /** What a store's findings are told by, and when. */
  readonly config: Config;
  readonly at: Date;
}

/** What is wanted is held, to be sorted: so many of them as a text of each fits into memory several times. */
const MOST_HELD = 300_000;

/**
 * The findings that a store holds, or a file or the standard input (`-`) as `scan` writes them: where the signal ends the
 * reading, those until then. A file of which nothing can be read is an error.
 */
export async function readFindings(
  where: string,
  terminal: Terminal,
  catalogue: Catalogue,
  { wanted, begin, show, aws, config, at }: ReadOptions,
): Promise<FindingsRead> {
  const collector = createCollector(where, wanted);
  const ofTable = isTable(where);
  const place = ofTable ? where : path.resolve(terminal.directory, where);
  if (isFindingsFile(where, terminal)) refuseAwsFlags(aws ?? {}, where === '-' ? 'standard input' : where);
  if (where === '-') {
    await fromFile(terminal.stdin, 'standard input');
  } else if (!ofTable && (await isFile(place))) {
    await fromFile(openFindingsFile(place), where);
  } else {
    const opened = await openStore(place, aws);
    try {
      return await fromStore(opened);
    } finally {
      await opened.close();
    }
  }
  return collector.result();

  async function fromFile(...[stream, origin]: [Terminal['stdin'], string]): Promise<void> {
    for await (const read of readFindingsFile(stream, origin, terminal.signal)) {
      if ('finding' in read) collector.add(asOf(at, read.finding));
      else collector.problem(read.problem);
      if (terminal.signal.aborted) break;
    }
    const { count, problems } = collector.result();
    const [first, ...others] = problems;
    if (count > 0 || first === undefined || terminal.signal.aborted) return;
    throw new ServiceError(
      'input-unreadable',
      others.length === 0 ? first : `${first}; nor do ${others.length} more lines hold one`,
    );
  }

  async function fromStore({ store, state }: OpenStore): Promise<FindingsRead> {
    const baseline = await loadBaseline(state);
    await begin?.(state);
    const context = await createFindingContext({
      config,
      state,
      now: () => at,
      unreadable: ({ message }) => collector.problem(message.replace(/\s+/g, ' ')),
    })();
    const since = baseline === undefined ? undefined : createSinceBaseline(baseline);
    // A deployed service judges by what is deployed, which its deploy saw to.
    const otherwise = ofTable ? undefined : createJudgedOtherwise(catalogue, config);
    let resources = 0;
    for await (const item of store.listItems()) {
      if (terminal.signal.aborted) return collector.result();
      resources += 1;
      const findings = findingsOf(item, catalogue, context);
      show?.(item, findings);
      otherwise?.add(item);
      for (const finding of findings) {
        collector.add(finding);
        since?.add(finding);
      }
    }
    return {
      ...collector.result(),
      resources,
      ...(otherwise === undefined ? {} : { otherwise: otherwise.count() }),
      ...(since === undefined ? {} : { sinceBaseline: since.result() }),
    };
  }
}

/** Whether a place is no store but a file of findings, or the standard input. */
export function isFindingsFile(where: string, { directory }: Pick<Terminal, 'directory'>): boolean {
  if (where === '-') return true;
  if (isTable(where)) return false;
  const place = path.resolve(directory, where);
  return existsSync(place) ? !statSync(place).isDirectory() : false;
}

/** Pipes, too; of what is not there its name tells what it should be. */
async function isFile(place: string): Promise<boolean> {
  if (!existsSync(place)) return /\.(ndjson|jsonl?|txt)$/.test(place);
  return !(await stat(place)).isDirectory();
}

function createCollector(where: string, wanted: ReadOptions['wanted']) {
  /** Of what is not wanted nothing is held but that it was there. */
  const lives = new Map<string, Finding | Finding['status']>();
  const rules = new Set<string>();
  const problems: string[] = [];
  let held = 0;
  return {
    problem: (message: string) => problems.push(message),
    add(finding: Finding): void {
      const life = `${finding.id} ${finding.opened?.eventId ?? ''}`;
      const known = lives.get(life);
      // Told twice, that it ended counts; else that it is open, since which was told later is not known.
      if (known !== undefined && NEWS[statusOf(known)] >= NEWS[finding.status]) return;
      rules.add(finding.rule);
      if (typeof known === 'object') held -= 1;
      const isWanted = wanted(finding);
      if (isWanted) held += 1;
      if (held > MOST_HELD) throw tooMany(where);
      lives.set(life, isWanted ? finding : finding.status);
    },
    result: (): FindingsRead => ({
      findings: [...lives.values()].filter((one) => typeof one === 'object'),
      count: lives.size,
      rules,
      problems,
    }),
  };
}

const NEWS: Readonly<Record<Finding['status'], number>> = { exempt: 0, open: 1, resolved: 2 };

/** What a file says to be exempt until some time is open again from then on. */
function asOf(at: Date, finding: Finding): Finding {
  const { status, exemption } = finding;
  if (status !== 'exempt' || exemption === null) return finding;
  const holds = Date.parse(exemption.until) > at.getTime();
  return holds ? finding : { ...finding, status: 'open', exemption: null };
}

function statusOf(known: Finding | Finding['status']): Finding['status'] {
  return typeof known === 'object' ? known.status : known;
}

function tooMany(where: string): ServiceError {
  return new ServiceError(
    'input-unreadable',
    `${where === '-' ? 'standard input' : where}: holds more than ${MOST_HELD} findings that are asked for; choose among them with --severity, --rule or --method`,
  );
}
