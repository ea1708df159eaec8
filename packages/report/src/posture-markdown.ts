import type { Posture, ScoredIdentity, UnknownIdentity } from '@podguard/core';
import { markdownTable } from './markdown-table.ts';
import { prose } from './markdown-text.ts';
import {
  doubtWords,
  meanWords,
  methodWords,
  nameWords,
  type PostureGroup,
  placeWords,
  postureGroups,
  scoreWords,
  worstWords,
} from './posture-words.ts';

/** Of a cluster, worst first: what is pasted into a ticket is read by people. */
const MOST_ROWS = 50;

/** What has everything, where nothing else is said to. */
export const FORMAT_JSON = '`--format json`';

/** A section: means of accounts and clusters, then how each came about; `whole` has what it leaves out. */
export function renderPostureMarkdown(posture: Posture, whole: string = FORMAT_JSON): string {
  const { accounts, clusters } = posture;
  if (accounts.length === 0) return '### Posture\n\nNo workload identity is known yet.';
  const means = [
    ...accounts.map((tally) => ({ name: `account ${tally.account}`, tally })),
    ...clusters.map((tally) => ({ name: `${placeWords(tally)}, account ${tally.account}`, tally })),
  ].map(({ name, tally }) => [
    prose(name),
    `**${scoreWords(tally.score)}**`,
    tally.score === null ? '' : meanWords(tally),
    prose(doubtWords(tally).join(', ')),
  ]);
  return [
    '### Posture',
    markdownTable(['of', 'score', 'sum / grants', ''], means),
    ...postureGroups(posture).flatMap((group) => sections(group, whole)),
  ].join('\n\n');
}

function sections({ tally, identities, unknown }: PostureGroup, whole: string): readonly string[] {
  const title = `#### Posture: ${prose(placeWords(tally))}, account ${prose(tally.account)}`;
  const parts = [
    ...(identities.length === 0
      ? []
      : [markdownTable(HEAD, identities.slice(0, MOST_ROWS).map(row)), rest(identities, whole)]),
    ...(unknown.length === 0
      ? []
      : [
          markdownTable(['not scored', 'because'], unknown.slice(0, MOST_ROWS).map(apart)),
          rest(unknown, whole),
        ]),
  ].filter((part) => part !== '');
  return parts.length === 0 ? [] : [title, ...parts];
}

const HEAD = ['identity', 'method', 'weight', 'worst open', 'factor', 'score'];

function row(identity: ScoredIdentity): readonly string[] {
  const { weight, factor, score } = identity;
  return [
    prose(nameWords(identity)),
    prose(methodWords(identity)),
    `${weight}`,
    prose(worstWords(identity)),
    `${factor} %`,
    `${score}`,
  ];
}

function apart({ name, because }: UnknownIdentity): readonly string[] {
  return [prose(name), prose(because)];
}

function rest(all: readonly unknown[], whole: string): string {
  return all.length > MOST_ROWS ? `And ${all.length - MOST_ROWS} more: ${whole} has all.` : '';
}
