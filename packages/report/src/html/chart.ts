import { scaleBand, scaleLinear } from 'd3-scale';
import { stack } from 'd3-shape';
import type { TrendPoint } from '../account-report.ts';
import { figure } from './counts.ts';
import { html } from './html.ts';
import { dayOf } from './words.ts';

const WIDTH = 360;
const HEIGHT = 150;

/** Where the axes of a chart are, in the units of its picture. */
export const FRAME = { left: 34, right: WIDTH - 10, low: HEIGHT - 22, high: 8 };

/** One path for each name: a small file also where there are many runs. */
export function bars<Name extends string>(
  trend: readonly TrendPoint[],
  names: readonly Name[],
  countOf: (point: TrendPoint, name: Name) => number,
  prefix = '',
) {
  const series = stack<unknown, TrendPoint, Name>().keys(names).value(countOf)(trend);
  const most = Math.max(1, ...series.flatMap((one) => one.map(([, top]) => top)));
  const y = scaleLinear([0, most], [FRAME.low, FRAME.high]).nice(3);
  const x = scaleBand(
    trend.map((_, index) => index),
    [FRAME.left, FRAME.right],
  ).padding(trend.length > 40 ? 0.1 : 0.25);
  const width = round(x.bandwidth());
  return [
    html`${gridLines(y.ticks(3).filter(Number.isInteger), y)}${dates(trend)}`,
    series.map((one) => {
      const d = one
        .map(([low, top], index) =>
          top === low ? '' : `M${round(x(index) ?? 0)} ${round(y(low))}h${width}V${round(y(top))}h-${width}z`,
        )
        .join('');
      return html`<path class="bar ${prefix}${one.key}" d="${d}"/>`;
    }),
  ];
}

/** A picture under words that say the same, with a key of its colours. */
export function chart(title: string, words: string, key: unknown, content: readonly unknown[]) {
  return html`<figure class="chart"><figcaption><b>${title}</b> <span class="quiet">${words}</span></figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" aria-hidden="true" focusable="false">${content}</svg>${key}</figure>`;
}

export function gridLines(ticks: readonly number[], y: (value: number) => number) {
  return ticks.map(
    (tick) =>
      html`<path class="grid" d="M${FRAME.left} ${round(y(tick))}H${FRAME.right}"/><text x="${FRAME.left - 6}" y="${round(y(tick) + 3.5)}" text-anchor="end">${figure(tick)}</text>`,
  );
}

export function dates(trend: readonly TrendPoint[]) {
  return html`<text x="${FRAME.left}" y="${HEIGHT - 6}">${dayOf(trend[0]?.at ?? '')}</text><text x="${FRAME.right}" y="${HEIGHT - 6}" text-anchor="end">${dayOf(trend.at(-1)?.at ?? '')}</text>`;
}

export function legend(names: readonly { readonly name: string; readonly of: string }[]) {
  return html`<p class="legend">${names.map(({ name, of }) => html`<span class="key"><i class="${of}"></i>${name}</span> `)}</p>`;
}

export function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}
