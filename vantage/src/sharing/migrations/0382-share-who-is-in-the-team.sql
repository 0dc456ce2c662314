-- Who is allocated to somebody was of the subject of children in need; now it is of a subject of its own. Whoever saw it by
-- an agreement that stands sees it as before, under the new name.
UPDATE agreement SET subjects = array_append(subjects, 'workers')
WHERE ended_at IS NULL AND 'child-in-need' = ANY (subjects) AND NOT 'workers' = ANY (subjects);
UPDATE kind_of_fact SET subject = 'workers' WHERE kind = 'worker';
