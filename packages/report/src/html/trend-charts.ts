import { IDENTITY_METHODS, type IdentityMethod, type Severity } from '@podguard/core';
import { scaleLinear } from 'd3-scale';
import { area, line } from 'd3-shape';
import type { TrendPoint } from '../account-report.ts';
import { bars, chart, dates, FRAME, gridLines, legend, round } from './chart.ts';
import { figure, WORST_FIRST } from './counts.ts';
import { html } from './html.ts';
import { trendTable } from './trend-table.ts';
import { dayOf } from './words.ts';

/** Past runs and this one: the score, what was open, and which methods were used. */
export function trendCharts(points: readonly TrendPoint[]) {
  const accounts = Map.groupBy(points, ({ account }) => account);
  // What is of another account is no change.
  if (accounts.size > 1 && !accounts.has(undefined))
    return html`${[...accounts].map(([account, own]) => html`<h4>Account ${account}</h4>${chartsOf(own)}`)}`;
  return chartsOf(points);
}

function chartsOf(points: readonly TrendPoint[]) {
  const trend = points.filter(({ at }) => !Number.isNaN(Date.parse(at)));
  if (trend.length < 2)
    return html`<p class="quiet">${trend.length === 0 ? 'No run of the account is known yet' : 'One run is known'}: a trend takes two.</p>`;
  return html`<div class="charts">${scoreChart(trend)}${severityChart(trend)}${methodChart(trend)}</div>${trendTable(trend)}`;
}

function scoreChart(trend: readonly TrendPoint[]) {
  const x = scaleLinear([timeOf(trend[0]), timeOf(trend.at(-1))], [FRAME.left, FRAME.right]);
  const y = scaleLinear([0, 100], [FRAME.low, FRAME.high]);
  const known = trend.filter(({ score }) => score !== null);
  const at = (point: TrendPoint) => x(timeOf(point));
  const height = ({ score }: TrendPoint) => y(score ?? 0);
  const isKnown = ({ score }: TrendPoint) => score !== null;
  const path = line<TrendPoint>(at, height).defined(isKnown)(trend) ?? '';
  const ground = area<TrendPoint>(at, FRAME.low, height).defined(isKnown)(trend) ?? '';
  const last = known.at(-1);
  const words =
    last === undefined
      ? 'No run had a score.'
      : `From ${known[0]?.score} on ${dayOf(known[0]?.at ?? '')} to ${last.score} on ${dayOf(last.at)}; the lowest was ${Math.min(...known.map(({ score }) => score ?? 0))}.`;
  return chart('Score', words, '', [
    html`${gridLines([0, 50, 100], y)}${dates(trend)}<path class="ground" d="${ground}"/><path class="line" d="${path}"/>`,
    last === undefined
      ? ''
      : html`<circle class="dot" cx="${round(at(last))}" cy="${round(height(last))}" r="3.5"/>`,
  ]);
}

function severityChart(trend: readonly TrendPoint[]) {
  const [first, last] = [openOf(trend[0]), openOf(trend.at(-1))];
  const names = WORST_FIRST.toReversed();
  const words = `From ${figure(first)} on ${dayOf(trend[0]?.at ?? '')} to ${figure(last)} on ${dayOf(trend.at(-1)?.at ?? '')}.`;
  return chart(
    'Open findings',
    words,
    legend(
      WORST_FIRST.map((name) => ({ name: `${figure(trend.at(-1)?.open[name] ?? 0)} ${name}`, of: name })),
    ),
    bars(trend, names, (point, name: Severity) => point.open[name]),
  );
}

function methodChart(trend: readonly TrendPoint[]) {
  const used = IDENTITY_METHODS.filter((method) => trend.some(({ methods }) => (methods[method] ?? 0) > 0));
  const [first, now] = [trend[0], trend.at(-1)];
  const words = `From ${figure(identitiesOf(first))} on ${dayOf(first?.at ?? '')} to ${figure(identitiesOf(now))} on ${dayOf(now?.at ?? '')}.`;
  return chart(
    'Identities by method',
    words,
    legend(
      used.map((method) => ({ name: `${figure(now?.methods[method] ?? 0)} ${method}`, of: `m-${method}` })),
    ),
    bars(trend, used, (point, method: IdentityMethod) => point.methods[method] ?? 0, 'm-'),
  );
}

function openOf(point: TrendPoint | undefined): number {
  return point === undefined ? 0 : WORST_FIRST.reduce((sum, severity) => sum + point.open[severity], 0);
}

function identitiesOf(point: TrendPoint | undefined): number {
  return Object.values(point?.methods ?? {}).reduce((sum, count) => sum + count, 0);
}

function timeOf(point: TrendPoint | undefined): number {
  return Date.parse(point?.at ?? '');
}
