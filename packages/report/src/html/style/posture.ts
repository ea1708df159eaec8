export const POSTURE = `
#posture:not(:empty) {
  margin-top: 1.25rem;
}

.posture {
  border: 1px solid var(--line);
  border-radius: 0.75rem;
  background: var(--card);
}

.posture > summary {
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  gap: 0.25rem 0.5rem;
  padding: 0.625rem 2.5rem 0.625rem 1rem;
  position: relative;
  cursor: pointer;
}

.posture > summary h2 {
  margin: 0 0.5rem 0 0;
}

.chip {
  padding: 0 0.625rem;
  border: 1px solid var(--line);
  border-radius: 1rem;
  color: var(--soft);
  font-size: 0.875rem;
  unicode-bidi: isolate;
  overflow-wrap: anywhere;
}

.chip b {
  color: var(--text);
}

.places {
  padding: 0 1rem 1rem;
}

.place {
  margin-top: 0.75rem;
  border-top: 1px solid var(--line);
  padding-top: 0.625rem;
}

.place > summary {
  cursor: pointer;
  font-size: 0.9375rem;
}

.place .name {
  font-weight: 600;
}

.place meter {
  width: 6rem;
  margin: 0 0.375rem;
}

.place meter::-webkit-meter-optimum-value {
  background: var(--link);
}

.place meter::-moz-meter-bar {
  background: var(--link);
}

.sum {
  color: var(--soft);
  font-size: 0.875rem;
}

.scores {
  margin-top: 0.625rem;
  font-size: 0.875rem;
}

.scores th,
.scores td {
  overflow-wrap: anywhere;
  unicode-bidi: isolate;
}

.scores thead th {
  color: var(--soft);
}

.scores th:first-child {
  width: 25%;
}

.scores th:nth-child(2) {
  width: 16%;
}

.scores th:nth-child(5) {
  width: 18%;
}

.apart th:nth-child(2) {
  width: auto;
}

.weights th:first-child {
  width: 10rem;
}

.weights th:nth-child(2) {
  width: 5rem;
}

.product {
  font-variant-numeric: tabular-nums;
}

@media (max-width: 36rem) {
  .scores thead {
    display: none;
  }

  .scores th:first-child {
    width: auto;
    font-weight: 600;
  }

  .scores td {
    border-block-width: 0;
  }

  .scores tr:last-child td:last-child {
    border-bottom-width: 1px;
  }
}
`;
