import { createContext } from '../evaluate/context.ts';
import type { ContextValue } from '../evaluate/request.ts';
import { resolveVariables } from '../evaluate/resolve-variables.ts';
import type { Keys } from './areas.ts';
import { distinct } from './distinct.ts';
import type { EscalationPath } from './escalation-path.ts';
import { type PermissionSet, sourcesOf } from './permission-set.ts';
import { policiesOf } from './proof.ts';
import { holderKeys } from './request-keys.ts';

const ATTACHED = 'iam:policyarn';
export const BOUNDARY = 'iam:permissionsboundary';

/** Of all policies those that no condition names are as one: some are tried, and none has any other answer. */
const NOT_NAMED = 'podguard-example';

/** Actions of paths by which policies are chosen; all but those on groups carry the boundary of what is edited. */
export const CHOOSING = /^iam:(?:Put|Attach)(?:Role|User|Group)Policy$/;
const BOUNDED = /^iam:(?:Put|Attach)(?:Role|User)Policy$/;

/** More are gone through as patterns are: as what is not known. */
const MOST_NAMED = 20;
const MOST_CHOICES = 40;

/** What one may choose to attach, and by which boundary what it edits is limited; null: anything, none. */
export interface PolicyChoice {
  readonly attached: string | null;
  readonly boundary: string | null;
  readonly keys: Keys;
  /** One of these has to be allowed. */
  readonly probes: readonly Keys[];
}

interface Value {
  readonly policy: string | null;
  /** No value: nothing is said of it. */
  readonly probes: readonly (ContextValue | null)[];
}

/**
 * Policies by whose names conditions tell what may be attached or edited, and the rest of them as one. What edits itself is
 * limited by the boundary that it has.
 */
export function policyChoices(
  set: PermissionSet,
  { actions }: EscalationPath,
  target: string,
): readonly PolicyChoice[] {
  const { partition, account } = set.holder;
  const other: ContextValue = [`arn:${partition}:iam::${account}:policy/${NOT_NAMED}`];
  const attaches = actions.some((action) => action.startsWith('iam:Attach'));
  const attached = attaches
    ? distinct([givenOnly(administratorPolicy(set)), ...valuesOf(set, ATTACHED, [other])])
    : [ANY];
  const isBounded = actions.some((action) => BOUNDED.test(action));
  const own = target === set.holder.arn ? set.boundary : null;
  const limits = isBounded
    ? own === null
      ? valuesOf(set, BOUNDARY, [other, 'absent'])
      : [givenOnly(own.name)]
    : [ANY];
  const boundaries = attached.length * limits.length > MOST_CHOICES ? [ANY] : limits;
  return attached.flatMap((one) =>
    boundaries.map((limit) => ({
      attached: one.policy,
      boundary: limit.policy,
      keys: keysOf(only(one), only(limit)),
      probes: one.probes.flatMap((first) => limit.probes.map((second) => keysOf(first, second))),
    })),
  );
}

export function isPolicyArn(text: string): boolean {
  return /^arn:[^:]+:iam::[^:]+:policy\/./.test(text);
}

export function administratorPolicy({ holder }: PermissionSet): string {
  return `arn:${holder.partition}:iam::aws:policy/AdministratorAccess`;
}

const ANY: Value = { policy: null, probes: [null] };

function givenOnly(policy: string): Value {
  return { policy, probes: [[policy]] };
}

function only({ policy }: Value): ContextValue | null {
  return policy === null ? null : [policy];
}

function keysOf(attached: ContextValue | null, boundary: ContextValue | null): Keys {
  return {
    ...(attached === null ? {} : { [ATTACHED]: attached }),
    ...(boundary === null ? {} : { [BOUNDARY]: boundary }),
  };
}

/** Each that is named whole, and all others: by `others`, unless patterns tell some of them apart. */
function valuesOf(set: PermissionSet, key: string, others: readonly ContextValue[]): readonly Value[] {
  const context = createContext(holderKeys(set.holder), 'unknown');
  const named = policiesOf(sourcesOf(set)).flatMap(({ version, statements }) =>
    statements
      .flatMap(({ conditions }) => conditions)
      .filter(({ lowerKey, operator }) => lowerKey === key && operator !== 'Null')
      .flatMap(({ values }) => values)
      .map(({ value }) => {
        const found = resolveVariables(value, version, context);
        if (found.kind !== 'text') return null;
        const text = found.pieces.map((piece) => piece.text).join('');
        return /[*?]/.test(text) ? null : text;
      })
      // No request has another value.
      .filter((text) => text === null || isPolicyArn(text)),
  );
  const whole = distinct(named.flatMap((text) => text ?? [])).slice(0, MOST_NAMED);
  const isTold = named.length > 0 && named.every((text) => text !== null && whole.includes(text));
  return [...whole.map(givenOnly), isTold ? { policy: null, probes: others } : ANY];
}
