import * as z from 'zod/mini';
import { ServiceError } from './errors.ts';
import { guarded } from './guarded-rule.ts';
import { KIND_NAMES, KINDS, type Kind } from './kinds.ts';
import { endKind, relationsOf } from './relations.ts';
import { REMEDIATORS } from './remediation.ts';
import { type Catalogue, METHODS, type Rule } from './rule.ts';
import { SEVERITIES } from './verdict.ts';

const LINE = z.string().check(z.regex(/^\S(.*\S)?$/, 'is a line of text'));
const TEXT = z.string().check(z.regex(/\S/, 'is a text'));

/** A function in a field that may be left undefined, or may not. */
const optionalFunction = z.custom(
  (value) => value === undefined || typeof value === 'function',
  'is a function',
);
const requiredFunction = z.custom((value) => typeof value === 'function', 'is a function');

/** Nothing is recorded of an account, so that nothing would ever be judged. */
export const JUDGED_KINDS: readonly Kind[] = KIND_NAMES.filter((kind) => kind !== 'aws-account');

const SHORT = z.refine<string>(
  (text) => text.length <= 80,
  'Too big: expected string to have <=80 characters',
);

const FIELDS = {
  id: z
    .string()
    .check(
      SHORT,
      z.regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'is kebab-case: small letters, digits and hyphens'),
    ),
  title: LINE.check(SHORT),
  method: z.enum(METHODS),
  resource: z.custom<Kind | Kind[]>(isKinds, `is one of ${JUDGED_KINDS.join(', ')}, or a list of them`),
  severity: z.enum(SEVERITIES),
  broken: z.boolean(),
  family: z.null('is null: a rule of your own always reports'),
  description: TEXT,
  rationale: TEXT,
  references: z.array(LINE),
  mappings: z.record(z.string(), z.array(LINE)),
  falsePositives: z.array(TEXT),
  needs: z.record(z.string(), z.array(z.string())),
  judgesGone: z.optional(z.literal(true)),
  covers: optionalFunction,
  evaluate: requiredFunction,
  mend: z.strictObject({ cli: TEXT, terraform: TEXT, cloudformation: TEXT }),
  remediation: z.optional(z.enum(REMEDIATORS)),
} satisfies Record<keyof Rule, z.ZodMiniType>;

const ruleShape = z.strictObject(FIELDS).check(
  z.superRefine(({ resource, needs }, context) => {
    for (const [relation, fields] of Object.entries(needs)) {
      for (const kind of [resource].flat()) {
        const message = needFault(kind, relation, fields);
        if (message !== undefined) context.addIssue({ code: 'custom', path: ['needs', relation], message });
      }
    }
  }),
);

/** A rule of the user's own, as it is: checked by its shape, so that judging can rely on it. */
export const customRule = z.custom<Rule>().check(
  z.superRefine((value: unknown, context) => {
    const { error } = ruleShape.safeParse(value);
    for (const { path, message } of error?.issues ?? []) {
      const field = path.length === 0 ? '' : `${path.join('.')}: `;
      context.addIssue({ code: 'custom', path: [...path], message: `${nameOf(value)}: ${field}${message}` });
    }
  }),
);

interface CustomRules {
  readonly rules: readonly Rule[];
  /** Where they were configured, for the error. */
  readonly origin: string;
  /** Names the files that they are made of. */
  readonly sources: string;
}

/** The catalogue with rules of the user's own. */
export function withCustomRules(catalogue: Catalogue, { rules, origin, sources }: CustomRules): Catalogue {
  if (rules.length === 0) return catalogue;
  rules.forEach(({ id }, index) => {
    const twice = rules.findIndex((other) => other.id === id) < index;
    if (!twice && !catalogue.rules.some((other) => other.id === id)) return;
    throw new ServiceError(
      'config-invalid',
      `${origin}: custom rule ${id}: id: ${twice ? 'another custom rule has it' : 'a rule of the catalogue has it'}; give it another, say with your own prefix`,
    );
  });
  const all = [...catalogue.rules, ...rules.map(guarded)].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { ...catalogue, rules: all, sources };
}

function isKinds(value: unknown): boolean {
  const kinds = [value].flat();
  return kinds.length > 0 && kinds.every((kind) => (JUDGED_KINDS as readonly unknown[]).includes(kind));
}

function nameOf(value: unknown): string {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return typeof id === 'string' && id !== '' ? `custom rule ${id}` : 'custom rule without an id';
}

function needFault(kind: Kind, name: string, fields: readonly string[]): string | undefined {
  const relations = relationsOf(kind);
  if (!Object.hasOwn(relations, name)) {
    const names = Object.keys(relations);
    return `${kind} has no relation ${name}; it has ${names.length === 0 ? 'none' : names.join(', ')}`;
  }
  const other = endKind(kind, name);
  const known: readonly string[] = [...KINDS[other].fields, ...KINDS[other].sets];
  const unknown = fields.find((field) => !known.includes(field));
  return unknown === undefined
    ? undefined
    : `${name}: ${other} has no field ${unknown}; it has ${known.join(', ')}`;
}
