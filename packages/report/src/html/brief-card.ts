import { type Finding, isRead } from '@podguard/core';
import { evidenceText } from '../evidence-text.ts';
import { type Explanation, foundWords } from '../found-by-run.ts';
import { personOf } from '../person.ts';
import { ageWords } from './ages.ts';
import { badge } from './finding-head.ts';
import { html } from './html.ts';
import type { ReportView } from './report-view.ts';
import { absolute, dayOf, kindWords, resourceName, shorten } from './words.ts';

/** A finding in as few elements as it takes, with all that its card has but what program did it: for the many that nobody opens. */
export function briefCard(finding: Finding, view: ReportView) {
  const { id, severity, rule, title, opened, summary, resource } = finding;
  const shown = shorten(summary, resource.account);
  return html`<details class="finding brief ${severity}" id="${id}" data-severity="${severity}"><summary>${badge(severity)} ${marksOf(finding)}${shown}<span class="meta">${metaOf(finding, view)}</span></summary><pre tabindex="0">${[
    row('Finding', shown === summary ? null : summary),
    row('Witness', finding.witness?.text),
    ...finding.evidence.map((one) => row('Evidence', `${one.path} = ${evidenceText(one)}`)),
    row('Resource', resource.key),
    row('Rule', `${rule}: ${title}`),
    row('Also fails', finding.reasons.join(', ')),
    ...(opened === null
      ? []
      : [
          ...(isRead(opened)
            ? [
                row('Found', `${absolute(opened.at)}, by reading the account`),
                ...doneRows(view.explain(finding)),
              ]
            : [
                row('Opened', `${absolute(opened.at)} by ${opened.actor}`),
                row('Event', `${opened.eventName} ${opened.eventId}`.trim()),
              ]),
        ]),
    row('Owner', finding.owner?.name),
    row('Known to', finding.acknowledged?.by),
    row('To mend it', `podguard explain ${id}${view.flag}`),
  ].join('')}</pre></details>`;
}

function doneRows(explanation: Explanation | undefined): readonly string[] {
  if (explanation === undefined) return [];
  const { at, actor, eventName, eventId } = explanation;
  return [row('Done', `${absolute(at)} by ${actor}`), row('Event', `${eventName} ${eventId}`)];
}

function marksOf({ unverified, broken, acknowledged }: Finding): string {
  const marks = [
    unverified ? 'unverified' : '',
    broken ? 'broken' : '',
    acknowledged === null ? '' : 'acknowledged',
  ];
  return marks.map((mark) => (mark === '' ? '' : `${mark} · `)).join('');
}

function metaOf(finding: Finding, { now, names, explain }: ReportView): string {
  const { opened, owner, resource } = finding;
  const by =
    opened === null
      ? []
      : [
          isRead(opened) ? foundWords(explain(finding)) : personOf(opened).name,
          `${dayOf(opened.at)} (${ageWords(opened.at, now)})`,
          isRead(opened) ? '' : opened.eventName,
        ];
  const whose = owner === null || owner.from === 'creator' ? '' : `owner ${owner.name}`;
  const what = `${kindWords(resource.kind)} ${resourceName(resource, names)}`;
  return [what, ...by, whose].filter((part) => part !== '').join(' · ');
}

const NAME_WIDTH = 12;

function row(name: string, value: string | null | undefined): string {
  if (value === null || value === undefined || value === '') return '';
  return `${name.padEnd(NAME_WIDTH)}${value.replaceAll('\n', ' ')}\n`;
}
