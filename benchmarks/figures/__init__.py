"""Every figure of docs/performance.md: one module each, measured side by side with what it is compared to."""
