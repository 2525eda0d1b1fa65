-- The risk service's verdict with which a signature was granted, so that the same request again is judged the same. Null when nobody was asked.
ALTER TABLE requests ADD COLUMN risk text CHECK (risk IN ('Allow', 'Review', 'Deny'));
