import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { FUNCTION_NAMES, SLACK_FUNCTION_NAMES } from '../../infra/function-settings.ts';
import { costOf, SIZES, totalOf } from '../bench/cost/model.ts';
import { countParts } from '../bench/cost/parts.ts';
import { measureUse } from '../bench/cost/use-per-record.ts';
import { DEPLOYMENTS, ofType, synthesize, textOf } from '../support/synthesize.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(ROOT, file), 'utf8');
const PAGE = read('docs/operating.md');

/** The cells of the rows of the table between two marks, without its head. */
function rowsOf(mark: string): readonly (readonly string[])[] {
  const table = PAGE.match(new RegExp(`<!-- ${mark} -->\n(.*?)<!-- /${mark} -->`, 's'))?.[1] ?? '';
  return table
    .trim()
    .split('\n')
    .slice(2)
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

describe('pages', () => {
  it('deny no public address, of which a deploy can make one', async () => {
    const config = 'slack-actions.config.ts';
    const synthesis = await synthesize({ stage: 'dev', region: 'eu-central-1', config });
    expect(ofType(synthesis, 'FunctionUrl')).toHaveLength(1);
    const [said = ''] = PAGE.match(/^There is no public endpoint.*?\n\n/ms) ?? [];
    expect(said).toMatch(/with `slackActions`.*\(approvals\.md#the-address-is-public\)/s);
    expect(said).not.toMatch(/no function URL/);
  });

  it('count the functions that a deploy makes', () => {
    const words = ['seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
    const word = (count: number) => words[count - 7];
    const all = FUNCTION_NAMES.length + SLACK_FUNCTION_NAMES.length;
    expect(read('CHANGELOG.md').replaceAll(/\s+/g, ' ')).toContain(
      `${word(FUNCTION_NAMES.length)} functions (${word(all)} with \`slackActions\`)`,
    );
  });

  it.for(['doctor', 'channels', 'slack', 'routing', 'exemptions', 'approvals'])(
    'are found from the first: %s',
    (page) => {
      const readme = read('README.md');
      expect(readme).toContain(`(docs/${page}.md)`);
      expect(readme.match(/Not built yet:[^.]*\./)?.[0] ?? '').not.toMatch(/slack|webhook|hub|exempt/i);
    },
  );
});

describe('the page for operators', () => {
  it('has a row for each alarm of any deployment, and for no other', async () => {
    const made = new Set<string>();
    for (const deployment of Object.values(DEPLOYMENTS)) {
      const synthesis = await synthesize(deployment);
      const channels = ofType(synthesis, 'Queue')
        .map((queue) => textOf(queue, 'name'))
        .filter((name) => name.endsWith('.fifo') && !name.endsWith('-dlq.fifo'))
        .map((name) => name.slice(0, -'.fifo'.length));
      for (const alarm of ofType(synthesis, 'MetricAlarm')) {
        const name = textOf(alarm, 'name');
        const channel = channels.find((one) => name === `${one}-dlq-depth` || name === `${one}-age`);
        const told = channel === undefined ? name : name.replace(channel, 'CHANNEL');
        made.add(told.replace(`podguard-${deployment.stage}-`, ''));
      }
    }
    const rows = rowsOf('alarms');
    const told = rows.flatMap(([names = '']) => [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    expect(told.length).toBeGreaterThan(20);
    expect(told.toSorted()).toEqual([...made].sort());
    for (const [, means = '', todo = ''] of rows)
      expect(Math.min(means.length, todo.length)).toBeGreaterThan(5);
  });

  it('has the cost of each size as the arithmetic gives it, to a tenth', async () => {
    const [use, parts] = await Promise.all([measureUse(), countParts()]);
    const rows = rowsOf('cost');
    expect(rows.map(([name]) => name)).toEqual(SIZES.map(({ name }) => name));
    for (const [index, size] of SIZES.entries()) {
      const [, records, regions, total, idle] = rows[index] as readonly string[];
      expect(records).toBe(`${size.recordsPerDay.toLocaleString('en')} a day`);
      expect(regions).toBe(String(size.regions));
      const told = (recordsPerDay: number) =>
        totalOf(costOf({ size: { ...size, recordsPerDay }, use, parts, secondsPerInvocation: 0.4 }));
      expect(Number(total) / told(size.recordsPerDay)).toBeCloseTo(1, 1);
      expect(Number(idle) / told(0)).toBeCloseTo(1, 1);
    }
  });

  it('links only to files that are there, and names only scripts that are', () => {
    const files = [...PAGE.matchAll(/\]\(([^)#:]+)\)/g)].map(([, file]) =>
      path.resolve('docs', file as string),
    );
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) expect(readFileSync(file, 'utf8').length).toBeGreaterThan(0);
    const scripts = JSON.parse(readFileSync('package.json', 'utf8')).scripts as Readonly<
      Record<string, string>
    >;
    for (const [, script] of PAGE.matchAll(/npm run ([a-z:]+)/g))
      expect(scripts).toHaveProperty([script as string]);
  });
});
