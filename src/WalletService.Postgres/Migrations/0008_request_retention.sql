-- Idempotency keys of ended requests are deleted after a while, oldest first.
CREATE INDEX requests_created ON requests (created_at);
