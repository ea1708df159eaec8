import type { ConfigInput } from '@podguard/core';
import type { Document } from './documents.ts';

/**
 * A trust policy and how it has to be judged: `bad` has a finding of medium or worse, `ok` none. Labels follow IAM's
 * documented semantics and the severities of the catalogue, not what the rules say.
 */
export interface LabelledPolicy {
  readonly name: string;
  readonly policy: Document;
  readonly label: 'bad' | 'ok';
  /** One of these rules has to be among the findings, or the reasons of one. */
  readonly findings?: readonly string[];
  /** Where it is not obvious, with AWS's page. */
  readonly why?: string;
  readonly config?: ConfigInput;
  readonly partition?: string;
}

/** A policy that needs a finding of medium or worse, by one of the rules. */
export function bad(
  name: string,
  findings: string | readonly string[],
  policy: Document,
  more: Pick<LabelledPolicy, 'why' | 'config' | 'partition'> = {},
): LabelledPolicy {
  return {
    name,
    label: 'bad',
    findings: typeof findings === 'string' ? [findings] : findings,
    policy,
    ...more,
  };
}

/** A policy that must have none of medium or worse. */
export function ok(
  name: string,
  policy: Document,
  more: Pick<LabelledPolicy, 'why' | 'config' | 'partition' | 'findings'> = {},
): LabelledPolicy {
  return { name, label: 'ok', policy, ...more };
}
