import {
  type Answer,
  assumableRoles,
  type ContextValue,
  ESCALATION_PATHS,
  type Extent,
  escalationPaths,
  evaluate,
  globMatches,
  isAdministrator,
  type PermissionSet,
  type PolicyRequest,
  passableToPodIdentity,
  patternCovers,
  patternsOverlap,
  type Reach,
  reachOf,
  readsAllSecrets,
} from '@podguard/policy';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ACCOUNT, holder, holding, type Json, named, statement, statements } from './permission-policies.ts';

const QUESTIONS = [
  { actions: ['iam:PutRolePolicy'], target: `arn:aws:iam::${ACCOUNT}:role/?*` },
  { actions: ['iam:PutRolePolicy', 'sts:AssumeRole'], target: `arn:aws:iam::${ACCOUNT}:role/?*` },
  { actions: ['secretsmanager:GetSecretValue'], target: `arn:aws:secretsmanager:*:${ACCOUNT}:secret:?*` },
  {
    actions: ['iam:PassRole'],
    target: `arn:aws:iam::${ACCOUNT}:role/?*`,
    keys: { 'iam:passedtoservice': ['pods.eks.amazonaws.com'] },
  },
] as const;

const question = fc.constantFrom(...QUESTIONS);

/** Three answers for each thing that is asked, by name. */
function answersOf(set: PermissionSet): ReadonlyMap<string, Answer> {
  const found = new Map<string, Answer>(ESCALATION_PATHS.map(({ name }) => [name, 'no']));
  for (const { path, answer } of escalationPaths(set).paths) found.set(path.name, answer);
  return found
    .set('administrator', isAdministrator(set).answer)
    .set('secrets', readsAllSecrets(set).answer)
    .set('pods', passableToPodIdentity(set).answer)
    .set('assume', assumableRoles(set).answer);
}

const LESS: Readonly<Record<Answer, readonly Answer[]>> = {
  yes: ['yes', 'undecided', 'no'],
  undecided: ['undecided', 'no'],
  no: ['no'],
};

function expectNoMore(before: PermissionSet, after: PermissionSet): void {
  const least = answersOf(after);
  for (const [name, answer] of answersOf(before)) {
    expect(LESS[answer], name).toContain(least.get(name));
  }
}

function admits(extent: Extent, resource: string): boolean {
  return extent === 'anything' || extent.some((pattern) => globMatches(pattern, resource));
}

describe('a right', () => {
  test('is never added by a Deny', () => {
    fc.assert(
      fc.property(statements, statement('Deny'), (list, more) => {
        expectNoMore(holding(list), holding([...list, more]));
      }),
      { numRuns: 40 },
    );
  });

  test('is never added by a boundary', () => {
    fc.assert(
      fc.property(statements, fc.option(statements), (list, limit) => {
        const boundary = limit === null ? { name: 'limit', policy: null } : named(limit);
        expectNoMore(holding(list), holding(list, boundary));
      }),
      { numRuns: 40 },
    );
  });

  test('does not depend on the order of statements or policies', () => {
    fc.assert(
      fc.property(statements, statements, (list, more) => {
        const together = { holder, policies: [named(list), named(more)], boundary: null };
        const turned = {
          ...together,
          policies: [named(more.toReversed()), named(list.toReversed())],
        };
        expect(answersOf(turned)).toEqual(answersOf(together));
        for (const one of QUESTIONS)
          expect(bounds(reachOf(turned, one))).toEqual(bounds(reachOf(together, one)));
      }),
      { numRuns: 40 },
    );
  });

  test('is the same when lists are split into statements of their own', () => {
    fc.assert(
      fc.property(statements, question, (list, one) => {
        const plain = list.map((json) => withoutVariables(json));
        const split = plain.flatMap(splitLists);
        expect(bounds(reachOf(holding(split), one))).toEqual(bounds(reachOf(holding(plain), one)));
      }),
      { numRuns: 300 },
    );
  });
});

function bounds({ answer, sure, possible }: Reach): object {
  return { answer, sure, possible };
}

function withoutVariables(json: Json): Json {
  return JSON.parse(JSON.stringify(json).replaceAll('${aws:PrincipalTag/team}', 'team')) as Json;
}

