export { badge, findingHead, proof, resourceHead } from './finding-head.ts';
export { evidenceTable, peopleRows, recordRows } from './finding-rows.ts';
export { html } from './html.ts';
export { posturePlace } from './posture-place.ts';
export { weightTables } from './posture-tables.ts';
export { COMPONENT_STYLE } from './style/components.ts';
export { when, who } from './turn.ts';
export { absolute, dayOf, kindWords, resourceName, shorten } from './words.ts';
