export { parseApprovedYaml, toApprovedYaml } from './approved-file.ts';
export { createKeptResults } from './kept-results.ts';
export { overlayState } from './overlay-state.ts';
export { overlayStore } from './overlay-store.ts';
