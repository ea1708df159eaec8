import {
  type Catalogue,
  type Config,
  type Finding,
  type FindingContext,
  findingsOf,
  knownAccounts,
  type Store,
} from '@podguard/core';
import {
  countFindings,
  createSinceBaseline,
  type Gap,
  inOrder,
  type Report,
  renderJson,
  renderMarkdown,
} from '@podguard/report';
import { type PostureFact, postureOf, readPostureFact } from '@podguard/rules';
import type { BaselineRun } from './baseline-run.ts';

export interface BaselineReportDeps {
  readonly store: Pick<Store, 'listItems'>;
  readonly catalogue: Catalogue;
  readonly config: Config;
  /** What is exempt, and whose things are. */
  readonly context: () => Promise<FindingContext>;
  /** Keeps a text under a name, and says where it is. */
  readonly keep: (name: string, text: string, contentType: string) => Promise<string>;
}

/** One text holds them several times while it is made. */
const MOST_FINDINGS = 20_000;

/**
 * Creates what writes a run's report, as Markdown and as JSON: what is open now, as `podguard report` has it, and what could
 * not be read. Written again it is as of then. Says where the Markdown is.
 */
export function createBaselineReport({ keep, ...deps }: BaselineReportDeps) {
  return async (run: BaselineRun): Promise<string> => {
    const report = await readReport(run, deps);
    const name = `baselines/${run.run}`;
    await keep(`${name}.json`, renderJson(report), 'application/json');
    const text = renderMarkdown(report, knownAccounts(deps.config), `\`${name}.json\``);
    return keep(`${name}.md`, text, 'text/markdown; charset=utf-8');
  };
}

async function readReport(
  run: BaselineRun,
  { store, catalogue, config, context }: Omit<BaselineReportDeps, 'keep'>,
): Promise<Report> {
  const since = createSinceBaseline(run);
  const decided = await context();
  const present: Finding[] = [];
  const facts: PostureFact[] = [];
  let resources = 0;
  let indeterminate = 0;
  for await (const item of store.listItems()) {
    resources += 1;
    indeterminate += item.undecided.length;
    const fact = readPostureFact(item, config);
    if (fact !== null) facts.push(fact);
    for (const finding of findingsOf(item, catalogue, decided)) {
      since.add(finding);
      if (finding.status !== 'resolved') present.push(finding);
    }
  }
  const sorted = inOrder(present);
  return {
    findings: sorted.slice(0, MOST_FINDINGS),
    summary: {
      run: run.run,
      startedAt: run.startedAt,
      pages: run.pages,
      read: run.resources,
      resources,
      indeterminate,
      findings: countFindings(present),
    },
    posture: postureOf(facts, config),
    sinceBaseline: since.result(),
    gaps: gapsOf(run, sorted.length - MOST_FINDINGS),
  };
}

function gapsOf({ gaps, moreGaps }: BaselineRun, leftOut: number): readonly Gap[] {
  return [
    ...gaps,
    ...(moreGaps > 0 ? [{ what: `${moreGaps} more`, reason: 'could not be read either' }] : []),
    ...(leftOut > 0
      ? [{ what: `${leftOut} more findings`, reason: '`podguard report --store dynamodb:TABLE` has all' }]
      : []),
  ];
}
