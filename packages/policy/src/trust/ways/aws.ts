import { compileGlob } from '../../glob.ts';
import { createBudget } from '../../language/budget.ts';
import { toLanguage } from '../../language/fragments.ts';
import { exactly, type Language, noText, union } from '../../language/language.ts';
import { globLanguage } from '../../language/patterns.ts';
import {
  accounts,
  awsPrincipalKeys,
  notUsers,
  organizations,
  PRINCIPAL_TYPES,
  type PrincipalKind,
  principalArn,
  principals,
  principalsIn,
  sessions,
  usersNamed,
} from '../facts/aws-principal.ts';
import { accountId } from '../facts/names.ts';
import { otherDomain, otherKey } from '../facts/other-keys.ts';
import { always, type KeyDomain, type KeyFact, maybe } from '../key-domain.ts';
import { remembered } from '../remembered.ts';
import type { Way } from '../way.ts';
import { callerOf, keysOfPrincipal } from './aws-caller.ts';
import { namedPrincipals } from './aws-named.ts';
import { contextOf, isConsistent, readPoint } from './fixed-caller.ts';

export interface AwsPrincipals {
  readonly action:
    | 'sts:AssumeRole'
    | 'sts:TagSession'
    | 'sts:SetSourceIdentity'
    | 'secretsmanager:GetSecretValue';
}

/**
 * Users, roles and root users of any account: dimension `principal` is `aws:PrincipalArn`, `session` the name of a
 * role's session, which has no meaning for the others.
 */
export function awsWay({ action }: AwsPrincipals): Way {
  const factOf = (lowerKey: string): KeyFact => facts().get(lowerKey) ?? otherKey(lowerKey);
  const own: Readonly<Record<string, KeyDomain>> = {
    principal: always(principals()),
    session: always(sessions()),
  };
  const way: Way = {
    kind: 'aws',
    action,
    named: namedPrincipals,
    factOf,
    domainOf: (dimension) => {
      const fact = factOf(dimension);
      return own[dimension] ?? (fact.kind === 'varies' ? fact.domain : otherDomain(dimension));
    },
    dimensions: ['principal', 'session'],
    likenesses: (dimension) => likenesses().get(dimension) ?? [],
    toRequest: (point) => {
      const { principal, session, ...others } = Object.fromEntries(point);
      const arn = principal ?? '';
      const context = contextOf(way, new Map(Object.entries(others)), (name) => name, facts());
      return {
        principal: callerOf(arn, session ?? ''),
        action,
        context: { ...context, ...keysOfPrincipal(arn) },
      };
    },
    toPoint: (request) => {
      if (request.principal.type !== 'AWS' || request.action.toLowerCase() !== action.toLowerCase())
        return null;
      const point = readPoint(request, factOf, new Map([['principal', 'aws:principalarn']]));
      const arn = point?.get('principal');
      if (point === null || typeof arn !== 'string' || !isConsistent(request, keysOfPrincipal(arn)))
        return null;
      const session = /:assumed-role\/[^/]*\/(.*)$/s.exec(request.principal.arn)?.[1] ?? 'none';
      return callerOf(arn, session).arn === request.principal.arn ? point.set('session', session) : null;
    },
  };
  return way;
}

const ofKind = remembered((kind) =>
  toLanguage(principalArn(accountId, [kind as PrincipalKind]), createBudget()),
);

let known: ReadonlyMap<string, KeyFact> | undefined;

function facts(): ReadonlyMap<string, KeyFact> {
  const principal = { kind: 'varies', dimension: 'principal' } as const;
  known ??= new Map<string, KeyFact>([
    ...Object.entries(awsPrincipalKeys),
    ['aws:principalarn', { ...principal, domain: always(principals()) }],
    [
      'aws:principalaccount',
      {
        ...principal,
        domain: always(accounts()),
        lift: principalsIn,
      },
    ],
    [
      'aws:principaltype',
      {
        ...principal,
        domain: always(exactly(...Object.keys(PRINCIPAL_TYPES))),
        lift: (language, budget) =>
          Object.entries(PRINCIPAL_TYPES)
            .filter(([type]) => language.words.has(type))
            .map(([, kind]) => ofKind(kind))
            .reduce((one, other) => union(one, other, budget), noText),
      },
    ],
    ['aws:username', { ...principal, domain: maybe(sessions()), lift: usersNamed, lacking: notUsers }],
    [
      'aws:principalorgid',
      { kind: 'varies', dimension: 'aws:principalorgid', domain: maybe(organizations()) },
    ],
    ['sts:rolesessionname', { kind: 'varies', dimension: 'sts:rolesessionname', domain: always(sessions()) }],
  ]);
  return known;
}

let shapes: ReadonlyMap<string, readonly Language[]> | undefined;

function likenesses(): ReadonlyMap<string, readonly Language[]> {
  const like = (...patterns: readonly string[]): readonly Language[] =>
    patterns.map((pattern) => globLanguage(compileGlob(pattern), createBudget()));
  shapes ??= new Map([
    [
      'principal',
      like(
        'arn:aws:iam::999999999999:role/unrelated-role',
        'arn:aws:iam::*:role/unrelated-role',
        'arn:aws:iam::999999999999:*',
        'arn:aws:iam::*:role/*unrelated*',
        'arn:aws:iam::*:role/*',
        'arn:aws:iam::*',
      ),
    ],
    ['session', like('unrelated-session')],
    ['aws:principalorgid', like('o-unrelated0')],
    ['sts:externalid', like('unrelated-external-id', '*unrelated*')],
  ]);
  return shapes;
}
