import type { Posture, ScoredIdentity, Tally, UnknownIdentity } from '@podguard/core';
import { plain } from './plain.ts';
import {
  doubtWords,
  grantWords,
  meanWords,
  methodWords,
  nameWords,
  placeWords,
  postureGroups,
  scoreWords,
  worstWords,
} from './posture-words.ts';
import type { Style } from './style.ts';

/** Of a cluster, worst first; the machine-readable formats have all. */
const MOST_ROWS = 25;

/** The score of each account and cluster and its arithmetic, an identity a line. */
export function renderPosture(posture: Posture, style: Style): string {
  const { accounts } = posture;
  const lines = accounts.flatMap((account) => [
    heading(style.strong(`Posture of account ${plain(account.account)}`), account, style),
    ...postureGroups(posture)
      .filter(({ tally }) => tally.account === account.account)
      .flatMap(({ tally, identities, unknown }) => [
        heading(`  ${plain(placeWords(tally))}`, tally, style),
        ...rows(identities, style),
        ...apart(unknown, style),
      ]),
  ]);
  if (lines.length === 0) lines.push('Posture: no workload identity is known yet');
  return lines.map((line) => `${line}\n`).join('');
}

function heading(name: string, tally: Tally, style: Style): string {
  const doubt = doubtWords(tally);
  const score =
    tally.score === null ? scoreWords(null) : `${scoreWords(tally.score)} of 100 = ${meanWords(tally)}`;
  return `${name}: ${score}${doubt.length === 0 ? '' : style.faint(` (${doubt.join(', ')})`)}`;
}

function rows(identities: readonly ScoredIdentity[], style: Style): readonly string[] {
  if (identities.length === 0) return [];
  const shown = identities.slice(0, MOST_ROWS).map((identity) => ({ identity, cells: cellsOf(identity) }));
  const head = ['score', 'weight × factor', 'method', 'identity', 'granted by', 'worst open'];
  const widths = head.map((name, column) =>
    Math.max(name.length, ...shown.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  const aligned = (cells: readonly string[]) =>
    cells.map((cell, column) =>
      column === 0
        ? cell.padStart(widths[0] ?? 0)
        : column === cells.length - 1
          ? cell
          : cell.padEnd(widths[column] ?? 0),
    );
  const more = identities.length - shown.length;
  return [
    `    ${style.faint(aligned(head).join('  '))}`,
    ...shown.map(({ identity, cells }) => `    ${painted(aligned(cells), identity, style).join('  ')}`),
    ...(more > 0
      ? [`    ${style.faint(`and ${more} more, none of them worse: --format json has all`)}`]
      : []),
  ];
}

function cellsOf(identity: ScoredIdentity): readonly string[] {
  const { score, weight, factor } = identity;
  const texts = [
    `${score}`,
    `${weight} × ${factor} %`,
    methodWords(identity),
    nameWords(identity),
    grantWords(identity),
    worstWords(identity),
  ];
  return texts.map(plain);
}

function painted(
  cells: readonly string[],
  { worst, standing }: ScoredIdentity,
  style: Style,
): readonly string[] {
  const last = cells.length - 1;
  return cells.map((cell, column) => {
    if (column !== last) return cell;
    if (worst !== null) return style.severity[worst.severity](cell);
    return standing === 'none' ? style.good(cell) : cell;
  });
}

function apart(unknown: readonly UnknownIdentity[], style: Style): readonly string[] {
  const more = unknown.length - MOST_ROWS;
  return [
    ...unknown
      .slice(0, MOST_ROWS)
      .map(({ name, because }) => `    not scored  ${plain(name)}  ${style.faint(plain(because))}`),
    ...(more > 0
      ? [`    ${style.faint(`and ${more} more that are not scored: --format json has all`)}`]
      : []),
  ];
}
