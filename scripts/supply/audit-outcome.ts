/** What `npm audit --json` answered. */
export type AuditOutcome =
  | { readonly kind: 'clean'; readonly milder: number }
  | { readonly kind: 'vulnerable'; readonly packages: readonly string[] }
  | { readonly kind: 'unknown'; readonly why: string };

interface Answer {
  readonly vulnerabilities?: Readonly<Record<string, Vulnerability>>;
  readonly message?: string;
  readonly error?: { readonly summary?: string };
}

interface Vulnerability {
  readonly severity: string;
  readonly via: readonly (string | { readonly title: string; readonly url: string })[];
}

/** Anything else counts as grave. */
const MILDER = new Set(['info', 'low', 'moderate']);

export function auditOutcome(answer: string): AuditOutcome {
  const { vulnerabilities, message, error } = parsed(answer);
  if (typeof vulnerabilities !== 'object' || vulnerabilities === null)
    return { kind: 'unknown', why: message || error?.summary || 'npm audit gave no report' };
  const all = Object.entries(vulnerabilities);
  const refused = all.filter(([, { severity }]) => !MILDER.has(severity));
  if (refused.length === 0) return { kind: 'clean', milder: all.length };
  return {
    kind: 'vulnerable',
    packages: refused.map(
      ([name, { severity, via }]) => `${name} (${severity}): ${via.map(causeOf).join('; ')}`,
    ),
  };
}

function causeOf(via: Vulnerability['via'][number]): string {
  return typeof via === 'string' ? `by ${via}` : `${via.title}, ${via.url}`;
}

function parsed(answer: string): Answer {
  try {
    return (JSON.parse(answer) ?? {}) as Answer;
  } catch {
    return {};
  }
}
