import { type Identity, parseIdentity } from '../../evaluate/identity.ts';
import { compileGlob } from '../../glob.ts';
import { type Budget, spend } from '../../language/budget.ts';
import { literal, sequence, toLanguage } from '../../language/fragments.ts';
import { exactly, intersection } from '../../language/language.ts';
import { globLanguage } from '../../language/patterns.ts';
import type { Principal, Statement } from '../../policy.ts';
import { type Box, everyRequest, intersectRegions, type Region, subtractRegion } from '../box.ts';
import {
  accounts,
  KINDS,
  type PrincipalKind,
  principalArn,
  principals,
  principalsIn,
  principalsOf,
  sessions,
} from '../facts/aws-principal.ts';
import { accountId, iamPath } from '../facts/names.ts';
import { always } from '../key-domain.ts';
import type { ValueSet } from '../value-set.ts';
import type { Named } from '../way.ts';

/** What one principal takes in, and by what of the caller. */
interface Taken {
  readonly sure: Region;
  readonly possible: Region;
  readonly level: 'everyone' | 'account' | 'role' | 'identity';
}

const ACCOUNT = /^\d{12}$/;
const NOBODY: Taken = { sure: [], possible: [], level: 'identity' };

/** Whom of all AWS principals a statement names, as `evaluate` answers it for each. */
export function namedPrincipals(statement: Statement, budget: Budget): Named {
  const { principals: named, notPrincipals, path } = statement;
  if (named !== null) {
    const taken = named.map((principal) => takenBy(principal, budget));
    const sure = taken.flatMap((one) => one.sure);
    const possible = taken.flatMap((one) => one.possible);
    if (taken.every((one) => one.sure === one.possible)) return { sure, possible: sure };
    return {
      sure,
      possible,
      assumption: { path: `${path}.Principal`, reason: 'a principal may or may not name the caller' },
    };
  }
  if (notPrincipals === null) return { sure: [], possible: [] };
  return excepting(notPrincipals, `${path}.NotPrincipal`, budget);
}

function excepting(listed: readonly Principal[], path: string, budget: Budget): Named {
  const assumption = { path, reason: 'does not surely except the caller with its role and its account' };
  if (listed.length === 0) return { sure: [], possible: everyRequest, assumption };
  const taken = listed.map((principal) => takenBy(principal, budget));
  if (taken.some(({ level }) => level === 'everyone')) return { sure: [], possible: [] };
  const of = (level: Taken['level']): Region =>
    taken.filter((one) => one.level === level).flatMap((one) => one.sure);
  const account = of('account');
  const identity = intersectRegions(account, of('identity'), budget);
  const excepted = [
    ...intersectRegions(account, [ofKinds(['root'], budget)], budget),
    ...intersectRegions(identity, [ofKinds(['user', 'federated-user'], budget)], budget),
    ...intersectRegions(identity, of('role'), budget),
  ];
  const any = taken.flatMap((one) => one.possible);
  return {
    sure: subtractRegion(everyRequest, any, domainOf, budget),
    possible: subtractRegion(everyRequest, excepted, domainOf, budget),
    assumption,
  };
}

const known = new WeakMap<Principal, { readonly taken: Taken; readonly cost: number }>();

/** The same principal is looked at for each action; what it costs is spent each time, so that no answer hangs on another. */
function takenBy(principal: Principal, budget: Budget): Taken {
  const before = known.get(principal);
  if (before !== undefined) {
    spend(budget, before.cost);
    return before.taken;
  }
  const { left } = budget;
  const taken = takenByOne(principal, budget);
  known.set(principal, { taken, cost: left - budget.left });
  return taken;
}

function takenByOne({ type, value }: Principal, budget: Budget): Taken {
  if (type === '*' || (type === 'AWS' && value === '*')) return exact(everyRequest, 'everyone');
  // The canonical user id of an account cannot be told from its account id.
  if (type === 'CanonicalUser') return { ...NOBODY, possible: everyRequest };
  if (type !== 'AWS') return NOBODY;
  if (ACCOUNT.test(value)) return exact([box(only(principalsOf(value)))], 'account');
  if (/[*?]/.test(value)) return { ...NOBODY, possible: accountsLike(value, budget) };
  const identity = parseIdentity(value);
  // A unique id is all that is left of a deleted identity.
  return identity === null ? NOBODY : takenByIdentity(identity, value, budget);
}

function takenByIdentity(
  { kind, partition, account, name, session }: Identity,
  value: string,
  budget: Budget,
): Taken {
  const start = `arn:${partition}:iam::${account}:`;
  const role = (): ValueSet =>
    only(toLanguage(sequence(literal(`${start}role/`), iamPath, literal(name)), budget));
  switch (kind) {
    case 'root': {
      const all = principalArn(literal(account), KINDS, literal(partition));
      return exact([box(only(toLanguage(all, budget)))], 'account');
    }
    case 'role':
      return exact([box(role())], 'role');
    case 'session':
      return exact(
        [
          new Map([
            ['principal', role()],
            ['session', only(exactly(session!))],
          ]),
        ],
        'identity',
      );
    case 'federated-user':
      return exact([box(only(exactly(value)))], 'identity');
    case 'user': {
      const user = box(only(toLanguage(sequence(literal(`${start}user/`), iamPath, literal(name)), budget)));
      // A federated user's session belongs to the IAM user who asked for it, whom its ARN does not name.
      const federated = principalArn(literal(account), ['federated-user'], literal(partition));
      const may = box(only(toLanguage(federated, budget)));
      return { sure: [user], possible: [user, may], level: 'identity' };
    }
  }
}

/** "You cannot use a wildcard to match part of a principal name or ARN": it may at most name what its account matches. */
function accountsLike(value: string, budget: Budget): Region {
  const parts = value.split(':');
  if (parts.length < 6) return everyRequest;
  const matching = intersection(accounts(), globLanguage(compileGlob(parts[4]!), budget), budget);
  const language = principalsIn(matching, budget);
  return language.rest.edges.length === 0 ? [] : [box(only(language))];
}

function ofKinds(kinds: readonly PrincipalKind[], budget: Budget): Box {
  return box(only(toLanguage(principalArn(accountId, kinds), budget)));
}

function box(principal: ValueSet): Box {
  return new Map([['principal', principal]]);
}

function only(present: ValueSet['present']): ValueSet {
  return { present, absent: false };
}

function exact(region: Region, level: Taken['level']): Taken {
  return { sure: region, possible: region, level };
}

function domainOf(dimension: string): ValueSet {
  return always(dimension === 'principal' ? principals() : sessions()).values;
}
