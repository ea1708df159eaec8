/** Small screens and paper: comes last. */
export const MEDIA_STYLE = `
.tools {
  margin: 1rem 0 0;
}

.tools[hidden] {
  display: none;
}

.brief {
  margin-bottom: 0.5rem;
  border: 1px solid var(--line);
  border-left: 4px solid var(--tone);
  border-radius: 0.5rem;
  background: var(--card);
}

.brief > summary {
  font-weight: 600;
  overflow-wrap: anywhere;
}

.brief .meta {
  font-weight: 400;
}

.finding > pre {
  padding: 0 1rem 1rem 0.875rem;
  text-indent: 12ch hanging each-line;
}

.choice {
  padding: 0.25rem 0.75rem;
  border: 1px solid var(--line);
  border-radius: 1rem;
  background: var(--card);
  font-size: 0.875rem;
  cursor: pointer;
}

.choice input {
  margin: 0 0.25rem 0 0;
  accent-color: var(--tone);
}

.tools fieldset {
  flex: 0 1 auto;
  flex-wrap: wrap;
  gap: 0.5rem;
}

@media (max-width: 48rem) {
  .glance,
  .halves {
    grid-template-columns: minmax(0, 1fr);
  }
}

@media (max-width: 36rem) {
  header {
    padding-top: 1.25rem;
  }

  h1 {
    font-size: 1.5rem;
  }

  .tiles {
    gap: 0.375rem;
  }

  .body dl {
    grid-template-columns: minmax(0, 1fr);
    gap: 0;
  }

  .body dt {
    margin-top: 0.375rem;
  }

  .gaps {
    grid-template-columns: minmax(0, 1fr);
  }

  .data :is(th, td) {
    padding-right: 0.5rem;
    font-size: 0.8125rem;
  }

  .methods :is(th, td):nth-last-child(1) {
    display: none;
  }

  .methods tbody th {
    white-space: normal;
  }

  .before-after,
  .before-after :is(tbody, tr, th, td) {
    display: block;
    width: auto;
  }

  .before-after thead {
    display: none;
  }

  .before-after :is(th, tbody td) {
    padding: 0.1875rem 0;
    border: 0;
  }

  .before-after tr {
    padding: 0.375rem 0;
    border-bottom: 1px solid var(--line);
  }

  .before-after td::before {
    content: attr(data-name) ": ";
    color: var(--soft);
  }
}

@media print {
  :root {
    color-scheme: light;
  }

  body {
    max-width: none;
    padding: 0;
    background: none;
    font-size: 0.875rem;
  }

  nav,
  .skip,
  .tools,
  .wide::-webkit-scrollbar {
    display: none;
  }

  .badge,
  .chart,
  .split,
  .key i,
  .methods i,
  .proof,
  .place meter {
    print-color-adjust: exact;
  }

  .group,
  .brief {
    content-visibility: visible;
  }

  summary {
    list-style: none;
  }

  details:not(.finding, .numbers)::details-content,
  .finding:is(.critical, .high)::details-content {
    content-visibility: visible;
    block-size: auto;
  }

  .finding > summary,
  .panel,
  .chart,
  tr {
    break-inside: avoid;
  }

  h2,
  h3,
  h4 {
    break-after: avoid;
  }

  .wide {
    overflow: visible;
  }
}
`;
