import { renderCsv } from '@podguard/report';
import { describe, expect, it } from 'vitest';
import { CHECKED, ENDED, EXEMPT, FINDING, hostile, hostileEnded } from './findings.ts';
import { parseCsv as parse } from './parse-csv.ts';

function records(csv: string): readonly Readonly<Record<string, string>>[] {
  const [header = [], ...rows] = parse(csv);
  return rows.map((row) => {
    expect(row).toHaveLength(header.length);
    return Object.fromEntries(header.map((name, index) => [name, row[index] as string]));
  });
}

/** As a spreadsheet reads it that separates by semicolons, and takes quotes as they come. */
function cellsBySemicolon(csv: string): readonly string[] {
  const cells: string[] = [];
  const field = /\s*(?:"((?:[^"]|"")*)"([^;\r\n]*)|([^;\r\n]*))(;|\r\n|$)/y;
  while (field.lastIndex < csv.length) {
    const [, quoted, after = '', plain = ''] = field.exec(csv) ?? [];
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"') + after);
  }
  return cells;
}

describe('CSV', () => {
  it('has these columns, in this order', () => {
    expect(renderCsv([])).toBe(
      'id,rule,title,method,severity,status,unverified,resource.kind,resource.key,resource.account,' +
        'resource.region,summary,witness.text,opened.at,opened.eventName,opened.eventId,opened.actor,' +
        'opened.sourceIdentity,opened.sourceIp,resolved.at,resolved.reason,resolved.actor,source.file,source.line,' +
        'exemption.id,exemption.reason,exemption.author,exemption.until,acknowledged.by,acknowledged.at,owner.name,owner.from\r\n',
    );
  });

  it('holds a finding that ended, with both turns', () => {
    expect(records(renderCsv([ENDED]))).toEqual([
      {
        id: ENDED.id,
        rule: 'irsa-subject-wildcard',
        title: ENDED.title,
        method: 'irsa',
        severity: 'high',
        status: 'resolved',
        unverified: 'false',
        'resource.kind': 'iam-role',
        'resource.key': 'arn:aws:iam::111122223333:role/app',
        'resource.account': '111122223333',
        'resource.region': 'us-east-1',
        summary: ENDED.summary,
        'witness.text': 'A pod in namespace web gets app',
        'opened.at': '2026-01-02T03:04:05Z',
        'opened.eventName': 'CreateRole',
        'opened.eventId': 'e-1',
        'opened.actor': 'arn:aws:iam::111122223333:role/deployer/run-7',
        'opened.sourceIdentity': '',
        'opened.sourceIp': '192.0.2.1',
        'resolved.at': '2026-01-03T00:00:00Z',
        'resolved.reason': 'deleted',
        'resolved.actor': 'arn:aws:iam::111122223333:role/deployer/run-7',
        'source.file': 'logs/records.json',
        'source.line': '12',
        'exemption.id': '',
        'exemption.reason': '',
        'exemption.author': '',
        'exemption.until': '',
        'acknowledged.by': '',
        'acknowledged.at': '',
        'owner.name': '',
        'owner.from': '',
      },
    ]);
  });

  it('holds who accepted it and until when, who knows of it, and whose it is', () => {
    expect(records(renderCsv([EXEMPT]))[0]).toMatchObject({
      status: 'exempt',
      'exemption.id': 'ex-0a1b2c3d4e5f',
      'exemption.reason': 'moves to Pod Identity in March',
      'exemption.author': 'alex',
      'exemption.until': '2026-02-01T00:00:00.000Z',
      'acknowledged.by': 'sam',
      'acknowledged.at': '2026-01-03T00:00:00.000Z',
      'owner.name': 'team-web',
      'owner.from': 'tag',
    });
  });

  it('leaves empty what is not there', () => {
    const [row] = records(renderCsv([{ ...CHECKED, source: null, witness: null }]));
    for (const name of ['opened.at', 'resolved.at', 'source.file', 'source.line', 'witness.text'])
      expect(row?.[name]).toBe('');
  });

  it('has words for the standard input', () => {
    const [row] = records(renderCsv([{ ...CHECKED, source: { file: '-', line: 3 } }]));
    expect([row?.['source.file'], row?.['source.line']]).toEqual(['standard input', '3']);
  });

  it('quotes separators, quotes and nothing else that a reader could miss', () => {
    const summary = 'a "b", c;d';
    expect(records(renderCsv([{ ...FINDING, summary }]))[0]?.summary).toBe(summary);
  });

  it.for([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    '\uff1d1',
    '\uff20x',
    ';=1+1',
    '; -1',
    ';\t@x',
    ';"=1+1;"',
    '; " "-1',
    ';"\uff1d1',
    ";'=1",
  ])('no cell of %j is a formula, also where semicolons separate', (text) => {
    const plain = { ...FINDING, summary: text, resource: { ...FINDING.resource, key: text } };
    const csv = renderCsv([plain, hostile(text), hostileEnded(text)]);
    expect(records(csv)).toHaveLength(3);
    for (const cell of csv.split(/[,;\t\r\n]/))
      expect(cell).not.toMatch(/^[\s"]*[=+\-@\uff1d\uff0b\uff0d\uff20]/);
    for (const cell of cellsBySemicolon(csv)) expect(cell).not.toMatch(/^[=+\-@\uff1d\uff0b\uff0d\uff20]/);
  });

  it('shows control characters by their code', () => {
    const csv = renderCsv([hostile('\u001b[2J\u202e\n')]);
    expect(records(csv)[0]?.summary).toBe('summary\\u001b[2J\\u202e\\u000a');
  });

  it('holds ten thousand findings', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({ ...FINDING, id: `pg-${index}` }));
    expect(records(renderCsv(many)).at(-1)?.id).toBe('pg-9999');
  });
});
