export { parseApprovedYaml, toApprovedYaml } from './approved-file.ts';
export { createKeptResults } from './kept-results.ts';
