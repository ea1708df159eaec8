import type { Posture, ScoredIdentity, UnknownIdentity } from '@podguard/core';
import { boundedTable } from './markdown-table.ts';
import { prose, proseCell } from './markdown-text.ts';
import {
  doubtWords,
  grantWords,
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

/** Of the 65,536 characters of a comment on GitHub. */
const ROOM = 12_000;
const ROOM_OF_MEANS = 3_000;

/** A section: means of accounts and clusters, then how each came about, as many as there is room for; `whole` has what it leaves out. */
export function renderPostureMarkdown(
  posture: Posture,
  whole: string = FORMAT_JSON,
  room: number = ROOM,
): string {
  const { accounts } = posture;
  if (accounts.length === 0) return '### Posture\n\nNo workload identity is known yet.';
  const means = [
    ...accounts.map((tally) => ({ name: `account ${tally.account}`, tally })),
    ...postureGroups(posture).map(({ tally }) => ({
      name: `${placeWords(tally)}, account ${tally.account}`,
      tally,
    })),
  ];
  const mean = ({ name, tally }: (typeof means)[number]) => [
    proseCell(name),
    `**${scoreWords(tally.score)}**`,
    tally.score === null ? '' : meanWords(tally),
    proseCell(doubtWords(tally).join(', ')),
  ];
  const parts = [
    '### Posture',
    ...boundedTable(['of', 'score', 'sum / grants', ''], means, { room: ROOM_OF_MEANS, row: mean, whole }),
  ];
  const groups = postureGroups(posture).filter(
    ({ identities, unknown }) => identities.length + unknown.length > 0,
  );
  let left = room - parts.join('').length;
  let shown = 0;
  for (const group of groups) {
    if (left < LEAST) break;
    const told = sections(group, whole, left);
    left -= told.join('').length;
    parts.push(...told);
    shown += 1;
  }
  const more = groups.length - shown;
  if (more > 0) parts.push(`And ${more} more place${more === 1 ? '' : 's'}: ${whole} has all.`);
  return parts.join('\n\n');
}

/** Less is not worth a heading. */
const LEAST = 1_000;

function sections(
  { tally, identities, unknown }: PostureGroup,
  whole: string,
  room: number,
): readonly string[] {
  const title = `#### Posture: ${proseCell(placeWords(tally))}, account ${prose(tally.account)}`;
  const scored = boundedTable(HEAD, identities, { most: MOST_ROWS, room, row, whole });
  const left = Math.max(0, room - scored.join('').length);
  return [
    title,
    ...scored,
    ...boundedTable(['not scored', 'because'], unknown, { most: MOST_ROWS, room: left, row: apart, whole }),
  ];
}

const HEAD = ['identity', 'method', 'granted by', 'weight', 'worst open', 'factor', 'score'];

function row(identity: ScoredIdentity): readonly string[] {
  const { weight, factor, score } = identity;
  return [
    proseCell(nameWords(identity)),
    proseCell(methodWords(identity)),
    proseCell(grantWords(identity)),
    `${weight}`,
    proseCell(worstWords(identity)),
    `${factor} %`,
    `${score}`,
  ];
}

function apart({ name, because }: UnknownIdentity): readonly string[] {
  return [proseCell(name), proseCell(because)];
}
