export { parseApprovedYaml, toApprovedYaml } from './approved-file.ts';
export { overlayState } from './overlay-state.ts';
export { overlayStore } from './overlay-store.ts';
