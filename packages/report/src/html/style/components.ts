import { BASE } from './base.ts';
import { FINDING_BODY } from './finding-body.ts';
import { FINDINGS } from './findings.ts';
import { NARROW } from './narrow.ts';
import { PAST } from './past.ts';
import { POSTURE } from './posture.ts';
import { TILES } from './tiles.ts';

/** The colours and the components that the report and the page of the local service share: CSS, in which what comes later holds. */
export const COMPONENT_STYLE = [BASE, TILES, FINDINGS, FINDING_BODY, POSTURE, PAST, NARROW].join('\n');
