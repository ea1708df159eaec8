import type { Severity } from '@podguard/core';

type Paint = (text: string) => string;

/** How a terminal shows emphasis; without colours each leaves the text as it is. */
export interface Style {
  readonly strong: Paint;
  readonly faint: Paint;
  readonly good: Paint;
  readonly severity: Readonly<Record<Severity, Paint>>;
}

const same: Paint = (text) => text;

export const unstyled: Style = {
  strong: same,
  faint: same,
  good: same,
  severity: { low: same, medium: same, high: same, critical: same },
};
