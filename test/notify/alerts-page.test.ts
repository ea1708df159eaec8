import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { alertText, toSnsMessage } from '@podguard/notify';
import { beforeAll, describe, expect, it } from 'vitest';
import { sampleDay } from './sample-day.ts';
import { ACCOUNT, digestOf, transitionOf, wording } from './transitions.ts';

let page: string;
beforeAll(async () => {
  page = await readFile(path.resolve(import.meta.dirname, '../../docs/alerts.md'), 'utf8');
});

describe('the page about alerts', () => {
  it('shows an alert of the sample day as it is sent', async () => {
    const [, example = ''] = /<!-- example -->\n(.*?)<!-- \/example -->/s.exec(page) ?? [];
    const shown = example.replace(/^ {4}/gm, '');
    const day = await sampleDay();
    const texts = day.map((one) => alertText({ kind: 'transitions', transitions: [one] }, wording));
    expect(texts).toContain(shown);
  });

  it('names every attribute that an alert or a digest has, and no other', () => {
    const table = page.slice(page.indexOf('| attribute |'), page.indexOf('Who is called at night'));
    const named = [...table.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(
      ([, names = '']) => names.match(/\w+/g) ?? [],
    );
    const about = { id: 'run-1', title: 'Baseline', account: ACCOUNT };
    const witness = { text: 'w', request: { cluster: 'prod' } };
    const [alert, digest] = [
      {
        kind: 'transitions',
        transitions: [transitionOf({ finding: { witness, owner: { name: 'shop', from: 'tag' } } })],
      } as const,
      { kind: 'digest', digest: digestOf([transitionOf()], about) } as const,
    ].map((one) => Object.keys(toSnsMessage(one, wording).MessageAttributes));
    expect(named.toSorted()).toEqual(alert?.toSorted());
    expect(named).toEqual(expect.arrayContaining(digest ?? []));
  });

  it.for([
    'CRITICAL',
    'Eased to',
    'Resolved, was',
    'Witness',
    'Severity',
    'Changed',
    'Decided by',
    'Effect',
    'Note',
    'Same cause',
    'Exempt',
    'Was exempt',
    'Known to',
    'Owner',
    'Why',
    'Open since',
    'Who',
    'When',
    'Where',
    'Mend',
    'Finding',
  ])('says what is meant by: %s', (part) => {
    const table = page.slice(page.indexOf('| part |'), page.indexOf('Every value of a record'));
    expect(table).toMatch(new RegExp(`^\\| .*\`${part}( \\.\\.\\.)?\``, 'm'));
  });
});
