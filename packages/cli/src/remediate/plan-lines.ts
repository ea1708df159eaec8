import {
  type Catalogue,
  findingId,
  type GuardResult,
  type Remediation,
  type RemediationPlan,
  type RemediationStep,
} from '@podguard/core';
import { type PlanChange, plain, planChanges, time } from '@podguard/report';
import { awsCommand } from './aws-command.ts';
import { INDENT, type Page, prose, section } from './sections.ts';

/** What would be done, complete: what is called, what changes by it, what that may break, and what each guard says. */
export function planLines(
  { plan, guards, forced }: Pick<Remediation, 'plan' | 'guards' | 'forced'>,
  page: Page,
  { rules }: Pick<Catalogue, 'rules'>,
): readonly string[] {
  return [
    ...(forced ? section('Forced', prose([FORCED], page), page) : []),
    ...(plan === null ? [] : ofPlan(plan, page, rules)),
    ...section('Guards', guardLines(guards, page), page),
  ];
}

const FORCED = 'somebody insisted (--force), also where a guard says no: whoever approves it insists, too';

function ofPlan(plan: RemediationPlan, page: Page, rules: Catalogue['rules']): readonly string[] {
  const { target, steps, undo, mayBreak, facts, stage } = plan;
  const where = `${target.kind} ${target.key}`;
  return [
    ...section('Target', prose([stage === undefined ? where : `${where}, of stage ${stage}`], page), page),
    ...section(
      'What is called',
      steps.flatMap((step, at) => stepLines(step, `${at + 1}. `, page)),
      page,
    ),
    ...planChanges(plan).flatMap((change) => changeLines(change, page)),
    ...section('What it may break', prose(mayBreak, page, '- '), page),
    ...section('Good to know', prose(facts, page, '- '), page),
    ...section('Blast radius', prose(affectedWords(plan), page), page),
    ...section('Findings', prose(findingWords(plan, rules), page), page),
    ...section(
      'To undo it',
      prose(
        undo.map(({ action, words }) => `${words} (${action})`),
        page,
        '- ',
      ),
      page,
    ),
  ];
}

function stepLines(step: RemediationStep, mark: string, page: Page): readonly string[] {
  const { words, action, region } = step;
  // A command over several lines could not be copied.
  const command = awsCommand(step);
  return [
    ...prose([`${words} (${action}, ${region})`], page, mark),
    ...(command === undefined ? [] : [`${' '.repeat(mark.length)}${page.style.faint(command)}`]),
  ];
}

const MARKS = { both: ' ', before: '-', after: '+' } as const;

function changeLines({ name, lines }: PlanChange, page: Page): readonly string[] {
  const { good, severity, faint } = page.style;
  const paint = { both: (text: string) => text, before: severity.high, after: good } as const;
  return section(
    `Change of ${plain(name)}`,
    lines.map((line) =>
      line.side === 'gap'
        ? faint(`${INDENT}… ${line.count} line${line.count === 1 ? '' : 's'} as before`)
        : paint[line.side](`${MARKS[line.side]} ${plain(line.text)}`),
    ),
    page,
  );
}

function affectedWords({ affected: { keys, count } }: RemediationPlan): readonly string[] {
  if (count === 0) return ['nothing else that is known reads it'];
  const more = count - keys.length;
  const others = more > 0 ? [`and ${more} more`] : [];
  const head =
    count === 1 ? '1 other resource is judged by it:' : `${count} other resources are judged by it:`;
  return [head, ...keys, ...others];
}

/** Whose rule an id stands for: what would open is recorded nowhere yet. */
function findingWords(
  { ends, opens, target, affected }: RemediationPlan,
  rules: Catalogue['rules'],
): readonly string[] {
  const all = rules.flatMap(({ id }) =>
    [target.key, ...affected.keys].map((key) => [findingId(id, key), `${id} of ${key}`] as const),
  );
  const names = new Map(all);
  const words = (ids: readonly string[]) => {
    const some = ids.map((id) => (names.has(id) ? `${id} (${names.get(id)})` : id));
    return some.length === 0 ? 'none' : some.join(', ');
  };
  return [`ends ${words(ends)}`, `opens ${words(opens)}`];
}

/** Those that say no or were overruled, each with why, and from when on it may say otherwise; those that say yes together. */
function guardLines(guards: readonly GuardResult[], page: Page): readonly string[] {
  const { good, severity } = page.style;
  const refusing = guards.flatMap((result) => {
    if (result.ok)
      return result.overruled === undefined
        ? []
        : marked(severity.high('no'), `${result.guard}, overruled: ${result.overruled}`, page);
    const { guard, reason, unanswerable, until } = result;
    const later = until === undefined ? '' : ` (again from ${time(until)} on)`;
    const unknown = unanswerable === true ? ' (it could not be found out, which counts as no)' : '';
    return marked(severity.high('no'), `${guard}: ${reason}${unknown}${later}`, page);
  });
  const agreeing = guards.flatMap((result) =>
    result.ok && result.overruled === undefined ? [result.guard] : [],
  );
  return agreeing.length === 0 ? refusing : [...refusing, ...marked(good('yes'), agreeing.join(', '), page)];
}

function marked(mark: string, text: string, page: Page): readonly string[] {
  const [first = '', ...rest] = prose([text], page, '     ');
  const gap = mark.includes('yes') ? '  ' : '   ';
  return [`${mark}${gap}${first.trimStart()}`, ...rest];
}
