import { createSplitter, mayMatter, readValue, wantedNames } from '@podguard/cloudtrail';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const WANTED = new Set(['CreateRole', 'RunInstances']);
const names = wantedNames(WANTED);

let answers: boolean[] = [];
const splitter = createSplitter({
  value: (bytes, start, end, _line, hints) => answers.push(mayMatter(bytes, names, start, end, hints)),
  lost: () => undefined,
});

const eventName = fc.constantFrom(
  'CreateRole',
  'RunInstances',
  'ListRoles',
  'CreateRoleX',
  'Create',
  'x"y\\',
  'é',
  '',
);
const key = fc.constantFrom(
  'eventName',
  'eventname',
  'xeventName',
  'a"eventName',
  'other',
  'requestParameters',
  'EventName',
);
const nested = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    eventName,
    fc.constantFrom('"eventName":"ListRoles"', '\\"eventName\\":\\"CreateRole\\"', 'eventName'),
    fc.constant(null),
    fc.nat(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 3 }),
  ),
})).value;

const fields = fc.record({
  eventTime: fc.constant('2026-01-02T03:04:05Z'),
  eventSource: fc.constant('iam.amazonaws.com'),
  eventName,
  requestParameters: nested,
  additionalEventData: nested,
});
const order = fc.shuffledSubarray(
  ['eventTime', 'eventSource', 'eventName', 'requestParameters', 'additionalEventData'],
  { minLength: 4 },
);
const record = fc
  .tuple(fields, order, fc.dictionary(key, nested, { maxKeys: 2 }))
  .map(([all, keys, more]) => {
    const chosen = keys.map((name) => [name, (all as Record<string, unknown>)[name]]);
    return { ...Object.fromEntries(chosen), ...('eventName' in more ? {} : more) };
  });
const wrapped = fc.tuple(record, fc.nat(4), fc.constantFrom(0, 1, 2)).map(([value, how, indent]): unknown => {
  if (how === 1) return { 'detail-type': 'AWS API Call via CloudTrail', detail: value };
  if (how === 2) return { EventName: 'x', CloudTrailEvent: JSON.stringify(value, null, indent) };
  return how === 3 ? JSON.stringify(value, null, indent) : value;
});
/** Writes some characters inside strings as escapes, of which the first byte of each decides. */
const json = fc
  .tuple(wrapped, fc.constantFrom(0, 1, 4), fc.infiniteStream(fc.boolean()), fc.boolean(), fc.nat())
  .map(([value, indent, choices, isEscaped, cut]) => {
    const text = JSON.stringify(value, null, indent);
    const escaped = isEscaped ? escapeSome(text, choices) : text;
    return cut % 5 === 0 ? escaped.slice(0, cut % (escaped.length + 1)) : escaped;
  });

test('nothing wanted is missed, however it is written', () => {
  let passedOver = 0;
  fc.assert(
    fc.property(json, (text) => {
      const bytes = Buffer.from(text);
      const full = readValue(bytes);
      const isWanted = full.kind === 'record' && WANTED.has(full.record.eventName);
      const answers = [mayMatter(bytes, names), ...withHints(bytes)];
      if (isWanted) expect(answers).not.toContain(false);
      else if (!answers.includes(true)) passedOver++;
    }),
    { numRuns: 20_000 },
  );
  expect(passedOver).toBeGreaterThan(1000);
});

test('no bytes make reading throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        fc.json().map((text) => Buffer.from(text)),
      ),
      (bytes) => {
        mayMatter(bytes, names);
        expect(['record', 'other', 'unreadable']).toContain(readValue(bytes).kind);
      },
    ),
    { numRuns: 2000 },
  );
});

function escapeSome(text: string, choices: fc.Stream<boolean>): string {
  return text.replace(/\\.|[A-Za-z]/g, (part) => {
    const isEscaped = choices.next().value === true;
    const isLiteral = part.length > 1 || !isEscaped;
    return isLiteral ? part : `\\u00${part.charCodeAt(0).toString(16)}`;
  });
}

/** What the splitter has seen on its way makes no difference. */
function withHints(json: Buffer): boolean[] {
  answers = [];
  for (const byte of json) splitter.push(Uint8Array.of(byte));
  splitter.end();
  return answers;
}
