import type { AccountReport, MigrationProgress, TrendPoint, UnusedIdentity } from './account-report.ts';
import { boundedTable } from './markdown-table.ts';
import { codeCell, prose, proseCell } from './markdown-text.ts';
import { accountsOf, ownWords, placeAmong, scoreWords } from './posture-words.ts';
import { time } from './time.ts';
import { TOTALS_COLUMNS } from './totals.ts';

const MOST_RUNS = 10;
const ROOM = 4_000;
const MOST_NAMED = 5;

/** The newest runs, the latest last. */
export function trendMarkdown({ trend }: AccountReport): readonly string[] {
  const newest = trend.slice(-MOST_RUNS);
  const several = new Set(trend.flatMap(({ account = [] }) => account)).size > 1;
  const methods = [...new Set(newest.flatMap((point) => Object.keys(point.methods)))].sort();
  const row = (point: TrendPoint) => [
    prose(time(point.at)),
    ...(several ? [prose(point.account ?? '')] : []),
    `**${scoreWords(point.score)}**`,
    ...TOTALS_COLUMNS.map((severity) => String(point.open[severity])),
    ...[point.exempt, point.drifted, point.gaps].map(String),
    ...methods.map((method) => String(point.methods[method as keyof TrendPoint['methods']] ?? 0)),
  ];
  if (newest.length === 0) return [];
  const head = [
    'run of',
    ...(several ? ['account'] : []),
    'score',
    ...TOTALS_COLUMNS,
    'exempt',
    'drifted',
    'not read',
    ...methods,
  ];
  return ['## Trend', ...boundedTable(head, newest, { room: ROOM, row, whole: '' })];
}

export function identitiesMarkdown({ unused }: AccountReport, whole: string): readonly string[] {
  if (unused.length === 0) return [];
  const accounts = accountsOf(unused.map(({ place }) => place));
  const row = ({ role, grants, place, grantedAt, lastUsedAt, asOf }: UnusedIdentity) => [
    codeCell(role),
    named(grants),
    place === null ? '' : proseCell(placeAmong(place, accounts)),
    grantedAt === null ? '' : prose(time(grantedAt)),
    `${lastUsedAt === null ? 'never' : prose(time(lastUsedAt))}${asOf === null ? '' : `<br>as of ${prose(time(asOf))}`}`,
  ];
  const head = ['role', 'granted to', 'where', 'granted', 'last used'];
  return ['## Granted, and not used', ...boundedTable(head, unused, { room: ROOM, row, whole })];
}

export function migrationMarkdown({ migration }: AccountReport, whole: string): readonly string[] {
  if (migration.length === 0) return [];
  const accounts = accountsOf(migration.map(({ place }) => place));
  const row = (one: MigrationProgress) => [
    proseCell(placeAmong(one.place, accounts)),
    ownWords(one),
    prose(
      Object.entries(one.methods)
        .map(([method, count]) => `${count} ${method}`)
        .join(', '),
    ),
    named(one.left),
  ];
  const head = ['where', 'identities of their own', 'methods', 'left'];
  return ['## Migration', ...boundedTable(head, migration, { room: ROOM, row, whole })];
}

function named(all: readonly string[]): string {
  const more = all.length - MOST_NAMED;
  const shown = all.slice(0, MOST_NAMED).map(codeCell);
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('<br>');
}
