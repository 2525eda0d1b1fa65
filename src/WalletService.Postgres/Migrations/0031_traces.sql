-- The W3C trace context (traceparent, 55 characters) of the work that a row comes from; null when it belonged to no trace.
ALTER TABLE transfers ADD COLUMN trace_parent text CHECK (length(trace_parent) <= 64);
ALTER TABLE outbox ADD COLUMN trace_parent text CHECK (length(trace_parent) <= 64);
