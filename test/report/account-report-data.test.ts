import { type ReportedDifference, renderAccountJson, renderDifferencesCsv } from '@podguard/report';
import { describe, expect, it } from 'vitest';
import { DIFFERENCE, REPORT } from './account-reports.ts';
import { parseCsv } from './parse-csv.ts';

describe('the report of an account as JSON', () => {
  it('has everything, without characters that a terminal takes for commands', () => {
    const json = renderAccountJson({ ...REPORT, title: '\u001b[2J' });
    expect(json).not.toContain('\u001b');
    expect(JSON.parse(json)).toEqual({
      ...(JSON.parse(JSON.stringify(REPORT)) as object),
      v: 1,
      title: '\u001b[2J',
      at: '2026-01-05T03:04:05.000Z',
    });
  });

  it('begins with what is read first', () => {
    expect(Object.keys(JSON.parse(renderAccountJson(REPORT)) as object).slice(0, 5)).toEqual([
      'v',
      'title',
      'at',
      'run',
      'summary',
    ]);
  });
});

describe('differences as CSV', () => {
  const read = (differences: readonly ReportedDifference[]) => {
    const [names = [], ...lines] = parseCsv(renderDifferencesCsv(differences));
    return lines.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index]])));
  };

  it('have a line for each field that differs', () => {
    expect(read([DIFFERENCE])).toMatchObject([
      { type: 'changed', field: 'httpTokens', recorded: 'required', found: 'optional', origin: 'missed' },
      {
        field: 'hopLimit',
        recorded: '',
        found: '2',
        'explanation.eventName': 'ModifyInstanceMetadataOptions',
      },
    ]);
  });

  it('have a line for what only appeared or went', () => {
    expect(read([{ ...DIFFERENCE, type: 'gone', fields: [], explanation: null }])).toMatchObject([
      { type: 'gone', field: '', key: DIFFERENCE.key, 'explanation.actor': '' },
    ]);
  });

  it('are no formula', () => {
    const [row] = read([{ ...DIFFERENCE, fields: [{ name: '=1+1', recorded: '@x', found: '-2' }] }]);
    expect(row).toMatchObject({ field: "'=1+1", recorded: "'@x", found: "'-2" });
  });
});
