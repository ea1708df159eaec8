export { renderExplanation } from './explanation.ts';
export { renderJson, renderNdjson } from './json.ts';
export { fillMend } from './mend.ts';
export { plain } from './plain.ts';
export type { Style } from './style.ts';
export { unstyled } from './style.ts';
export type { Summary } from './summary.ts';
export { countFindings, renderSummary } from './summary.ts';
export { renderTable } from './table.ts';
