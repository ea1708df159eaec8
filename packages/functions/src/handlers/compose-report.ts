import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { asError } from '../as-error.ts';
import type { Notice } from '../notice.ts';
import { logger, metrics, publishMetrics } from './compose-observers.ts';

/** Logs a notice and counts it. Names from records are values of fields: no text is made of them. */
export function report(notice: Notice): void {
  switch (notice.kind) {
    case 'unreadable': {
      const { messageId, eventId, reason, receives } = notice;
      logger.error('a record cannot be read', { messageId, eventId, reason, receives });
      // Each once, however often it is handed out before it ends in the dead-letter queue.
      if (receives === 1) metrics.addMetric('UnreadableRecords', MetricUnit.Count, 1);
      return;
    }
    case 'failed': {
      const { what, error } = notice;
      logger.error('it failed, and is tried again', { what, error: asError(error) });
      metrics.addMetric('Failures', MetricUnit.Count, 1);
      return;
    }
    case 'not-read': {
      const { key, outcome, reason } = notice;
      logger.warn('a resource could not be read', { key, outcome, reason });
      metrics.addMetric('ResourcesNotRead', MetricUnit.Count, 1);
      return;
    }
  }
}

export const observers = { logger, metrics, publishMetrics, report };
export type Observers = typeof observers;