function splitLists(json: Json): readonly Json[] {
  const { Action, Resource, ...rest } = json;
  const actions = Action === undefined ? [{}] : (Action as readonly string[]).map((one) => ({ Action: one }));
  const places =
    Resource === undefined ? [{}] : (Resource as readonly string[]).map((one) => ({ Resource: one }));
  return actions.flatMap((action) => places.map((place) => ({ ...rest, ...action, ...place })));
}

describe('what is sure', () => {
  test('is allowed by the evaluation of its requests', () => {
    fc.assert(
      fc.property(statements, fc.option(statements), question, (list, limit, one) => {
        const set = holding(list, limit === null ? null : named(limit));
        const { answer, requests, sure } = reachOf(set, one);
        expect(requests).toHaveLength(answer === 'yes' ? one.actions.length : 0);
        for (const request of requests) {
          const all = [...set.policies, ...(set.boundary === null ? [] : [set.boundary])];
          expect(
            all.map(({ policy }) => evaluate(policy!, request, { otherKeys: 'unknown' }).decision),
          ).toEqual(all.map(() => 'allow'));
          expect(admits(sure, request.resource!)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('takes in nothing that is not possible as well', () => {
    fc.assert(
      fc.property(statements, question, (list, one) => {
        const { sure, possible } = reachOf(holding(list), one);
        if (possible === 'anything') return;
        expect(sure).not.toBe('anything');
        for (const pattern of sure) expect(possible).toContain(pattern);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what is not possible', () => {
  const filled = fc.record({
    'aws:requestedregion': fc.constantFrom<ContextValue>(['us-east-1'], ['eu-west-1'], ['ap-south-1']),
    'aws:resourcetag/team': fc.constantFrom<ContextValue>('absent', ['web']),
    'aws:multifactorauthpresent': fc.constantFrom<ContextValue>('absent', ['true'], ['false']),
    'aws:principaltag/team': fc.constantFrom<ContextValue>('absent', ['blue'], ['app']),
  });
  const name = fc.constantFrom('app', 'a', 'x-admin', 'team', 'blue', 'podguard', 'path/to/app');

  test('is allowed to no request', () => {
    fc.assert(
      fc.property(
        statements,
        question,
        filled,
        name,
        fc.option(statements),
        (list, one, keys, last, limit) => {
          const boundary = limit === null ? null : named(limit);
          const { possible } = reachOf(holding(list, boundary), one);
          const region = keys['aws:requestedregion'] as readonly string[];
          const resource = one.target
            .replace('?*', last)
            .replace('secretsmanager:*', `secretsmanager:${region[0]}`);
          if (admits(possible, resource)) return;
          const requests = one.actions.map((action): PolicyRequest => {
            const global = action.startsWith('iam:') && action !== 'iam:PassRole';
            return {
              principal: { type: 'AWS', arn: `arn:aws:sts::${ACCOUNT}:assumed-role/app/s`, account: ACCOUNT },
              action,
              resource,
              context: {
                ...keys,
                ...('keys' in one ? one.keys : {}),
                ...(global ? { 'aws:requestedregion': ['us-east-1'] } : {}),
                'aws:principalarn': [holder.arn],
              },
            };
          });
          const policies = boundary === null ? [named(list)] : [named(list), boundary];
          const allowed = policies.every(({ policy }) =>
            requests.every((request) => evaluate(policy!, request).decision === 'allow'),
          );
          expect(allowed).toBe(false);
        },
      ),
      { numRuns: 4000 },
    );
  });
});

describe('patterns', () => {
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });
  const words = [...wordsUpTo(7)];

  test('take one another in as the texts that they admit do', () => {
    fc.assert(
      fc.property(pattern, pattern, (outer, inner) => {
        // The letter z is in no pattern: it stands for every other character.
        const each = words.filter((word) => globMatches(inner, word));
        expect(patternCovers(outer, inner)).toBe(each.every((word) => globMatches(outer, word)));
      }),
      { numRuns: 400 },
    );
  });

  test('overlap where some text is admitted by both', () => {
    fc.assert(
      fc.property(pattern, pattern, (one, other) => {
        const both = patternsOverlap(one, other);
        if (words.some((word) => globMatches(one, word) && globMatches(other, word))) expect(both).toBe(true);
        expect(patternsOverlap(other, one)).toBe(both);
        if (patternCovers(one, other)) expect(both).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});

function* wordsUpTo(length: number, before = ''): Generator<string> {
  yield before;
  if (before.length < length) for (const letter of 'abz') yield* wordsUpTo(length, before + letter);
}
